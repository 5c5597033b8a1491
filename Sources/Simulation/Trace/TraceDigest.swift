/// A short number for a long text: the same for the same bytes (FNV-1a, 64 bits).
public struct TraceDigest: Sendable, Hashable {
  /// The digest so far.
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The digest of nothing.
  public init() {}

  /// Adds a line and its end.
  public mutating func add(_ line: String) {
    for byte in line.utf8 { add(byte) }
    add(10)
  }

  private mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
  }
}
