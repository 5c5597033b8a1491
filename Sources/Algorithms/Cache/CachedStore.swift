/// A store, a cache in front of it, or an application that uses both.
///
/// Readers ask the cache first, and fill it from the store when it has nothing. A reader that is
/// slow between the two may put back a value that a write has replaced and removed since (the stale
/// set); with leases, a removal takes away the leave of readers that missed before it.
///
/// Deviations from the paper: one store without replicas, one cache without pools; a cache asks
/// readers to wait as long as a lease is out, which bounds how many ask the store as well.
///
/// - Source: Nishtala et al., Scaling Memcache at Facebook, NSDI 2013, §3.2.1.
public struct CachedStore: Process {
  static let store: NodeID = 0
  static let cache: NodeID = 1

  let settings: Settings
  let own: NodeID

  // The store's.
  var log: [Write] = []
  /// The cache has confirmed so many.
  var told: Int
  var current: [Int: Stamped] = [:]
  /// The log's first so many writes are on disk.
  var durable: Int
  /// The sources of all writes in the log.
  var sources: Set<Source>

  // The cache's.
  var entries: [Int: Entry] = [:]
  /// By key: the leave that is out.
  var leaves: [Int: Leave] = [:]
  var lastLeave = 0
  var starts: Int
  /// Whether the number of starts is on disk, so that leaves may be given.
  var isReady = false

  // The application's.
  var tasks: [Int: Task] = [:]
  var lastTask = 0

  struct Entry: Sendable {
    var value: Stamped
    var since: LocalTime
  }

  struct Leave: Sendable {
    var number: Int
    var since: LocalTime
  }

  /// A node that starts with what is on its disk.
  public init(_ own: NodeID, settings: Settings, disk: Disk) {
    self.own = own
    self.settings = settings
    told = disk.told
    starts = disk.starts
    log = disk.log
    durable = disk.log.count
    sources = Set(disk.log.map(\.source))
    for write in disk.log { apply(write) }
  }

  /// What the store has of a key.
  public func stored(_ key: Int) -> Int? { current[key]?.value }

  /// What the cache has of a key, however old.
  public func cached(_ key: Int) -> Int? { entries[key]?.value.value }

  /// Takes one input.
  public mutating func step(
    _ input: Input<Self>, at now: LocalTime, effects: inout Effects<Self>
  ) {
    switch input {
    case .start: start(at: now, &effects)
    case .request(.read(let key), let id):
      begin(Task(request: id, key: key, step: .asksCache), &effects)
    case .request(.write(let key, let value), let id):
      begin(Task(request: id, key: key, step: .writes(value)), &effects)
    case .timer(.patience(let task)):
      if own == Self.store { tellCache(&effects) } else { lost(task, &effects) }
    case .timer(.retry(let task)): if tasks[task] != nil { ask(task, &effects) }
    case .message(let message, let sender):
      switch own {
      case Self.store: serveStore(message, from: sender, &effects)
      case Self.cache: serveCache(message, from: sender, at: now, &effects)
      default: proceed(message, &effects)
      }
    }
  }

  private mutating func start(at now: LocalTime, _ effects: inout Effects<Self>) {
    // Answers from before a crash must not be taken for new ones.
    lastTask = Int(truncatingIfNeeded: now.nanoseconds)
    switch own {
    case Self.store: tellCache(&effects)
    case Self.cache:
      // Leaves from before a crash must not equal new ones.
      starts += 1
      lastLeave = starts << 32
      effects.persist(.started(starts))
      effects.sync()
      effects.send(.updated(task: starts), to: own)
    default: break
    }
  }

  mutating func apply(_ write: Write) {
    let version = (current[write.key]?.version ?? 0) + 1
    current[write.key] = Stamped(value: write.value, version: version)
  }
}
