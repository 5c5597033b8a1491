extension FunctionDeclaration {
  /// The string functions that most CEL environments add to the specification's.
  ///
  /// Positions and lengths count code points.
  /// - Source: cel-go, package `ext`, Strings.
  static let textFunctions: [FunctionDeclaration] =
    [
      text("charAt", [.int], .string, "The character at a position.") { text, rest in
        text.slice(rest.int(0), through: rest.int(0).map { min($0, text.length - 1) + 1 })
      },
      text("substring", [.int], .string, "The text from a position on.") { text, rest in
        text.slice(rest.int(0), through: text.length)
      },
      text("substring", [.int, .int], .string, "The text from a position to before another.") {
        text, rest in text.slice(rest.int(0), through: rest.int(1))
      },
      text("lowerAscii", [], .string, "The text with A to Z as a to z.") { text, _ in
        .string(text.mapped(0x41...0x5A) { $0 + 0x20 })
      },
      text("upperAscii", [], .string, "The text with a to z as A to Z.") { text, _ in
        .string(text.mapped(0x61...0x7A) { $0 - 0x20 })
      },
      text("trim", [], .string, "The text without white space at its ends.") { text, _ in
        .string(text.trimmed)
      },
      text("reverse", [], .string, "The text with its characters in reverse.") { text, _ in
        .string(String(String.UnicodeScalarView(text.scalars.reversed())))
      },
    ] + searches + replacements + joins

  private static let searches = ["indexOf", "lastIndexOf"].flatMap { name in
    let isLast = name == "lastIndexOf"
    let doc = "Where the other text occurs \(isLast ? "last" : "first"); -1 for nowhere."
    return [
      text(name, [.string], .int, doc) { text, rest in
        text.index(of: rest.text(0), isLast: isLast, from: isLast ? text.length : 0)
      },
      text(name, [.string, .int], .int, doc + " Searched from a position.") { text, rest in
        text.index(of: rest.text(0), isLast: isLast, from: rest.int(1) ?? 0)
      },
    ]
  }

  private static let replacements = [
    text("replace", [.string, .string], .string, "The text with one part replaced by another.") {
      text, rest in text.replacing(rest.text(0), with: rest.text(1), atMost: -1)
    },
    text(
      "replace", [.string, .string, .int], .string,
      "The same, for so many occurrences at most; -1 for all."
    ) { text, rest in
      text.replacing(rest.text(0), with: rest.text(1), atMost: rest.int(2) ?? -1)
    },
    text("split", [.string], .list(.string), "The parts between the separators.") { text, rest in
      text.split(by: rest.text(0), atMost: -1)
    },
    text(
      "split", [.string, .int], .list(.string),
      "So many parts at most, the last one with what is left; -1 for all."
    ) { text, rest in text.split(by: rest.text(0), atMost: rest.int(1) ?? -1) },
  ]

  private static let joins = [
    FunctionDeclaration(
      name: "join", isMember: true, parameter: .list(.string), result: .string,
      doc: "The texts, one after the other."
    ) { join($0, separator: .string("")) },
    FunctionDeclaration(
      name: "join", isMember: true, parameters: .list(.string), .string, result: .string,
      doc: "The texts with a separator between them."
    ) { join($0, separator: $1) },
  ]

  private static func text(
    _ name: String, _ parameters: [ValueType], _ result: ValueType, _ doc: String,
    _ body: @escaping @Sendable (ScalarText, Arguments) -> Value
  ) -> FunctionDeclaration {
    FunctionDeclaration(
      name: name, isMember: true, parameters: [.string] + parameters, result: result, doc: doc
    ) { arguments in
      guard case .string(let string) = arguments[0] else { return .null }
      return body(ScalarText(string), Arguments(values: arguments.dropFirst()))
    }
  }
}

/// The arguments after the receiver; their types have been checked.
private struct Arguments {
  let values: ArraySlice<Value>

  func int(_ place: Int) -> Int? {
    if case .int(let int) = values[values.startIndex + place] { Int(int) } else { nil }
  }

