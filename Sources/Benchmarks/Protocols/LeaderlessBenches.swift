import Algorithms
import Quantities
import Simulation

extension LeaderlessQuorum: RegisterProcess {
  static func request(_ demand: RegisterDemand, client: Int, number: Int) -> Request {
    switch demand {
    case .read(let key): .read(key: key)
    // Without having read: it replaces nothing that the coordinator does not have.
    case .write(let key, let value): .write(key: key, value: value, context: .init())
    }
  }

  static func reply(_ response: Response) -> Reply<RegisterFinding> {
    switch response {
    case .values(let values, _): .done(.values(values))
    case .written: .done(.written)
    case .failed: .unknown
    }
  }
}

extension MultiLeader: RegisterProcess {
  static func request(_ demand: RegisterDemand, client: Int, number: Int) -> Request {
    switch demand {
    case .read(let key): .read(key: key)
    case .write(let key, let value): .write(key: key, value: value)
    }
  }

  static func reply(_ response: Response) -> Reply<RegisterFinding> {
    switch response {
    case .values(let values): .done(.values(values))
    case .written: .done(.written)
    }
  }
}

/// Quorums without a leader; the node nearest to a client coordinates.
struct QuorumBench: ClientBench {
  let run: ProtocolRun

  private var settings: LeaderlessQuorum.Settings {
    let nodes = run.site.nodes.count
    let copies = max(1, min(run.settings.copies ?? nodes, nodes))
    var settings = LeaderlessQuorum.Settings(
      replicas: copies, read: max(1, min(run.settings.readQuorum, copies)),
      write: max(1, min(run.settings.writeQuorum, copies)),
      conflict: run.settings.keepsSiblings ? .siblings : .lastWriterWins, nodes: nodes)
    settings.timeout = run.load.deadline
    settings.patience = max(100_000_000, 2 * run.site.longestRoundTrip)
    return settings
  }

  var scenario: Scenario<RegisterWorkload<LeaderlessQuorum>> {
    let settings = settings
    return scenario(
      RegisterWorkload(run.load), clients(of: 0..<run.site.nodes.count, retries: false),
      disk: .init()
    ) { LeaderlessQuorum($0, settings: settings, disk: $1, seed: $2) }
  }

  func leader(in simulator: borrowing Simulator<LeaderlessQuorum>) -> NodeID? { nil }

  var metadataBytes: Int? {
    // Siblings carry a dot and the writer's version vector, an entry for each node that writes.
    run.settings.keepsSiblings ? Dot.bytes * (1 + run.site.nodes.count) : 8 + Dot.bytes
  }

  func harms(of result: RunResult<RegisterWorkload<LeaderlessQuorum>>) -> [ProtocolFigures.Harm] {
    let simulator = result.simulator
    let up = simulator.processes.indices.filter { simulator.isUp($0) }
    let conflict = settings.conflict
    return result.harms(
      surviving: { key in
        var all = Siblings()
        for node in up {
          if let own = simulator.processes[node].data[key] { all.merge(own, conflict) }
          for (hint, own) in simulator.processes[node].hints where hint.key == key {
            all.merge(own, conflict)
          }
        }
        return all.versions.map(\.value)
      }, checksLinearizability: run.checksLinearizability)
  }
}

/// A leader at each node.
struct MultiLeaderBench: ClientBench {
  let run: ProtocolRun

  private var settings: MultiLeader.Settings {
    var settings = MultiLeader.Settings(
      regions: run.site.nodes.count,
      conflict: run.settings.keepsSiblings ? .siblings : .lastWriterWins)
    settings.period = max(1_000_000, run.settings.copyingPeriod)
    return settings
  }

  var scenario: Scenario<RegisterWorkload<MultiLeader>> {
    let settings = settings
    return scenario(
      RegisterWorkload(run.load), clients(of: 0..<run.site.nodes.count, retries: false), disk: [:]
    ) { node, disk, _ in MultiLeader(node, settings: settings, disk: disk) }
  }

  func leader(in simulator: borrowing Simulator<MultiLeader>) -> NodeID? { nil }

  var metadataBytes: Int? {
    run.settings.keepsSiblings ? Dot.bytes * (1 + run.site.nodes.count) : 8 + Dot.bytes
  }

  func harms(of result: RunResult<RegisterWorkload<MultiLeader>>) -> [ProtocolFigures.Harm] {
    let simulator = result.simulator
    let up = simulator.processes.indices.filter { simulator.isUp($0) }
    let conflict: Siblings.Conflict = run.settings.keepsSiblings ? .siblings : .lastWriterWins
    return result.harms(
      surviving: { key in
        var all = Siblings()
        for node in up {
          if let own = simulator.processes[node].data[key] { all.merge(own, conflict) }
        }
        return all.versions.map(\.value)
      }, checksLinearizability: run.checksLinearizability)
  }
}

extension Dot {
  /// On the wire: a node and a counter.
  fileprivate static let bytes = 16
}
