extension LeasedLock {
  /// How the lock is kept.
  public struct Settings: Sendable {
    /// Node 0 is the lock service, node 1 the resource, all others holders.
    public var nodes: Int
    /// How long a grant lasts, by the service's clock.
    public var term: Nanoseconds = 1_000_000_000
    /// The share by which the service's clock and a holder's may each run wrong: the holder counts
    /// its term as that much shorter.
    public var drift = 0.001
    /// The time before the end of its term in which a holder begins nothing: as long as the work
    /// may take until the resource has it, and a pause may last. No value makes a lock safe when
    /// those have no bound.
    public var allowance: Nanoseconds = 0
    /// How long a holder works before it writes to the resource.
    public var work: Nanoseconds = 20_000_000
    /// Holders renew, or ask again, so often.
    public var renewal: Nanoseconds = 300_000_000
    /// How long a holder keeps the lock without work to do; `nil` for as long as it can, which
    /// makes it the leader.
    public var keepsFor: Nanoseconds? = 0
    /// Whether the resource takes a write with the first token when the newest it has seen, this
    /// one included, is the second; `nil` when it looks at no tokens.
    public var accepts: (@Sendable (Int, Int) -> Bool)? = { $0 >= $1 }
    /// Whether the service has a token on disk before it grants with it.
    public var keepsTokens = true
    /// Whether a service that restarts grants nothing for a term, since it does not know who
    /// renewed last.
    public var waitsAfterRestart = true

    /// A service, a resource and `nodes - 2` holders.
    public init(nodes: Int) { self.nodes = nodes }

    /// How long a holder trusts a grant by its own clock.
    var trusted: Nanoseconds {
      Nanoseconds(Double(term) * (1 - drift) / (1 + drift))
    }
  }

  /// What nodes say to each other.
  public enum Message: Sendable {
    /// To the service, from who wants the lock or has it, with the moment by its own clock.
    case acquire(sent: LocalTime)
    /// To oneself: the grant is on disk.
    case recorded(token: Int, holder: NodeID, sent: LocalTime)
    /// Yours for a term, with the moment of the question.
    case granted(token: Int, sent: LocalTime)
    /// Someone else's.
    case refused
    /// Given back.
    case release(token: Int)
    /// To the resource.
    case write(token: Int, value: Int)
    /// Done, on disk.
    case written(value: Int)
    /// Not done: a newer token was seen.
    case rejected(value: Int)
  }

  /// Timers.
  public enum Timer: Hashable, Sendable {
    /// Ask, again or for longer.
    case renewal
    /// The work is ready to be written.
    case work
    /// Nothing to do for long enough.
    case idle
  }

  /// What a client asks.
  public enum Request: Sendable, Hashable {
    /// Of a holder: write this to the resource under the lock.
    case write(Int)
    /// Of the resource: all writes it took.
    case read
  }

  /// What a client hears.
  public enum Response: Sendable, Hashable {
    /// The resource took it.
    case written
    /// The resource did not: the lock was someone else's.
    case rejected
    /// The writes in order.
    case effects([Write])
  }

  /// One write that the resource took.
  public struct Write: Sendable, Hashable {
    /// The writer's token.
    public var token: Int
    /// What it wrote.
    public var value: Int
  }

  /// One change on disk.
  public enum Record: Sendable {
    /// The service has given a token to a holder.
    case grant(token: Int)
    /// The resource has taken a write; the newest token it has seen is a part of it.
    case write(Write)
  }

  /// What the service and the resource keep.
  public struct Disk: Sendable {
    /// The last token; 0 before the first.
    public var token = 0
    /// All writes.
    public var writes: [Write] = []

    /// A blank disk.
    public init() {}
  }

  /// Folds one record into what is on disk.
  public static func write(_ record: Record, to disk: inout Disk) {
    switch record {
    case .grant(let token): disk.token = max(disk.token, token)
    case .write(let write): disk.writes.append(write)
    }
  }
}
