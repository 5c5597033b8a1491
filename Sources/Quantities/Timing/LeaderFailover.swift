/// How long nobody leads after a leader crashes.
public struct LeaderFailover: Sendable, Hashable {
  /// Mean and worst case.
  public struct Outage: Sendable, Hashable {
    /// Over the moment of the crash.
    public var meanMilliseconds: Double
    /// The worst moment.
    public var worstMilliseconds: Double

    /// Minutes a year without a leader, at so many crashes.
    public func minutesPerYear(crashesPerYear: Double) -> Double {
      crashesPerYear * meanMilliseconds / 60_000
    }
  }

  /// Takes over when a lease runs out.
  ///
  /// A crash comes evenly within a renewal interval r, so T - r to T of the lease remain.
  ///
  /// - Parameters:
  ///   - takeoverMilliseconds: Watch delay, acquiring (a quorum round) and recovery (log replay,
  ///     warm-up) together.
  /// - Source: derived.
  public static func lease(
    ttlMilliseconds: Double, renewEveryMilliseconds: Double, takeoverMilliseconds: Double
  ) throws(QuantityError) -> Outage {
    try requirePositive(ttlMilliseconds, "TTL")
    try requireNonNegative(renewEveryMilliseconds, "renewal interval")
    try require(
      renewEveryMilliseconds <= ttlMilliseconds, "renewal interval", "is longer than the TTL")
    try requireNonNegative(takeoverMilliseconds, "takeover")
    return Outage(
      meanMilliseconds: ttlMilliseconds - renewEveryMilliseconds / 2 + takeoverMilliseconds,
      worstMilliseconds: ttlMilliseconds + takeoverMilliseconds)
  }

  /// What failure detection costs a year: real outages and false failovers.
  ///
  /// - Parameters:
  ///   - handOverMilliseconds: What a false failover takes.
  /// - Source: derived: crashes times outage plus false failovers times hand-over.
  public static func minutesPerYear(
    crashesPerYear: Double, outage: Outage, falseFailoversPerYear: Double,
    handOverMilliseconds: Double
  ) -> Double {
    outage.minutesPerYear(crashesPerYear: crashesPerYear)
      + falseFailoversPerYear * handOverMilliseconds / 60_000
  }
}
