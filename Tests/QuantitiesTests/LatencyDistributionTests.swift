import Testing

@testable import Quantities

@Suite struct LatencyDistributionTests {
  static func exponential(_ mean: Double) throws -> LatencyDistribution {
    try LatencyDistribution(.exponential(meanMilliseconds: mean))
  }

  static func near(_ value: Double, _ expected: Double, _ relative: Double) -> Bool {
    abs(value - expected) <= relative * abs(expected)
  }

  @Test func `fixed latencies stay exact through every operation`() {
    let parts = [30.0, 10, 20].map { LatencyDistribution(constantMilliseconds: $0) }
    #expect(LatencyDistribution.sum(parts).constantMilliseconds == 60)
    for (count, expected) in [(1, 10.0), (2, 20), (3, 30)] {
      #expect(LatencyDistribution.waiting(for: count, of: parts)?.constantMilliseconds == expected)
    }
    #expect(LatencyDistribution.waiting(for: 4, of: parts) == nil)
    let mixture = LatencyDistribution.mixture([(99, parts[1]), (1, parts[0])])
    #expect(mixture.milliseconds(atQuantile: 0.99) == 10)
    #expect(mixture.milliseconds(atQuantile: 0.991) == 30)
    #expect(mixture.probability(atMostMilliseconds: 10) == 0.99)
    #expect(Self.near(mixture.meanMilliseconds, 10.2, 1e-12))
  }

