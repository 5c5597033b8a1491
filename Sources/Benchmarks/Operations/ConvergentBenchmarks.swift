internal import Algorithms

extension OperationBenchmarks {
  private static let replicaCounts = [3, 10, 30, 100, 300]
  private static let elementCounts = [10, 100, 1_000, 10_000]

  static let convergentStates = [
    growOnlyCounter, positiveNegativeCounter, boundedCounter, lastWriterWinsMap,
    observedRemoveSet, fugueSequence,
  ]

  private static let growOnlyCounter = AlgorithmBenchmarks(
    "grow-only-counter", "G-Counter: an increment, and a merge of whole states.", by: "replicas",
    replicaCounts
  ) { replicas in
    let counter = { @Sendable (shift: Int) in
      var counter = GrowOnlyCounter()
      for replica in 0..<replicas {
        counter.increment(by: UInt64(1 + (replica + shift) % 5), at: replica)
      }
      return counter
    }
    return BenchmarkSubject(
      [
        OperationBenchmark("increment", state: { counter(0) }) { counter, count in
          for event in 0..<count { keep(counter.increment(at: event % replicas)) }
        },
        merge(counter),
      ],
      metadataBytes: counter(0).metadataBytes, state: { counter(0) })
  }

  private static let positiveNegativeCounter = AlgorithmBenchmarks(
    "pn-counter", "PN-Counter: an increment or decrement, and a merge of whole states.",
    by: "replicas", replicaCounts
  ) { replicas in
    let counter = { @Sendable (shift: Int) in
      var counter = PositiveNegativeCounter()
      for replica in 0..<replicas {
        counter.add(Int64(1 + (replica + shift) % 5), at: replica)
        counter.add(-1, at: replica)
      }
      return counter
    }
    return BenchmarkSubject(
      [
        OperationBenchmark("add", state: { counter(0) }) { counter, count in
          for event in 0..<count {
            keep(counter.add(event & 1 == 0 ? 1 : -1, at: event % replicas))
          }
        },
        merge(counter),
      ],
      metadataBytes: counter(0).metadataBytes, state: { counter(0) })
  }

  private static let boundedCounter = AlgorithmBenchmarks(
    "bounded-counter",
    "Bounded counter: a decrement that has to be covered by rights, and a merge of whole states.",
    by: "replicas", [3, 10, 30, 100]
  ) { replicas in
    let counter = { @Sendable (shift: Int) in
      var counter = BoundedCounter(bound: 0, replicas: replicas)
      for replica in 0..<replicas {
        counter.increment(by: 1 << 40 + Int64(shift), at: replica)
        counter.transfer(1, from: replica, to: (replica + 1) % replicas)
      }
      return counter
    }
    return BenchmarkSubject(
      [
        OperationBenchmark("decrement", state: { counter(0) }) { counter, count in
          for event in 0..<count { keep(counter.decrement(at: event % replicas)) }
        },
        merge(counter),
      ],
      metadataBytes: counter(0).metadataBytes, state: { counter(0) })
  }

  private static let lastWriterWinsMap = AlgorithmBenchmarks(
    "lww-map", "LWW-Map: a write, a merge of one write's delta, and of whole states.", by: "keys",
    elementCounts
  ) { keys in
    let map = { @Sendable (writer: Int) in
      var map = LastWriterWinsMap<Int, Int>()
      for key in 0..<keys { map.write(key, for: key, stamp: stamp(writer, writer)) }
      return map
    }
    var other = map(1)
    let deltas = (1...inputs).map { other.write(1, for: $0 % keys, stamp: stamp(9, $0)) }
    return BenchmarkSubject(
      [
        OperationBenchmark("write", state: { (map: map(0), time: 1) }) { state, count in
          for _ in 0..<count {
            state.time += 1
            keep(state.map.write(0, for: state.time % keys, stamp: stamp(state.time, 0)))
          }
        },
        OperationBenchmark(
          "merge delta",
          state: { (mine: map(0), others: deltas) }, loop: mergeLoop),
        merge(map, "merge state"),
      ],
      metadataBytes: map(0).metadataBytes, state: { map(0) })
  }

  private static func stamp(_ time: Int, _ writer: Int) -> WriteStamp {
    WriteStamp(time: HybridTimestamp(physical: UInt64(time)), writer: writer)
  }

  private static let observedRemoveSet = AlgorithmBenchmarks(
    "or-set",
    "OR-Set: an element added again, a merge of one addition's delta, and of whole states.",
    by: "elements", elementCounts
  ) { elements in
    let set = { @Sendable (replica: Int) in
      var set = ObservedRemoveSet<Int>()
      for element in 0..<elements { set.add(element, at: element % 3) }
      for element in 0..<min(elements, replica) { set.add(element, at: 3) }
      return set
    }
    var other = set(0)
    let deltas = (1...inputs).map { other.add($0 % elements, at: 3) }
    return BenchmarkSubject(
      [
        OperationBenchmark("add", state: { set(0) }) { set, count in
          for event in 0..<count { keep(set.add(event % elements, at: 0)) }
        },
        OperationBenchmark(
          "merge delta",
          state: { (mine: set(0), others: deltas) }, loop: mergeLoop),
        merge(set, "merge state"),
      ],
      metadataBytes: set(0).metadataBytes, state: { set(0) })
  }

  private static let fugueSequence = AlgorithmBenchmarks(
    "fugue-sequence",
    "Fugue: a character typed in the middle of a text of n, and one that arrives from elsewhere; "
      + "after some characters the text is taken anew.", by: "characters",
    [10, 30, 100, 300, 1_000]
  ) { characters in
    var text = FugueSequence<UInt8>()
    for place in 0..<characters { text.insert(0x61, at: place, by: 0) }
    // Few enough that the text keeps its size, enough that taking it anew weighs little.
    let typed = max(2, min(32, characters / 4))
    var other = text
    let deltas = (0..<typed).compactMap { other.insert(0x63, at: characters / 2 + $0, by: 2) }
    let whole = text
    return BenchmarkSubject(
      [
        OperationBenchmark("insert", operations: typed, state: { whole }) { text, count in
          for _ in 0..<count {
            var copy = text
            for place in 0..<typed { copy.insert(0x62, at: characters / 2 + place, by: 1) }
            keep(copy)
          }
        },
        OperationBenchmark("merge delta", operations: typed, state: { whole }) { text, count in
          for _ in 0..<count {
            var copy = text
            for delta in deltas { copy.merge(delta) }
            keep(copy)
          }
        },
      ],
      metadataBytes: whole.metadataBytes,
      state: {
        var text = FugueSequence<UInt8>()
        for place in 0..<characters { text.insert(0x61, at: place, by: 0) }
        return text
      })
  }

  /// A merge of whole states, round and round those of eight replicas.
  private static func merge<State: ConvergentState>(
    _ state: @escaping @Sendable (Int) -> State, _ name: String = "merge"
  ) -> OperationBenchmark {
    let others = (1...inputs).map(state)
    return OperationBenchmark(
      name, state: { (mine: state(0), others: others) }, loop: mergeLoop)
  }

  @Sendable
  private static func mergeLoop<State: ConvergentState>(
    _ state: inout (mine: State, others: [State]), _ count: Int
  ) {
    for event in 0..<count {
      state.mine.merge(state.others[event % inputs])
      keep(state.mine)
    }
  }
}
