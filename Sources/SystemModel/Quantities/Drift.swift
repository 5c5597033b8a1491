/// How fast a clock runs wrong, in parts per million: `200ppm`.
public struct Drift: Quantity {
  /// Which quantity it is.
  public static var kind: QuantityKind { .drift }

  /// Microseconds gained or lost in a second.
  public let partsPerMillion: DecimalNumber

  /// Seconds gained or lost in a second, to the nearest double.
  public var fraction: Double { partsPerMillion.double / 1e6 }

  /// Reads a drift such as `200ppm`.
  public static func parse(_ text: String) throws(UnitError) -> Drift {
    let (number, symbol) = try DecimalNumber.parse(text, as: .drift)
    guard symbol == "ppm" else { throw unknown(symbol, text) }
    guard number <= DecimalNumber(1_000_000) else { throw failure(.tooLarge("1000000ppm"), text) }
    return Drift(partsPerMillion: number)
  }

  /// As the format writes it; parsed again, it is the same.
  public var notation: String { "\(partsPerMillion.plainText)ppm" }

  /// The slower drift first.
  public static func < (left: Self, right: Self) -> Bool {
    left.partsPerMillion < right.partsPerMillion
  }
}

extension Drift: CustomStringConvertible {
  /// For people: `200 ppm`.
  public var description: String { "\(partsPerMillion.groupedText) ppm" }
}
