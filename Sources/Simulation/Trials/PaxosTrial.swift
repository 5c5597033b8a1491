public import Algorithms
import Checkers
import Quantities

/// A run of Multi-Paxos under random faults, judged.
public struct MultiPaxosTrial: Sendable {
  /// How many nodes there are.
  public var nodes: Int
  /// How the group works.
  public var policy: MultiPaxos.Policy
  /// What goes wrong.
  public var faults: FaultSchedule
  /// How links behave.
  public var link: Link
  /// How long a sync takes on average, in milliseconds.
  public var syncMilliseconds: Double
  /// Whether the group has to work after the faults: only where messages are much faster than
  /// timeouts.
  public var isTimely: Bool

  /// The trial that a seed stands for: sizes, quorums and faults vary with it.
  ///
  /// - Parameters:
  ///   - omissions: Rules left out, to see whether the trial notices.
  ///   - meet: Whether quorums of the two phases meet, as they must.
  public init(seed: UInt64, omissions: PaxosOmissions = [], quorumsMeet meet: Bool = true) {
    var draw = SeededGenerator(seed: seed ^ 0x9A_705)
    func one<Value>(_ values: [Value]) -> Value { values[Int(draw.next() % UInt64(values.count))] }
    nodes = one([3, 5, 4, 5])
    let accept = one([nodes / 2 + 1, nodes / 2 + 1, max(1, nodes / 2)])
    policy = MultiPaxos.Policy(
      quorums: PaxosQuorums(prepare: nodes + (meet ? 1 : 0) - accept, accept: accept),
      isThrifty: one([true, false, false]), trailing: 10, snapshotEvery: 40, omissions: omissions)
    let jitter = one([0.2, 2, 20, 60])
    isTimely = jitter < 20
    link = Link(
      jitter: .exponential(meanMilliseconds: jitter), loss: one([0, 0.01, 0.05]),
      duplication: one([0, 0.05]), reordering: one([0, 0.1]))
    syncMilliseconds = one([1, 15])
    faults = .random(
      one([[.crashes], [.partitions, .partialPartitions, .crashes, .oneWayCuts], .untimed]),
      count: one([10, 40]), nodes: nodes, before: RaftTrial.faultsEnd,
      longest: one([200_000_000, 1_500_000_000]), seed: seed)
  }

  /// The scenario.
  public var scenario: Scenario<StoreWorkload<MultiPaxos>> {
    let (nodes, policy) = (nodes, policy)
    return Scenario(
      topology: .cluster(nodes: nodes, roundTrip: 2_000_000, link: link),
      environment: Environment(
        disk: DiskModel(sync: .exponential(meanMilliseconds: syncMilliseconds)), faults: faults),
      workload: StoreWorkload(),
      clients: Clients(
        places: [0, 0, 0, 0, 0, 0], pace: .closed(thinking: 8_000_000), timeout: 200_000_000),
      duration: RaftTrial.end, settling: 1_000_000_000, disk: MultiPaxos.Disk()
    ) { id, disk, seed in
      MultiPaxos(id: id, nodes: nodes, policy: policy, disk: disk, seed: seed)
    }
  }

  /// Runs the seed's trial.
  ///
  /// - Returns: What is wrong, in words; `nil` when all holds.
  public func failure(seed: UInt64) -> String? {
    let result = run(seed)
    if let wrong = Self.violation(result) { return wrong }
    guard
      !isTimely
        || result.timeline.isAnswering(
          from: RaftTrial.faultsEnd + 2_000_000_000, to: RaftTrial.end)
    else { return "liveness: nothing is answered after the faults" }
    return nil
  }

  /// The same, and whether the group works after the faults does not matter.
  public func violation(seed: UInt64) -> String? { Self.violation(run(seed)) }

  private func run(_ seed: UInt64) -> RunResult<StoreWorkload<MultiPaxos>> {
    scenario.run(seed: seed, observers: [ChosenAgreement(nodes: nodes)])
  }

