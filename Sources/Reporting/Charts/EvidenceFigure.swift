import Evidence

/// The runs behind a decision as bars: what tells its options apart most.
struct EvidenceFigure {
  let comparison: Comparison
  /// Position among all comparisons; makes ids unique.
  let index: Int

  /// So many measures are drawn; the table beside them has all.
  private static let limit = 2

  /// `nil` when the runs do not tell options apart.
  var figure: PageFigure? {
    let charts = measures.prefix(Self.limit).enumerated().map { place, entry in
      chart(entry.measure, entry.title, id: "figure-evidence-\(index)-\(place)")
    }
    guard !charts.isEmpty else { return nil }
    var markup = Markup()
    for chart in charts {
      markup.element("p", ["class": "measure"], Self.heading(chart.title))
      markup.addMarkup(chart.svg)
    }
    return PageFigure(
      id: "figure-evidence-\(index)", title: "Evidence for \(comparison.subject)",
      caption:
        "What tells the options apart most in these runs; the table has every figure.",
      svg: markup.text)
  }

  /// A capital at the start, but for percentiles: `p99` is a sign, no word.
  private static func heading(_ title: String) -> String {
    let start = title.prefix(2)
    return start.first == "p" && start.last?.isNumber == true ? title : Words.capitalized(title)
  }

  /// Harm before answers, answers before times; of each column the last figure. Costs are left to
  /// the table.
  private var measures: [(measure: Measure, title: String)] {
    let columns = comparison.columns.enumerated().compactMap { place, column in
      column.measures.last.flatMap { measure in
        rank(measure).map { (rank: $0, place: place, measure: measure, title: column.title) }
      }
    }
    return columns.filter { tellsApart($0.measure) }.sorted {
      ($0.rank, $0.place) < ($1.rank, $1.place)
    }.map { ($0.measure, title($0.measure, $0.title)) }
  }

  private func rank(_ measure: Measure) -> Int? {
    switch measure {
    case .harm: 0
    case .unavailable, .unavailableLongest, .noticedFirst, .noticedByMajority, .noticedByAll: 1
    case .answered: 2
    case .latency: 3
    case .messages, .bytes, .roundTrips, .flushes, .metadata: nil
    }
  }

  private func title(_ measure: Measure, _ column: String) -> String {
    switch measure {
    case .latency(let place, let percent): "p\(percent) from \(place)"
    case .noticedByMajority: "crash noticed by a majority"
    default: column
    }
  }

  private func figure(_ row: Comparison.Row, _ measure: Measure) -> Figure? {
    row.all.first { $0.measure == measure && $0.value != nil }
  }

  private func tellsApart(_ measure: Measure) -> Bool {
    Set(comparison.rows.compactMap { figure($0, measure)?.value }).count > 1
  }

  private func chart(_ measure: Measure, _ title: String, id: String) -> BarChart {
    var isShare = false
    if case .answered = measure { isShare = true }
    let bars = comparison.rows.compactMap { row in
      figure(row, measure).map { figure in
        BarChart.Bar(
          label: label(row), value: figure.value ?? 0, shown: figure.text, tone: tone(row, figure))
      }
    }
    return BarChart(
      id: id, title: title,
      summary: bars.map { "\($0.label): \($0.shown)." }.joined(separator: " "), bars: bars,
      maximum: isShare ? 1 : nil)
  }

  private func label(_ row: Comparison.Row) -> String {
    let marks = [row.isChosen ? "advised" : nil, row.isInUse ? "in use" : nil].compactMap(\.self)
    let title = InlineReader.read(MarkdownText.part(row.title)).plain
    guard !marks.isEmpty else { return title }
    // What is cut of a long label must not be whether it is in use.
    let mark = " (\(marks.joined(separator: ", ")))"
    return ChartText.cut(title, to: BarChart.labelLength - mark.count) + mark
  }

  private func tone(_ row: Comparison.Row, _ figure: Figure) -> BarChart.Tone {
    if case .harm = figure.measure { return .bad }
    return row.isChosen ? .good : .plain
  }
}
