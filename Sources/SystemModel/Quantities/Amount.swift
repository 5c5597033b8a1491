/// A plain number or any quantity, where the format leaves open which: the levels of a limit.
public enum Amount: Hashable, Sendable {
  case count(DecimalNumber)
  case duration(Duration)
  case rate(Rate)
  case size(ByteCount)
  case percentage(Percentage)
  case bandwidth(Bandwidth)

  /// Reads a plain number or a quantity; its unit says which.
  ///
  /// - Throws: `UnitError`, of the kind whose unit the text comes nearest to.
  public static func parse(_ text: String) throws(UnitError) -> Amount {
    let (number, unit) = try DecimalNumber.parse(text, as: .size)
    if unit.isEmpty { return .count(number) }
    if unit == "%" { return .percentage(try Percentage.parse(text)) }
    if TimeUnit(unit) != nil { return .duration(try Duration.parse(text)) }
    if unit.hasSuffix("B/s") { return .bandwidth(try Bandwidth.parse(text)) }
    if unit.contains("/") { return .rate(try Rate.parse(text)) }
    return .size(try ByteCount.parse(text))
  }

  /// As the format writes it.
  public var notation: String {
    switch self {
    case .count(let number): number.plainText
    case .duration(let duration): duration.notation
    case .rate(let rate): rate.notation
    case .size(let size): size.notation
    case .percentage(let percentage): percentage.notation
    case .bandwidth(let bandwidth): bandwidth.notation
    }
  }
}
