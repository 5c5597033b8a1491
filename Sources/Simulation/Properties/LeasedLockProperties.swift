import Algorithms
import Checkers
import Quantities

extension Property {
  /// What leases promise.
  public static let leasedLock: [Property] = [
    lock("lease: fencing tokens keep stale holders out", fenced(), .all),
    lock(
      "lease: a leader's stale writes are kept out", fenced { $0.keepsFor = nil }, .all),
    lock(
      "lease: without tokens it excludes while delays, pauses and drift stay within its margins",
      timed(), .bounded),
  ]

  /// What they do not promise: each is violated by some seed.
  public static let leasedLockHazards: [Property] = [
    lock(
      "lease: without tokens a holder that stands still writes too late",
      timed { $0.drift = 0.001 }, .pauses),
    lock(
      "lease: without tokens a late message writes too late",
      timed {
        $0.drift = 0.001
        $0.allowance = 0
      }, .lateMessages),
  ]

  /// Leases with a planted bug: each is violated by some seed.
  public static let leasedLockMutants: [Property] = [
    lock("lease: no margin for drift", timed { $0.drift = 0 }, .bounded),
    lock(
      "lease: the resource takes tokens that are not newer", fenced { $0.accepts = { $0 <= $1 } },
      .all),
    lock("lease: tokens start anew after a restart", fenced { $0.keepsTokens = false }, .all),
    lock(
      "lease: a service that restarts grants at once", timed { $0.waitsAfterRestart = false },
      .bounded),
  ]

  /// What goes wrong in a run.
  private enum Trouble {
    /// All of it, with clocks that drift and holders that stand still.
    case all
    /// Clocks run 10% apart, nodes crash and links break, but what arrives is on time.
    case bounded
    /// Holders stand still.
    case pauses
    /// Links delay messages beyond the term.
    case lateMessages
  }

  private static func fenced(
    _ change: (inout LeasedLock.Settings) -> Void = { _ in }
  ) -> LeasedLock.Settings {
    var settings = LeasedLock.Settings(nodes: 5)
    settings.term = 400_000_000
    settings.renewal = 100_000_000
    settings.work = 10_000_000
    change(&settings)
    return settings
  }

  /// Without tokens, with all margins, and holders that are eager to follow each other.
  private static func timed(
    _ change: (inout LeasedLock.Settings) -> Void = { _ in }
  ) -> LeasedLock.Settings {
    fenced {
      $0.accepts = nil
      $0.drift = 0.1
      $0.allowance = 6_000_000
      $0.renewal = 20_000_000
      $0.keepsFor = 200_000_000
      change(&$0)
    }
  }

  private static func lock(
    _ name: String, _ settings: LeasedLock.Settings, _ trouble: Trouble
  ) -> Property {
    Property(name) { seed in run(settings, trouble, seed: seed) }
  }

  private static func run(
    _ settings: LeasedLock.Settings, _ trouble: Trouble, seed: UInt64
  ) -> String? {
    var random = SeededGenerator(seed: seed)
    var link = Link(jitter: .uniform(lowMilliseconds: 0, highMilliseconds: 4))
    var kinds: FaultSchedule.Kinds = [.crashes, .partitions, .oneWayCuts]
    switch trouble {
    case .all:
      kinds = [.untimed, .clockDrift]
      link.duplication = 0.05
      link.reordering = 0.1
    case .bounded: break
    case .pauses: kinds = [.pauses]
    case .lateMessages: kinds = [.poorLinks]
    }
    var faults = FaultSchedule.random(
      kinds, count: 6, nodes: settings.nodes, before: 5_000_000_000, longest: 1_000_000_000,
      seed: seed)
    if trouble == .lateMessages {
      faults.entries.append(
        .init(
          at: 1_000_000_000, lasting: 300_000_000,
          .poorLinks(from: [.node(2)], to: [.node(1)], loss: 0, delay: 800_000_000)))
      faults.entries.append(
        .init(at: 1_000_000_000, lasting: 1_500_000_000, .partition([[.node(2)], [.node(0)]])))
    }
    var clocks: [NodeID: ClockModel] = [:]
    if trouble == .bounded {
      for node in 0..<settings.nodes {
        clocks[node] = ClockModel(driftPartsPerMillion: Double(random.below(190_001)) - 95_000)
      }
    }
    let simulator = Simulator<LeasedLock>(
      topology: .rough(nodes: settings.nodes, link),
      environment: .init(
        disk: DiskModel(sync: .uniform(lowMilliseconds: 0, highMilliseconds: 2)), clocks: clocks,
        faults: faults), seed: seed, disk: .init()
    ) { node, disk, _ in LeasedLock(node, settings: settings, disk: disk) }
    var written = 0
    let clients = ClosedClients<LeasedLock>(
      count: 6, busyUntil: 5_500_000_000, end: 9_000_000_000, patience: 700_000_000,
      thinking: 20_000_000)
    let outcome = clients.run(simulator, seed: seed) { client, _, _ in
      written += 1
      // The value names its writer.
      let holder = 2 + client % (settings.nodes - 2)
      return .init(node: holder, request: .write(written * settings.nodes + holder))
    }
    return judge(outcome, holders: settings.nodes)
  }

  private static func judge(
    _ outcome: ClosedClients<LeasedLock>.Outcome, holders: Int
  ) -> String? {
    let writes = outcome.simulator.processes[1].writes
    let effects = writes.map {
      MutualExclusion.Effect(holder: $0.value % holders, token: UInt64($0.token))
    }
    if let (stale, newer) = MutualExclusion.staleEffects(effects).first {
      return "holder \(stale.holder) wrote with token \(stale.token) after holder "
        + "\(newer.holder) had with \(newer.token)"
    }
    var owners: [UInt64: Int] = [:]
    for effect in effects {
      if let owner = owners[effect.token], owner != effect.holder {
        return "holders \(owner) and \(effect.holder) both wrote with token \(effect.token)"
      }
      owners[effect.token] = effect.holder
    }
    let acknowledged = outcome.operations.compactMap { operation -> Int? in
      guard operation.response == .written, case .write(let value) = operation.call.request else {
        return nil
      }
      return value
    }
    let faults = ExactlyOnce.faults(
      acknowledged: acknowledged,
      attempted: outcome.operations.compactMap { operation in
        if case .write(let value) = operation.call.request { value } else { nil }
      }, effects: writes.map(\.value))
    if let fault = faults.first { return "write \(fault.request) happened \(fault.times) times" }
    return acknowledged.isEmpty ? "no write succeeded" : nil
  }
}
