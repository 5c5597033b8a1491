/// How often something happens: `2500/s`, `40k/s`, `12/d`.
public struct Rate: Quantity {
  /// Which quantity it is.
  public static var kind: QuantityKind { .rate }
  static let units: [TimeUnit] = [.second, .minute, .hour, .day]

  /// How often in one `unit`, exactly as stated.
  public let count: DecimalNumber
  /// The unit of time that it is counted in.
  public let unit: TimeUnit

  /// How often in a second, to the nearest double; at most 10^15.
  public var perSecond: Double { count.double / unit.seconds }

  /// Reads a rate such as `2500/s`.
  public static func parse(_ text: String) throws(UnitError) -> Rate {
    var (number, rest) = try DecimalNumber.parse(text, as: .rate)
    var power = 0
    if rest.hasPrefix("k/") { power = 3 } else if rest.hasPrefix("M/") { power = 6 }
    if power > 0 {
      rest = rest.dropFirst()
      guard let scaled = number.scaled(byPowerOfTen: power) else { throw tooLarge(text) }
      number = scaled
    }
    guard rest.hasPrefix("/"), let unit = TimeUnit(rest.dropFirst()), units.contains(unit) else {
      throw unknown(rest, text)
    }
    let rate = Rate(count: number, unit: unit)
    guard rate.perSecond <= 1e15 else { throw tooLarge(text) }
    return rate
  }

  private static func tooLarge(_ text: String) -> UnitError {
    failure(.tooLarge("1000000000M/s"), text)
  }

  /// As the format writes it; parsed again, it is the same.
  public var notation: String { "\(count.plainText)/\(unit.symbol)" }

  /// Equal when as often in a second, however it is counted.
  public static func == (left: Self, right: Self) -> Bool { left.perSecond == right.perSecond }
  /// As `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(perSecond) }
  /// The rarer first.
  public static func < (left: Self, right: Self) -> Bool { left.perSecond < right.perSecond }
}

extension Rate: CustomStringConvertible {
  /// For people: `2,500/s`.
  public var description: String { "\(count.groupedText)/\(unit.symbol)" }
}
