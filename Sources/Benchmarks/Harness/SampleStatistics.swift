/// Order statistics of a sample: they hold whatever the distribution of times is.
public struct SampleStatistics: Sendable, Hashable {
  /// The observations in rising order.
  public let sorted: [Double]

  /// Statistics of at least one finite number; others are left out.
  public init(_ observations: some Sequence<Double>) {
    sorted = observations.filter(\.isFinite).sorted()
  }

  /// The middle, or the mean of the two in the middle; NaN of nothing.
  public var median: Double { quantile(0.5) }

  /// The quantile by linear interpolation between order statistics; NaN of nothing.
  ///
  /// - Parameter share: From 0 to 1.
  /// - Source: Hyndman & Fan 1996, definition 7.
  public func quantile(_ share: Double) -> Double {
    guard let first = sorted.first, let last = sorted.last else { return .nan }
    let place = max(0, min(1, share)) * Double(sorted.count - 1)
    let below = Int(place)
    guard below + 1 < sorted.count else { return last }
    guard below >= 0 else { return first }
    return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
  }

  /// The distance between the quartiles.
  public var interquartileRange: Double { quantile(0.75) - quantile(0.25) }

  /// How many observations lie more than one and a half interquartile ranges beyond the quartiles.
  ///
  /// - Source: Tukey, Exploratory Data Analysis, 1977.
  public var outliers: Int {
    let reach = 1.5 * interquartileRange
    let (low, high) = (quantile(0.25) - reach, quantile(0.75) + reach)
    return sorted.count { $0 < low || $0 > high }
  }

  /// An interval that holds the true median, whatever the distribution, if observations are
  /// independent.
  public struct MedianInterval: Sendable, Hashable {
    /// The lower end: an observation.
    public var low: Double
    /// The upper end: an observation.
    public var high: Double
    /// The probability with which it holds the median, from 0 to 1.
    public var coverage: Double
  }

  /// The narrowest interval between the k-th smallest and the k-th greatest observation that holds
  /// the median with at least `coverage`; with few observations the whole range, and what that
  /// covers. `nil` of nothing.
  ///
  /// - Source: David & Nagaraja, Order Statistics, 2003, section 7.1.
  public func medianInterval(coverage: Double = 0.95) -> MedianInterval? {
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let count = sorted.count
    var best = MedianInterval(
      low: first, high: last, coverage: max(0, 1 - 2 * Self.binomialTail(below: 1, of: count)))
    for rank in stride(from: 2, through: (count + 1) / 2, by: 1) {
      let covered = 1 - 2 * Self.binomialTail(below: rank, of: count)
      guard covered >= coverage else { break }
      best = MedianInterval(
        low: sorted[rank - 1], high: sorted[count - rank], coverage: covered)
    }
    return best
  }

  /// P(X < rank) for the number X of heads in `count` throws of a coin.
  private static func binomialTail(below rank: Int, of count: Int) -> Double {
    var term = Double(sign: .plus, exponent: -count, significand: 1)
    var sum = 0.0
    for heads in 0..<max(0, rank) {
      sum += term
      term *= Double(count - heads) / Double(heads + 1)
    }
    return sum
  }
}
