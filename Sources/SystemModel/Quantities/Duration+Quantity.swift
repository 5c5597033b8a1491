extension Duration: Quantity {
  /// Which quantity it is.
  public static var kind: QuantityKind { .duration }

  /// Stands for a time without end, such as the staleness `any`: 10,000 years.
  ///
  /// Finite, so that sums and products of such durations do not overflow.
  public static let endless = Duration.seconds(10_000 * 365 * 86_400)

  /// Longer durations are errors: a million days.
  private static let longest = Duration.seconds(1_000_000 * 86_400)

  /// Reads a duration such as `80ms`.
  public static func parse(_ text: String) throws(UnitError) -> Duration {
    let (number, symbol) = try DecimalNumber.parse(text, as: .duration)
    guard let unit = TimeUnit(symbol) else { throw unknown(symbol, text) }
    guard let duration = Duration(number, unit), duration <= longest else {
      throw failure(.tooLarge("1000000d"), text)
    }
    return duration
  }

  /// So many units: to the attosecond if 128 bits can hold that, else to the nanosecond.
  private init?(_ number: DecimalNumber, _ unit: TimeUnit) {
    let nanosecond: UInt128 = 1_000_000_000
    var attoseconds = number.multiplied(by: UInt128(unit.nanoseconds) * nanosecond)
    if attoseconds == nil, let nanoseconds = number.multiplied(by: UInt128(unit.nanoseconds)) {
      let (product, overflow) = nanoseconds.multipliedReportingOverflow(by: nanosecond)
      attoseconds = overflow ? nil : product
    }
    guard let attoseconds else { return nil }
    let (seconds, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
    guard let seconds = Int64(exactly: seconds) else { return nil }
    self.init(secondsComponent: seconds, attosecondsComponent: Int64(rest))
  }

  /// In seconds, to the nearest double.
  public var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }

  /// In milliseconds, to the nearest double.
  public var inMilliseconds: Double {
    Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15
  }

  /// As the format writes it; parsed again, it is the same (a computed one can be negative, and
  /// finer than a stated one).
  public var notation: String {
    if self < .zero { return "-\((.zero - self).notation)" }
    let (number, unit) = bestUnit
    return "\(number.plainText)\(unit)"
  }

  /// For people: `76 ms`.
  public var text: String {
    if self < .zero { return "-\((.zero - self).text)" }
    let (number, unit) = bestUnit
    return "\(number.groupedText) \(unit)"
  }

  /// From a minute on, the largest unit of which there are whole ones; below, up to three decimals.
  private var bestUnit: (number: DecimalNumber, unit: String) {
    let (seconds, attoseconds) = components
    guard seconds > 0 || attoseconds > 0 else { return (DecimalNumber(0), "s") }
    if attoseconds == 0 {
      for unit in [TimeUnit.day, .hour, .minute] {
        let (count, rest) = UInt64(seconds).quotientAndRemainder(
          dividingBy: unit.nanoseconds / 1_000_000_000)
        if count > 0, rest == 0 { return (DecimalNumber(count), unit.symbol) }
      }
    }
    let total = UInt128(seconds) * 1_000_000_000_000_000_000 + UInt128(attoseconds)
    for unit in [TimeUnit.second, .millisecond, .microsecond, .nanosecond] {
      let size = unit.nanoseconds * 1_000_000_000
      if total >= UInt128(size), let number = DecimalNumber(total, dividedBy: size, places: 3) {
        return (number, unit.symbol)
      }
    }
    // Finer, or longer, than anybody states: rounded down to what the digits hold.
    if let number = DecimalNumber(total, dividedBy: 1_000_000_000, places: 9) {
      return (number, "ns")
    }
    let whole = UInt64(exactly: total / 1_000_000_000).flatMap { DecimalNumber(exactly: $0) }
    return whole.map { ($0, "ns") } ?? (DecimalNumber(UInt64(seconds)), "s")
  }
}
