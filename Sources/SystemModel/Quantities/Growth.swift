#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// By what factor something grows in a period: `2x/year`.
public struct Growth: Quantity {
  /// Which quantity it is.
  public static var kind: QuantityKind { .growth }

  /// The periods that growth is stated for.
  public enum Period: String, Hashable, Sendable, CaseIterable {
    case day, week, month, year

    /// How many of them a year has, on average.
    var perYear: Double {
      switch self {
      case .day: 365.25
      case .week: 365.25 / 7
      case .month: 12
      case .year: 1
      }
    }
  }

  /// What it is multiplied by in one period.
  public let factor: DecimalNumber
  /// The period.
  public let period: Period

  /// What it is multiplied by in a year.
  public var perYear: Double { pow(factor.double, period.perYear) }

  /// Reads a growth such as `2x/year`.
  public static func parse(_ text: String) throws(UnitError) -> Growth {
    let (number, symbol) = try DecimalNumber.parse(text, as: .growth)
    guard symbol.hasPrefix("x/"), let period = Period(rawValue: String(symbol.dropFirst(2))) else {
      throw unknown(symbol, text)
    }
    return Growth(factor: number, period: period)
  }

  /// As the format writes it; parsed again, it is the same.
  public var notation: String { "\(factor.plainText)x/\(period.rawValue)" }

  /// Equal when the same in a year.
  public static func == (left: Self, right: Self) -> Bool { left.perYear == right.perYear }
  /// As `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(perYear) }
  /// The slower growth first.
  public static func < (left: Self, right: Self) -> Bool { left.perYear < right.perYear }
}

extension Growth: CustomStringConvertible {
  /// For people: `2x/year`.
  public var description: String { "\(factor.groupedText)x/\(period.rawValue)" }
}
