import Algorithms
import Checkers
import Quantities

extension Property {
  /// What replication from a primary promises, by the way it acknowledges and fails over.
  public static let primaryBackup: [Property] = [
    replication(
      "primary-backup: synchronous, a coordinator that seals loses no acknowledged write",
      synchronous(failover: .coordinator(.seal)), judgedBy: lostWrite),
    replication(
      "primary-backup: synchronous, an election loses no acknowledged write",
      synchronous(failover: .election), judgedBy: lostWrite),
    replication(
      "primary-backup: synchronous, a power failure of all loses no acknowledged write",
      synchronous(failover: .election), powerFails: true, judgedBy: lostWrite),
    replication(
      "primary-backup: synchronous, a majority of four elects and loses no acknowledged write",
      synchronous(replicas: 4, failover: .election), judgedBy: lostWrite),
    replication(
      "primary-backup: synchronous, a lease makes reads and writes linearizable",
      synchronous(failover: .coordinator(.lease)), judgedBy: linearizability),
    replication(
      "primary-backup: with a lease one replica serves at a time, asynchronous as it may be",
      .init(
        replicas: 3, acknowledgement: .asynchronous, failover: .coordinator(.lease)),
      looks: serversAtOnce, judgedBy: { _ in nil }),
  ]

  /// What replication from a primary does not promise: each is violated by some seed.
  public static let primaryBackupHazards: [Property] = [
    replication(
      "primary-backup: asynchronous, a failover loses acknowledged writes",
      .init(replicas: 3, acknowledgement: .asynchronous, failover: .coordinator(.seal)),
      judgedBy: lostWrite),
    replication(
      "primary-backup: semi-synchronous, a failover after the time-out loses acknowledged writes",
      .init(
        replicas: 3, acknowledgement: .semiSynchronous(copies: 1, timeout: 100_000_000),
        failover: .coordinator(.seal)), judgedBy: lostWrite),
    replication(
      "primary-backup: unfenced, two replicas serve at once",
      .init(replicas: 3, acknowledgement: .asynchronous, failover: .coordinator(.none)),
      looks: serversAtOnce, judgedBy: { _ in nil }),
    replication(
      "primary-backup: standbys answer stale reads",
      synchronous(failover: .none) { $0.readsAtStandbys = true }, judgedBy: { $0.seen.staleRead }),
    replication(
      "primary-backup: sealed but without a lease, the old primary answers stale reads",
      synchronous(failover: .coordinator(.seal)), judgedBy: { $0.seen.staleRead }),
  ]

  /// Replication from a primary with a planted bug: each is violated by some seed.
  public static let primaryBackupMutants: [Property] = [
    replication(
      "primary-backup: promotes the replica that lags most",
      synchronous(failover: .coordinator(.seal)) { $0.mayReplace = { $0 <= $1 } },
      judgedBy: lostWrite),
    replication(
      "primary-backup: votes for candidates whatever they lack",
      synchronous(failover: .election) { $0.mayReplace = { _, _ in true } }, judgedBy: lostWrite),
    replication(
      "primary-backup: answers before a standby has the write",
      synchronous(failover: .coordinator(.seal)) { $0.acknowledgement = .synchronous(copies: 0) },
      judgedBy: lostWrite),
    replication(
      "primary-backup: standbys acknowledge what is not on disk",
      synchronous(failover: .election) { $0.standbys = .inMemory }, powerFails: true,
      judgedBy: lostWrite),
    replication(
      "primary-backup: half of four replicas elect",
      synchronous(replicas: 4, failover: .election) { $0.votesNeeded = { ($0 + 1) / 2 } },
      judgedBy: lostWrite),
    replication(
      "primary-backup: the lease outlasts what the coordinator waits for",
      .init(
        replicas: 3, acknowledgement: .asynchronous, failover: .coordinator(.lease)
      ).with { $0.drift = -0.8 }, looks: serversAtOnce, judgedBy: { _ in nil }),
  ]

  /// What came of a run.
  private struct Run {
    var seen: RegisterOperations
    var simulator: Simulator<PrimaryBackup>
  }

  private static func synchronous(
    replicas: Int = 3, failover: PrimaryBackup.Failover,
    _ change: (inout PrimaryBackup.Settings) -> Void = { _ in }
  ) -> PrimaryBackup.Settings {
    PrimaryBackup.Settings(
      replicas: replicas, acknowledgement: .synchronous(copies: 1), failover: failover
    ).with(change)
  }

