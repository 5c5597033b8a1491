internal import Algorithms

extension OperationBenchmarks {
  static let nodeCounts = [3, 10, 30, 100, 300, 1_000]

  /// Inputs that a loop goes around in, so that no two iterations in a row have the same.
  static let inputs = 8

  static let clocks = [
    lamportClock, hybridClock, vectorClock, versionVector, dottedVersion,
  ]

  private static let lamportClock = AlgorithmBenchmarks(
    "lamport-clock", "A stamp for an event, and for the receipt of a message of each of n nodes.",
    by: "nodes", nodeCounts
  ) { nodes in
    BenchmarkSubject(
      [
        OperationBenchmark("tick", state: { LamportClock(node: 0) }) { clock, count in
          for _ in 0..<count { keep(clock.tick()) }
        },
        OperationBenchmark(
          "receive",
          state: {
            (
              clock: LamportClock(node: 0),
              stamps: (0..<nodes).map { LamportStamp(time: UInt64($0 * 7 % nodes), node: $0) }
            )
          }
        ) { state, count in
          var next = 0
          for _ in 0..<count {
            keep(state.clock.receive(state.stamps[next]))
            next = next + 1 == nodes ? 0 : next + 1
          }
        },
      ],
      metadataBytes: LamportStamp.metadataBytes, state: { LamportClock(node: 0) })
  }

  private static let hybridClock = AlgorithmBenchmarks(
    "hybrid-clock", "The same with a wall clock that advances a tick every eight events.",
    by: "nodes", nodeCounts
  ) { nodes in
    BenchmarkSubject(
      [
        OperationBenchmark("tick", state: { HybridClock() }) { clock, count in
          for event in 0..<count { keep(try? clock.tick(physical: UInt64(event >> 3))) }
        },
        OperationBenchmark(
          "receive",
          state: {
            (
              clock: HybridClock(),
              stamps: (0..<nodes).map { HybridTimestamp(physical: UInt64($0 * 7 % nodes)) }
            )
          }
        ) { state, count in
          var next = 0
          for event in 0..<count {
            let stamp = state.stamps[next]
            keep(try? state.clock.receive(stamp, physical: UInt64(event >> 3)))
            next = next + 1 == nodes ? 0 : next + 1
          }
        },
      ],
      metadataBytes: HybridTimestamp.metadataBytes, state: { HybridClock() })
  }

  private static let vectorClock = AlgorithmBenchmarks(
    "vector-clock", "An event, the receipt of a message, and the question which came first.",
    by: "nodes", nodeCounts
  ) { nodes in
    let clock = { @Sendable (shift: Int) in
      var clock = VectorClock(nodes: nodes)
      for node in 0..<nodes { for _ in 0...(node + shift) % 5 { clock.tick(node) } }
      return clock
    }
    return BenchmarkSubject(
      [
        OperationBenchmark("tick", state: { clock(0) }) { clock, count in
          for event in 0..<count {
            clock.tick(event % nodes)
            keep(clock)
          }
        },
        OperationBenchmark(
          "merge", state: { (mine: clock(0), others: (1...inputs).map(clock)) }
        ) { state, count in
          for event in 0..<count {
            state.mine.receive(state.others[event % inputs], at: 0)
            keep(state.mine)
          }
        },
        OperationBenchmark(
          "compare", state: { (mine: clock(0), others: (1...inputs).map { clock($0 * 5) }) }
        ) { state, count in
          // Equal clocks: each comparison has to look at every node.
          for event in 0..<count { keep(state.mine.order(to: state.others[event % inputs])) }
        },
      ],
      metadataBytes: clock(0).metadataBytes, state: { clock(0) })
  }

  private static let versionVector = AlgorithmBenchmarks(
    "version-vector", "An update, a merge and a comparison when n replicas have written.",
    by: "replicas", nodeCounts
  ) { replicas in
    let vector = { @Sendable (shift: Int) in
      var vector = VersionVector()
      for replica in 0..<replicas { vector[replica] = UInt64(1 + (replica + shift) % 5) }
      return vector
    }
    return BenchmarkSubject(
      [
        OperationBenchmark("update", state: { vector(0) }) { vector, count in
          for event in 0..<count { keep(vector.next(of: event % replicas)) }
        },
        OperationBenchmark(
          "merge", state: { (mine: vector(0), others: (1...inputs).map(vector)) }
        ) { state, count in
          for event in 0..<count {
            state.mine.merge(state.others[event % inputs])
            keep(state.mine)
          }
        },
        OperationBenchmark(
          "compare", state: { (mine: vector(0), others: (1...inputs).map { vector($0 * 5) }) }
        ) { state, count in
          for event in 0..<count { keep(state.mine.order(to: state.others[event % inputs])) }
        },
      ],
      metadataBytes: vector(0).metadataBytes, state: { vector(0) })
  }

  private static let dottedVersion = AlgorithmBenchmarks(
    "dotted-version-vector",
    "A client's write, a merge of two servers' siblings, and a comparison of two versions, when "
      + "n servers have written.", by: "servers", nodeCounts
  ) { servers in
    let siblings = { @Sendable (seed: Int) in
      var set = SiblingSet<Int>()
      for server in 0..<servers { set.write(server, seen: VersionVector(), at: server) }
      set.write(seed, seen: set.context, at: seed % servers)
      return set
    }
    let version = { @Sendable (writer: Int) in
      var past = VersionVector()
      for server in 0..<servers { past[server] = 3 }
      return DottedVersion(dot: Dot(replica: writer % servers, counter: 4), past: past)
    }
    return BenchmarkSubject(
      [
        OperationBenchmark("write", state: { siblings(0) }) { set, count in
          for event in 0..<count {
            keep(set.write(event, seen: set.context, at: event % servers))
          }
        },
        OperationBenchmark(
          "merge", state: { (mine: siblings(0), others: (1...inputs).map(siblings)) }
        ) { state, count in
          for event in 0..<count {
            state.mine.merge(state.others[event % inputs])
            keep(state.mine)
          }
        },
        OperationBenchmark(
          "compare", state: { (mine: version(0), others: (1...inputs).map(version)) }
        ) { state, count in
          for event in 0..<count { keep(state.mine.order(to: state.others[event % inputs])) }
        },
      ],
      metadataBytes: version(0).metadataBytes, state: { siblings(0) })
  }
}
