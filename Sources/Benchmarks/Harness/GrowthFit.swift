internal import Quantities

/// How a time grows with a size: the exponent of the power law nearest to the points.
public struct GrowthFit: Sendable, Hashable {
  /// The slope of log time over log size: 0 constant, 1 linear, 2 quadratic.
  public var exponent: Double
  /// The standard error of the slope; 0 when the points lie on a line.
  public var error: Double
  /// The slope between the last two sizes, where constant costs weigh least.
  public var atEnd: Double

  /// A least-squares line through the logarithms.
  ///
  /// - Returns: `nil` with fewer than three different sizes, or when one is not above 0.
  public init?(_ points: [(size: Int, time: Double)]) {
    let points = points.sorted { $0.size < $1.size }
    guard Set(points.map(\.size)).count == points.count, points.count >= 3,
      points.allSatisfy({ $0.size > 0 && $0.time > 0 && $0.time.isFinite })
    else { return nil }
    let x = points.map { Elementary.log(Double($0.size)) }
    let y = points.map { Elementary.log($0.time) }
    let count = Double(points.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let spread = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let slope = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / spread
    let residual = zip(x, y).reduce(0) { sum, point in
      let miss = point.1 - meanY - slope * (point.0 - meanX)
      return sum + miss * miss
    }
    exponent = slope
    error = (residual / (count - 2) / spread).squareRoot()
    let last = points.count - 1
    atEnd = (y[last] - y[last - 1]) / (x[last] - x[last - 1])
  }
}
