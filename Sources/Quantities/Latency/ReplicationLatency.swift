/// How long a client waits for an operation on replicated data.
///
/// Round trips are distributions; fixed numbers are distributions too (`constantMilliseconds`).
public enum ReplicationLatency {
  /// A write through a leader that commits on a quorum of voters.
  public struct LeaderCommit: Sendable, Hashable {
    /// Client to leader and back.
    public var clientToLeader: LatencyDistribution
    /// Leader to each other voter and back.
    public var leaderToVoters: [LatencyDistribution]
    /// Voters that must hold the entry, the leader included.
    public var quorum: Int
    /// Time for the leader's log to reach stable storage.
    public var leaderFlush: LatencyDistribution
    /// The same on each other voter.
    public var voterFlush: LatencyDistribution
    /// Whether the leader flushes while it replicates, as most do.
    public var flushesInParallel: Bool

    /// A commit; without flushes, nothing waits for a disk.
    public init(
      clientToLeader: LatencyDistribution, leaderToVoters: [LatencyDistribution], quorum: Int,
      leaderFlush: LatencyDistribution = .zero, voterFlush: LatencyDistribution = .zero,
      flushesInParallel: Bool = true
    ) {
      self.clientToLeader = clientToLeader
      self.leaderToVoters = leaderToVoters
      self.quorum = quorum
      self.leaderFlush = leaderFlush
      self.voterFlush = voterFlush
      self.flushesInParallel = flushesInParallel
    }

    /// From the client's request to its answer; `nil` when there are fewer voters than the quorum.
    ///
    /// - Source: Ongaro 2014, §10.2.1: a leader may count a majority without itself, so with
    ///   parallel flushes the commit is the quorum-th of all voters' flushed copies.
    public var latency: LatencyDistribution? {
      let others = leaderToVoters.map { $0 + voterFlush }
      let commit =
        flushesInParallel
        ? LatencyDistribution.waiting(for: quorum, of: [leaderFlush] + others)
        : LatencyDistribution.waiting(for: quorum - 1, of: others).map { leaderFlush + $0 }
      return commit.map { clientToLeader + $0 }
    }
  }

  /// A linearizable read at the leader, which confirms with a quorum that it still leads.
  ///
  /// - Source: Ongaro 2014, §6.4 (ReadIndex).
  /// - Returns: `nil` when there are fewer voters than the quorum.
  public static func leaderRead(
    clientToLeader: LatencyDistribution, leaderToVoters: [LatencyDistribution], quorum: Int
  ) -> LatencyDistribution? {
    LatencyDistribution.waiting(for: quorum - 1, of: leaderToVoters).map { clientToLeader + $0 }
  }

  /// A read at a leader that holds a lease and asks nobody (safe only within clock bounds).
  public static func leaseRead(
    clientToLeader: LatencyDistribution, service: LatencyDistribution = .zero
  ) -> LatencyDistribution {
    clientToLeader + service
  }

  /// A read at whichever replica is the nearest by its median (may be stale).
  ///
  /// - Returns: `nil` without replicas.
  public static func followerRead(
    clientToReplicas: [LatencyDistribution], service: LatencyDistribution = .zero
  ) -> LatencyDistribution? {
    clientToReplicas.min {
      $0.milliseconds(atQuantile: 0.5) < $1.milliseconds(atQuantile: 0.5)
    }.map { $0 + service }
  }

  /// A read or write that a coordinator sends to all replicas, answered by the first `needed`.
  ///
  /// - Source: DeCandia et al., Dynamo, SOSP 2007, §4.5. Replicas beyond `needed` act as hedges
  ///   (Dean & Barroso 2013).
  /// - Returns: `nil` when there are fewer replicas than that.
  public static func quorumOperation(
    clientToCoordinator: LatencyDistribution, coordinatorToReplicas: [LatencyDistribution],
    needed: Int, service: LatencyDistribution = .zero
  ) -> LatencyDistribution? {
    LatencyDistribution.waiting(for: needed, of: coordinatorToReplicas.map { $0 + service })
      .map { clientToCoordinator + $0 }
  }

  /// The q-1st shortest of fixed round trips from a leader: what replication costs at least.
  ///
  /// - Returns: 0 for a quorum of one; `nil` when there are fewer voters than the quorum.
  public static func quorumRoundTripMilliseconds(
    leaderToVoters: [Double], quorum: Int
  ) -> Double? {
    guard quorum > 1 else { return 0 }
    guard quorum - 1 <= leaderToVoters.count else { return nil }
    return leaderToVoters.sorted()[quorum - 2]
  }
}
