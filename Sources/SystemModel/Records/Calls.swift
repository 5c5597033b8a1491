// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

public import YAMLDocument

/// The services that are called: a list, or the name of the only one.
public struct Calls: Statable {
  /// In the order of the file.
  public let services: [Stated<ServiceName>]

  public static var syntax: Syntax {
    .either([.list(ServiceName.syntax, count: nil), ServiceName.syntax])
  }
  public static var type: FieldType { .list(ServiceName.type) }
  public var reflected: FieldValue {
    .list(services.map { Stated<FieldValue>($0.value.reflected, at: $0.span) })
  }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Calls? {
    switch node.content {
    case .sequence(let nodes):
      return Calls(services: reader.readItems(nodes))
    case .scalar, .mapping:
      return ServiceName.read(node, by: &reader).map {
        Calls(services: [Stated($0, at: node.span)])
      }
    }
  }
}