  func text(_ place: Int) -> ScalarText {
    if case .string(let string) = values[values.startIndex + place] {
      ScalarText(string)
    } else {
      ScalarText("")
    }
  }
}

/// What a text function makes at most, in bytes.
private let maximalTextSize = 16_000_000

private func tooLarge() -> Value { .failure(.limit, "the text would be too long") }

private func join(_ list: Value, separator: Value) -> Value {
  guard case .list(let list) = list, case .string(let separator) = separator else { return .null }
  var size = separator.utf8.count.multipliedReportingOverflow(by: list.count).partialValue
  var texts: [String] = []
  for element in list {
    guard case .string(let text) = element else {
      return element.isKnown
        ? .failure(.noMatchingOverload, "join() takes strings, not \(element.type)") : element
    }
    size += text.utf8.count
    texts.append(text)
  }
  return size > maximalTextSize ? tooLarge() : .string(texts.joined(separator: separator))
}

/// A text as an array of code points.
private struct ScalarText {
  let scalars: [Unicode.Scalar]

  init(_ string: String) { scalars = Array(string.unicodeScalars) }

  var length: Int { scalars.count }

  func text(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }

  func slice(_ start: Int?, through end: Int?) -> Value {
    guard let start, let end, start >= 0, start <= length, end >= start, end <= length else {
      return .failure(
        .invalidArgument, "position is outside a text of \(length) characters")
    }
    return .string(text(start..<end))
  }

  func mapped(_ range: ClosedRange<UInt32>, _ change: (UInt32) -> UInt32) -> String {
    String(
      String.UnicodeScalarView(
        scalars.map { range.contains($0.value) ? Unicode.Scalar(change($0.value)) ?? $0 : $0 }))
  }

  var trimmed: String {
    let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
    guard let first = scalars.firstIndex(where: { !isSpace($0) }),
      let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return text(first..<(last + 1))
  }

  func matches(_ part: ScalarText, at place: Int) -> Bool {
    place + part.length <= length
      && scalars[place..<(place + part.length)].elementsEqual(part.scalars)
  }

  func index(of part: ScalarText, isLast: Bool, from start: Int) -> Value {
    guard start >= 0, start <= length else {
      return .failure(
        .invalidArgument, "position \(start) is outside a text of \(length) characters")
    }
    let found =
      isLast
      ? stride(from: start, through: 0, by: -1).first { matches(part, at: $0) }
      : (start...length).first { matches(part, at: $0) }
    return .int(Int64(found ?? -1))
  }

  /// Where the part occurs, without overlaps; an empty part occurs before each character and at the
  /// end.
  private func occurrences(of part: ScalarText, atMost limit: Int) -> [Int] {
    var places: [Int] = []
    var place = 0
    while place <= length, limit < 0 || places.count < limit {
      if matches(part, at: place) {
        places.append(place)
        place += max(part.length, 1)
      } else {
        place += 1
      }
    }
    return places
  }

  func replacing(_ part: ScalarText, with other: ScalarText, atMost limit: Int) -> Value {
    let places = occurrences(of: part, atMost: limit)
    guard places.count * (other.length + 1) <= maximalTextSize else { return tooLarge() }
    var result = String.UnicodeScalarView()
    var end = 0
    for place in places {
      result.append(contentsOf: scalars[end..<place])
      result.append(contentsOf: other.scalars)
      end = place + part.length
    }
    result.append(contentsOf: scalars[end...])
    return .string(String(result))
  }

  func split(by separator: ScalarText, atMost limit: Int) -> Value {
    if limit == 0 { return .list([]) }
    if separator.length == 0 {
      let count = limit < 0 ? length : min(limit, length)
      let cuts = Array(0..<count) + [length]
      return .list(zip(cuts, cuts.dropFirst()).map { .string(text($0..<$1)) })
    }
    var parts: [Value] = []
    var end = 0
    for place in occurrences(of: separator, atMost: limit < 0 ? -1 : limit - 1) {
      parts.append(.string(text(end..<place)))
      end = place + separator.length
    }
    return .list(parts + [.string(text(end..<length))])
  }
}
