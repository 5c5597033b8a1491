/// FNV-1a over words, with a shift that lets high bits reach low ones; the same in every run.
///
/// It stands for a cryptographic hash: nobody here looks for collisions.
struct StableHash: Sendable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func mix(_ word: Int) { mix(UInt64(bitPattern: Int64(word))) }

  mutating func mix(_ word: UInt64) {
    value = (value ^ word) &* 0x100_0000_01B3
    value ^= value >> 29
  }
}
