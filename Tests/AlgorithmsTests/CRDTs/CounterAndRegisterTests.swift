import Algorithms
import Quantities
import Testing

struct CounterAndRegisterTests {
  @Test func `counters add up what each replica has counted once`() {
    var (left, right) = (GrowOnlyCounter(), GrowOnlyCounter())
    left.increment(by: 5, at: 0)
    right.increment(by: 10, at: 1)
    left.merge(right)
    left.merge(right)
    #expect(left.value == 15 && left.metadataBytes == 32)
  }

  @Test func `the value of a counter is the sum of all updates`() {
    for seed in UInt64(0)..<100 {
      var random = SeededGenerator(seed: seed)
      var states = Array(repeating: PositiveNegativeCounter(), count: replicaCount)
      var sum: Int64 = 0
      for _ in 0..<40 {
        let replica = random.below(replicaCount)
        let amount = Int64(random.below(21) - 10)
        states[replica].add(amount, at: replica)
        sum += amount
        states[random.below(replicaCount)].merge(states[replica])
      }
      let all = states.reduce(PositiveNegativeCounter()) { $0.merged(with: $1) }
      #expect(all.value == sum, "seed \(seed)")
    }
  }

  @Test func `counters stop at the greatest number instead of trapping`() {
    var counter = GrowOnlyCounter()
    counter.increment(by: .max, at: 0)
    counter.increment(by: 5, at: 0)
    counter.increment(by: 5, at: 1)
    #expect(counter.value == .max)
    var signed = PositiveNegativeCounter()
    signed.add(.min, at: 0)
    signed.add(.min, at: 1)
    #expect(signed.value == -.max)
  }

  @Test func `a bounded counter never falls below its bound, whatever is delivered`() {
    for seed in UInt64(0)..<400 {
      #expect(staysAboveBound(seed: seed, cover: .rights), "seed \(seed)")
    }
  }

  @Test func `rights can be used up, transferred and used elsewhere`() {
    var (left, right) = (
      BoundedCounter(bound: 0, replicas: 2), BoundedCounter(bound: 0, replicas: 2)
    )
    left.increment(by: 3, at: 0)
    right.merge(left)
    let withoutRights = right.decrement(at: 1)
    #expect(right.value == 3 && !withoutRights, "the value would do, the rights are elsewhere")
    let transferred = left.transfer(2, from: 0, to: 1)
    let afterTransfer = left.decrement(by: 2, at: 0)
    #expect(transferred && !afterTransfer, "only one right is left")
    right.merge(left)
    let withRights = right.decrement(by: 2, at: 1)
    let oneMore = right.decrement(at: 1)
    #expect(withRights && !oneMore)
    let refused = [
      left.decrement(by: -1, at: 0), left.increment(by: -1, at: 0), left.increment(by: .max, at: 0),
      left.transfer(1, from: 0, to: 0),
    ]
    #expect(!refused.contains(true), "negative, too large, to oneself")
    #expect(left.metadataBytes == 8 * (4 + 2))
  }

  @Test func `the writer breaks ties of last-writer-wins, everywhere alike`() {
    let time = HybridTimestamp(physical: 7)
    var (left, right) = (LastWriterWinsRegister<String>(), LastWriterWinsRegister<String>())
    left.write("a", stamp: WriteStamp(time: time, writer: 0))
    right.write("b", stamp: WriteStamp(time: time, writer: 1))
    #expect(left.merged(with: right).value == "b" && right.merged(with: left).value == "b")
    left.write("old", stamp: WriteStamp(time: HybridTimestamp(physical: 6), writer: 9))
    #expect(left.value == "a", "an older write has no effect")
  }

  @Test func `a removed key of a last-writer-wins map comes back only with a later write`() {
    func stamp(_ time: UInt64) -> WriteStamp {
      WriteStamp(time: HybridTimestamp(physical: time), writer: 0)
    }
    var map = LastWriterWinsMap<String, Int>()
    map.write(1, for: "x", stamp: stamp(1))
    map.write(nil, for: "x", stamp: stamp(3))
    map.write(2, for: "x", stamp: stamp(2))
    #expect(map["x"] == nil && map.keys.isEmpty && map.metadataBytes == 16)
    map.write(4, for: "x", stamp: stamp(4))
    #expect(map["x"] == 4)
  }

  @Test func `a two-phase set never takes an element back`() {
    var set = TwoPhaseSet<Int>()
    set.remove(1)
    set.add(1)
    #expect(set.contains(1), "an element that is not there cannot be removed")
    set.remove(1)
    set.add(1)
    #expect(!set.contains(1) && set.tombstones == 1)
  }
}

/// Whether no replica ever sees a value below the bound of 10 in a random run, nor does the join.
func staysAboveBound(seed: UInt64, cover: BoundedCounter.Cover) -> Bool {
  var random = SeededGenerator(seed: seed)
  var states = Array(repeating: BoundedCounter.fresh(), count: replicaCount)
  var inFlight: [BoundedCounter] = []
  for _ in 0..<60 {
    let replica = random.below(replicaCount)
    if random.chance(0.5) {
      states[replica].updateRandomly(at: replica, coveredBy: cover, using: &random)
      inFlight.append(states[replica])
    } else if let state = inFlight.randomElement(using: &random) {
      states[replica].merge(state)
    }
    let all = states.reduce(states[0]) { $0.merged(with: $1) }
    if (states + [all]).contains(where: { $0.value < $0.bound }) { return false }
  }
  return true
}
