/// Numbers of benchmarks as people read them: three significant digits, thousands apart.
public enum BenchmarkNumber {
  /// Three significant digits, more only before the point: `1.23`, `45.6`, `1,235`.
  public static func decimal(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "-" }
    let magnitude = abs(value)
    let places = magnitude >= 99.95 ? 0 : (magnitude >= 9.995 ? 1 : 2)
    return fixed(value, places: places)
  }

  /// A share as `0.8 %`, `12 %`.
  public static func percent(_ share: Double) -> String {
    fixed(share * 100, places: abs(share) < 0.0995 ? 1 : 0) + " %"
  }

  /// A change as `+3.1 %`, `-12 %`.
  public static func change(_ share: Double) -> String { (share < 0 ? "" : "+") + percent(share) }

  /// So many places after the point.
  public static func fixed(_ value: Double, places: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "-" }
    let scale = (0..<places).reduce(Int64(1)) { product, _ in product * 10 }
    let scaled = Int64((abs(value) * Double(scale)).rounded())
    let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: scale)
    let digits = String(fraction)
    let zeros = String(repeating: "0", count: max(0, places - digits.count))
    let sign = value < 0 && scaled != 0 ? "-" : ""
    return sign + grouped(Int(whole)) + (places == 0 ? "" : "." + zeros + digits)
  }

  /// `12,345`.
  public static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + text
  }

  /// A bar of so many columns for `share` of the whole, in eighths; one eighth at least for what is
  /// above 0.
  public static func bar(_ share: Double, columns: Int) -> String {
    guard share > 0, share.isFinite, columns > 0 else { return "" }
    let eighths = max(1, Int((min(1, share) * Double(columns * 8)).rounded()))
    let parts: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let rest = eighths % 8
    return String(repeating: "█", count: eighths / 8) + (rest == 0 ? "" : String(parts[rest - 1]))
  }
}
