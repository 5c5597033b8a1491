/// Bars from zero, one below the other, each with its value in words.
///
/// The drawing takes the width that it is given; texts keep their size, so that it reads on a
/// telephone as on a wall.
struct BarChart {
  struct Bar {
    let label: String
    /// `0...`; what is not finite fills the row.
    let value: Double
    /// The value as people read it.
    let shown: String
    var tone = Tone.plain
    /// Where the value lies for certain, such as a confidence interval.
    var interval: ClosedRange<Double>?
  }

  /// What a bar stands for; the words beside it say the same.
  enum Tone: String { case plain, good, bad }

  /// Unique on the page.
  let id: String
  let title: String
  /// What the chart shows, in a sentence.
  let summary: String
  let bars: [Bar]
  /// The value of a full row; by default the greatest one.
  var maximum: Double?

  private static let row = 46.0
  /// The share of the width that bars take; the rest is for values.
  private static let width = 0.68
  /// Longer labels are cut: so many letters fit on a telephone.
  static let labelLength = 40

  var svg: String {
    let all = bars.flatMap { [$0.value, $0.interval?.upperBound ?? 0] }.filter(\.isFinite)
    let full = max(maximum ?? all.max() ?? 0, .leastNormalMagnitude)
    var markup = Markup()
    markup.drawing(
      id: id, title: title, summary: summary,
      size: [
        "class": "bars", "width": "100%",
        "height": ChartText.number(Double(bars.count) * Self.row + 4),
      ]
    ) { markup in
      for (index, bar) in bars.enumerated() {
        draw(bar, at: Double(index) * Self.row, full: full, into: &markup)
      }
    }
    return markup.text
  }

  private func draw(_ bar: Bar, at top: Double, full: Double, into markup: inout Markup) {
    func share(_ value: Double) -> Double {
      Self.width * (value.isFinite ? min(1, max(0, value / full)) : 1)
    }
    markup.label(bar.label, x: "0", y: top + 14, class: "label", length: Self.labelLength)
    markup.open("text", ["class": "value", "x": "100%", "y": ChartText.number(top + 32)])
    markup.add(bar.shown)
    markup.close("text", isLast: true)
    let y = ChartText.number(top + 21)
    markup.element(
      "rect",
      [
        "class": "track", "x": "0", "y": y, "width": ChartText.percent(Self.width), "height": "14",
      ], "")
    markup.element(
      "rect",
      [
        "class": "bar \(bar.tone.rawValue)", "x": "0", "y": y,
        "width": ChartText.percent(share(bar.value)), "height": "14",
      ], "")
    if let interval = bar.interval {
      markup.element(
        "line",
        [
          "class": "interval", "x1": ChartText.percent(share(interval.lowerBound)),
          "x2": ChartText.percent(share(interval.upperBound)),
          "y1": ChartText.number(top + 28), "y2": ChartText.number(top + 28),
        ], "")
    }
    markup.addMarkup("\n")
  }
}
