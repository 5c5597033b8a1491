public import Algorithms
import Checkers
import Quantities

/// A run of Raft under random faults, judged: what a seed stands for.
public struct RaftTrial: Sendable {
  /// How many nodes there are.
  public var nodes: Int
  /// How the group works.
  public var policy: RaftPolicy
  /// What goes wrong.
  public var faults: FaultSchedule.Kinds
  /// How often.
  public var faultCount: Int
  /// Whether a client changes the members all the time.
  public var changesMembers: Bool
  /// The share of reads.
  public var reads: Double
  /// How links behave.
  public var link: Link
  /// Clocks that are not perfect.
  public var clocks: [NodeID: ClockModel] = [:]

  /// Until when faults happen; a second later the group has to work again.
  static let faultsEnd: VirtualTime = 5_000_000_000
  static let end: VirtualTime = 8_000_000_000

  /// The trial that a seed stands for: sizes, reads, snapshots, membership and faults vary with it.
  ///
  /// - Parameter omissions: Rules left out, to see whether the trial notices.
  public init(seed: UInt64, omissions: RaftOmissions = []) {
    var draw = SeededGenerator(seed: seed ^ 0x7121A1)
    nodes = [3, 5, 4, 5, 2][Int(draw.next() % 5)]
    let reads: RaftPolicy.Reads = [.readIndex, .lease(drift: 0.001), .throughLog][
      Int(draw.next() % 3)]
    policy = RaftPolicy(
      preVote: draw.next() % 4 != 0, checkQuorum: reads != .throughLog || draw.next() % 2 == 0,
      reads: reads, batch: 8, window: 16, snapshotEvery: 40, trailing: 10, omissions: omissions)
    faults = [.crashes, .pauses, .partitions, .oneWayCuts, .flapping, .poorLinks, .slowness]
    if case .lease = reads { faults.insert(.clockDrift) } else { faults.insert(.clockJumps) }
    faultCount = 4 + Int(draw.next() % 12)
    changesMembers = draw.next() % 4 == 0
    if changesMembers { nodes = 5 }
    self.reads = [0.2, 0.5, 0.9][Int(draw.next() % 3)]
    link = Link(
      jitter: .exponential(meanMilliseconds: [0.1, 1, 5][Int(draw.next() % 3)]),
      loss: [0, 0.01, 0.05][Int(draw.next() % 3)],
      duplication: [0, 0.02][Int(draw.next() % 2)], reordering: [0, 0.05][Int(draw.next() % 2)])
  }

  /// The scenario.
  public func scenario(seed: UInt64) -> Scenario<StoreWorkload<Raft>> {
    let first = RaftConfiguration(
      voters: changesMembers ? [0, 1, 2] : NodeSet(0..<nodes))
    let schedule = FaultSchedule.random(
      faults, count: faultCount, nodes: nodes, before: Self.faultsEnd, longest: 1_500_000_000,
      seed: seed)
    let policy = policy
    return Scenario(
      topology: .cluster(nodes: nodes, roundTrip: 2_000_000, link: link),
      environment: Environment(
        disk: DiskModel(sync: .shifted(byMilliseconds: 1, .exponential(meanMilliseconds: 2))),
        clocks: clocks, faults: schedule),
      workload: StoreWorkload(
        reads: reads, configurations: changesMembers ? Self.configurations : []),
      clients: Clients(
        places: [0, 0, 0, 0], pace: .closed(thinking: 10_000_000), timeout: 300_000_000),
      duration: Self.end, settling: 1_000_000_000, disk: RaftDisk()
    ) { id, disk, seed in
      Raft(id: id, configuration: first, policy: policy, disk: disk, seed: seed)
    }
  }

  /// Steps between these are allowed where one voter differs.
  private static let configurations: [RaftConfiguration] = [
    .init(voters: [0, 1, 2]), .init(voters: [0, 1, 2], learners: [3, 4]),
    .init(voters: [0, 1, 2, 3], learners: [4]), .init(voters: [1, 2, 3], learners: [0, 4]),
    .init(voters: [1, 2, 3, 4], learners: [0]), .init(voters: [2, 3, 4], learners: [0, 1]),
    .init(voters: [0, 2, 3, 4], learners: [1]), .init(voters: [0, 3, 4], learners: [1, 2]),
    .init(voters: [0, 1, 3, 4], learners: [2]), .init(voters: [0, 1, 4], learners: [2, 3]),
    .init(voters: [0, 1, 2, 3, 4]),
  ]

  /// Runs the seed's trial.
  ///
  /// - Returns: What is wrong, in words; `nil` when all holds.
  public func failure(seed: UInt64) -> String? {
    let result = scenario(seed: seed).run(
      seed: seed, observers: [RaftInvariants(nodes: nodes)])
    if let violation = result.violation { return violation }
    switch result.history.linearizability(limits: CheckLimits(maximumVisits: 2_000_000)) {
    case .violation(let witness):
      return "not linearizable: \(witness.operations.count) operations contradict each other"
    case .undecided, .holds: break
    }
    return Self.liveness(result)
  }

  /// Once the faults are over, operations are answered and the members agree.
  private static func liveness(_ result: RunResult<StoreWorkload<Raft>>) -> String? {
    let bucket = result.timeline.bucket
    let late = Int((faultsEnd + 2_000_000_000) / bucket)..<Int(end / bucket)
    let answered = result.timeline.answered
    guard late.contains(where: { answered.indices.contains($0) && answered[$0] > 0 }) else {
      return "liveness: nothing is answered after the faults"
    }
    let processes = result.simulator.processes
    guard let leader = processes.filter({ $0.role == .leader }).max(by: { $0.term < $1.term })
    else {
      return "liveness: nobody leads after the faults"
    }
    for node in leader.configuration.voters.nodes where processes.indices.contains(node) {
      guard processes[node].store == leader.store else {
        return "liveness: node \(node) does not catch up"
      }
    }
    return nil
  }
}
