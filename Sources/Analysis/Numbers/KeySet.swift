/// The assumed numbers that an estimate rests on.
public struct KeySet: Sendable, Hashable {
  private var bits: UInt64

  init(_ keys: [AssumedValues.Key] = []) {
    bits = 0
    for key in keys { insert(key) }
  }

  private static let positions: [AssumedValues.Key: UInt64] = Dictionary(
    uniqueKeysWithValues: zip(AssumedValues.Key.allCases, 0...))

  mutating func insert(_ key: AssumedValues.Key) { bits |= 1 << (Self.positions[key] ?? 0) }
  mutating func formUnion(_ other: KeySet) { bits |= other.bits }
  func union(_ other: KeySet) -> KeySet {
    var both = self
    both.formUnion(other)
    return both
  }

  /// In the order of declaration.
  public var keys: [AssumedValues.Key] {
    AssumedValues.Key.allCases.enumerated().filter { bits >> UInt64($0.offset) & 1 == 1 }.map(
      \.element)
  }
}
