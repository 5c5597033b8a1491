import Algorithms
import Quantities
import Simulation

extension PrimaryBackup: RegisterProcess {
  static func request(_ demand: RegisterDemand, client: Int, number: Int) -> Request {
    switch demand {
    case .read(let key): .read(key: key)
    case .write(let key, let value): .write(key: key, value: value)
    }
  }

  static func reply(_ response: Response) -> Reply<RegisterFinding> {
    switch response {
    case .value(let value): .done(.values(value.map { [$0] } ?? []))
    case .written: .done(.written)
    case .notPrimary(let node): .elsewhere(node)
    }
  }
}

/// A primary and its standbys; a manager, where there is one, stands with the first standby.
struct PrimaryBackupBench: ClientBench {
  let run: ProtocolRun

  private var settings: PrimaryBackup.Settings {
    let replicas = run.site.nodes.count
    let awaited = max(1, min(run.settings.standbysAwaited, replicas - 1))
    let acknowledgement: PrimaryBackup.Acknowledgement
    switch run.kind {
    case _ where replicas == 1, .asynchronous: acknowledgement = .asynchronous
    case .semiSynchronous:
      acknowledgement = .semiSynchronous(
        copies: awaited, timeout: run.settings.semiSynchronousTimeout)
    default: acknowledgement = .synchronous(copies: awaited)
    }
    var settings = PrimaryBackup.Settings(
      replicas: replicas, acknowledgement: acknowledgement, failover: failover)
    settings.timeout = run.settings.failoverTimeout
    settings.heartbeat = min(run.settings.heartbeat, settings.timeout / 3)
    settings.leaseTerm = settings.timeout / 5 * 4
    settings.readsAtStandbys = run.settings.readsAtCopies
    return settings
  }

  private var failover: PrimaryBackup.Failover {
    switch run.settings.failover {
    case _ where run.site.nodes.count == 1: .none
    case .none: .none
    case .unfenced: .coordinator(.none)
    case .fenced: .coordinator(.seal)
    case .leased: .coordinator(.lease)
    case .election: .election
    }
  }

  var extraNodes: [Topology.PlaceID] {
    guard case .coordinator = failover, let place = run.site.nodes.dropFirst().first else {
      return []
    }
    return [place]
  }

  var parts: [String] {
    let replicas = run.site.nodes.indices.map { $0 == 0 ? "primary" : "standby" }
    return replicas + extraNodes.map { _ in "manager" }
  }

  var scenario: Scenario<RegisterWorkload<PrimaryBackup>> {
    let settings = settings
    var scenario = scenario(
      RegisterWorkload(run.load), clients(of: 0..<run.site.nodes.count, retries: false),
      disk: .init()
    ) { PrimaryBackup($0, settings: settings, disk: $1, seed: $2) }
    if run.kind == .asynchronous, run.settings.lag > 0 { lag(&scenario.topology) }
    return scenario
  }

  /// What standbys receive comes later than the distance alone would have it.
  private func lag(_ topology: inout Topology) {
    let lag = DelayModel.exponential(meanMilliseconds: Double(run.settings.lag) / 1e6)
    let replicas = run.site.nodes.indices
    for from in replicas {
      for to in replicas where from != to {
        topology.links[.init(from: from, to: to)]?.jitter = lag
      }
    }
  }

  private func primary(in processes: [PrimaryBackup]) -> NodeID? {
    processes.indices.filter { processes[$0].role == .primary }.max {
      processes[$0].epoch < processes[$1].epoch
    }
  }

  func leader(in simulator: borrowing Simulator<PrimaryBackup>) -> NodeID? {
    primary(in: simulator.processes)
  }

  func harms(of result: RunResult<RegisterWorkload<PrimaryBackup>>) -> [ProtocolFigures.Harm] {
    let processes = result.simulator.processes
    let log = primary(in: processes).map { processes[$0].log } ?? []
    return result.harms(
      surviving: { _ in [] }, kept: log.map(\.value),
      checksLinearizability: run.checksLinearizability)
  }
}