  private static func replication(
    _ name: String, _ settings: PrimaryBackup.Settings, powerFails: Bool = false,
    looks: (@Sendable (borrowing Simulator<PrimaryBackup>) -> String?)? = nil,
    judgedBy judge: @escaping @Sendable (Run) -> String?
  ) -> Property {
    Property(name) { seed in
      let run = run(settings, powerFails: powerFails, seed: seed, looks: looks)
      return run.violation ?? judge(run.run)
    }
  }

  private static func run(
    _ settings: PrimaryBackup.Settings, powerFails: Bool, seed: UInt64,
    looks: ((borrowing Simulator<PrimaryBackup>) -> String?)?
  ) -> (run: Run, violation: String?) {
    let nodes = settings.replicas + 1
    var faults = FaultSchedule.random(
      [.crashes, .pauses, .partitions, .oneWayCuts, .poorLinks], count: 8, nodes: nodes,
      before: 6_000_000_000, longest: 1_200_000_000, seed: seed)
    var disks: [NodeID: DiskModel] = [:]
    if powerFails {
      // The first primary comes back last, and the others' disks are slow.
      let standbys = Array(1..<settings.replicas)
      for standby in standbys {
        disks[standby] = DiskModel(sync: .exponential(meanMilliseconds: 25))
      }
      faults = FaultSchedule([
        .init(at: 2_000_000_000, lasting: 3_000_000_000, .crash([.node(0)])),
        .init(at: 2_000_000_000, lasting: 200_000_000, .crash(standbys.map { .node($0) })),
      ])
    }
    let link = Link(
      jitter: .exponential(meanMilliseconds: 1), duplication: 0.02, reordering: 0.05,
      reorderingDelay: 20_000_000)
    let simulator = Simulator<PrimaryBackup>(
      topology: .rough(nodes: nodes, link),
      environment: .init(
        disk: DiskModel(sync: .exponential(meanMilliseconds: 3)), disks: disks, faults: faults),
      seed: seed, disk: .init()
    ) { PrimaryBackup($0, settings: settings, disk: $1, seed: $2) }
    var written = 0
    let clients = ClosedClients<PrimaryBackup>(busyUntil: 6_000_000_000, end: 10_000_000_000)
    let outcome = clients.run(simulator, seed: seed, looks: looks) { client, last, random in
      var node = last?.call.node ?? 0
      switch last?.response {
      case .notPrimary(let other?): node = other
      case .notPrimary, nil: node = random.below(settings.replicas)
      default: if settings.readsAtStandbys { node = random.below(settings.replicas) }
      }
      let key = random.below(2)
      // The last client only reads, and so stays with whoever answers it.
      if client == clients.count - 1 || random.below(2) == 0 {
        return .init(node: node, request: .read(key: key))
      }
      written += 1
      return .init(node: node, request: .write(key: key, value: written))
    }
    return (
      Run(seen: registers(outcome.operations), simulator: outcome.simulator), outcome.violation
    )
  }

  private static func registers(
    _ operations: [ClosedClients<PrimaryBackup>.Operation]
  ) -> RegisterOperations {
    var seen = RegisterOperations()
    for operation in operations {
      switch (operation.call.request, operation.response) {
      case (.read(let key), .value(let value)):
        seen.read(value, of: key, called: operation.called, answered: operation.answered)
      case (.write(let key, let value), .written), (.write(let key, let value), nil):
        seen.write(value, to: key, called: operation.called, answered: operation.answered)
      default: break
      }
    }
    return seen
  }

  /// The primary's log at the end has all that clients were told is written.
  private static func lostWrite(_ run: Run) -> String? {
    let primaries = run.simulator.processes.filter { $0.role == .primary }
    guard let primary = primaries.max(by: { $0.epoch < $1.epoch }) else {
      return "no primary although all faults are over"
    }
    let lost = AcknowledgedWrites.lost(
      acknowledged: run.seen.acknowledged, surviving: primary.log.map(\.value))
    return lost.first.map {
      "\(lost.count) of \(run.seen.acknowledged.count) acknowledged writes are lost, such as \($0)"
    }
  }

  private static func linearizability(_ run: Run) -> String? {
    lostWrite(run) ?? run.seen.linearizabilityViolation
  }

  /// Two replicas that take writes at the same moment.
  private static func serversAtOnce(_ simulator: borrowing Simulator<PrimaryBackup>) -> String? {
    var serving: [NodeID] = []
    for node in simulator.processes.indices where simulator.isUp(node) {
      if simulator.processes[node].serves(at: simulator.localTime(of: node)) {
        serving.append(node)
      }
    }
    return serving.count > 1 ? "replicas \(serving) serve at once at \(simulator.now) ns" : nil
  }
}

extension PrimaryBackup.Settings {
  /// With a change.
  func with(_ change: (inout Self) -> Void) -> Self {
    var settings = self
    change(&settings)
    return settings
  }
}
