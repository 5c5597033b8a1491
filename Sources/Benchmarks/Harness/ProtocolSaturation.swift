internal import Algorithms

extension ProtocolBenchmarks {
  /// The share of operations that have to be answered.
  static let answeredShare = 0.99
  /// How many times the p99 of a light load is too much, beyond the slack.
  static let latencyFactor = 5.0
  /// What a p99 may rise by in any case, so that a short one is not held against queueing of no
  /// weight.
  static let latencySlack: Nanoseconds = 20_000_000
  /// Operations a second in all at which the search begins and ends.
  static let rates = 8.0...65_536.0

  /// The load under which a protocol still answers, when messages cost processor time: rates are
  /// doubled until one is too much, then halved four times in between, to 5 %.
  func saturation(_ run: ProtocolRun) -> ProtocolMeasurement.Saturation? {
    var run = run
    run.site.processing = plan.processing
    run.load.reads = 0
    guard let light = figures(run, at: Self.rates.lowerBound),
      let p99 = light.overall.latency.quantile(0.99)
    else { return nil }
    let bound = max(Nanoseconds(Double(p99) * Self.latencyFactor), p99 + Self.latencySlack)
    func holds(_ rate: Double) -> Bool {
      guard let share = figures(run, at: rate)?.overall.before, share.called > 0,
        let p99 = share.latency.quantile(0.99)
      else { return false }
      return Double(share.answered) >= Self.answeredShare * Double(share.called) && p99 <= bound
    }
    guard holds(Self.rates.lowerBound) else { return .init(perSecond: nil, isLimit: false) }
    var low = Self.rates.lowerBound
    while low < Self.rates.upperBound, holds(2 * low) { low *= 2 }
    if low >= Self.rates.upperBound { return .init(perSecond: low, isLimit: true) }
    var high = 2 * low
    for _ in 0..<4 {
      let middle = (low * high).squareRoot()
      if holds(middle) { low = middle } else { high = middle }
    }
    return .init(perSecond: low, isLimit: false)
  }

  /// A run with so many operations a second over all places; at least 400 operations.
  private func figures(_ run: ProtocolRun, at rate: Double) -> ProtocolFigures? {
    var run = run
    run.load.perSecond = rate / Double(max(1, run.site.clients.count))
    run.load.duration = Nanoseconds(max(1, 400 / rate) * Double(Self.second))
    run.load.settling = 2 * Self.second
    return run.figures()
  }
}
