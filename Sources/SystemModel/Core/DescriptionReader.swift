import Diagnostics
import YAMLDocument

/// Goes through a file, keeps what is wrong with it, and notes the names that it refers to.
public struct DescriptionReader {
  let file: SourceFile
  private(set) var diagnostics: [Diagnostic] = []
  /// To be resolved once every name is known.
  private(set) var references: [Reference] = []
  /// The key, or the name, whose value is being read.
  private(set) var key = ""
  /// Where that key stands; `nil` for an entry of a list and for the whole file.
  private(set) var keySpan: SourceSpan?

  /// A reader of a file.
  init(of file: SourceFile) { self.file = file }

  /// Turns to the value under a key.
  mutating func enter(_ key: String, at span: SourceSpan?) {
    self.key = key
    keySpan = span
  }

  /// Notes a name to be resolved.
  mutating func refer(to target: NameTarget, _ name: String, at span: SourceSpan) {
    references.append(Reference(name: name, target: target, span: span))
  }

  /// Notes a problem at a place.
  mutating func report(
    _ message: String, at span: SourceSpan, label: String? = nil, help: String? = nil,
    notes: [Diagnostic.Note] = []
  ) {
    diagnostics.append(
      Diagnostic(
        .error, message, at: SourceLocation(file: file, span: span), label: label, help: help,
        notes: notes))
  }

  /// The text of a pair's key; reports a key that is none.
  mutating func key(of pair: YAMLPair) -> String? {
    guard case .scalar(let text, _) = pair.key.content else {
      report(
        "a key must be a text, not \(found(pair.key))", at: pair.key.span, label: "not a text")
      return nil
    }
    guard !text.isEmpty else {
      report("a key must not be empty", at: pair.key.span, label: "expected a name")
      return nil
    }
    return text
  }
}
