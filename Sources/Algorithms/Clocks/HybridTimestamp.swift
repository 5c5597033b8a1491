/// A moment of a hybrid logical clock: 48 bits of wall clock, 16 bits of logical counter.
///
/// - Source: Kulkarni et al., Logical Physical Clocks, OPODIS 2014, §3 and §6 (compact form).
public struct HybridTimestamp: Hashable, Comparable, Sendable {
  /// The largest wall clock reading seen, in ticks: `0...largestPhysical`.
  public var physical: UInt64
  /// Orders events within one tick.
  public var logical: UInt16

  /// A timestamp of these parts.
  public init(physical: UInt64, logical: UInt16 = 0) {
    self.physical = physical
    self.logical = logical
  }

  /// The last tick that 48 bits hold.
  public static let largestPhysical: UInt64 = (1 << 48) - 1

  /// Bytes on the wire.
  public static let metadataBytes = 8

  /// Both parts in one word, ordered like the timestamps.
  public var packed: UInt64 { physical << 16 | UInt64(logical) }

  /// By wall clock, then by counter.
  public static func < (left: HybridTimestamp, right: HybridTimestamp) -> Bool {
    (left.physical, left.logical) < (right.physical, right.logical)
  }
}
