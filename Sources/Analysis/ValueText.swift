public import Expressions

/// Values of facts in the words of a report.
public enum ValueText {
  /// A value without quotes: `none`, `76 ms`, `a, b and c`.
  public static func plain(_ value: Value) -> String {
    switch value {
    case .null: "nothing"
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): number == .max ? "unbounded" : grouped(number)
    case .uint(let number): String(number)
    case .double(let number): decimal(number)
    case .string(let text): unmarked(text)
    case .duration(let duration): duration == .zero ? "0 s" : time(duration)
    case .list(let items): joined(items.map(plain))
    case .record(let record):
      record.path.split(separator: ".", maxSplits: 1).last.map(String.init) ?? record.path
    case .unknown: "not stated"
    case .error: "an error"
    default: "\(value)"
    }
  }

  /// Stand around a name inside a text that an expression made, so that renderers can set it off.
  ///
  /// They are private-use characters: no text of a description needs them, and `plain` removes them.
  public static let nameMarks: (start: Unicode.Scalar, end: Unicode.Scalar) =
    ("\u{E000}", "\u{E001}")

  /// The name between marks.
  static func marked(_ name: String) -> String {
    var text = String.UnicodeScalarView()
    text.append(nameMarks.start)
    text += unmarked(name).unicodeScalars
    text.append(nameMarks.end)
    return String(text)
  }

  /// The text without marks around names.
  public static func unmarked(_ text: String) -> String {
    // 0xEE is the first byte of both marks, and of little else.
    guard text.utf8.contains(0xEE) else { return text }
    var scalars = text.unicodeScalars
    scalars.removeAll { $0 == nameMarks.start || $0 == nameMarks.end }
    return String(scalars)
  }

  /// `a`, `a and b`, `a, b and c`.
  public static func joined(_ words: [String]) -> String {
    guard words.count > 1 else { return words.first ?? "nothing" }
    return words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
  }

  /// A whole number with thousands set apart by commas.
  public static func grouped(_ number: Int64) -> String {
    let digits = Array(String(number.magnitude))
    guard digits.count > 4 else { return String(number) }
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return number < 0 ? "-" + text : text
  }

  /// A number with as many digits as people read: three significant ones, no exponent below 10⁶.
  public static func decimal(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "undefined" : "unbounded" }
    if number == number.rounded(), abs(number) < 1e15 { return grouped(Int64(number)) }
    let magnitude = abs(number)
    let digits = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    if magnitude >= 0.001 {
      let rounded = (number * scale).rounded() / scale
      return rounded == rounded.rounded() ? grouped(Int64(rounded)) : "\(rounded)"
    }
    return "\(number)"
  }

  /// A duration in the largest unit that keeps it short: `1.5 s`, `76 ms`, `10 min`.
  public static func time(_ duration: Duration) -> String {
    let seconds = duration / .seconds(1)
    let magnitude = abs(seconds)
    let units: [(size: Double, name: String)] = [
      (86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"),
    ]
    for unit in units where magnitude >= unit.size * 0.999_999 {
      let count = seconds / unit.size
      let isExact = (count * 1000).rounded() / 1000 == count.rounded()
      if unit.size >= 60, !isExact, magnitude < unit.size * 2 { continue }
      return "\(decimal((count * 1000).rounded() / 1000)) \(unit.name)"
    }
    return "0 s"
  }
}

extension BoundText {
  /// The text with its expressions filled in, each value in the words of `format`.
  public func text(format: (Value) -> String) -> String {
    template.render(bindings, format: format)
  }
}
