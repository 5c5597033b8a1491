/// xoshiro256++ seeded through SplitMix64: the same seed gives the same numbers everywhere.
///
/// - Source: Blackman & Vigna, Scrambled Linear Pseudorandom Number Generators, 2021.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Any seed will do, 0 included.
  public init(seed: UInt64) {
    var seed = seed
    func splitMix() -> UInt64 {
      seed &+= 0x9E37_79B9_7F4A_7C15
      var z = seed
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    state = (splitMix(), splitMix(), splitMix(), splitMix())
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    let sum = state.0 &+ state.3
    let result = (sum << 23 | sum >> 41) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3 << 45 | state.3 >> 19
    return result
  }

  /// Evenly in [0, 1), with 53 bits.
  public mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Evenly in (0, 1], with 53 bits.
  mutating func nextTail() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }
}
