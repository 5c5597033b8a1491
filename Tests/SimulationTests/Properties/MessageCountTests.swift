import Algorithms
import Quantities
import Simulation
import Testing

/// Messages a decision, exactly by formula, on a network without faults.
@Suite struct MessageCountTests {
  static let millisecond: Int64 = 1_000_000

  /// Runs calls at their times; each link takes 1 ms, and a sync so many.
  private func run<P: Process>(
    _ nodes: Int, _ calls: [(at: VirtualTime, node: NodeID, request: P.Request)], disk: P.Disk,
    syncMilliseconds: Double = 0, isTracing: Bool = false, make: @escaping Simulator<P>.Maker
  ) -> (simulator: Simulator<P>, answers: [(time: VirtualTime, response: P.Response)]) {
    var simulator = Simulator<P>(
      topology: .cluster(nodes: nodes, roundTrip: 2 * Self.millisecond),
      environment: Environment(disk: DiskModel(sync: .constant(milliseconds: syncMilliseconds))),
      seed: 1, disk: disk, make: make)
    simulator.isTracing = isTracing
    for index in calls.indices { simulator.setAlarm(index, at: calls[index].at) }
    var answers: [(VirtualTime, P.Response)] = []
    while let occurrence = simulator.next(until: 20_000 * Self.millisecond) {
      switch occurrence {
      case .alarm(let index):
        _ = simulator.submit(calls[index].request, to: calls[index].node)
      case .answered(_, let response): answers.append((simulator.now, response))
      case .stepped: break
      }
    }
    return (simulator, answers)
  }

  // MARK: PBFT

  @Test(arguments: [4, 7, 10, 13])
  func `PBFT takes 2n² − n + 1 messages with its client, and 5 delays`(n: Int) {
    let configuration = PBFTConfiguration(replicas: n, faults: (n - 1) / 3)
    let result = run(n + 1, [(0, n, 7)], disk: PBFTNode.Disk()) { id, disk, _ in
      PBFTNode(id: id, configuration: configuration, disk: disk)
    }
    let expected = [
      "request": 1, "pre-prepare": n - 1, "prepare": (n - 1) * (n - 1),
      "commit": n * (n - 1), "reply": n,
    ]
    for (kind, count) in zip(PBFTNode.messageKinds, result.simulator.counts.sent) {
      #expect(count == expected[kind] ?? 0, "\(kind)")
    }
    #expect(result.simulator.counts.totalSent == 2 * n * n - n + 1)
    // The call's way to the client's node and back, and five delays between.
    #expect(result.answers.map(\.time) == [7 * Self.millisecond])
  }

  @Test func `a PBFT checkpoint takes n(n − 1) messages every K requests`() {
    let configuration = PBFTConfiguration(replicas: 4, faults: 1)
    let calls = (0..<16).map { (Int64($0) * 20 * Self.millisecond, 4, $0) }
    let result = run(5, calls, disk: PBFTNode.Disk()) { id, disk, _ in
      PBFTNode(id: id, configuration: configuration, disk: disk)
    }
    #expect(result.simulator.counts.totalSent == 16 * 29 + 2 * 12)
    #expect(result.simulator.processes[0].honest?.stable.sequence == 16)
  }

  // MARK: HotStuff

  @Test(arguments: [4, 7, 10])
  func `chained HotStuff takes 2(n − 1) messages a view, four views for one command alone`(n: Int) {
    let configuration = HotStuffNode.Configuration(replicas: n, faults: (n - 1) / 3)
    let result = run(n, [(0, 0, 7)], disk: HotStuffNode.Disk()) { id, disk, _ in
      HotStuffNode(id: id, configuration: configuration, disk: disk)
    }
    let expected = ["command": n - 1, "proposal": 4 * (n - 1), "vote": 4 * (n - 1)]
    for (kind, count) in zip(HotStuffNode.messageKinds, result.simulator.counts.sent) {
      #expect(count == expected[kind] ?? 0, "\(kind)")
    }
    #expect(result.answers.map(\.response) == [1])
  }

