import Testing

@testable import Quantities

@Suite struct CoarseLatencyTests {
  static let models: [DelayModel] = [
    .exponential(meanMilliseconds: 3), .lognormal(medianMilliseconds: 2, sigma: 0.7),
    .shifted(byMilliseconds: 70, .exponential(meanMilliseconds: 2)),
    .percentiles([
      .init(quantile: 0.5, milliseconds: 2), .init(quantile: 0.99, milliseconds: 10),
    ]),
    .pareto(scaleMilliseconds: 1, shape: 3),
  ]

  @Test(arguments: models)
  func `coarse sums keep their percentiles`(_ model: DelayModel) throws {
    let fine = try LatencyDistribution(model)
    let coarse = fine.coarsened()
    #expect(coarse.atoms.count < 60)
    var (exact, quick) = (fine, coarse)
    for _ in 0..<4 {
      exact = exact + fine
      quick = (quick + coarse).coarsened()
      #expect(abs(quick.meanMilliseconds / exact.meanMilliseconds - 1) < 1e-3)
      for quantile in [0.5, 0.9, 0.99, 0.999] {
        let (a, b) = (
          exact.milliseconds(atQuantile: quantile), quick.milliseconds(atQuantile: quantile)
        )
        #expect(abs(b / a - 1) < 0.03, "\(quantile): \(b) for \(a)")
      }
    }
  }

  @Test func `a point stays a point`() {
    let fixed = LatencyDistribution(constantMilliseconds: 76)
    #expect(fixed.coarsened() == fixed)
  }
}
