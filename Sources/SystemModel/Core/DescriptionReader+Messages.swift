import Diagnostics
import YAMLDocument

extension DescriptionReader {
  /// The value is of a kind that the field does not take.
  mutating func reportMismatch(_ node: YAMLNode, wanted: String, help: String? = nil) {
    if node.isNull {
      report(
        "`\(key)` has no value", at: keySpan ?? node.span, label: "expected \(wanted)", help: help)
    } else {
      report(
        "`\(key)` must be \(wanted), not \(found(node))", at: firstLine(of: node),
        label: "expected \(wanted)", help: help)
    }
  }

  /// A word that is none of those the field takes.
  mutating func reportUnknownWord(_ text: String, at span: SourceSpan, words: [String]) {
    guard isNews(text, at: span) else { return }
    let nearest = Spelling.nearest(to: text, among: words)
    report(
      "`\(key)` cannot be '\(clipped(text))'", at: span, label: "not one of the known words",
      help: suggestion(nearest, "one of: \(commaSeparated(words))"))
  }

  /// A key that the record does not have.
  mutating func reportUnknownKey(
    _ key: String, at span: SourceSpan, in title: String, keys: [String]
  ) {
    guard isNews(key, at: span) else { return }
    let nearest = Spelling.nearest(to: key, among: keys)
    // A long list would hide the suggestion; without one it is all there is to go by.
    let all = nearest == nil || keys.count <= 8 ? "\(title) has: \(commaSeparated(keys))" : nil
    report(
      "unknown key `\(clipped(key))` in \(title)", at: span, label: "not a key of \(title)",
      help: suggestion(nearest, all))
  }

  /// A required key is not there.
  mutating func reportMissingKey(_ field: FieldDescriptor, of title: String, at span: SourceSpan) {
    report(
      "\(title) needs `\(field.key)`", at: span, label: "`\(field.key)` is missing",
      help: "add `\(field.key)`: \(field.syntax.words)")
  }

  /// A quantity that cannot be read.
  mutating func report(_ error: UnitError, at span: SourceSpan) {
    report("`\(key)`: \(error.message)", at: span, label: error.label, help: error.help)
  }

  /// A value that makes no sense for its field.
  mutating func reportOutOfBounds(_ pair: YAMLPair, demand: String) {
    switch pair.value.content {
    case .scalar where pair.value.isNull || pair.value.scalarText == "":
      report("`\(key)` must not be empty", at: pair.key.span, label: "needs a value")
    case .scalar(let text, _):
      report(
        "`\(key)` must be \(demand), not \(clipped(text))", at: pair.value.span,
        label: "must be \(demand)")
    case .sequence, .mapping:
      report(
        "`\(key)` must have \(demand) entry", at: pair.key.span, label: "must have an entry")
    }
  }

  /// What a node is, in words.
  func found(_ node: YAMLNode) -> String {
    switch node.content {
    case .sequence: "a list"
    case .mapping: "a map"
    case .scalar where node.isNull: "nothing"
    case .scalar(let text, .plain): "'\(clipped(text))'"
    case .scalar(let text, _): "the text '\(clipped(text))'"
    }
  }

  /// How a list with this one value is written.
  func listHelp(_ node: YAMLNode) -> String? {
    guard case .scalar(let text, _) = node.content, !node.isNull else { return nil }
    return "for one entry write: [\(clipped(text))]"
  }

  /// The span of a scalar; of anything longer, its first line.
  func firstLine(of node: YAMLNode) -> SourceSpan {
    if case .scalar = node.content { return node.span }
    let bytes = file.bytes
    var end = min(Int(node.span.start), bytes.count)
    while end < min(Int(node.span.end), bytes.count), bytes[end] != 0x0A, bytes[end] != 0x0D {
      end += 1
    }
    return SourceSpan(start: Int(node.span.start), end: end)
  }
}

/// A suggestion, then the alternatives.
func suggestion(_ nearest: String?, _ alternatives: String?) -> String? {
  let parts = [nearest.map { "did you mean `\($0)`?" }, alternatives].compactMap { $0 }
  return parts.isEmpty ? nil : parts.joined(separator: " ")
}

/// The beginning of a text of the user's, short enough for a message.
func clipped(_ text: String) -> String {
  text.utf8.count <= 60 ? text : "\(text.prefix(57))…"
}
