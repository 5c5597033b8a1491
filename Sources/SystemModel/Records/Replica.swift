// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

public import YAMLDocument

/// Nodes of a store at one place, written as the place alone or as a map.
public struct Replica: Record {
  public var place: Stated<Place> = .missing(Place(region: ""))
  public var role: Stated<ReplicaRole>?
  public var count: Stated<Int>?

  public init() {}

  public static let schema = RecordSchema<Replica>("a replica") {
    Field("place", \.place, "Where it stands.")
    Field("role", \.role, "Its part in replication.")
    Field("count", \.count, default: 1, bounds: .atLeast(1), "How many of its kind stand there.")
  }

  public static var syntax: Syntax { .either([Place.syntax, .record(Self.self)]) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Replica? {
    guard case .scalar = node.content else { return readFields(node, by: &reader) }
    guard let place = Place.read(node, by: &reader) else { return nil }
    var replica = Replica()
    replica.place = Stated(place, at: node.span)
    return replica
  }
}

/// A replica's part in replication.
public enum ReplicaRole: String, Vocabulary {
  case leader, follower, voter, learner, witness, standby
}
