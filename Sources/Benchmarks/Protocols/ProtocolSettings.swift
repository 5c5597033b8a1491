public import Algorithms

/// The parameters of the models; each protocol reads those that mean something to it.
public struct ProtocolSettings: Sendable, Hashable {
  // MARK: Leaders and failover

  /// How often a leader or primary says that it lives.
  public var heartbeat: Nanoseconds = 100_000_000
  /// How long a follower waits for it before it stands for election; drawn anew each time.
  public var electionTimeout: ClosedRange<Nanoseconds> = 1_000_000_000...2_000_000_000
  /// Whether it asks first if it would win, without a new term.
  public var preVote = true
  /// Standbys that a primary's write waits for; 1 or more.
  public var standbysAwaited = 1
  /// After how long a semi-synchronous primary goes on alone.
  public var semiSynchronousTimeout: Nanoseconds = 10_000_000_000
  /// How far asynchronous standbys are behind on average, beyond the distance.
  public var lag: Nanoseconds = 0
  /// Silence of a primary after which it is replaced.
  public var failoverTimeout: Nanoseconds = 30_000_000_000
  /// Who replaces a primary.
  public var failover = Failover.fenced
  /// Whether reads go to the nearest copy.
  public var readsAtCopies = false

  /// Who replaces a primary that is silent.
  public enum Failover: String, Sendable, Hashable {
    /// Nobody: it is waited for.
    case none
    /// A manager that does not stop the old primary.
    case unfenced
    /// A manager that has the replicas refuse the old primary first.
    case fenced
    /// A manager that also lets the primary serve only while it says so.
    case leased
    /// The replicas, by votes.
    case election
  }

  // MARK: Quorums

  /// Copies of each item; `nil`: all nodes.
  public var copies: Int?
  /// Copies that answer a read.
  public var readQuorum = 2
  /// Copies that acknowledge a write.
  public var writeQuorum = 2
  /// Whether concurrent versions are kept side by side; otherwise the later clock wins.
  public var keepsSiblings = false
  /// How often a leader of several sends its writes to the others.
  public var copyingPeriod: Nanoseconds = 100_000_000

  // MARK: Operations of several steps

  /// The node of each step, from 1 on; `nil`: one step at each node but the first.
  public var steps: [Step]?
  /// How long a relay waits between two looks at its outbox.
  public var pollingInterval: Nanoseconds = 100_000_000

  /// A step of an operation.
  public struct Step: Sendable, Hashable {
    /// The node that does it.
    public var node: NodeID
    /// Whether it can be undone.
    public var canBeUndone: Bool

    /// A step at a node.
    public init(node: NodeID, canBeUndone: Bool = true) {
      self.node = node
      self.canBeUndone = canBeUndone
    }
  }

  // MARK: Locks

  /// How long a grant lasts.
  public var term: Nanoseconds = 15_000_000_000
  /// How often a holder renews.
  public var renewal: Nanoseconds = 5_000_000_000
  /// How long a holder works before it writes to what the lock protects.
  public var work: Nanoseconds = 20_000_000

  // MARK: Detectors

  /// Between two heartbeats, or SWIM's period.
  public var interval: Nanoseconds = 1_000_000_000
  /// Heartbeats missed in a row that raise a suspicion.
  public var missed = 3
  /// The φ that raises a suspicion.
  public var phi = 8.0

  /// The defaults.
  public init() {}
}
