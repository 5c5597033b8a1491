/// Suspects a node after several heartbeats in a row are missing.
///
/// - Source: Chen, Toueg & Aguilera 2002 (quality of service); the sums are derived.
public struct HeartbeatDetector: Sendable, Hashable {
  /// The interval H between heartbeats.
  public var intervalMilliseconds: Double
  /// The number k that must be missing.
  public var missed: Int
  /// The longest time a heartbeat takes to arrive.
  public var longestDelayMilliseconds: Double
  /// How often the detector looks; 0 when it has a timer.
  public var checkEveryMilliseconds: Double

  /// A detector; throws when a number makes no sense.
  public init(
    intervalMilliseconds: Double, missed: Int, longestDelayMilliseconds: Double,
    checkEveryMilliseconds: Double = 0
  ) throws(QuantityError) {
    try requirePositive(intervalMilliseconds, "interval")
    try require((1...1_000_000).contains(missed), "missed heartbeats", "are \(missed)")
    try requireNonNegative(longestDelayMilliseconds, "delay")
    try requireNonNegative(checkEveryMilliseconds, "check period")
    self.intervalMilliseconds = intervalMilliseconds
    self.missed = missed
    self.longestDelayMilliseconds = longestDelayMilliseconds
    self.checkEveryMilliseconds = checkEveryMilliseconds
  }

  /// From the crash to the suspicion, at the worst moment: k H + D + check period.
  public var worstDetectionMilliseconds: Double {
    Double(missed) * intervalMilliseconds + longestDelayMilliseconds + checkEveryMilliseconds
  }

  /// The mean over the moment of the crash: (k - 1/2) H + D + half the check period.
  public var meanDetectionMilliseconds: Double {
    (Double(missed) - 0.5) * intervalMilliseconds + longestDelayMilliseconds
      + checkEveryMilliseconds / 2
  }

  /// False suspicions a month of a healthy node, when each heartbeat is lost independently.
  ///
  /// A run of exactly k losses starts p^k (1 - p) of the time. Real losses come in bursts: also
  /// compare `outlivesOutage`.
  public func falseSuspicionsPerMonth(loss: Double) throws(QuantityError) -> Double {
    try requireProbability(loss, "loss")
    let beats = Downtime.minutesPerMonth * 60_000 / intervalMilliseconds
    return beats * Elementary.pow(loss, Double(missed)) * (1 - loss)
  }

  /// Whether an outage of the network of this length is sat out.
  public func outlivesOutage(milliseconds: Double) -> Bool {
    // The worst outage begins just before a heartbeat.
    Double(missed) * intervalMilliseconds > milliseconds + longestDelayMilliseconds
  }

  /// The slowest heartbeats that reach a recovery time with at most so many false failovers.
  ///
  /// - Parameters:
  ///   - recoveryMilliseconds: From crash to service, at worst.
  ///   - takeoverMilliseconds: What follows the suspicion.
  ///   - loss: Of each heartbeat, independently.
  ///   - longestOutageMilliseconds: An outage to sit out; 0 for none.
  /// - Returns: `nil` when no number of missed heartbeats up to 50 does it.
  public static func reaching(
    recoveryMilliseconds: Double, takeoverMilliseconds: Double, longestDelayMilliseconds: Double,
    loss: Double, longestOutageMilliseconds: Double = 0, falseFailoversPerMonth: Double = 1
  ) throws(QuantityError) -> HeartbeatDetector? {
    try requireProbability(loss, "loss")
    try requireNonNegative(longestOutageMilliseconds, "outage")
    try requireNonNegative(falseFailoversPerMonth, "false failovers")
    let silence = recoveryMilliseconds - takeoverMilliseconds - longestDelayMilliseconds
    guard silence > 0, silence.isFinite else { return nil }
    for missed in 1...50 {
      let detector = try HeartbeatDetector(
        intervalMilliseconds: silence / Double(missed), missed: missed,
        longestDelayMilliseconds: longestDelayMilliseconds)
      if try detector.falseSuspicionsPerMonth(loss: loss) <= falseFailoversPerMonth,
        longestOutageMilliseconds == 0
          || detector.outlivesOutage(milliseconds: longestOutageMilliseconds)
      {
        return detector
      }
    }
    return nil
  }
}
