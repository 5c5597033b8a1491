internal import Algorithms

extension OperationBenchmarks {
  private static let groupSizes = [3, 4, 5, 7, 9]
  private static let decisions = 256

  static let raft = AlgorithmBenchmarks(
    "raft",
    "From append to commit: what the leader and one follower compute for one entry, every message "
      + "included.", by: "nodes", groupSizes
  ) { nodes in
    BenchmarkSubject([
      OperationBenchmark("leader", replaying: raftRecording(nodes, observing: 0)),
      OperationBenchmark("follower", replaying: raftRecording(nodes, observing: 1)),
    ])
  }

  private static func raftRecording(_ nodes: Int, observing node: NodeID) -> Recording<Raft> {
    let voters = RaftConfiguration(voters: NodeGroup(0..<nodes))
    // Node 0 campaigns first.
    var group = DirectGroup(
      (0..<nodes).map { id in
        let low: Nanoseconds = id == 0 ? 1_000_000 : 150_000_000
        return Raft(
          id: id, configuration: voters,
          policy: RaftPolicy(electionTimeout: low...(2 * low)), disk: RaftDisk(), seed: UInt64(id))
      }, observing: node)
    group.runTimers { $0.nodes[0].role == .leader }
    return group.record(decisions: decisions) { group in
      for number in 1...decisions {
        group.ask(.operation(operation(number)), id: number, of: 0)
      }
    }
  }

  /// Ten clients that write ten keys in turn.
  private static func operation(_ number: Int) -> KeyValueStore.Operation {
    KeyValueStore.Operation(
      client: number % 10, number: number, command: .write(number * 7 % 10, number))
  }

  static let multiPaxos = AlgorithmBenchmarks(
    "multi-paxos",
    "From a command to its choice: what the leader and one acceptor compute, every message "
      + "included.", by: "nodes", groupSizes
  ) { nodes in
    BenchmarkSubject([
      OperationBenchmark("leader", replaying: paxosRecording(nodes, ofLeader: true)),
      OperationBenchmark("acceptor", replaying: paxosRecording(nodes, ofLeader: false)),
    ])
  }

  private static func paxosRecording(_ nodes: Int, ofLeader: Bool) -> Recording<MultiPaxos> {
    func group(observing node: NodeID) -> DirectGroup<MultiPaxos> {
      var group = DirectGroup(
        (0..<nodes).map { id in
          MultiPaxos(
            id: id, nodes: nodes, policy: .init(quorums: .majority(of: nodes)),
            disk: MultiPaxos.Disk(), seed: UInt64(id))
        }, observing: node)
      group.runTimers { group in group.nodes.contains { $0.role == .leader } }
      return group
    }
    let leader = group(observing: 0).nodes.firstIndex { $0.role == .leader } ?? 0
    var observed = group(observing: ofLeader ? leader : (leader + 1) % nodes)
    return observed.record(decisions: decisions) { group in
      for number in 1...decisions { group.ask(operation(number), id: number, of: leader) }
    }
  }

  static let pbft = AlgorithmBenchmarks(
    "pbft",
    "PBFT from request to execution: what the primary and one backup compute for one request, "
      + "every message and checkpoint included; signatures are modelled and cost nothing.",
    by: "replicas", [4, 7, 10, 16, 31]
  ) { replicas in
    BenchmarkSubject([
      OperationBenchmark("primary", replaying: pbftRecording(replicas, observing: 0)),
      OperationBenchmark("backup", replaying: pbftRecording(replicas, observing: 1)),
    ])
  }

  private static func pbftRecording(_ replicas: Int, observing node: NodeID)
    -> Recording<PBFTNode>
  {
    let configuration = PBFTConfiguration(replicas: replicas, faults: (replicas - 1) / 3)
    var group = DirectGroup(
      (0...replicas).map { PBFTNode(id: $0, configuration: configuration) }, observing: node)
    return group.record(decisions: 64) { group in
      for number in 1...64 { group.ask(number, id: number, of: replicas) }
    }
  }
}
