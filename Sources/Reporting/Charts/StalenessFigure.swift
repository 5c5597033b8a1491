import Analysis

/// How likely a read sees a write, by the time since its acknowledgement.
struct StalenessFigure {
  let analysis: Analysis

  /// `nil` when every read meets the last write, or nothing bounds how late it does.
  var figure: PageFigure? {
    let reads = self.reads
    guard !reads.isEmpty, let axis = axis(reads) else { return nil }
    let shown = reads.prefix(CurveChart.limit)
    let chart = CurveChart(
      id: "figure-staleness", title: "When a read sees a write",
      summary: shown.map { "\($0.name): \($0.words)." }.joined(separator: " "),
      curves: shown.map { read in
        .init(
          label: read.name, detail: read.words,
          share: { read.estimate.probabilityFresh(afterMilliseconds: $0) }, bound: read.bound)
      }, axis: axis
    ) { NumbersSections.time($0) }
    let more =
      reads.count > shown.count
      ? " \(Words.count(reads.count - shown.count, "further curve")) in the table." : ""
    return PageFigure(
      id: chart.id, title: chart.title,
      caption:
        "Share of reads that see a write, by the time since its acknowledgement, on a logarithmic scale; a thin upright line is the bound that the operation asks for.\(more)",
      svg: chart.svg, tables: [table(reads, axis)])
  }

  /// Reads that are alike, told once.
  private struct Read {
    var names: [String]
    let estimate: StalenessEstimate
    let bound: Double?
    /// What is known of it in words.
    let words: String

    var name: String { Words.subjects(names, limit: 1) { $0 } }
  }

  private var reads: [Read] {
    var reads: [Read] = []
    var places: [String: Int] = [:]
    for (first, alike) in NumbersSections(analysis: analysis).ways {
      guard let estimate = analysis.numbers.operations[first].staleness, estimate.cause != .none,
        estimate.freshAfterMilliseconds.isFinite, estimate.freshAfterMilliseconds > 0
      else { continue }
      let bound = analysis.operations[first].stalenessMilliseconds
      let words =
        "99.9% after \(NumbersSections.time(estimate.freshAfterMilliseconds))"
        + (bound.map { ", bound \(NumbersSections.time($0))" } ?? "")
      let key = "\(words) \(estimate.cause.rawValue) \(estimate.freshAtOnce)"
      let names = alike.map { analysis.operations[$0].subject.name }
      if let place = places[key] {
        reads[place].names += names
      } else {
        places[key] = reads.count
        reads.append(Read(names: names, estimate: estimate, bound: bound, words: words))
      }
    }
    return reads
  }

  /// From where curves begin to rise to where the last is up.
  private func axis(_ reads: [Read]) -> LogAxis? {
    let starts = reads.map { read in
      var time = read.estimate.freshAfterMilliseconds
      let floor = read.estimate.freshAtOnce + 0.02
      for _ in 0..<5 where read.estimate.probabilityFresh(afterMilliseconds: time / 10) > floor {
        time /= 10
      }
      return time / 10
    }
    return LogAxis(
      starts + reads.map(\.estimate.freshAfterMilliseconds) + reads.compactMap(\.bound))
  }

  private func table(_ reads: [Read], _ axis: LogAxis) -> PageTable {
    PageTable(
      caption: "Share of reads that see a write",
      header: ["operation", "at once"] + axis.ticks.map { "after \(NumbersSections.time($0))" },
      rows: reads.map { read in
        [read.name, NumbersSections.percent(read.estimate.freshAtOnce)]
          + axis.ticks.map {
            NumbersSections.percent(read.estimate.probabilityFresh(afterMilliseconds: $0))
          }
      })
  }
}
