import Algorithms
import Checkers
import Quantities

extension Property {
  /// What quorums without leaders promise.
  public static let leaderlessQuorum: [Property] = [
    quorums("quorum: R + W > N reads the newest acknowledged write", strict()) {
      $0.seen.staleRead
    },
    quorums(
      "quorum: R + W > N and repair before the answer is linearizable",
      strict { $0.repair = .beforeAnswer }
    ) { $0.seen.linearizabilityViolation },
    quorums(
      "quorum: siblings lose no acknowledged write",
      strict { $0.conflict = .siblings }, judgedBy: lostUpdate),
    quorums(
      "quorum: stand-ins and comparison keep siblings too",
      sloppy {
        $0.conflict = .siblings
        $0.antiEntropy = 300_000_000
      }, judgedBy: lostUpdate),
    quorums(
      "quorum: comparison makes all replicas agree",
      strict {
        $0.repair = .never
        $0.antiEntropy = 200_000_000
      }, judgedBy: divergence),
  ]

  /// What quorums do not promise: each is violated by some seed.
  public static let leaderlessQuorumHazards: [Property] = [
    quorums("quorum: R + W = N reads stale values", strict { $0.read = 1 }) {
      $0.seen.staleRead
    },
    quorums("quorum: stand-ins break R + W > N", sloppy { _ in }) { $0.seen.staleRead },
    quorums(
      "quorum: repair after the answer is not linearizable", strict()
    ) { $0.seen.linearizabilityViolation },
    quorums(
      "quorum: the last writer wins by skewed clocks over a later write", strict(),
      clocks: [1: ClockModel(skew: 300_000_000)]
    ) { $0.seen.staleRead },
    quorums(
      "quorum: the last writer wins over writers that had not seen each other", strict(),
      judgedBy: lostUpdate),
  ]

  /// Quorums with a planted bug: each is violated by some seed.
  public static let leaderlessQuorumMutants: [Property] = [
    quorums("quorum: read repair overwrites what is newer", strict { $0.repaired = .overwrites }) {
      $0.seen.staleRead
    },
    quorums(
      "quorum: half of four replicas read and write",
      strict(replicas: 4) { ($0.read, $0.write) = (2, 2) }
    ) { $0.seen.staleRead },
  ]

  /// What came of a run.
  private struct Run {
    var seen: RegisterOperations
    /// By written value: the values that its writer had read.
    var replaced: [Int: [Int]]
    var simulator: Simulator<LeaderlessQuorum>
  }

  private static func strict(
    replicas: Int = 3, _ change: (inout LeaderlessQuorum.Settings) -> Void = { _ in }
  ) -> LeaderlessQuorum.Settings {
    let majority = replicas / 2 + 1
    var settings = LeaderlessQuorum.Settings(
      replicas: replicas, read: majority, write: majority, conflict: .lastWriterWins)
    change(&settings)
    return settings
  }

  private static func sloppy(
    _ change: (inout LeaderlessQuorum.Settings) -> Void
  ) -> LeaderlessQuorum.Settings {
    var settings = LeaderlessQuorum.Settings(
      replicas: 3, read: 2, write: 2, conflict: .lastWriterWins, nodes: 5)
    settings.isSloppy = true
    change(&settings)
    return settings
  }

  private static func quorums(
    _ name: String, _ settings: LeaderlessQuorum.Settings, clocks: [NodeID: ClockModel] = [:],
    judgedBy judge: @escaping @Sendable (Run) -> String?
  ) -> Property {
    Property(name) { seed in judge(run(settings, clocks: clocks, seed: seed)) }
  }

  private static func run(
    _ settings: LeaderlessQuorum.Settings, clocks: [NodeID: ClockModel], seed: UInt64
  ) -> Run {
    let faults = FaultSchedule.random(
      [.crashes, .pauses, .partitions, .oneWayCuts, .poorLinks], count: 6, nodes: settings.nodes,
      before: 4_000_000_000, longest: 1_000_000_000, seed: seed)
    let link = Link(
      jitter: .exponential(meanMilliseconds: 5), duplication: 0.02, reordering: 0.1,
      reorderingDelay: 30_000_000)
    let simulator = Simulator<LeaderlessQuorum>(
      topology: .rough(nodes: settings.nodes, link),
      environment: .init(
        disk: DiskModel(sync: .exponential(meanMilliseconds: 2)), clocks: clocks, faults: faults),
      seed: seed, disk: .init()
    ) { LeaderlessQuorum($0, settings: settings, disk: $1, seed: $2) }
    var written = 0
    var replaced: [Int: [Int]] = [:]
    let clients = ClosedClients<LeaderlessQuorum>(
      busyUntil: 4_500_000_000, end: 8_000_000_000, patience: 600_000_000, thinking: 40_000_000)
    let outcome = clients.run(simulator, seed: seed) { _, last, random in
      let node = random.below(settings.nodes)
      // Who has read writes next, on top of what it read; or reads again.
      if case .values(let values, let context) = last?.response,
        case .read(let key) = last?.call.request, random.below(2) == 0
      {
        written += 1
        replaced[written] = values
        return .init(node: node, request: .write(key: key, value: written, context: context))
      }
      return .init(node: node, request: .read(key: random.below(2)))
    }
    var seen = RegisterOperations()
    for operation in outcome.operations {
      let (called, answered) = (operation.called, operation.answered)
      switch (operation.call.request, operation.response) {
      case (.read(let key), .values(let values, _)):
        seen.read(values.first, of: key, called: called, answered: answered)
      case (.write(let key, let value, _), .written):
        seen.write(value, to: key, called: called, answered: answered)
      case (.write(let key, let value, _), _):
        seen.write(value, to: key, called: called, answered: .max)
      default: break
      }
    }
    return Run(seen: seen, replaced: replaced, simulator: outcome.simulator)
  }

  /// Every acknowledged write is there at the end, or was read by a writer that replaced it.
  private static func lostUpdate(_ run: Run) -> String? {
    var surviving = Set(run.replaced.values.joined())
    for process in run.simulator.processes {
      for versions in Array(process.data.values) + process.hints.values {
        surviving.formUnion(versions.versions.map(\.value))
      }
    }
    let lost = AcknowledgedWrites.lost(
      acknowledged: run.seen.acknowledged, surviving: surviving)
    return lost.first.map {
      "\(lost.count) of \(run.seen.acknowledged.count) acknowledged writes went unseen, such as \($0)"
    }
  }

  private static func divergence(_ run: Run) -> String? {
    let replicas = run.simulator.processes.enumerated().map { node, process in
      Convergence.Replica(
        id: node, updates: Set(process.data.values.flatMap(\.versions)), state: process.data)
    }
    return Convergence.faults(of: replicas).first.map { "replicas do not agree: \($0)" }
  }
}
