/// When a lease keeps two holders apart, and what it costs.
///
/// - Source: Gray & Cheriton, Leases, SOSP 1989; the sums are derived from it. The holder must
///   count from before it sent its request, on a monotonic clock.
public struct LeaseTiming: Sendable, Hashable {
  /// The lease's length on the grantor's clock.
  public var ttlMilliseconds: Double
  /// How often the holder renews.
  public var renewEveryMilliseconds: Double
  /// Holder to grantor and back.
  public var roundTripMilliseconds: Double
  /// The largest rate error ρ of each clock against real time; 50 ppm for common crystals.
  public var driftPartsPerMillion: Double
  /// From the start of an operation until its effect is final; `nil` when nothing bounds it.
  public var operationMilliseconds: Double?
  /// The longest pause of the holder (GC, VM, swap); `nil` when nothing bounds it.
  public var longestPauseMilliseconds: Double?
  /// The longest outage of the link between the two that must not cost the lease.
  public var longestOutageMilliseconds: Double

  /// A lease; throws when a number makes no sense.
  public init(
    ttlMilliseconds: Double, renewEveryMilliseconds: Double, roundTripMilliseconds: Double,
    driftPartsPerMillion: Double = 50, operationMilliseconds: Double? = nil,
    longestPauseMilliseconds: Double? = nil, longestOutageMilliseconds: Double = 0
  ) throws(QuantityError) {
    try requirePositive(ttlMilliseconds, "TTL")
    try requirePositive(renewEveryMilliseconds, "renewal interval")
    try requireNonNegative(roundTripMilliseconds, "round trip")
    try require(
      driftPartsPerMillion >= 0 && driftPartsPerMillion < 500_000, "drift",
      "is \(driftPartsPerMillion) ppm, not between 0 and 500000")
    if let operationMilliseconds { try requireNonNegative(operationMilliseconds, "operation") }
    if let longestPauseMilliseconds { try requireNonNegative(longestPauseMilliseconds, "pause") }
    try requireNonNegative(longestOutageMilliseconds, "outage")
    self.ttlMilliseconds = ttlMilliseconds
    self.renewEveryMilliseconds = renewEveryMilliseconds
    self.roundTripMilliseconds = roundTripMilliseconds
    self.driftPartsPerMillion = driftPartsPerMillion
    self.operationMilliseconds = operationMilliseconds
    self.longestPauseMilliseconds = longestPauseMilliseconds
    self.longestOutageMilliseconds = longestOutageMilliseconds
  }

  private var drift: Double { driftPartsPerMillion * 1e-6 }

  /// The holder stops acting this long after it sent its last successful renewal:
  /// T (1 - ρ) / (1 + ρ).
  public var holderStopsAfterMilliseconds: Double { ttlMilliseconds * (1 - drift) / (1 + drift) }

  /// The last moment of a lease at which an operation may start; `nil` when an operation or a
  /// pause is unbounded or takes longer than the lease: then only fencing makes it safe.
  public var lastStartMilliseconds: Double? {
    guard let operationMilliseconds, let longestPauseMilliseconds else { return nil }
    let last = holderStopsAfterMilliseconds - operationMilliseconds - longestPauseMilliseconds
    return last > 0 ? last : nil
  }

  /// Whether the lease alone keeps two holders' effects apart.
  public var isSafeWithoutFencing: Bool { lastStartMilliseconds != nil }

  /// How many renewals in a row may be lost: the largest j with (j + 1) r + RTT <= T (1 - 2ρ).
  /// Below 0 the lease lapses without any loss.
  public var renewalsThatMayBeLost: Int {
    let renewals = (holderStopsAfterMilliseconds - roundTripMilliseconds) / renewEveryMilliseconds
    // Rounding must not take away a renewal that just fits.
    return Int(max(-1, min(1e9, (renewals + 1e-9).rounded(.down) - 1)))
  }

  /// The longest interval with which `lost` renewals in a row may be lost; `nil` when none is.
  public func longestRenewalIntervalMilliseconds(lost: Int) -> Double? {
    let interval =
      (holderStopsAfterMilliseconds - roundTripMilliseconds) / Double(max(0, lost) + 1)
    return interval > 0 ? interval : nil
  }

  /// Whether the lease outlives the longest outage of its link.
  public var outlivesOutage: Bool {
    longestOutageMilliseconds + renewEveryMilliseconds + roundTripMilliseconds
      <= holderStopsAfterMilliseconds
  }

  /// How long a grantor that lost its timers waits before it grants again: T (1 + ρ) / (1 - ρ).
  public var waitAfterGrantorRestartMilliseconds: Double {
    ttlMilliseconds * (1 + drift) / (1 - drift)
  }
}
