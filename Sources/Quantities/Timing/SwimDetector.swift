/// SWIM's random probing: detection that does not slow down as the group grows.
///
/// - Source: Das, Gupta & Motivala, SWIM, DSN 2002, §3 and §4.
public struct SwimDetector: Sendable, Hashable {
  /// The protocol period T'.
  public var periodMilliseconds: Double
  /// The number k of members asked to probe on another's behalf.
  public var indirectProbes: Int
  /// The share of members that have not failed.
  public var healthyFraction: Double

  /// A detector; throws when a number makes no sense.
  public init(
    periodMilliseconds: Double, indirectProbes: Int, healthyFraction: Double = 1
  ) throws(QuantityError) {
    try requirePositive(periodMilliseconds, "period")
    try require((0...1000).contains(indirectProbes), "indirect probes", "are \(indirectProbes)")
    try requireProbability(healthyFraction, "healthy fraction")
    try require(healthyFraction > 0, "healthy fraction", "is 0")
    self.periodMilliseconds = periodMilliseconds
    self.indirectProbes = indirectProbes
    self.healthyFraction = healthyFraction
  }

  /// The mean time until some member suspects a failed one: T' / (1 - e^-q).
  public var meanDetectionMilliseconds: Double {
    periodMilliseconds / -Elementary.expm1(-healthyFraction)
  }

  /// The longest, when members probe in round-robin order: (2n - 1) T'.
  public func worstDetectionMilliseconds(members: Int) -> Double {
    max(1, 2 * Double(members) - 1) * periodMilliseconds
  }

  /// P(a healthy member is suspected within a mean detection time), for independent losses.
  ///
  /// - Parameter delivery: P(a message arrives in time).
  public func falseSuspicionProbability(delivery: Double) throws(QuantityError) -> Double {
    try requireProbability(delivery, "delivery")
    let direct = 1 - delivery * delivery
    let indirect = 1 - healthyFraction * Elementary.pow(delivery, 4)
    let perPeriod =
      healthyFraction * direct * Elementary.pow(indirect, Double(indirectProbes))
    return min(1, perPeriod / -Elementary.expm1(-healthyFraction))
  }

  /// How long a suspected member of HashiCorp's memberlist has to refute, by confirmations.
  ///
  /// - Parameter multiplier: `suspicion_mult`: 4 on a LAN, 6 on a WAN.
  /// - Source: memberlist, `suspicionTimeout` and `SuspicionMaxTimeoutMult` (6).
  public static func memberlistSuspicion(
    members: Int, multiplier: Double, probeIntervalMilliseconds: Double
  ) -> (shortestMilliseconds: Double, longestMilliseconds: Double) {
    let scale = max(1, Elementary.log10(max(1, Double(members))))
    let shortest = multiplier * scale * probeIntervalMilliseconds
    return (shortest, 6 * shortest)
  }
}
