/// Probabilities over time on a logarithmic scale, with a line of words for each curve.
struct CurveChart {
  struct Curve {
    let label: String
    /// What the legend says of it.
    let detail: String
    /// A probability for a value of the axis.
    let share: (Double) -> Double
    /// A value of the axis that matters for it.
    var bound: Double?
  }

  /// Unique on the page.
  let id: String
  let title: String
  let summary: String
  let curves: [Curve]
  let axis: LogAxis
  /// How a value on the scale is written.
  let tick: (Double) -> String

  /// As many as can be told apart by their dashes.
  static let limit = 6
  private static let samples = 80
  private static let height = 200.0
  private static let row = 40.0
  private static let top = 10.0
  private static let left = 0.13
  private static let width = 0.85

  var svg: String {
    let legend = Self.top + Self.height + 34
    var markup = Markup()
    markup.drawing(
      id: id, title: title, summary: summary,
      size: [
        "class": "curves", "width": "100%",
        "height": ChartText.number(legend + Double(curves.count) * Self.row),
      ]
    ) { markup in
      drawShares(into: &markup)
      AxisDrawing(
        axis: axis, left: Self.left, width: Self.width, top: Self.top,
        bottom: Self.top + Self.height, tick: tick
      ).draw(into: &markup)
      drawCurves(into: &markup)
      for (index, curve) in curves.enumerated() {
        drawLegend(curve, index, y: legend + Double(index) * Self.row, into: &markup)
      }
    }
    return markup.text
  }

  private func drawShares(into markup: inout Markup) {
    for share in [0, 0.25, 0.5, 0.75, 1] {
      let y = Self.top + (1 - share) * Self.height
      markup.element(
        "line",
        [
          "class": "grid", "x1": ChartText.percent(Self.left),
          "x2": ChartText.percent(Self.left + Self.width), "y1": ChartText.number(y),
          "y2": ChartText.number(y),
        ], "")
      markup.element(
        "text",
        [
          "class": "tick", "x": ChartText.percent(Self.left - 0.02),
          "y": ChartText.number(y + 4), "text-anchor": "end",
        ], ChartText.percent(share))
    }
    markup.addMarkup("\n")
  }

  /// The plot is stretched to its width; lines keep their thickness.
  private func drawCurves(into markup: inout Markup) {
    markup.open(
      "svg",
      [
        "x": ChartText.percent(Self.left), "y": ChartText.number(Self.top),
        "width": ChartText.percent(Self.width), "height": ChartText.number(Self.height),
        "viewBox": "0 0 1000 200", "preserveAspectRatio": "none",
      ])
    for (index, curve) in curves.enumerated() {
      let points = (0...Self.samples).map { sample in
        let place = Double(sample) / Double(Self.samples)
        let share = min(1, max(0, curve.share(axis.value(at: place))))
        return "\(ChartText.number(place * 1000)) \(ChartText.number((1 - share) * 200))"
      }
      markup.element(
        "path", ["class": "curve c\(index)", "d": "M" + points.joined(separator: " L")], "")
      if let bound = curve.bound {
        let x = ChartText.number(axis.share(bound) * 1000)
        markup.element("path", ["class": "bound c\(index)", "d": "M\(x) 0 L\(x) 200"], "")
      }
    }
    markup.close("svg", isLast: true)
  }

  private func drawLegend(_ curve: Curve, _ index: Int, y: Double, into markup: inout Markup) {
    let line = ChartText.number(y + 8)
    markup.element(
      "line", ["class": "curve c\(index)", "x1": "0", "x2": "40", "y1": line, "y2": line], "")
    markup.label(curve.label, x: "48", y: y + 12, class: "label", length: 34)
    markup.label(curve.detail, x: "48", y: y + 28, class: "detail", length: 60)
  }
}
