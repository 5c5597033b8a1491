import Algorithms
import Quantities
import Simulation

extension Raft: RegisterProcess {
  static func request(_ demand: RegisterDemand, client: Int, number: Int) -> Request {
    .operation(.init(demand, client: client, number: number))
  }

  static func reply(_ response: Response) -> Reply<RegisterFinding> {
    switch response {
    case .done(let output): .done(.init(output))
    case .changed, .refused: .failed
    case .notLeader(let leader): .elsewhere(leader)
    }
  }
}

extension MultiPaxos: RegisterProcess {
  static func request(_ demand: RegisterDemand, client: Int, number: Int) -> Request {
    .init(demand, client: client, number: number)
  }

  static func reply(_ response: Response) -> Reply<RegisterFinding> {
    switch response {
    case .done(let output): .done(.init(output))
    case .notLeader(let leader): .elsewhere(leader)
    }
  }
}

extension KeyValueStore.Operation {
  fileprivate init(_ demand: RegisterDemand, client: Int, number: Int) {
    switch demand {
    case .read(let key): self.init(client: client, number: number, command: .read(key))
    case .write(let key, let value):
      self.init(client: client, number: number, command: .write(key, value))
    }
  }
}

extension RegisterFinding {
  fileprivate init(_ output: KeyValueStore.Output) {
    switch output {
    case .value(let value): self = .values(value == 0 ? [] : [value])
    case .written, .swapped: self = .written
    }
  }
}

struct RaftBench: ClientBench {
  let run: ProtocolRun

  var scenario: Scenario<RegisterWorkload<Raft>> {
    let nodes = run.site.nodes.count
    let group = RaftConfiguration(voters: NodeGroup(0..<nodes))
    let policy = RaftPolicy(
      heartbeat: run.settings.heartbeat, electionTimeout: run.settings.electionTimeout,
      preVote: run.settings.preVote)
    let early = run.settings.earlyElection
    return scenario(
      RegisterWorkload(run.load), clients(of: 0..<nodes, retries: true), disk: RaftDisk()
    ) { id, disk, seed in
      var policy = policy
      // The first replica leads at the start, as descriptions have it: it stands before the others.
      if id == 0, disk.term == 0 { policy.electionTimeout = early }
      return Raft(id: id, configuration: group, policy: policy, disk: disk, seed: seed)
    }
  }

  func leader(in simulator: borrowing Simulator<Raft>) -> NodeID? {
    simulator.processes.filter { $0.role == .leader }.max { $0.term < $1.term }?.id
  }

  func harms(of result: RunResult<RegisterWorkload<Raft>>) -> [ProtocolFigures.Harm] {
    let last = result.simulator.processes.max { $0.applied < $1.applied }
    return result.harms(
      surviving: { key in last?.store.values[key].map { [$0] } ?? [] },
      checksLinearizability: run.checksLinearizability)
  }
}

/// Multi-Paxos, with quorums of any size.
struct PaxosBench: ClientBench {
  let run: ProtocolRun

  private var quorums: PaxosQuorums {
    let nodes = run.site.nodes.count
    let accept = run.kind == .flexiblePaxos ? min(2, nodes) : nodes / 2 + 1
    return PaxosQuorums(prepare: nodes + 1 - accept, accept: accept)
  }

  var scenario: Scenario<RegisterWorkload<MultiPaxos>> {
    let nodes = run.site.nodes.count
    let policy = MultiPaxos.Policy(
      quorums: quorums, heartbeat: run.settings.heartbeat,
      electionTimeout: run.settings.electionTimeout)
    let early = run.settings.earlyElection
    return scenario(
      RegisterWorkload(run.load), clients(of: 0..<nodes, retries: true), disk: MultiPaxos.Disk()
    ) { id, disk, seed in
      var policy = policy
      if id == 0, disk.promised == .none { policy.electionTimeout = early }
      return MultiPaxos(id: id, nodes: nodes, policy: policy, disk: disk, seed: seed)
    }
  }

  func leader(in simulator: borrowing Simulator<MultiPaxos>) -> NodeID? {
    simulator.processes.filter { $0.role == .leader }.max { $0.promised < $1.promised }?.id
  }

  func harms(of result: RunResult<RegisterWorkload<MultiPaxos>>) -> [ProtocolFigures.Harm] {
    let last = result.simulator.processes.max { $0.applied < $1.applied }
    return result.harms(
      surviving: { key in last?.store.values[key].map { [$0] } ?? [] },
      checksLinearizability: run.checksLinearizability)
  }
}

/// PBFT without a replica that lies. Each place of clients has a node that asks, one request after
/// the other.
struct PBFTBench: ClientBench {
  struct Numbers: Workload {
    typealias P = PBFTNode
    private var count = 0

    mutating func next(client: Int, _ random: inout SeededGenerator) -> Int? {
      count += 1
      return count
    }
    func request(_ call: Int, client: Int, number: Int) -> Int { call }
    func reply(_ response: UInt64, to call: Int) -> Reply<UInt64> { .done(response) }
  }

  let run: ProtocolRun

  var extraNodes: [Topology.PlaceID] {
    // Without clients there is still one node for them, so that replicas have the same numbers.
    run.site.clients.isEmpty ? [run.site.places.count - 1] : run.site.clients
  }

  var scenario: Scenario<Numbers> {
    let replicas = run.site.nodes.count
    var configuration = PBFTConfiguration(replicas: replicas, faults: (replicas - 1) / 3)
    let trip = run.site.longestRoundTrip
    configuration.viewTimeout = max(200_000_000, 4 * trip)
    configuration.resendInterval = max(40_000_000, 2 * trip)
    configuration.clientTimeout = max(100_000_000, 3 * trip)
    let fixed = configuration
    var clients = clients(of: replicas..<replicas + extraNodes.count, retries: false)
    // A client's node takes one request after the other.
    clients.pace = .closed(
      thinking: run.load.thinking ?? Nanoseconds(1e9 / max(1, run.load.perSecond)))
    return scenario(Numbers(), clients, disk: PBFTNode.Disk()) { id, disk, _ in
      PBFTNode(id: id, configuration: fixed, disk: disk)
    }
  }

  var parts: [String] {
    run.site.nodes.indices.map { "replica \($0 + 1)" } + extraNodes.map { _ in "client" }
  }

  func leader(in simulator: borrowing Simulator<PBFTNode>) -> NodeID? {
    let replicas = run.site.nodes.count
    let view = simulator.processes.compactMap { $0.honest?.view }.max() ?? 0
    return view % max(1, replicas)
  }

  func harms(of result: RunResult<Numbers>) -> [ProtocolFigures.Harm] {
    let histories = result.simulator.processes.compactMap { $0.honest?.service.history }
    let longest = histories.max { $0.count < $1.count } ?? []
    let disagree = histories.count { !longest.starts(with: $0) }
    let acknowledged = result.history.operations.filter { $0.answer != nil }.map(\.call)
    let done = Set(longest.map(\.operation))
    let lost = acknowledged.filter { !done.contains($0) }
    return [
      .init(
        .lostWrites, lost.count, of: acknowledged.count,
        first: lost.first.map { "request \($0)" } ?? ""),
      .init(
        .notLinearizable, disagree == 0 ? 0 : 1, of: 1,
        first: disagree == 0 ? "" : "replicas executed different requests at one place"),
    ]
  }
}

extension ProtocolSettings {
  /// A time-out that ends before those of the others.
  fileprivate var earlyElection: ClosedRange<Nanoseconds> {
    let shortest = electionTimeout.lowerBound
    return shortest * 2 / 5...shortest / 2
  }
}
