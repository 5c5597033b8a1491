import Benchmarks
import Quantities
import Testing

@Suite struct SampleStatisticsTests {
  private static let small: [(sample: [Double], median: Double, range: Double)] = [
    ([3], 3, 0), ([1, 2], 1.5, 0.5), ([3, 1, 2], 2, 1), ([4, 1, 3, 2], 2.5, 1.5),
    ([5, 5, 5, 5], 5, 0),
  ]

  @Test(arguments: small)
  func `median and quartiles interpolate between order statistics`(
    _ sample: [Double], median: Double, range: Double
  ) {
    let statistics = SampleStatistics(sample)
    #expect(statistics.median == median)
    #expect(statistics.interquartileRange == range)
  }

  @Test func `nothing has no median and no interval`() {
    #expect(SampleStatistics([]).median.isNaN)
    #expect(SampleStatistics([]).medianInterval() == nil)
    #expect(SampleStatistics([.nan, .infinity]).sorted.isEmpty)
  }

  @Test func `the quantile stays inside the sample and rises with the share`() {
    var random = SeededGenerator(seed: 3)
    for count in 1...20 {
      let statistics = SampleStatistics((0..<count).map { _ in random.nextUnit() })
      let quantiles = stride(from: -0.5, through: 1.5, by: 0.125).map(statistics.quantile)
      #expect(quantiles == quantiles.sorted())
      #expect(quantiles.first == statistics.sorted.first)
      #expect(quantiles.last == statistics.sorted.last)
    }
  }

  @Test func `an outlier is one beyond the fences, not one on them`() {
    // Quartiles 2 and 4: fences at -1 and 7.
    #expect(SampleStatistics([1, 2, 3, 4, 7]).outliers == 0)
    #expect(SampleStatistics([1, 2, 3, 4, 7.01]).outliers == 1)
    #expect(SampleStatistics([-1.01, 2, 3, 4, 5]).outliers == 1)
  }

  /// Coverage by counting heads: 1 - 2 P(X < k), X binomial with n and one half.
  private static let coverages: [(count: Int, low: Double, high: Double, coverage: Double)] = [
    (5, 1, 5, 0.9375), (6, 1, 6, 0.96875), (8, 1, 8, 0.9921875), (9, 2, 8, 0.9609375),
    (12, 3, 10, 0.96142578125),
  ]

  @Test(arguments: coverages)
  func `the interval of the median is as the binomial distribution says`(
    count: Int, low: Double, high: Double, coverage: Double
  ) throws {
    let interval = try #require(
      SampleStatistics((1...count).map(Double.init)).medianInterval())
    #expect(interval.low == low)
    #expect(interval.high == high)
    #expect(abs(interval.coverage - coverage) < 1e-12)
  }

  @Test func `the interval holds the true median about as often as it says`() throws {
    var random = SeededGenerator(seed: 11)
    var hits = 0
    for _ in 0..<2_000 {
      // Skewed, with median 0.25.
      let sample = (0..<9).map { _ in square(random.nextUnit()) }
      let interval = try #require(SampleStatistics(sample).medianInterval())
      if interval.low <= 0.25, 0.25 <= interval.high { hits += 1 }
    }
    #expect((1_890...1_955).contains(hits), "\(hits) of 2000, expected 1922")
  }

  private func square(_ x: Double) -> Double { x * x }
}

@Suite struct RankTestTests {
  /// Two-sided: twice the share of orders with so few inversions.
  private static let counted: [(left: [Double], right: [Double], share: Double)] = [
    ([1, 2], [3, 4], 2.0 / 6), ([1, 2, 3], [4, 5, 6], 2.0 / 20),
    ([1, 2, 3, 4, 5], [6, 7, 8, 9, 10], 2.0 / 252), ([1, 2, 4], [3, 5, 6], 4.0 / 20),
    ([1, 4], [2, 3], 1), ([1], [2], 1),
  ]

  @Test(arguments: counted)
  func `small samples are counted out`(_ left: [Double], _ right: [Double], expected: Double) {
    #expect(abs(RankTest.probability(left, right) - expected) < 1e-12)
  }

  @Test func `it is the same from both sides, and knows only ranks`() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      let left = (0..<7).map { _ in random.nextUnit() }
      let right = (0..<9).map { _ in random.nextUnit() + 0.3 }
      let probability = RankTest.probability(left, right)
      #expect(abs(RankTest.probability(right, left) - probability) < 1e-12)
      let logarithms = (left.map { $0 * $0 * $0 }, right.map { $0 * $0 * $0 })
      #expect(abs(RankTest.probability(logarithms.0, logarithms.1) - probability) < 1e-12)
      #expect((0...1).contains(probability))
    }
  }

  @Test func `equal samples are no evidence, nor is nothing`() {
    #expect(RankTest.probability([1, 1, 1], [1, 1, 1]) == 1)
    #expect(RankTest.probability([], [1]) == 1)
  }

  @Test func `the approximation for ties is near the exact value of the same ranks`() {
    let left = (0..<12).map { Double($0) }
    let right = (0..<12).map { Double($0) + 5.5 }
    let exact = RankTest.probability(left, right)
    // One tie forces the approximation.
    let tied = RankTest.probability(left + [20], right + [20])
    #expect(exact < 0.01 && tied < 0.02 && abs(exact - tied) < 0.01, "\(exact) \(tied)")
  }

  @Test func `without a difference it is wrong about as seldom as it says`() {
    var random = SeededGenerator(seed: 17)
    let alarms = (0..<600).count { _ in
      let left = (0..<9).map { _ in random.nextUnit() }
      let right = (0..<9).map { _ in random.nextUnit() }
      return RankTest.probability(left, right) <= 0.01
    }
    #expect(alarms <= 14, "\(alarms) of 600")
  }
}

@Suite struct GrowthFitTests {
  @Test(arguments: [0.0, 0.5, 1, 2, 3])
  func `a power law is found, without error`(exponent: Double) throws {
    let points = [3, 10, 30, 100].map { size in (size: size, time: 7 * power(size, exponent)) }
    let fit = try #require(GrowthFit(points))
    #expect(abs(fit.exponent - exponent) < 1e-9)
    #expect(abs(fit.error) < 1e-6)
    #expect(abs(fit.atEnd - exponent) < 1e-9)
  }

  private func power(_ size: Int, _ exponent: Double) -> Double {
    let base = Double(size)
    switch exponent {
    case 0: return 1
    case 0.5: return base.squareRoot()
    case 1: return base
    case 2: return base * base
    default: return base * base * base
    }
  }

  @Test func `a constant cost flattens the fit, and the end shows it`() throws {
    let fit = try #require(GrowthFit([10, 100, 1_000].map { (size: $0, time: 500 + Double($0)) }))
    #expect(fit.exponent < 0.3 && fit.exponent > 0)
    #expect(fit.atEnd > fit.exponent)
    #expect(fit.error > 0.01)
  }

  @Test func `two sizes, or the same twice, or a time of nothing have no exponent`() {
    #expect(GrowthFit([(size: 1, time: 1), (size: 2, time: 2)]) == nil)
    #expect(GrowthFit([(size: 1, time: 1), (size: 2, time: 2), (size: 2, time: 3)]) == nil)
    #expect(GrowthFit([(size: 1, time: 1), (size: 2, time: 2), (size: 3, time: 0)]) == nil)
  }

  @Test func `the order of the points does not matter`() {
    let points = [(size: 1, time: 1.0), (size: 2, time: 2.5), (size: 4, time: 3.5)]
    #expect(GrowthFit(points) == GrowthFit(points.reversed()))
  }
}
