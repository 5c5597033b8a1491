// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

import Diagnostics
public import YAMLDocument

/// The zones of a region; no two have the same name.
public struct Zones: Statable {
  /// In the order of the file.
  public let names: [Stated<String>]

  public static var syntax: Syntax { .list(.text, count: nil) }
  public static var type: FieldType { .list(.text) }
  public var reflected: FieldValue {
    .list(names.map { Stated<FieldValue>(.text($0.value), at: $0.span) })
  }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Zones? {
    guard case .sequence(let nodes) = node.content else {
      reader.reportMismatch(node, wanted: "a list of names", help: reader.listHelp(node))
      return nil
    }
    let names: [Stated<String>] = reader.readItems(nodes)
    var seen: [String: SourceSpan] = [:]
    for name in names {
      if let first = seen.updateValue(name.span, forKey: name.value) {
        reader.report(
          "the zone '\(clipped(name.value))' is listed twice", at: name.span,
          label: "the same name once more",
          notes: [.init("first listed here", at: SourceLocation(file: reader.file, span: first))])
      }
    }
    return Zones(names: names)
  }
}
