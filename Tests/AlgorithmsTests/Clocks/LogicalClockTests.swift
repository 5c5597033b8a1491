import Algorithms
import Quantities
import Testing

struct LogicalClockTests {
  @Test func `a Lamport stamp is smaller if its event happened before`() {
    for seed in UInt64(0)..<100 {
      let pattern = MessagePattern(seed: seed, nodes: 4, events: 60)
      let stamps = lamportStamps(of: pattern)
      #expect(
        pattern.everyPair { pattern.order($0, $1) != .before || stamps[$0] < stamps[$1] },
        "seed \(seed)")
      #expect(Set(stamps).count == stamps.count, "stamps are unique")
    }
  }

  @Test func `of Lamport stamps nobody can tell concurrency`() {
    var (left, right) = (LamportClock(node: 0), LamportClock(node: 1))
    let first = left.tick()
    _ = right.tick()
    #expect(first < right.tick(), "ordered, though neither knew of the other")
  }

  @Test func `vector clocks are ordered exactly as happened-before`() {
    for seed in UInt64(0)..<200 { #expect(vectorsAreExact(seed: seed), "seed \(seed)") }
  }

  @Test func `the seed's example is concurrent, and near misses are not`() {
    let left = vector([2, 0, 0])
    #expect(left.order(to: vector([0, 3, 0])) == .concurrent)
    #expect(left.order(to: vector([2, 3, 0])) == .before)
    #expect(vector([2, 3, 0]).order(to: left) == .after)
    #expect(left.order(to: left) == .equal)
    #expect(left.metadataBytes == 24)
    #expect(VectorClock(nodes: 1000).metadataBytes == 8000)
  }

  @Test func `version vectors hold an entry for each writer only`() {
    var vector = VersionVector()
    for replica in [900, 3, 900, 41] { _ = vector.next(of: replica) }
    #expect(vector.entries.map(\.replica) == [3, 41, 900] && vector[900] == 2)
    #expect(vector.metadataBytes == 48 && vector[7] == 0)
    vector[41] = 0
    #expect(vector.entries.count == 2)
    #expect(vector.contains(Dot(replica: 900, counter: 2)))
    #expect(!vector.contains(Dot(replica: 900, counter: 3)))
  }

  private func vector(_ counts: [Int]) -> VectorClock {
    var clock = VectorClock(nodes: counts.count)
    for (node, count) in counts.enumerated() { for _ in 0..<count { clock.tick(node) } }
    return clock
  }

  private func lamportStamps(of pattern: MessagePattern) -> [LamportStamp] {
    var clocks = (0..<pattern.nodes).map { LamportClock(node: $0) }
    var stamps: [LamportStamp] = []
    for event in pattern.events {
      if case .receive(let message) = event.kind {
        stamps.append(clocks[event.node].receive(stamps[message]))
      } else {
        stamps.append(clocks[event.node].tick())
      }
    }
    return stamps
  }
}

/// Whether the order of vector clocks, merged by a rule, is happened-before on a random pattern.
func vectorsAreExact(
  seed: UInt64, combining combine: (UInt64, UInt64) -> UInt64 = { max($0, $1) }
) -> Bool {
  let pattern = MessagePattern(seed: seed, nodes: 4, events: 40)
  var clocks = Array(repeating: VectorClock(nodes: pattern.nodes), count: pattern.nodes)
  var stamps: [VectorClock] = []
  for event in pattern.events {
    if case .receive(let message) = event.kind {
      clocks[event.node].merge(stamps[message], combining: combine)
    }
    clocks[event.node].tick(event.node)
    stamps.append(clocks[event.node])
  }
  return pattern.everyPair { pattern.order($0, $1) == stamps[$0].order(to: stamps[$1]) }
}
