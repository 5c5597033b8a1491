// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

public import YAMLDocument

/// What any design has to respect: rules that can be checked, or texts for people.
public struct Constraints: Record {
  public var managedOnly: Stated<Bool>?
  public var residency: StatedList<RegionName> = .init()
  public var forbidden: StatedList<String> = .init()
  public var required: StatedList<String> = .init()
  /// Written as a plain list instead of the fields above.
  public var texts: StatedList<String> = .init()

  public init() {}

  public static let schema = RecordSchema<Constraints>("a set of constraints") {
    Field(
      "managed_only", \.managedOnly, default: false,
      "Only products that a provider runs; nothing that the team operates itself.")
    Field("residency", \.residency, "Regions that the data must not leave.")
    Field("forbidden", \.forbidden, "Products that must not be used.")
    Field("required", \.required, "Products that must be used.")
    Field(
      derived: "texts", type: .list(.text), "Constraints in the user's own words, as a plain list."
    ) { $0.texts.reflect() }
  }

  public static var syntax: Syntax { .either([.list(.text, count: nil), .record(Self.self)]) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Constraints? {
    guard case .sequence(let nodes) = node.content else { return readFields(node, by: &reader) }
    var constraints = Constraints()
    constraints.texts = StatedList(reader.readItems(nodes), at: node.span, key: reader.keySpan)
    return constraints
  }
}
