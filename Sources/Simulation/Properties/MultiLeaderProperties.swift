import Algorithms
import Checkers
import Quantities

extension Property {
  /// What regions that all take writes promise.
  public static let multiLeader: [Property] = [
    regions("multi-leader: the last writer wins alike everywhere", .lastWriterWins) {
      divergence($0)
    },
    regions("multi-leader: siblings agree, and lose no acknowledged write", .siblings) {
      divergence($0) ?? lostUpdate($0)
    },
    regions("multi-leader: merged values agree", .merge { max($0, $1) }) { divergence($0) },
  ]

  /// What they do not promise: each is violated by some seed.
  public static let multiLeaderHazards: [Property] = [
    regions("multi-leader: the last writer wins over concurrent writes", .lastWriterWins) {
      lostUpdate($0)
    },
    regions(
      "multi-leader: the last writer wins by skewed clocks over a later write",
      .lastWriterWins, clocks: [1: ClockModel(skew: 2_000_000_000)]
    ) { overtakenWrite($0) },
    regions("multi-leader: a lost region takes writes with it", .siblings, losesRegion: true) {
      lostUpdate($0)
    },
    regions("multi-leader: reads in other regions are stale", .siblings) { $0.seen.staleRead },
  ]

  private struct Run {
    var seen: RegisterOperations
    /// By written value: the values that its region showed the writer just before.
    var replaced: [Int: [Int]]
    var simulator: Simulator<MultiLeader>
    var survivors: Range<NodeID>
  }

  private static func regions(
    _ name: String, _ conflict: MultiLeader.Conflict, clocks: [NodeID: ClockModel] = [:],
    losesRegion: Bool = false, judgedBy judge: @escaping @Sendable (Run) -> String?
  ) -> Property {
    Property(name) { seed in
      judge(run(conflict, clocks: clocks, losesRegion: losesRegion, seed: seed))
    }
  }

  private static func run(
    _ conflict: MultiLeader.Conflict, clocks: [NodeID: ClockModel], losesRegion: Bool,
    seed: UInt64
  ) -> Run {
    let settings = MultiLeader.Settings(regions: 3, conflict: conflict)
    var faults = FaultSchedule.random(
      [.crashes, .partitions, .oneWayCuts, .poorLinks, .pauses], count: 5, nodes: 3,
      before: 4_000_000_000, longest: 1_000_000_000, seed: seed)
    if losesRegion { faults.entries.append(.init(at: 2_000_000_000, .crash([.node(2)]))) }
    let link = Link(
      jitter: .exponential(meanMilliseconds: 40), duplication: 0.02, reordering: 0.1)
    let simulator = Simulator<MultiLeader>(
      topology: .rough(nodes: 3, link),
      environment: .init(
        disk: DiskModel(sync: .exponential(meanMilliseconds: 2)), clocks: clocks, faults: faults),
      seed: seed, disk: [:]
    ) { node, disk, _ in MultiLeader(node, settings: settings, disk: disk) }
    var written = 0
    let clients = ClosedClients<MultiLeader>(busyUntil: 4_000_000_000, end: 8_000_000_000)
    let outcome = clients.run(simulator, seed: seed) { client, _, random in
      let key = random.below(2)
      if random.below(2) == 0 { return .init(node: client, request: .read(key: key)) }
      written += 1
      return .init(node: client, request: .write(key: key, value: written))
    }
    var run = Run(
      seen: RegisterOperations(), replaced: [:], simulator: outcome.simulator,
      survivors: losesRegion ? 0..<2 : 0..<3)
    for operation in outcome.operations {
      let (called, answered) = (operation.called, operation.answered)
      switch (operation.call.request, operation.response) {
      case (.read(let key), .values(let values)):
        run.seen.read(values.last, of: key, called: called, answered: answered)
      case (.write(let key, let value), let response):
        run.seen.write(
          value, to: key, called: called, answered: response == nil ? .max : answered)
      default: break
      }
    }
    return run
  }

  private static func divergence(_ run: Run) -> String? {
    let replicas = run.survivors.map { node in
      let data = run.simulator.processes[node].data
      return Convergence.Replica(
        id: node, updates: Set(data.values.flatMap(\.versions)), state: data)
    }
    return Convergence.faults(of: replicas).first.map { "regions do not agree: \($0)" }
  }

  /// Every acknowledged write is there at the end, or its region knew it when it took another.
  private static func lostUpdate(_ run: Run) -> String? {
    var versions: [Int: Set<Siblings.Version>] = [:]
    for node in run.survivors {
      for write in run.simulator.disk(of: node).values.joined() {
        versions[write.key, default: []].insert(write.version)
      }
    }
    for write in run.seen.operations where write.answered < .max {
      guard let value = write.written else { continue }
      let all = versions[write.key] ?? []
      guard let version = all.first(where: { $0.value == value }) else {
        return "acknowledged write \(value) is in no region"
      }
      let isShown = run.simulator.processes[0].data[write.key]?.versions.contains(version) ?? false
      let isReplaced = all.contains { $0.replaces(version) }
      if !isShown && !isReplaced { return "acknowledged write \(value) went unseen" }
    }
    return nil
  }

  /// The last write of a key, called when all others were done, that regions do not show.
  private static func overtakenWrite(_ run: Run) -> String? {
    for key in 0..<2 {
      let writes = run.seen.operations.filter { $0.key == key && $0.written != nil }
      guard let last = writes.max(by: { $0.called < $1.called }), last.answered < .max,
        writes.allSatisfy({ $0.called == last.called || $0.answered < last.called }),
        let value = last.written
      else { continue }
      let shown = run.simulator.processes[0].values(of: key)
      if shown != [value] { return "the last write of key \(key) was \(value), it shows \(shown)" }
    }
    return nil
  }
}
