/// How long a client waits for work on several participants.
public enum TransactionLatency {
  /// What two-phase commit takes.
  public struct TwoPhaseCommit: Sendable, Hashable {
    /// Until the client can be told: one round trip and both forced writes.
    public var answer: LatencyDistribution
    /// How long the slowest participant holds its locks from the end of its work: up to two round
    /// trips and both forced writes.
    public var lockHold: LatencyDistribution
  }

  /// Two-phase commit from one coordinator to several participants, asked in parallel.
  ///
  /// - Parameters:
  ///   - clientToCoordinator: A round trip.
  ///   - coordinatorToParticipants: A round trip to each.
  ///   - prepareForce: A participant's forced write before it votes yes.
  ///   - commitForce: The coordinator's forced write of the decision.
  /// - Source: Mohan, Lindsay & Obermarck 1986 (forced writes); the sums are derived from them.
  public static func twoPhaseCommit(
    clientToCoordinator: LatencyDistribution, coordinatorToParticipants: [LatencyDistribution],
    prepareForce: LatencyDistribution = .zero, commitForce: LatencyDistribution = .zero
  ) -> TwoPhaseCommit {
    let prepared = LatencyDistribution.slowest(
      of: coordinatorToParticipants.map { $0 + prepareForce })
    let decided = prepared + commitForce
    return TwoPhaseCommit(
      answer: clientToCoordinator + decided,
      lockHold: decided + LatencyDistribution.slowest(of: coordinatorToParticipants))
  }

  /// A saga whose steps follow each other: the client waits for all of them.
  ///
  /// - Source: Garcia-Molina & Salem 1987.
  public static func saga(
    clientToOrchestrator: LatencyDistribution, steps: [LatencyDistribution]
  ) -> LatencyDistribution {
    clientToOrchestrator + LatencyDistribution.sum(steps)
  }

  /// A commit that may not be reported before the clocks' uncertainty has passed.
  ///
  /// - Parameter uncertainty: Half the width of a clock interval, ε; the wait is 2ε and overlaps
  ///   with replication.
  /// - Source: Corbett et al., Spanner, OSDI 2012, §4.2.1.
  public static func commitWait(
    clientToLeader: LatencyDistribution, replication: LatencyDistribution,
    uncertainty: LatencyDistribution
  ) -> LatencyDistribution {
    clientToLeader + LatencyDistribution.slowest(of: [replication, uncertainty.scaled(by: 2)])
  }
}
