import Algorithms
import Quantities

/// A convergent type with random updates, for the laws to be tried on.
protocol RandomlyUpdated: ConvergentState {
  static func fresh() -> Self

  /// One random update at a replica.
  /// - Returns: Its delta, or the whole state where the type has no deltas.
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self
}

/// The replicas of the random tests.
let replicaCount = 3

extension SeededGenerator {
  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

  mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &self) < probability
  }
}

extension GrowOnlyCounter: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    increment(by: UInt64(random.below(4)), at: replica)
  }
}

extension PositiveNegativeCounter: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    add(Int64(random.below(9) - 4), at: replica)
  }
}

extension GrowOnlySet<Int>: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    add(random.below(6))
  }
}

extension TwoPhaseSet<Int>: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    random.chance(0.6) ? add(random.below(6)) : remove(random.below(6))
  }
}

extension ObservedRemoveSet<Int>: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    random.chance(0.6) ? add(random.below(4), at: replica) : remove(random.below(4))
  }
}

extension EnableWinsFlag: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    random.chance(0.5) ? enable(at: replica) : disable()
  }
}

extension MultiValueRegister<Int>: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    write(random.below(100), at: replica)
  }
}

extension CausalCounter: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    add(Int64(random.below(9) - 4), at: replica)
  }
}

extension ObservedRemoveMap: RandomlyUpdated where Key == Int, Value: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    let key = random.below(3)
    if random.chance(0.3) { return remove(key) }
    return update(key) { $0.updateRandomly(at: replica, using: &random) }
  }
}

extension LastWriterWinsRegister<Int>: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    // Above everything seen, so unique; concurrent writers often choose the same time.
    let time = HybridTimestamp(physical: (stamp?.time.physical ?? 0) + 1)
    return write(random.below(100), stamp: WriteStamp(time: time, writer: replica))
  }
}

/// A last-writer-wins map with the clocks of its writers.
struct ClockedMap: RandomlyUpdated {
  var map = LastWriterWinsMap<Int, Int>()
  var seen: UInt64 = 0

  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    seen += 1
    let stamp = WriteStamp(time: HybridTimestamp(physical: seen), writer: replica)
    let value = random.chance(0.7) ? random.below(100) : nil
    return ClockedMap(map: map.write(value, for: random.below(3), stamp: stamp), seen: seen)
  }
  mutating func merge(_ other: Self) {
    map.merge(other.map)
    seen = max(seen, other.seen)
  }
  func isAtMost(_ other: Self) -> Bool { map.isAtMost(other.map) && seen <= other.seen }
}

extension BoundedCounter: RandomlyUpdated {
  static func fresh() -> Self { Self(bound: 10, replicas: replicaCount) }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    updateRandomly(at: replica, coveredBy: .rights, using: &random)
    return self
  }

  mutating func updateRandomly(
    at replica: NodeID, coveredBy cover: Cover, using random: inout SeededGenerator
  ) {
    let amount = Int64(random.below(4))
    switch random.below(4) {
    case 0: increment(by: amount, at: replica)
    case 1: transfer(amount, from: replica, to: random.below(replicaCount))
    default: decrement(by: amount, at: replica, coveredBy: cover)
    }
  }
}

extension FugueSequence<Int>: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    let count = count
    let delta =
      random.chance(0.7) || count == 0
      ? insert(random.below(1_000_000), at: random.below(count + 1), by: replica)
      : remove(at: random.below(count))
    return delta ?? Self()
  }
}

extension VersionVector: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    _ = next(of: replica)
    return self
  }
}

extension VectorClock: RandomlyUpdated {
  static func fresh() -> Self { Self(nodes: replicaCount) }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    tick(replica)
    return self
  }
}

extension DotContext: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    let dot = next(of: replica)
    insert(dot)
    return DotContext([dot])
  }
}

extension SiblingSet<Int>: RandomlyUpdated {
  static func fresh() -> Self { Self() }
  mutating func updateRandomly(at replica: NodeID, using random: inout SeededGenerator) -> Self {
    let seen = random.chance(0.5) ? context : VersionVector()
    write(random.below(100), seen: seen, at: replica)
    return self
  }
}
