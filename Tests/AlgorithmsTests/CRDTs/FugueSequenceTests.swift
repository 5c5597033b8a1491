import Algorithms
import Quantities
import Testing

struct FugueSequenceTests {
  typealias Text = FugueSequence<Int>

  @Test func `one replica behaves like an array`() {
    for seed in UInt64(0)..<100 {
      var random = SeededGenerator(seed: seed)
      var (sequence, array) = (Text(), [Int]())
      for value in 0..<60 {
        if random.chance(0.7) || array.isEmpty {
          let index = random.below(array.count + 1)
          sequence.insert(value, at: index, by: 0)
          array.insert(value, at: index)
        } else {
          let index = random.below(array.count)
          sequence.remove(at: index)
          array.remove(at: index)
        }
        #expect(sequence.values == array, "seed \(seed)")
      }
      #expect(sequence.count == array.count)
    }
  }

  @Test func `indices outside the sequence change nothing`() {
    var sequence = Text()
    let deltas = [
      sequence.insert(1, at: 1, by: 0), sequence.insert(1, at: -1, by: 0), sequence.remove(at: 0),
      sequence.remove(at: -1),
    ]
    #expect(deltas.allSatisfy { $0 == nil })
    #expect(sequence == Text())
  }

  @Test(arguments: TypingOrder.allCases)
  func `concurrent runs at one place stay whole`(_ order: TypingOrder) {
    for seed in UInt64(0)..<100 {
      #expect(runsStayWhole(seed: seed, order: order), "\(order), seed \(seed)")
    }
  }

  @Test func `every replica's order agrees with the final one`() {
    for seed in UInt64(0)..<150 {
      var random = SeededGenerator(seed: seed)
      var states = Array(repeating: Text(), count: replicaCount)
      var snapshots: [[Int]] = []
      for value in 0..<50 {
        let replica = random.below(replicaCount)
        let count = states[replica].count
        if random.chance(0.3) {
          states[replica].merge(states[random.below(replicaCount)])
        } else if random.chance(0.2) && count > 0 {
          states[replica].remove(at: random.below(count))
        } else {
          states[replica].insert(value, at: random.below(count + 1), by: replica)
        }
        snapshots.append(states[replica].values)
      }
      let final = states.reduce(Text()) { $0.merged(with: $1) }.values
      let survivors = Set(final)
      for snapshot in snapshots {
        let seen = Set(snapshot)
        #expect(
          snapshot.filter(survivors.contains) == final.filter(seen.contains), "seed \(seed)")
      }
    }
  }

  @Test func `an element stays next to what followed it, where Fugue's own order parts them`() {
    #expect(rightOriginExample(siblings: .byRightOrigin) == ["P", "X", "Y", "R", "Q"])
    #expect(rightOriginExample(siblings: .byIdentifier) == ["P", "Y", "X", "R", "Q"])
  }

  @Test func `deltas that come in any order wait for their neighbours`() {
    for seed in UInt64(0)..<60 {
      var random = SeededGenerator(seed: seed)
      var source = Text()
      var deltas: [Text] = []
      for value in 0..<30 {
        let index = random.below(source.count + 1)
        if let delta = source.insert(value, at: index, by: value % 3) { deltas.append(delta) }
        if value % 5 == 4, let delta = source.remove(at: 0) { deltas.append(delta) }
      }
      #expect(deltas.count == 36)
      var target = Text()
      for delta in deltas.shuffled(using: &random) { target.merge(delta) }
      #expect(target == source && target.values == source.values, "seed \(seed)")
    }
  }

  @Test func `a removed element keeps its place and nothing else`() {
    var (left, right) = (FugueSequence<String>(), FugueSequence<String>())
    left.insert("a", at: 0, by: 0)
    left.insert("c", at: 1, by: 0)
    right.merge(left)
    left.remove(at: 0)
    right.insert("b", at: 1, by: 1)
    left.merge(right)
    #expect(left.values == ["b", "c"] && left.tombstones == 1)
    #expect(left.metadataBytes == 16 * (3 * 3 + 1))
  }
}

enum TypingOrder: CaseIterable { case forwards, backwards, anyhow }

/// Whether the runs of three replicas between the same two elements end up unmixed and as typed.
private func runsStayWhole(seed: UInt64, order: TypingOrder) -> Bool {
  var random = SeededGenerator(seed: seed)
  var base = FugueSequence<Int>()
  base.insert(-1, at: 0, by: 0)
  base.insert(-2, at: 1, by: 0)
  var typed: [[Int]] = []
  var all = base
  for replica in 0..<replicaCount {
    var (own, run) = (base, [Int]())
    for value in 0..<8 {
      let index: Int
      switch order {
      case .forwards: index = run.count
      case .backwards: index = 0
      case .anyhow: index = random.below(run.count + 1)
      }
      run.insert(replica * 100 + value, at: index)
      own.insert(replica * 100 + value, at: 1 + index, by: replica)
    }
    typed.append(run)
    all.merge(own)
  }
  let middle = Array(all.values.dropFirst().dropLast())
  let runs = stride(from: 0, to: middle.count, by: 8).map { Array(middle[$0..<$0 + 8]) }
  return Set(runs) == Set(typed)
}

/// P and R are concurrent neighbours before Q. X was inserted after P where R was not known, Y
/// where it was: Y belongs next to R.
private func rightOriginExample(siblings: FugueSequence<String>.SiblingOrder) -> [String] {
  var base = FugueSequence<String>(siblings: siblings)
  base.insert("Q", at: 0, by: 0)
  var (first, second) = (base, base)
  first.insert("P", at: 0, by: 1)
  second.insert("R", at: 0, by: 2)
  var writer = first
  writer.insert("X", at: 1, by: 5)
  var both = first.merged(with: second)
  both.insert("Y", at: 1, by: 4)
  return both.merged(with: writer).values
}
