/// The suspicion level of accrual detectors: φ = -log₁₀ P(the next heartbeat is still to come).
///
/// The published products fit different distributions, so the same φ means different silences.
///
/// - Source: Hayashibara et al., The φ Accrual Failure Detector, SRDS 2004.
public enum PhiAccrual: Sendable, Hashable {
  /// A normal distribution, exactly.
  case normal(meanMilliseconds: Double, deviationMilliseconds: Double)
  /// Akka's logistic approximation of the normal distribution.
  ///
  /// The mean includes the acceptable pause; the deviation is at least the configured floor.
  case akka(meanMilliseconds: Double, deviationMilliseconds: Double)
  /// Cassandra's exponential distribution.
  case exponential(meanMilliseconds: Double)

  /// φ after a silence; 0 or more, infinite once the probability underflows.
  public func phi(afterMilliseconds silence: Double) -> Double {
    switch self {
    case .normal(let mean, let deviation):
      return max(0, -Elementary.log10(StandardNormal.upperTail((silence - mean) / deviation)))
    case .akka(let mean, let deviation):
      let y = (silence - mean) / deviation
      let e = Elementary.exp(-y * (1.5976 + 0.070566 * y * y))
      let tail = silence > mean ? e / (1 + e) : 1 - 1 / (1 + e)
      return max(0, -Elementary.log10(tail))
    case .exponential(let mean):
      return max(0, silence / mean * 0.4342944819032518)
    }
  }

  /// The silence at which φ reaches a threshold, found by halving; `nil` for a threshold that is
  /// not a positive number, or parameters that are not.
  public func silenceMilliseconds(threshold: Double) -> Double? {
    guard threshold > 0, threshold.isFinite, isValid else { return nil }
    var (low, high) = (0.0, 1.0)
    while phi(afterMilliseconds: high) < threshold {
      high *= 2
      if high > 1e15 { return nil }
    }
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if phi(afterMilliseconds: middle) < threshold { low = middle } else { high = middle }
    }
    return high
  }

  /// P(a heartbeat is called missing though it comes), if intervals are as fitted: 10^-φ.
  public static func mistakeProbability(threshold: Double) -> Double {
    Elementary.pow(10, -threshold)
  }

  private var isValid: Bool {
    switch self {
    case .normal(let mean, let deviation), .akka(let mean, let deviation):
      mean >= 0 && mean.isFinite && deviation > 0 && deviation.isFinite
    case .exponential(let mean): mean > 0 && mean.isFinite
    }
  }
}
