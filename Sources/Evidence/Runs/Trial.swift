/// What is run once for each of some seeds: a protocol for a part of the description, and a fault.
public struct Trial: Sendable, Hashable {
  /// What is run.
  public var target: RunTarget
  /// What it is put to; empty: nothing goes wrong.
  public var faults: [FaultKind]
  /// The first seed.
  public var seed: UInt64
  /// How many seeds from it on.
  public var seeds: Int

  /// A trial of so many seeds from `seed` on.
  public init(_ target: RunTarget, _ faults: [FaultKind] = [], seed: UInt64, seeds: Int = 1) {
    self.target = target
    self.faults = faults
    self.seed = seed
    self.seeds = max(1, seeds)
  }

  /// The command that repeats it.
  public func command(_ file: String) -> String {
    var parts = ["dsdesign simulate \(Self.quoted(file)) \(target.arguments)"]
    parts += faults.map { "--fault \($0.rawValue)" }
    parts.append("--seeds \(seed)..\(seed &+ UInt64(seeds - 1))")
    return parts.joined(separator: " ")
  }

  /// A word of a shell's command line.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "/"):
        true
      default: false
      }
    }
    if isPlain && !word.isEmpty { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
