#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How charts write numbers and names.
enum ChartText {
  /// A coordinate to a hundredth: finer than any screen, and the same on every machine.
  static func number(_ number: Double) -> String {
    let rounded = (number * 100).rounded() / 100
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }

  /// A share of the width, `0...1`.
  static func percent(_ share: Double) -> String { number(share * 100) + "%" }

  /// A name cut to what fits; the whole of it stands in a title beside it.
  static func cut(_ name: String, to length: Int) -> String {
    name.count > length ? name.prefix(length - 1) + "…" : name
  }
}

/// A scale on which each decade takes the same room.
///
/// For figures that differ by orders of magnitude; only places on it have meaning, lengths have none.
struct LogAxis {
  /// The powers of ten at both ends.
  let low: Int
  let high: Int

  /// The decades that hold all values; `nil` when none is positive and finite.
  ///
  /// - Parameter decades: The most that are shown; smaller values stand at the low end.
  init?(_ values: [Double], decades: Int = 7) {
    let shown = values.filter { $0 > 0 && $0.isFinite }
    guard let least = shown.min(), let most = shown.max() else { return nil }
    // A value a hair above a power of ten needs no decade of its own.
    high = Int(max(-6, min(12, (log10(most) - 0.0005).rounded(.up))))
    let floor = max(Double(high - decades), (log10(least) + 0.0005).rounded(.down))
    low = Int(min(Double(high - 1), floor))
  }

  /// Where a value stands, `0...1`; beyond the ends it stands at them.
  func share(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    return min(1, max(0, (log10(value) - Double(low)) / Double(high - low)))
  }

  /// The value at a place, `0...1`.
  func value(at share: Double) -> Double { pow(10, Double(low) + share * Double(high - low)) }

  /// The powers of ten.
  var ticks: [Double] { (low...high).map { pow(10, Double($0)) } }
}

extension Markup {
  /// A drawing with its name and its description for those who do not see it.
  ///
  /// - Parameters:
  ///   - id: Unique on the page; ids inside start with it.
  ///   - size: Attributes that size it.
  mutating func drawing(
    id: String, title: String, summary: String, size: KeyValuePairs<String, String?>,
    _ content: (inout Markup) -> Void
  ) {
    addMarkup("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"")
    addMarkup(" aria-labelledby=\"\(id)-title\" aria-describedby=\"\(id)-desc\"")
    for (key, value) in size { if let value { addMarkup(" \(key)=\"\(value)\"") } }
    addMarkup(">\n")
    element("title", ["id": "\(id)-title"], title)
    addMarkup("\n")
    element("desc", ["id": "\(id)-desc"], summary)
    addMarkup("\n")
    content(&self)
    close("svg", isLast: true)
  }

  /// A name that may be cut, with the whole of it as a title.
  mutating func label(
    _ name: String, x: String, y: Double, class style: String, length: Int
  ) {
    open("text", ["class": style, "x": x, "y": ChartText.number(y)])
    if name.count > length { element("title", [:], name) }
    add(ChartText.cut(name, to: length))
    close("text", isLast: true)
  }
}
