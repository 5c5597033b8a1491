/// What may be chosen about a Raft group.
public struct RaftPolicy: Sendable, Hashable {
  /// How reads are answered.
  public enum Reads: Sendable, Hashable {
    /// As entries of the log.
    case throughLog
    /// After a round of heartbeats (Ongaro 2014, section 6.4).
    case readIndex
    /// At once while a lease lasts (section 6.4.1); after a round otherwise. Needs clocks that do
    /// not jump, and whose rates differ by `drift` at most, and ``RaftPolicy/checkQuorum``.
    case lease(drift: Double)
  }

  /// How often a leader says that it leads.
  public var heartbeat: Nanoseconds
  /// A node that hears of no leader for this long campaigns; drawn anew each time. Not empty, and
  /// well above the heartbeat and the round trip.
  public var electionTimeout: ClosedRange<Nanoseconds>
  /// Whether a node asks if it would win before it begins a term (Ongaro 2014, section 9.6).
  public var preVote: Bool
  /// Whether a leader that hears from no majority steps down, and nobody votes while a leader is
  /// heard of (sections 6.2, 4.2.3).
  public var checkQuorum: Bool
  /// How reads are answered.
  public var reads: Reads
  /// Entries in one message at most; 1 or more.
  public var batch: Int
  /// Entries on their way to one node at most; more wait and go together.
  public var window: Int
  /// A snapshot is taken when so many entries are applied since the last.
  public var snapshotEvery: Int
  /// So many entries before a snapshot stay in the log for nodes that are a little behind.
  public var trailing: Int
  /// Rules left out, for tests of the checkers.
  public var omissions: RaftOmissions

  /// A policy; the timing suits one region.
  public init(
    heartbeat: Nanoseconds = 50_000_000,
    electionTimeout: ClosedRange<Nanoseconds> = 150_000_000...300_000_000, preVote: Bool = true,
    checkQuorum: Bool = true, reads: Reads = .readIndex, batch: Int = 256, window: Int = 4096,
    snapshotEvery: Int = 10_000, trailing: Int = 1_000, omissions: RaftOmissions = []
  ) {
    self.heartbeat = heartbeat
    self.electionTimeout = electionTimeout
    self.preVote = preVote
    self.checkQuorum = checkQuorum
    self.reads = reads
    self.batch = max(1, batch)
    self.window = window
    self.snapshotEvery = snapshotEvery
    self.trailing = trailing
    self.omissions = omissions
  }

  /// How many of `voters` make a majority.
  func quorum(of voters: Int) -> Int {
    guard omissions.contains(.majorityOfAll) else { return voters / 2 + 1 }
    return max(1, (voters - 1) / 2 + 1)
  }

  /// How long a lease lasts from the moment its round was sent.
  var leaseDuration: Nanoseconds {
    guard case .lease(let drift) = reads else { return 0 }
    let margin = omissions.contains(.leaseMargin) ? 0 : max(0, drift)
    return Nanoseconds(Double(electionTimeout.lowerBound) / (1 + margin))
  }
}
