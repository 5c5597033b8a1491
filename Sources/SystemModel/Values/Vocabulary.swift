public import YAMLDocument

/// A set of words that a field can have, each a case whose raw value is the word in the file.
///
/// No case is called `none`: on an optional value it would be taken for the absence of one.
public protocol Vocabulary: Statable, RawRepresentable<String>, CaseIterable, Hashable {}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Vocabulary {
  /// The words, in the order of the format.
  public static var words: [String] { allCases.map(\.rawValue) }

  public static var syntax: Syntax { .words(words) }
  public static var type: FieldType { .vocabulary(words) }
  public var reflected: FieldValue { .text(rawValue) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Self? {
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      reader.reportMismatch(node, wanted: "one of: \(commaSeparated(words))")
      return nil
    }
    if let value = Self(rawValue: text) { return value }
    reader.reportUnknownWord(text, at: node.span, words: words)
    return nil
  }
}
