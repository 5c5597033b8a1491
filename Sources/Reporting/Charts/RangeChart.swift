/// Ranges on a logarithmic scale, one below the other, each with its limit.
struct RangeChart {
  struct Row {
    let label: String
    /// The same in words.
    let detail: String
    /// The middle, the end of what is common, and the end of the tail; ascending.
    let points: (middle: Double, common: Double, tail: Double)
    /// What the end of what is common is held against.
    var limit: Double?
    var isMissed = false
  }

  /// Unique on the page.
  let id: String
  let title: String
  let summary: String
  let rows: [Row]
  /// How a value on the scale is written.
  let tick: (Double) -> String

  private static let row = 66.0

  /// `nil` when no row has anything to show.
  var svg: String? {
    guard
      let axis = LogAxis(
        rows.flatMap { [$0.points.middle, $0.points.common, $0.points.tail, $0.limit ?? 0] })
    else { return nil }
    let bottom = Double(rows.count) * Self.row
    var markup = Markup()
    markup.drawing(
      id: id, title: title, summary: summary,
      size: ["class": "ranges", "width": "100%", "height": ChartText.number(bottom + 28)]
    ) { markup in
      AxisDrawing(axis: axis, left: 0, width: 1, top: 0, bottom: bottom, tick: tick)
        .draw(into: &markup)
      for (index, row) in rows.enumerated() {
        draw(row, at: Double(index) * Self.row, axis: axis, into: &markup)
      }
    }
    return markup.text
  }

  private func draw(_ row: Row, at top: Double, axis: LogAxis, into markup: inout Markup) {
    markup.label(row.label, x: "0", y: top + 16, class: "label", length: 40)
    markup.label(row.detail, x: "0", y: top + 32, class: "detail", length: 60)
    let y = ChartText.number(top + 40)
    markup.element(
      "rect", ["class": "track", "x": "0", "y": y, "width": "100%", "height": "14"], "")
    func part(_ style: String, _ from: Double, _ to: Double) {
      let start = min(axis.share(from), 0.995)
      markup.element(
        "rect",
        [
          "class": style, "x": ChartText.percent(start), "y": y,
          "width": ChartText.percent(max(axis.share(to) - start, 0.005)), "height": "14",
        ], "")
    }
    part("tail", row.points.common, row.points.tail)
    part(row.isMissed ? "common missed" : "common", row.points.middle, row.points.common)
    if let limit = row.limit {
      let x = ChartText.percent(axis.share(limit))
      let ends = [top + 36, top + 58].map(ChartText.number)
      markup.element(
        "line", ["class": "limit", "x1": x, "x2": x, "y1": ends[0], "y2": ends[1]], "")
    }
    markup.addMarkup("\n")
  }
}

/// The lines and numbers of a logarithmic axis along the bottom.
struct AxisDrawing {
  let axis: LogAxis
  /// Shares of the drawing's width.
  let left: Double
  let width: Double
  let top: Double
  let bottom: Double
  let tick: (Double) -> String

  func draw(into markup: inout Markup) {
    // Every decade has its line; on a narrow screen every other one has its number.
    let isCrowded = axis.ticks.count > 4
    for (index, value) in axis.ticks.enumerated() {
      let share = axis.share(value)
      let x = ChartText.percent(left + share * width)
      markup.element(
        "line",
        [
          "class": "grid", "x1": x, "x2": x, "y1": ChartText.number(top),
          "y2": ChartText.number(bottom),
        ], "")
      let anchor = share <= 0 ? "start" : share >= 1 ? "end" : "middle"
      markup.element(
        "text",
        [
          "class": isCrowded && index % 2 == 1 ? "tick between" : "tick", "x": x,
          "y": ChartText.number(bottom + 18), "text-anchor": anchor,
        ], tick(value))
    }
    markup.addMarkup("\n")
  }
}
