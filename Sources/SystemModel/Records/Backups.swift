// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

public import YAMLDocument

/// Copies for the case that the store itself is destroyed; or the statement that there are none.
public struct Backups: Record {
  /// `false` where the description says `none`, `true` where it says anything of them.
  public var areTaken: Stated<Bool>?
  public var every: Stated<Duration>?
  public var restoreTested: Stated<Bool>?
  public var restoreTakes: Stated<Duration>?
  public var pointInTime: Stated<Bool>?
  public var isolated: Stated<Bool>?
  public var at: StatedList<Place> = .init()
  public var monitored: Stated<Bool>?

  public init() {}

  public static let schema = RecordSchema<Backups>("a set of backups") {
    Field(derived: "taken", type: .bool, "Whether there are any: false for `none`.") {
      $0.areTaken.reflect()
    }
    Field("every", \.every, bounds: .positive, "Time between two backups.")
    Field("restore_tested", \.restoreTested, "Whether a restore has been tried and worked.")
    Field("restore_takes", \.restoreTakes, bounds: .positive, "Time that a restore takes.")
    Field("point_in_time", \.pointInTime, "Whether any moment can be restored, from a log.")
    Field("isolated", \.isolated, "Whether they are out of reach of what can destroy the store.")
    Field("at", \.at, "Places where they are kept.")
    Field("monitored", \.monitored, "Whether somebody is told when one fails.")
  }

  public static var syntax: Syntax { .either([.words(["none"]), .record(Self.self)]) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> Backups? {
    var backups: Backups?
    if case .scalar("none", _) = node.content {
      backups = Backups()
      backups?.areTaken = Stated(false, at: node.span, key: reader.keySpan)
      return backups
    }
    let key = reader.keySpan
    switch node.content {
    case .mapping:
      backups = readFields(node, by: &reader)
      backups?.areTaken = Stated(true, at: node.span, key: key)
      return backups
    case .scalar where node.isNull:
      return Backups()
    default:
      reader.reportMismatch(node, wanted: "`none`, or a map such as {every: 1h}")
      return nil
    }
  }
}