  @Test func `a stream of commands takes a view each, and every view another leader`() {
    let n = 4
    let configuration = HotStuffNode.Configuration(replicas: n, faults: 1)
    // A view takes two delays: proposal and votes.
    let calls = (0..<40).map { (Int64($0) * 2 * Self.millisecond, 0, $0) }
    let result = run(n, calls, disk: HotStuffNode.Disk(), isTracing: true) { id, disk, _ in
      HotStuffNode(id: id, configuration: configuration, disk: disk)
    }
    let views = result.simulator.counts.sent[1] / (n - 1)
    #expect(result.simulator.processes.allSatisfy { $0.executed.count == 40 })
    #expect(result.simulator.counts.sent[1] == result.simulator.counts.sent[2])
    #expect(views <= 40 + 4)
    let leaders = result.simulator.trace
      .filter { $0.kind == .send && $0.text.hasPrefix("proposal") }.compactMap(\.node)
    for (place, leader) in leaders.enumerated() { #expect(leader == (1 + place / (n - 1)) % n) }
  }

  // MARK: Two-phase commit

  private func commit(
    _ branches: [Transaction.Branch], nodes: Int, syncMilliseconds: Double = 0
  ) -> (
    simulator: Simulator<TwoPhaseCommitNode>,
    answers: [(time: VirtualTime, response: TransactionOutcome)]
  ) {
    run(
      nodes, [(0, 0, Transaction(branches))], disk: TwoPhaseCommitNode.Disk(),
      syncMilliseconds: syncMilliseconds
    ) { id, disk, _ in TwoPhaseCommitNode(id: id, disk: disk) }
  }

  @Test(arguments: 1...6)
  func `a commit takes 4N messages and 1 + 2N forced writes`(n: Int) {
    let branches = (1...n).map { Transaction.Branch(participant: $0, key: 0, value: 1) }
    let result = commit(branches, nodes: n + 1)
    #expect(result.simulator.counts.sent == [n, n, n, n, 0, 0])
    #expect(result.simulator.counts.syncs == 1 + 2 * n)
    #expect(result.answers.map(\.response) == [.committed])
  }

  @Test(arguments: 1...6)
  func `an abort takes 3N − 1 messages, and a forced write of each that voted yes`(n: Int) {
    let branches = (1...n).map {
      Transaction.Branch(participant: $0, key: 0, value: 1, isForbidden: $0 == n)
    }
    let result = commit(branches, nodes: n + 1)
    #expect(result.simulator.counts.sent == [n, n, n - 1, 0, 0, 0])
    #expect(result.simulator.counts.syncs == n - 1)
    #expect(result.answers.map(\.response) == [.aborted])
  }

  @Test func `a participant that only reads takes 2 messages and no forced write`() {
    let branches = (1...4).map {
      Transaction.Branch(participant: $0, key: 0, value: $0 > 2 ? nil : 1)
    }
    let result = commit(branches, nodes: 5)
    #expect(result.simulator.counts.totalSent == 4 * 2 + 2 * 2)
    #expect(result.simulator.counts.syncs == 1 + 2 * 2)
  }

  @Test(arguments: 2...6)
  func `with the coordinator among N participants, 3N − 3 messages decide`(n: Int) {
    let branches = (0..<n).map { Transaction.Branch(participant: $0, key: 0, value: 1) }
    let result = commit(branches, nodes: n)
    let sent = result.simulator.counts.sent
    #expect(sent[0] + sent[1] + sent[2] == 3 * n - 3)
    #expect(sent[3] == n - 1, "acknowledgements, which Gray and Lamport do not count")
  }

  @Test func `a commit is answered after one round trip and two forced writes`() {
    let branches = (1...3).map { Transaction.Branch(participant: $0, key: 0, value: 1) }
    let result = commit(branches, nodes: 4, syncMilliseconds: 5)
    // 1 ms from the client and 1 ms back besides.
    #expect(result.answers.map(\.time) == [(2 + 2 + 5 + 5) * Self.millisecond])
  }
}
