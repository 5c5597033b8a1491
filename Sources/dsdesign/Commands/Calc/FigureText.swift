import Analysis
import Glibc

/// Numbers as people read them: four significant digits, thousands apart.
enum FigureText {
  static func number(_ value: Double) -> String { decimal(value, significant: 4) }

  /// A time in the unit in which it is short.
  static func time(_ milliseconds: Double) -> String {
    guard milliseconds.isFinite else { return milliseconds.isNaN ? "undefined" : "without end" }
    if milliseconds == 0 { return "0 ms" }
    let units: [(size: Double, name: String)] = [
      (2 * 86_400_000, "d"), (2 * 3_600_000, "h"), (120_000, "min"), (1000, "s"), (1, "ms"),
      (1e-3, "µs"), (0, "ns"),
    ]
    let scale = [
      "d": 86_400_000.0, "h": 3_600_000, "min": 60_000, "s": 1000, "µs": 1e-3, "ns": 1e-6,
    ]
    // What rounds up to a unit is written in it.
    let magnitude = abs(milliseconds) * 1.00005
    let unit = units.first { magnitude >= $0.size } ?? (0, "ns")
    return number(milliseconds / (scale[unit.name] ?? 1)) + " " + unit.name
  }

  /// A share of 1; near the whole, with three digits of what is missing.
  static func percent(_ fraction: Double) -> String {
    let rest = 1 - fraction
    guard rest > 0, rest < 0.1 else { return number(fraction * 100) + "%" }
    let places = min(13, Int(-log10(rest * 100)) + 3)
    return fixed(fraction * 100, places: max(2, places)) + "%"
  }

  private static func decimal(_ value: Double, significant: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "undefined" : "without end" }
    if value == 0 { return "0" }
    let exponent = Int(log10(abs(value)).rounded(.down))
    if exponent < -4 || exponent >= 12 {
      let mantissa = value / pow(10, Double(exponent))
      return fixed(mantissa, places: significant - 1) + "e\(exponent)"
    }
    return fixed(value, places: max(0, significant - 1 - exponent))
  }

  /// Rounded to so many places, without zeros at the end.
  ///
  /// - Precondition: `value` times ten to the power of `places` fits into 63 bits.
  private static func fixed(_ value: Double, places: Int) -> String {
    let scale = (0..<places).reduce(Int64(1)) { product, _ in product * 10 }
    let scaled = Int64((abs(value) * Double(scale)).rounded())
    let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: scale)
    let digits = String(fraction)
    var text = String(repeating: "0", count: places - min(places, digits.count)) + digits
    while text.last == "0" { text.removeLast() }
    let sign = value < 0 && scaled != 0 ? "-" : ""
    return sign + ValueText.grouped(whole) + (places == 0 || text.isEmpty ? "" : "." + text)
  }
}
