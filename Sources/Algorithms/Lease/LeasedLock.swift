/// A lock service that grants for a term, a resource that it is to protect, or a holder that writes
/// to the resource under the lock.
///
/// A holder looks at its clock before it begins a piece of work, and not again: a check at the end
/// would leave the same gap between itself and the effect, only smaller. So a holder that pauses,
/// or whose message is late, writes when its term is over. Only a resource that refuses tokens
/// older than the newest it has seen keeps such writes out; without, the lock saves double work,
/// and does not exclude.
///
/// With `keepsFor` nil the holder is the leader, elected by whoever asks first.
///
/// Deviations from products: the service is one node with a disk, where etcd, ZooKeeper or Chubby
/// replicate; holders ask again at regular times instead of being told that the lock is free.
///
/// - Sources: Gray & Cheriton, Leases, SOSP 1989; Burrows, The Chubby Lock Service, OSDI 2006,
///   §2.4; Kleppmann, How to do distributed locking, 2016.
public struct LeasedLock: Process {
  static let service: NodeID = 0
  static let resource: NodeID = 1

  let settings: Settings
  let own: NodeID

  // The service's.
  /// The last token given.
  var token: Int
  /// Who has the lock, with which token, until when by this clock.
  var grant: (holder: NodeID, token: Int, until: LocalTime)?
  /// No grants before.
  var grantsFrom: LocalTime = .zero

  // The resource's.
  /// All writes it took.
  public internal(set) var writes: [Write]
  var newest = 0

  // A holder's.
  /// The token, and how long the holder trusts that the lock is its own.
  public internal(set) var lease: (token: Int, until: LocalTime)?
  /// When the holder asked for the lock that it does not have yet: the answer names it.
  var asked: LocalTime?
  var queue: [(value: Int, request: RequestID)] = []
  /// The piece of work under way, with the token it began under.
  var current: (value: Int, request: RequestID, token: Int, isSent: Bool)?
  var isIdling = false

  /// A node that starts with what is on its disk.
  public init(_ own: NodeID, settings: Settings, disk: Disk) {
    self.own = own
    self.settings = settings
    token = settings.keepsTokens ? disk.token : 0
    writes = disk.writes
    newest = disk.writes.map(\.token).max() ?? 0
    hasStarted = disk.token > 0
  }

  private let hasStarted: Bool

  /// Takes one input.
  public mutating func step(
    _ input: Input<Self>, at now: LocalTime, effects: inout Effects<Self>
  ) {
    switch own {
    case Self.service: serveLock(input, at: now, &effects)
    case Self.resource: serveResource(input, &effects)
    default: hold(input, at: now, &effects)
    }
  }

  // MARK: The service

  private mutating func serveLock(
    _ input: Input<Self>, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    switch input {
    case .start:
      if hasStarted, settings.waitsAfterRestart {
        // Its own clock may run fast while the holder's runs slow.
        grantsFrom = now + Nanoseconds(Double(settings.term) * (1 + 2 * settings.drift))
      }
    case .message(.acquire(let sent), let holder):
      if let grant, now < grant.until {
        guard grant.holder == holder else { return effects.send(.refused, to: holder) }
        self.grant?.until = now + settings.term
        // The token may be on its way to disk still: a crash could give it to another.
        if settings.keepsTokens { effects.sync() }
        return effects.send(.granted(token: grant.token, sent: sent), to: holder)
      }
      guard now >= grantsFrom else { return effects.send(.refused, to: holder) }
      token += 1
      grant = (holder, token, now + settings.term)
      effects.persist(.grant(token: token))
      if settings.keepsTokens { effects.sync() }
      effects.send(.recorded(token: token, holder: holder, sent: sent), to: own)
    case .message(.recorded(let token, let holder, let sent), own):
      guard grant?.token == token else { return }
      effects.send(.granted(token: token, sent: sent), to: holder)
    case .message(.release(let token), _): if grant?.token == token { grant = nil }
    default: break
    }
  }

  // MARK: The resource

  private mutating func serveResource(_ input: Input<Self>, _ effects: inout Effects<Self>) {
    switch input {
    case .message(.write(let token, let value), let writer):
      // Once more is no other write.
      if !writes.contains(Write(token: token, value: value)) {
        newest = max(newest, token)
        if let accepts = settings.accepts, !accepts(token, newest) {
          return effects.send(.rejected(value: value), to: writer)
        }
        let write = Write(token: token, value: value)
        writes.append(write)
        effects.persist(.write(write))
      }
      effects.sync()
      effects.send(.written(value: value), to: writer)
    case .request(.read, let id):
      effects.sync()
      effects.respond(.effects(writes), to: id)
    default: break
    }
  }
}
