/// Raft's election timeout against the network.
///
/// - Source: Ongaro, Consensus: Bridging Theory and Practice, 2014, chapter 9.
public struct ElectionTiming: Sendable, Hashable {
  /// The shortest timeout T; timeouts are drawn from T to `longestMilliseconds`.
  public var shortestMilliseconds: Double
  /// The longest timeout, usually 2 T.
  public var longestMilliseconds: Double
  /// A message's way between voters, with the disk write it waits for.
  public var oneWayMilliseconds: Double
  /// Voters that can win: alive and with a complete enough log.
  public var eligible: Int
  /// Between two heartbeats of the leader.
  public var heartbeatMilliseconds: Double
  /// What voters count time in, 0 where they have a clock. A time-out of n ticks that began between
  /// two of them ends up to a tick early.
  public var tickMilliseconds: Double

  /// An election; throws when a number makes no sense.
  ///
  /// - Parameter heartbeatMilliseconds: `nil`: half the shortest timeout, the most there should be.
  public init(
    shortestMilliseconds: Double, longestMilliseconds: Double, oneWayMilliseconds: Double,
    eligible: Int, heartbeatMilliseconds: Double? = nil, tickMilliseconds: Double = 0
  ) throws(QuantityError) {
    let beat = heartbeatMilliseconds ?? shortestMilliseconds / 2
    try requireNonNegative(beat, "heartbeat")
    try requireNonNegative(tickMilliseconds, "tick")
    try require(tickMilliseconds <= shortestMilliseconds, "tick", "is above the timeout")
    try requirePositive(shortestMilliseconds, "shortest timeout")
    try require(
      longestMilliseconds >= shortestMilliseconds && longestMilliseconds.isFinite,
      "longest timeout", "is below the shortest")
    try requireNonNegative(oneWayMilliseconds, "one-way latency")
    try require((1...1000).contains(eligible), "eligible voters", "are \(eligible)")
    self.shortestMilliseconds = shortestMilliseconds
    self.longestMilliseconds = longestMilliseconds
    self.oneWayMilliseconds = oneWayMilliseconds
    self.eligible = eligible
    self.heartbeatMilliseconds = beat
    self.tickMilliseconds = tickMilliseconds
  }

  /// The recommended range for a network: 10 to 20 times its one-way latency.
  public static func recommended(
    oneWayMilliseconds: Double
  ) -> (shortestMilliseconds: Double, longestMilliseconds: Double) {
    (10 * oneWayMilliseconds, 20 * oneWayMilliseconds)
  }

  /// Whether the shortest timeout is at least 10 one-way latencies.
  public var isConservative: Bool { shortestMilliseconds >= 10 * oneWayMilliseconds }

  /// The most a heartbeat interval should be: half the shortest timeout.
  public var longestHeartbeatMilliseconds: Double { shortestMilliseconds / 2 }

  /// An upper bound of P(an election splits): somebody else times out within a one-way latency
  /// of the first. 1 - (1 - L)^s with L the latency as a share of the range.
  public var splitProbability: Double {
    let range = longestMilliseconds - shortestMilliseconds
    if eligible == 1 { return 0 }
    let share = range > 0 ? min(1, oneWayMilliseconds / range) : 1
    return 1 - Elementary.pow(1 - share, Double(eligible))
  }

  /// The mean time from a crash until a new leader has won, with `splitProbability`; infinite when
  /// every election splits.
  ///
  /// E = (1 / (1 - p)) (T + range / (s + 1) + L) + L + W - H / 2, where the crash comes evenly
  /// within the heartbeat interval H and W is one more way for the votes. T is a tick less where
  /// time is counted in ticks: the range begins and ends that much earlier.
  public var meanElectionMilliseconds: Double {
    let split = splitProbability
    if split >= 1 { return .infinity }
    let range = longestMilliseconds - shortestMilliseconds
    let shortest = shortestMilliseconds - tickMilliseconds
    let term = shortest + range / Double(eligible + 1) + oneWayMilliseconds
    return term / (1 - split) + 2 * oneWayMilliseconds - heartbeatMilliseconds / 2
  }

  /// The mean time from a crash until the new leader can answer: it has won, and a majority has the
  /// first entry of its term (Ongaro and Ousterhout 2014, section 8).
  public var meanInterruptionMilliseconds: Double {
    meanElectionMilliseconds + 2 * oneWayMilliseconds
  }
}
