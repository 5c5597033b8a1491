import Algorithms
import Quantities

extension Property {
  /// What caches promise.
  public static let cachedStore: [Property] = [
    cache("cache: leases and removal by applications show every acknowledged write", leased()),
    cache(
      "cache: leases and removal from the log show every acknowledged write",
      leased { $0.onWrite = .logInvalidates }),
    cache(
      "cache: leases and removal from the log leave nothing stale",
      leased { $0.onWrite = .logInvalidates }, judgedBy: { _, simulator in leftover(simulator) }),
    cache(
      "cache: write-through over older only shows every acknowledged write while the cache lives",
      leased {
        $0.onWrite = .writeThrough(overOlderOnly: true)
        $0.lease = nil
      }, crashes: [0, 2, 3, 4]),
  ]

  /// What they do not promise: each is violated by some seed.
  public static let cachedStoreHazards: [Property] = [
    cache("cache: without leases a slow reader puts back an old value", leased { $0.lease = nil }),
    cache(
      "cache: times to live alone serve stale values",
      leased {
        $0.onWrite = .nothing
        $0.lease = nil
        $0.timeToLive = 500_000_000
      }),
    cache(
      "cache: write-through keeps the older of two values",
      leased {
        $0.onWrite = .writeThrough(overOlderOnly: false)
        $0.lease = nil
      }, crashes: [0, 2, 3, 4]),
    cache(
      "cache: an application that crashes leaves a stale entry", leased(),
      crashes: Array(repeating: [2, 3, 4], count: 10).flatMap { $0 }, keys: 40,
      judgedBy: { _, simulator in leftover(simulator) }),
  ]

  /// Caches with a planted bug: each is violated by some seed.
  public static let cachedStoreMutants: [Property] = [
    cache(
      "cache: takes values without looking at the lease", leased { $0.mayFill = { _, _ in true } })
  ]

  private static func leased(
    _ change: (inout CachedStore.Settings) -> Void = { _ in }
  ) -> CachedStore.Settings {
    var settings = CachedStore.Settings(nodes: 5, onWrite: .applicationInvalidates)
    settings.lease = 300_000_000
    change(&settings)
    return settings
  }

  private static func cache(
    _ name: String, _ settings: CachedStore.Settings, crashes: [NodeID] = [0, 1, 2, 3, 4],
    keys: Int = 2,
    judgedBy judge: @escaping @Sendable (RegisterOperations, Simulator<CachedStore>) -> String? = {
      seen, _ in seen.staleRead
    }
  ) -> Property {
    Property(name) { seed in
      let (seen, simulator) = run(settings, crashes: crashes, keys: keys, seed: seed)
      return judge(seen, simulator)
    }
  }

  private static func run(
    _ settings: CachedStore.Settings, crashes: [NodeID], keys: Int, seed: UInt64
  ) -> (RegisterOperations, Simulator<CachedStore>) {
    var random = SeededGenerator(seed: seed)
    var faults = FaultSchedule.random(
      [.pauses, .partitions, .poorLinks], count: 4, nodes: settings.nodes, before: 4_000_000_000,
      longest: 500_000_000, seed: seed)
    for _ in 0..<random.below(crashes.count) {
      faults.entries.append(
        .init(
          at: VirtualTime(random.below(3_500)) * 1_000_000, lasting: 30_000_000,
          .crash([.node(crashes[random.below(crashes.count)])])))
    }
    let link = Link(
      jitter: .exponential(meanMilliseconds: 5), duplication: 0.02, reordering: 0.1)
    let simulator = Simulator<CachedStore>(
      topology: .rough(nodes: settings.nodes, link),
      environment: .init(
        disk: DiskModel(sync: .exponential(meanMilliseconds: 2)), faults: faults),
      seed: seed, disk: .init()
    ) { node, disk, _ in CachedStore(node, settings: settings, disk: disk) }
    var written = 0
    let clients = ClosedClients<CachedStore>(
      count: 4, busyUntil: 4_500_000_000, end: 8_000_000_000, patience: 1_000_000_000,
      thinking: 40_000_000)
    let outcome = clients.run(simulator, seed: seed) { _, _, random in
      let node = 2 + random.below(settings.nodes - 2)
      let key = random.below(keys)
      if random.below(3) > 0 { return .init(node: node, request: .read(key: key)) }
      written += 1
      return .init(node: node, request: .write(key: key, value: written))
    }
    var seen = RegisterOperations()
    for operation in outcome.operations {
      let (called, answered) = (operation.called, operation.answered)
      switch (operation.call.request, operation.response) {
      case (.read(let key), .value(let value)):
        seen.read(value, of: key, called: called, answered: answered)
      case (.write(let key, let value), let response):
        seen.write(value, to: key, called: called, answered: response == nil ? .max : answered)
      default: break
      }
    }
    return (seen, outcome.simulator)
  }

  /// An entry in the cache at the end that is not what the store has.
  private static func leftover(_ simulator: Simulator<CachedStore>) -> String? {
    for key in 0..<40 {
      let (store, cache) = (simulator.processes[0].stored(key), simulator.processes[1].cached(key))
      if let cache, cache != store {
        return "the cache keeps \(cache) for key \(key), the store has \(store ?? 0)"
      }
    }
    return nil
  }
}
