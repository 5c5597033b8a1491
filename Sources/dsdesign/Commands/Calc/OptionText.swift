import Diagnostics
import SystemModel

/// The text of an option or argument, for errors that point into it.
struct OptionText {
  /// A part of it, with its place in bytes.
  struct Part {
    let text: String
    let start: Int

    var end: Int { start + text.utf8.count }
  }

  private let file: SourceFile
  let text: String

  /// - Parameter name: As the user wrote it: `--node`, `<expression>`.
  init(_ name: String, _ text: String) {
    file = SourceFile(name: name, text: text)
    self.text = text
  }

  var name: String { file.name }
  var whole: Part { Part(text: text, start: 0) }

  /// The parts between separators, without the spaces around them.
  func parts(of part: Part, at separator: Character) -> [Part] {
    var parts: [Part] = []
    var start = part.start
    for piece in part.text.split(separator: separator, omittingEmptySubsequences: false) {
      let leading = piece.prefix { $0 == " " }.utf8.count
      var trimmed = piece.dropFirst(leading)
      while trimmed.last == " " { trimmed.removeLast() }
      parts.append(Part(text: String(trimmed), start: start + leading))
      start += piece.utf8.count + separator.utf8.count
    }
    return parts
  }

  /// What stands before and after the first separator; no second without one.
  func halves(of part: Part, at separator: Character) -> (Part, Part?) {
    let parts = parts(of: part, at: separator)
    guard parts.count > 1, let place = part.text.firstIndex(of: separator) else {
      return (parts[0], nil)
    }
    let rest = part.text[part.text.index(after: place)...]
    let offset = part.text.utf8.count - rest.utf8.count
    let all = self.parts(of: Part(text: String(rest), start: part.start + offset), at: "\0")
    return (parts[0], all[0])
  }

  func failure(
    _ message: String, at part: Part, label: String? = nil, help: String? = nil
  ) -> Failure {
    failure(message, from: part.start, to: part.end, label: label, help: help)
  }

  func failure(
    _ message: String, from start: Int, to end: Int, label: String? = nil, help: String? = nil
  ) -> Failure {
    let span = SourceSpan(start: start, end: max(start + 1, end))
    let location = text.isEmpty ? nil : SourceLocation(file: file, span: span)
    return Failure([
      Diagnostic(message, at: location, fileName: name, label: label, help: help)
    ])
  }
}

extension OptionText {
  /// A quantity in a part of the text.
  func quantity<Q: Quantity>(_ part: Part, as type: Q.Type = Q.self) throws(Failure) -> Q {
    do {
      return try Q.parse(part.text)
    } catch {
      throw failure(error.message, at: part, label: error.label, help: error.help)
    }
  }

  /// A plain number of digits with or without a point.
  func number(_ part: Part, help: String) throws(Failure) -> Double {
    let isPlain = part.text.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
    guard isPlain, let number = Double(part.text), number.isFinite else {
      throw failure("'\(part.text)' is not a plain number", at: part, help: help)
    }
    return number
  }

  /// A share of 1: `0.9` or `90%`.
  func share(_ part: Part) throws(Failure) -> Double {
    if part.text.last == "%" { return try quantity(part, as: Percentage.self).fraction }
    let number = try number(part, help: "write a share as in 0.9 or 90%")
    guard number <= 1 else {
      throw failure("\(part.text) is more than 1", at: part, help: "write a share as in 0.9 or 90%")
    }
    return number
  }

  /// A number of operations a second: `4000` or `4000/s`.
  func capacity(_ part: Part) throws(Failure) -> Double {
    let rate =
      part.text.contains("/")
      ? try quantity(part, as: Rate.self).perSecond
      : try number(part, help: "write a capacity as in 4000 or 4000/s")
    guard rate > 0 else {
      throw failure("a capacity must be above 0", at: part, help: "leave out nodes that do nothing")
    }
    return rate
  }
}
