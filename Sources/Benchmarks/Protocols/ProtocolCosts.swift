/// What one operation of a protocol takes when nothing else happens: counts, and no times.
public struct ProtocolCosts: Sendable, Hashable {
  /// Messages between nodes, beyond those that also pass when nobody asks; of a detector, messages
  /// a second for each member.
  public var messages: Double
  /// Bytes of those, as a plain binary encoding without payload would have them.
  public var bytes: Double
  /// Round trips between nodes that it waits for, one after the other; `nil` for a detector.
  public var roundTrips: Double?
  /// Disk flushes, over all nodes; `nil` for a detector.
  public var flushes: Double?
  /// Bytes of bookkeeping that each item or message carries, where they grow with the group.
  public var metadataBytes: Int?
  /// Events that the simulator handled for this.
  public var events: Int

  /// Costs with all their parts.
  public init(
    messages: Double, bytes: Double, roundTrips: Double?, flushes: Double?, metadataBytes: Int?,
    events: Int
  ) {
    self.messages = messages
    self.bytes = bytes
    self.roundTrips = roundTrips
    self.flushes = flushes
    self.metadataBytes = metadataBytes
    self.events = events
  }
}
