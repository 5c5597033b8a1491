/// How far a clock may be from true time.
public struct ClockUncertainty: Sendable, Hashable {
  /// The estimated offset from the source, either way.
  public var offsetMilliseconds: Double
  /// The accumulated dispersion of the sources.
  public var rootDispersionMilliseconds: Double
  /// The round trip to the reference clock.
  public var rootDelayMilliseconds: Double
  /// The rate error between synchronisations: 50 ppm for common crystals, 200 for TrueTime.
  public var driftPartsPerMillion: Double

  /// A clock; throws when a number makes no sense.
  public init(
    offsetMilliseconds: Double = 0, rootDispersionMilliseconds: Double = 0,
    rootDelayMilliseconds: Double = 0, driftPartsPerMillion: Double = 50
  ) throws(QuantityError) {
    try require(offsetMilliseconds.isFinite, "offset", "is not finite")
    try requireNonNegative(rootDispersionMilliseconds, "root dispersion")
    try requireNonNegative(rootDelayMilliseconds, "root delay")
    try requireNonNegative(driftPartsPerMillion, "drift")
    self.offsetMilliseconds = offsetMilliseconds
    self.rootDispersionMilliseconds = rootDispersionMilliseconds
    self.rootDelayMilliseconds = rootDelayMilliseconds
    self.driftPartsPerMillion = driftPartsPerMillion
  }

  /// The bound ε so long after a synchronisation.
  ///
  /// - Source: ClockBound: |offset| + root dispersion + root delay / 2, plus drift × elapsed.
  public func boundMilliseconds(afterSeconds elapsed: Double) -> Double {
    abs(offsetMilliseconds) + rootDispersionMilliseconds + rootDelayMilliseconds / 2
      + driftPartsPerMillion * 1e-3 * max(0, elapsed)
  }

  /// The mean wait of a commit that must be in the past everywhere: 2 ε.
  ///
  /// - Source: Corbett et al., Spanner, OSDI 2012, §4.2.1.
  public static func commitWaitMilliseconds(boundMilliseconds: Double) -> Double {
    2 * max(0, boundMilliseconds)
  }

  /// Whether two events that happen so far apart can be ordered by clocks with this bound.
  public static func orders(apartMilliseconds: Double, boundMilliseconds: Double) -> Bool {
    apartMilliseconds > 2 * boundMilliseconds
  }
}
