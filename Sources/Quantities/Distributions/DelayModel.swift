/// A delay as a formula: what users and papers state.
///
/// `LatencyDistribution` computes with it; `Bounded staleness` draws samples from it.
public indirect enum DelayModel: Sendable, Hashable {
  /// Always the same.
  case constant(milliseconds: Double)
  /// Evenly spread.
  case uniform(lowMilliseconds: Double, highMilliseconds: Double)
  /// Memoryless with this mean (rate λ per ms is a mean of 1/λ ms).
  case exponential(meanMilliseconds: Double)
  /// Pareto of the first kind: P(X > x) = (scale / x)^shape from `scale` on.
  case pareto(scaleMilliseconds: Double, shape: Double)
  /// The logarithm is normal with standard deviation `sigma`.
  case lognormal(medianMilliseconds: Double, sigma: Double)
  /// Through stated percentiles, lognormal between and beyond them. One point is a constant.
  case percentiles([Percentile])
  /// Each sample equally likely, in any order.
  case empirical(samplesMilliseconds: [Double])
  /// A fixed part before a random one.
  case shifted(byMilliseconds: Double, DelayModel)
  /// One of several, chosen by weight.
  case mixture([Part])

  /// A point of a stated distribution.
  public struct Percentile: Sendable, Hashable {
    /// Between 0 and 1, both excluded: 0.99 for p99.
    public var quantile: Double
    /// The value there.
    public var milliseconds: Double

    /// A point.
    public init(quantile: Double, milliseconds: Double) {
      self.quantile = quantile
      self.milliseconds = milliseconds
    }
  }

  /// A part of a mixture.
  public struct Part: Sendable, Hashable {
    /// How often, relative to the other parts.
    public var weight: Double
    /// Its delay.
    public var model: DelayModel

    /// A part.
    public init(weight: Double, _ model: DelayModel) {
      self.weight = weight
      self.model = model
    }
  }

  /// Refuses parameters out of their ranges.
  public func validate() throws(QuantityError) {
    switch self {
    case .constant(let value): try requireNonNegative(value, "constant")
    case .uniform(let low, let high):
      try requireNonNegative(low, "uniform low")
      try require(high >= low && high.isFinite, "uniform high", "is \(high), below \(low)")
    case .exponential(let mean): try requirePositive(mean, "exponential mean")
    case .pareto(let scale, let shape):
      try requirePositive(scale, "Pareto scale")
      try requirePositive(shape, "Pareto shape")
    case .lognormal(let median, let sigma):
      try requirePositive(median, "lognormal median")
      try requireNonNegative(sigma, "lognormal sigma")
    case .percentiles(let points): try Self.validate(points)
    case .empirical(let samples):
      try require(!samples.isEmpty, "samples", "are missing")
      for sample in samples { try requireNonNegative(sample, "sample") }
    case .shifted(let shift, let model):
      try requireNonNegative(shift, "shift")
      try model.validate()
    case .mixture(let parts):
      try require(!parts.isEmpty, "mixture", "has no parts")
      for part in parts {
        try requireNonNegative(part.weight, "weight")
        try part.model.validate()
      }
      let total = parts.reduce(0) { $0 + $1.weight }
      try requirePositive(total, "sum of weights")
    }
  }

  private static func validate(_ points: [Percentile]) throws(QuantityError) {
    try require(!points.isEmpty, "percentiles", "are missing")
    for point in points {
      try require(
        point.quantile > 0 && point.quantile < 1, "percentile",
        "is \(point.quantile * 100), not between 0 and 100")
      try requirePositive(point.milliseconds, "percentile value")
    }
    for (lower, upper) in zip(points, points.dropFirst()) {
      try require(
        lower.quantile < upper.quantile && lower.milliseconds <= upper.milliseconds, "percentiles",
        "do not rise: \(lower.milliseconds) ms at \(lower.quantile), "
          + "\(upper.milliseconds) ms at \(upper.quantile)")
    }
  }
}
