public import YAMLDocument

/// The version of the format that a description is written in.
public struct FormatVersion: Hashable, Sendable {
  /// The number; only 1 is read.
  public let number: Int

  /// The version that this program reads.
  public static let current = FormatVersion(number: 1)
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FormatVersion: Statable {
  public static var syntax: Syntax { .constant(current.number) }
  public static var type: FieldType { .integer }
  public var reflected: FieldValue { .integer(Int64(number)) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> FormatVersion? {
    guard let version = Int.read(node, by: &reader) else { return nil }
    if version == current.number { return current }
    reader.report(
      "version \(version) of the format is not known", at: node.span,
      label: "expected \(current.number)", help: "this program reads version \(current.number)")
    return nil
  }
}
