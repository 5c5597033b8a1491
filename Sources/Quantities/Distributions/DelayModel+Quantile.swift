extension DelayModel {
  /// The value below which `probability` of the delays lie, for the models that have it in closed
  /// form; `nil` for a mixture.
  ///
  /// Takes the tail `1 - probability` beside it, which keeps its digits close to 1.
  func quantileMilliseconds(_ probability: Double, tail: Double) -> Double? {
    switch self {
    case .constant(let value): return value
    case .uniform(let low, let high): return low + (high - low) * probability
    case .exponential(let mean): return 0 - mean * Elementary.log(tail)
    case .pareto(let scale, let shape): return scale * Elementary.pow(tail, -1 / shape)
    case .lognormal, .percentiles:
      return valueAtScore?(Self.normalQuantile(probability, tail: tail))
    case .shifted(let shift, let model):
      return model.quantileMilliseconds(probability, tail: tail).map { shift + $0 }
    case .empirical, .mixture: return nil
    }
  }

  static func normalQuantile(_ probability: Double, tail: Double) -> Double {
    tail < 0.5 ? -StandardNormal.quantile(tail) : StandardNormal.quantile(probability)
  }

  /// The delay at a normal score, for the models whose quantiles are told by one; else `nil`.
  var valueAtScore: ((Double) -> Double)? {
    switch self {
    case .lognormal(let median, let sigma):
      return { median * Elementary.exp(sigma * $0) }
    case .percentiles(let points): return Self.interpolation(of: points)
    default: return nil
    }
  }

  /// Linear in the logarithm of the value against the normal score, extended at both ends.
  private static func interpolation(of points: [Percentile]) -> (Double) -> Double {
    guard let first = points.first else { return { _ in 0 } }
    guard points.count > 1 else { return { _ in first.milliseconds } }
    let knots = points.map {
      (z: StandardNormal.quantile($0.quantile), log: Elementary.log($0.milliseconds))
    }
    return { z in
      let upper = knots.dropFirst().dropLast().firstIndex { z <= $0.z } ?? (knots.count - 1)
      let (a, b) = (knots[upper - 1], knots[upper])
      if z == -.infinity && a.log == b.log { return points[upper].milliseconds }
      return Elementary.exp(a.log + (b.log - a.log) * (z - a.z) / (b.z - a.z))
    }
  }
}
