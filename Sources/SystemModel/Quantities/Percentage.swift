/// A part of a whole, from 0% to 100%, kept as the decimal number that is stated.
public struct Percentage: Quantity {
  /// Which quantity it is.
  public static var kind: QuantityKind { .percentage }

  /// Parts of a hundred, `0...100`.
  public let percent: DecimalNumber

  /// `0...1`, to the nearest double: 0.9995 for 99.95%.
  public var fraction: Double { percent.hundredth }

  /// The rest up to the whole, to the nearest double: 0.0005 for 99.95%.
  ///
  /// Subtracted as decimals: `1 - fraction` would lose digits where availabilities differ.
  public var complement: Double { percent.hundredthOfRest }

  /// Reads a percentage such as `99.95%`.
  public static func parse(_ text: String) throws(UnitError) -> Percentage {
    let (number, symbol) = try DecimalNumber.parse(text, as: .percentage)
    guard symbol == "%" else { throw unknown(symbol, text) }
    guard number <= DecimalNumber(100) else { throw failure(.aboveHundredPercent, text) }
    return Percentage(percent: number)
  }

  /// As the format writes it; parsed again, it is the same.
  public var notation: String { "\(percent.plainText)%" }

  /// Exact.
  public static func < (left: Self, right: Self) -> Bool { left.percent < right.percent }
}

extension Percentage: CustomStringConvertible {
  /// For people: `99.95 %`.
  public var description: String { "\(percent.groupedText) %" }
}