  @Test(arguments: [0.1, 0.5, 0.9, 0.99, 0.999, 0.9999])
  func `models keep their quantiles`(quantile: Double) throws {
    let exact: [(DelayModel, Double)] = [
      (.exponential(meanMilliseconds: 3), -3 * Elementary.log(1 - quantile)),
      (
        .pareto(scaleMilliseconds: 1.05, shape: 1.51),
        1.05 * Elementary.pow(1 - quantile, -1 / 1.51)
      ),
      (
        .lognormal(medianMilliseconds: 5, sigma: 0.7),
        5 * Elementary.exp(0.7 * StandardNormal.quantile(quantile))
      ),
      (.uniform(lowMilliseconds: 2, highMilliseconds: 4), 2 + 2 * quantile),
      (
        .shifted(byMilliseconds: 70, .exponential(meanMilliseconds: 1)),
        70 - Elementary.log(1 - quantile)
      ),
    ]
    for (model, expected) in exact {
      let distribution = try LatencyDistribution(model)
      #expect(
        Self.near(distribution.milliseconds(atQuantile: quantile), expected, 0.003), "\(model)")
      #expect(
        Self.near(1 - distribution.probability(atMostMilliseconds: expected), 1 - quantile, 0.01))
    }
  }

  /// The sum of two exponentials of the same mean is an Erlang: P(X > t) = e^-t (1 + t).
  @Test(arguments: [0.5, 1.0, 2, 5, 8, 11])
  func `the sum of two exponentials is an Erlang`(t: Double) throws {
    let sum = try Self.exponential(1) + Self.exponential(1)
    let tail = 1 - sum.probability(atMostMilliseconds: t)
    #expect(Self.near(tail, Elementary.exp(-t) * (1 + t), 0.01), "\(tail)")
    #expect(Self.near(sum.meanMilliseconds, 2, 1e-4))
  }

  /// P(X + Y > t) for means 1 and 10: (10 e^(-t/10) - e^-t) / 9.
  @Test(arguments: [1.0, 10, 50, 90])
  func `the sum of unequal exponentials has its closed form`(t: Double) throws {
    let sum = try Self.exponential(1) + Self.exponential(10)
    let exact = (10 * Elementary.exp(-t / 10) - Elementary.exp(-t)) / 9
    #expect(Self.near(1 - sum.probability(atMostMilliseconds: t), exact, 0.01))
  }

  @Test func `long sums keep mean and spread`() throws {
    let sum = try LatencyDistribution.sum((0..<20).map { _ in try Self.exponential(5) })
    #expect(Self.near(sum.meanMilliseconds, 100, 1e-3))
    // Gamma(20, 5): quantiles from the chi-square distribution with 40 degrees of freedom, times 2.5.
    for (quantile, expected) in [(0.5, 98.338), (0.99, 159.227), (0.999, 183.505)] {
      #expect(Self.near(sum.milliseconds(atQuantile: quantile), expected, 0.006), "\(quantile)")
    }
  }

  /// Two humps, a body of 94% near 4 ms and a tail with mean 357 ms: from ten million plain draws.
  @Test(arguments: [(1, 11.13), (2, 433.1), (3, 1862)])
  func `answers of a store with a slow tail`(count: Int, expected: Double) throws {
    let delays = StalenessModel.Delays.yammer
    let answer =
      try LatencyDistribution(delays.write) + LatencyDistribution(delays.acknowledgement)
    let waiting = try #require(
      LatencyDistribution.waiting(for: count, of: [answer, answer, answer]))
    #expect(Self.near(waiting.milliseconds(atQuantile: 0.999), expected, 0.006))
  }

  /// E[X(k) of n] = m (H_n - H_(n-k)) for exponentials of mean m.
  @Test(arguments: [(1, 3), (2, 3), (3, 3), (3, 5), (5, 9)])
  func `order statistics of exponentials have their known means`(k: Int, n: Int) throws {
    let answers = try (0..<n).map { _ in try Self.exponential(4) }
    let waiting = try #require(LatencyDistribution.waiting(for: k, of: answers))
    let expected = 4 * ((n - k + 1)...n).reduce(0) { $0 + 1 / Double($1) }
    #expect(Self.near(waiting.meanMilliseconds, expected, 2e-3))
  }

  @Test(arguments: [(1, 3), (2, 3), (3, 5)])
  func `order statistics of uniforms have mean k over n+1`(k: Int, n: Int) throws {
    let uniform = try LatencyDistribution(.uniform(lowMilliseconds: 0, highMilliseconds: 1))
    let waiting = try #require(
      LatencyDistribution.waiting(for: k, of: Array(repeating: uniform, count: n)))
    #expect(abs(waiting.meanMilliseconds - Double(k) / Double(n + 1)) < 1e-3)
  }

  /// The minimum of exponentials of means a and b is an exponential of mean ab / (a + b).
  @Test func `the faster of unequal answers`() throws {
    let fastest = try LatencyDistribution.fastest(of: [Self.exponential(2), Self.exponential(6)])
    for quantile in [0.5, 0.99, 0.999] {
      #expect(
        Self.near(
          fastest.milliseconds(atQuantile: quantile), -1.5 * Elementary.log(1 - quantile), 0.005))
    }
  }

  @Test func `a point keeps its weight beside a continuous part`() throws {
    let mixture = LatencyDistribution.mixture([
      (0.5, LatencyDistribution(constantMilliseconds: 1)), (0.5, try Self.exponential(1)),
    ])
    let step =
      mixture.probability(atMostMilliseconds: 1)
      - mixture.probability(atMostMilliseconds: 0.999_999)
    #expect(Self.near(step, 0.5, 0.01))
  }

  @Test func `stated percentiles come back`() throws {
    let distribution = try LatencyDistribution(
      .percentiles([
        .init(quantile: 0.5, milliseconds: 10), .init(quantile: 0.99, milliseconds: 50),
        .init(quantile: 0.999, milliseconds: 400),
      ]))
    for (quantile, expected) in [(0.5, 10.0), (0.99, 50), (0.999, 400)] {
      #expect(Self.near(distribution.milliseconds(atQuantile: quantile), expected, 0.005))
    }
    #expect(distribution.milliseconds(atQuantile: 0.9999) > 400)
  }

  @Test func `samples give their own quantiles`() throws {
    let distribution = try LatencyDistribution(.empirical(samplesMilliseconds: [5, 1, 3, 3, 9]))
    #expect(distribution.milliseconds(atQuantile: 0.2) == 1)
    #expect(distribution.milliseconds(atQuantile: 0.5) == 3)
    #expect(distribution.milliseconds(atQuantile: 1) == 9)
    #expect(distribution.meanMilliseconds == 4.2)
  }

  static let zoo: [LatencyDistribution] = [
    .zero, LatencyDistribution(constantMilliseconds: 80),
    LatencyDistribution(baseMilliseconds: 20, jitterMilliseconds: 2),
    try! LatencyDistribution(.pareto(scaleMilliseconds: 3, shape: 3.35)),
    try! LatencyDistribution(
      .mixture([
        .init(weight: 0.38, .pareto(scaleMilliseconds: 1.05, shape: 1.51)),
        .init(weight: 0.62, .exponential(meanMilliseconds: 1 / 0.183)),
      ])),
    try! LatencyDistribution(.empirical(samplesMilliseconds: [1, 1, 2, 1000])),
  ]

  @Test func `more distance never lowers latency, and waiting for more never ends earlier`() throws
  {
    let quantiles = [0.01, 0.5, 0.9, 0.99, 0.999, 0.9999]
    func isAtMost(_ a: LatencyDistribution, _ b: LatencyDistribution) -> Bool {
      quantiles.allSatisfy {
        a.milliseconds(atQuantile: $0) <= b.milliseconds(atQuantile: $0) * 1.01 + 1e-9
      }
    }
    for a in Self.zoo {
      #expect(isAtMost(a, a.shifted(byMilliseconds: 0.01)))
      for b in Self.zoo {
        #expect(isAtMost(a, a + b))
        #expect(isAtMost(a, LatencyDistribution.slowest(of: [a, b])))
        #expect(isAtMost(LatencyDistribution.fastest(of: [a, b]), a))
        for c in Self.zoo {
          let waits = (1...3).compactMap { LatencyDistribution.waiting(for: $0, of: [a, b, c]) }
          #expect(isAtMost(waits[0], waits[1]) && isAtMost(waits[1], waits[2]))
        }
      }
    }
  }

  @Test func `quantiles rise, masses add up, atoms stay few and apart`() {
    for a in Self.zoo {
      for b in Self.zoo {
        for result in [a + b, LatencyDistribution.slowest(of: [a, b, b])] {
          #expect(abs((result.cumulative.last ?? 0) - 1) < 1e-9)
          #expect(result.atoms.count < 400)
          for (lower, upper) in zip(result.atoms, result.atoms.dropFirst()) {
            #expect(lower.high <= upper.low && lower.low <= lower.mean && lower.mean <= lower.high)
          }
        }
      }
    }
  }

  @Test(arguments: [
    DelayModel.constant(milliseconds: -1), .exponential(meanMilliseconds: 0),
    .pareto(scaleMilliseconds: 1, shape: .nan), .empirical(samplesMilliseconds: []),
    .mixture([]), .mixture([.init(weight: 0, .constant(milliseconds: 1))]),
    .percentiles([.init(quantile: 0.5, milliseconds: 9), .init(quantile: 0.9, milliseconds: 8)]),
    .percentiles([.init(quantile: 1, milliseconds: 9)]),
    .uniform(lowMilliseconds: 2, highMilliseconds: 1),
  ])
  func `parameters out of range are refused`(model: DelayModel) {
    #expect(throws: QuantityError.self) { try LatencyDistribution(model) }
  }
}

@Suite struct StandardNormalTests {
  @Test(arguments: [
    (0.5, 0.0), (0.975, 1.959963984540054), (0.99, 2.3263478740408408),
    (0.001, -3.090232306167813), (1e-9, -5.9978070150076865),
  ])
  func `quantiles are exact to twelve digits`(probability: Double, z: Double) {
    #expect(abs(StandardNormal.quantile(probability) - z) < 1e-12)
    #expect(abs(StandardNormal.cumulative(z) - probability) < 1e-12 * max(probability, 1e-3))
  }
}
