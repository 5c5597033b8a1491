/// What members of SWIM tell each other about a member.
///
/// - Source: Das, Gupta & Motivala, SWIM, DSN 2002, §4.2.
public struct SwimRumor: Hashable, Sendable {
  /// How a member is seen.
  public enum Status: Int, Hashable, Comparable, Sendable {
    /// It answers.
    case alive
    /// It did not answer; it may refute.
    case suspected
    /// It is held to have failed.
    case failed

    /// In the order of the cases, which is that of precedence within one incarnation.
    public static func < (left: Status, right: Status) -> Bool { left.rawValue < right.rawValue }
  }

  /// The member that the rumor is about.
  public var member: NodeID
  /// How it is seen.
  public var status: Status
  /// The incarnation of the member that was seen so; only the member itself raises it.
  public var incarnation: UInt64

  /// A rumor of these parts.
  public init(member: NodeID, status: Status, incarnation: UInt64) {
    self.member = member
    self.status = status
    self.incarnation = incarnation
  }

  /// Bytes on the wire: member, incarnation and status.
  public static let metadataBytes = 17

  /// Whether this overrides what is known of the same member.
  ///
  /// A later incarnation overrides all. In the paper a failure is final; here, as in memberlist, a
  /// member that learns of its own failure can come back with a new incarnation.
  func overrides(_ known: SwimRumor) -> Bool {
    (incarnation, status.rawValue) > (known.incarnation, known.status.rawValue)
  }
}