  private static func violation(_ result: RunResult<StoreWorkload<MultiPaxos>>) -> String? {
    result.violation ?? result.history.contradiction
  }
}

/// Nodes that have applied as many slots are in the same state (agreement, slot by slot).
struct ChosenAgreement: StepObserver {
  private var applied: [Int]
  private var states: [Int: KeyValueStore] = [:]

  init(nodes: Int) { applied = Array(repeating: 0, count: nodes) }

  mutating func observe(
    node: NodeID, of simulator: borrowing Simulator<MultiPaxos>
  ) -> String? {
    let process = simulator.processes[node]
    guard process.applied != applied[node] else { return nil }
    applied[node] = process.applied
    if let other = states[process.applied], other != process.store {
      return "agreement: node \(node) differs in its state after slot \(process.applied)"
    }
    states[process.applied] = process.store
    return nil
  }
}

/// A run of single-decree Paxos under random faults: several nodes are asked at about the same
/// time, each for its own value.
public struct SingleDecreePaxosTrial: Sendable {
  /// How many nodes there are.
  public var nodes: Int
  /// What goes wrong.
  public var faults: FaultSchedule
  /// How links behave.
  public var link: Link
  private let quorums: PaxosQuorums
  private let omissions: PaxosOmissions

  private static let faultsEnd: VirtualTime = 2_000_000_000

  /// The trial that a seed stands for; see ``MultiPaxosTrial``.
  public init(seed: UInt64, omissions: PaxosOmissions = [], quorumsMeet meet: Bool = true) {
    var draw = SeededGenerator(seed: seed ^ 0x51_761E)
    func one<Value>(_ values: [Value]) -> Value { values[Int(draw.next() % UInt64(values.count))] }
    nodes = one([3, 5, 4])
    let accept = one([nodes / 2 + 1, max(1, nodes / 2)])
    quorums = PaxosQuorums(prepare: nodes + (meet ? 1 : 0) - accept, accept: accept)
    link = Link(
      jitter: .exponential(meanMilliseconds: one([1, 20, 50])), loss: one([0, 0.1, 0.3]),
      duplication: one([0, 0.2]), reordering: one([0, 0.2]))
    faults = .random(
      one([[.crashes], [.crashes, .partitions, .oneWayCuts]]), count: 20, nodes: nodes,
      before: Self.faultsEnd, longest: 300_000_000, seed: seed)
    self.omissions = omissions
  }

  /// Runs the seed's trial.
  ///
  /// - Returns: What is wrong, in words; `nil` when all holds.
  public func failure(seed: UInt64) -> String? {
    let (nodes, quorums, omissions) = (nodes, quorums, omissions)
    var simulator = Simulator<SingleDecreePaxos>(
      topology: .cluster(nodes: nodes, roundTrip: 2_000_000, link: link),
      environment: Environment(
        disk: DiskModel(sync: .exponential(meanMilliseconds: 10)), faults: faults), seed: seed,
      disk: .init()
    ) { id, disk, seed in
      SingleDecreePaxos(
        id: id, nodes: nodes, quorums: quorums, patience: 300_000_000, omissions: omissions,
        disk: disk, seed: seed)
    }
    // Every node is asked now and then, and once after the faults.
    for round in 0..<21 {
      for node in 0..<nodes {
        simulator.setAlarm(
          node, at: VirtualTime(round) * 100_000_000 + VirtualTime(node) * 7_000_000)
      }
    }
    var decided: Int?
    var isLateAnswered = false
    while let occurrence = simulator.next(until: 12_000_000_000) {
      switch occurrence {
      case .alarm(let node): _ = simulator.submit(1000 + node, to: node)
      case .answered(_, let value):
        guard (1000..<1000 + nodes).contains(value) else { return "validity: \(value) is decided" }
        if let decided, decided != value { return "agreement: both \(decided) and \(value)" }
        decided = value
        isLateAnswered = isLateAnswered || simulator.now > Self.faultsEnd
      case .stepped: break
      }
    }
    return isLateAnswered ? nil : "liveness: nothing is answered after the faults"
  }
}
