extension PrimaryBackup {
  /// How a group replicates and fails over.
  public struct Settings: Sendable {
    /// Replicas are the nodes below this number; a coordinator is the node of this number.
    public var replicas: Int
    /// What a write waits for.
    public var acknowledgement: Acknowledgement
    /// When a standby acknowledges an entry.
    public var standbys: StandbyDurability = .onDisk
    /// Who replaces a primary that is gone.
    public var failover: Failover
    /// Whether standbys answer reads; they may be stale.
    public var readsAtStandbys = false
    /// Whether reads see entries that no client has been told of yet, and that a failover may lose.
    public var readsUnacknowledged = false
    /// Between two signs of life.
    public var heartbeat: Nanoseconds = 50_000_000
    /// Silence after which a primary counts as gone.
    public var timeout: Nanoseconds = 250_000_000
    /// How long a primary leads on one grant of the coordinator, with ``Fencing/lease``; below
    /// ``timeout``.
    public var leaseTerm: Nanoseconds = 200_000_000
    /// The share by which the primary's clock and the coordinator's may run apart.
    public var drift = 0.001
    /// How many votes elect among so many replicas: a majority.
    public var votesNeeded: @Sendable (Int) -> Int = { $0 / 2 + 1 }
    /// Whether a replica whose log ends at the first position may lead instead of one whose log
    /// ends at the second: it must not be behind.
    public var mayReplace: @Sendable (Position, Position) -> Bool = { $0 >= $1 }

    /// A group of `replicas`.
    public init(replicas: Int, acknowledgement: Acknowledgement, failover: Failover) {
      self.replicas = replicas
      self.acknowledgement = acknowledgement
      self.failover = failover
    }

    /// How many replicas a coordinator must have sealed, so that one of them has every write that
    /// was acknowledged: those and the holders of a write, the primary and `copies` standbys, must
    /// meet. Without copies no number is enough; then all but one.
    var sealsNeeded: Int { max(1, replicas - max(1, acknowledgement.copies)) }
  }

  /// What a write waits for besides the primary's own disk.
  public enum Acknowledgement: Sendable, Hashable {
    /// Nothing.
    case asynchronous
    /// So many standbys; once none came for `timeout`, nothing, until they have caught up again.
    case semiSynchronous(copies: Int, timeout: Nanoseconds)
    /// So many standbys, for as long as it takes.
    case synchronous(copies: Int)

    /// How many standbys, as long as they answer in time.
    public var copies: Int {
      switch self {
      case .asynchronous: 0
      case .semiSynchronous(let copies, _), .synchronous(let copies): copies
      }
    }
  }

  /// When a standby acknowledges.
  public enum StandbyDurability: Sendable {
    /// Once it has received the entry: a crash of it may lose what it acknowledged.
    case inMemory
    /// Once it has the entry on disk.
    case onDisk
  }

  /// Who replaces a primary that is gone.
  public enum Failover: Sendable, Hashable {
    /// Nobody; a restarted primary goes on.
    case none
    /// A node outside the group, which hears all replicas and appoints one of them.
    case coordinator(Fencing)
    /// The replicas, by votes. Those with lower numbers come first.
    case election
  }

  /// What keeps the replaced primary from going on.
  public enum Fencing: Sendable, Hashable {
    /// Nothing until it hears of its successor: both accept writes until then.
    case none
    /// Replicas promise the coordinator to take nothing more from the old primary before a new one
    /// is chosen: stops writes that wait for standbys, not those that do not.
    case seal
    /// The same, and the primary serves only while the coordinator keeps telling it to.
    case lease
  }
}
