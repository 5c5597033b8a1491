import Analysis

/// Estimated latency of each operation beside its target.
struct LatencyFigure {
  let analysis: Analysis

  /// `nil` when no operation has an estimate.
  var figure: PageFigure? {
    let ways = NumbersSections(analysis: analysis).ways.prefix(NumbersSections.wayLimit)
    let rows = ways.compactMap { row($0.first, $0.alike) }
    let chart = RangeChart(
      id: "figure-latency", title: "Latency beside its targets",
      summary: rows.map { "\($0.label): \($0.detail)." }.joined(separator: " "), rows: rows
    ) { NumbersSections.time($0) }
    guard let svg = chart.svg else { return nil }
    return PageFigure(
      id: chart.id, title: chart.title,
      caption:
        "Estimates from the client region that waits longest, on a logarithmic scale: full bars reach from p50 to p99, pale ones to p99.9, upright lines are targets of p99. The table of numbers has them all.",
      svg: svg)
  }

  private func row(_ index: Int, _ alike: [Int]) -> RangeChart.Row? {
    let operation = analysis.numbers.operations[index]
    guard let latency = operation.latency else { return nil }
    let points = [0.5, 0.99, 0.999].map { latency.milliseconds(atQuantile: $0) }
    let names = alike.map { analysis.operations[$0].subject.name }
    let budget = analysis.operations[index].budget.map { $0 / .milliseconds(1) }
    let isMissed = budget.map { latency.share(withinMilliseconds: $0) < 0.99 } ?? false
    let p99 = "p99 \(NumbersSections.time(points[1]))"
    let target =
      budget.map {
        "target \(NumbersSections.time($0)): \(isMissed ? "missed" : "met")"
      } ?? "no target"
    return RangeChart.Row(
      label: Words.subjects(names, limit: 2) { $0 }, detail: "\(p99), \(target)",
      points: (points[0], points[1], points[2]), limit: budget, isMissed: isMissed)
  }
}
