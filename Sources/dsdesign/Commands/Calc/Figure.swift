import JSONDocument

/// A value with its unit: how people read it, and how its JSON key ends.
///
/// `nil` is a value that does not exist (nothing bounds it, nothing reaches it).
enum Figure {
  case milliseconds(Double?)
  case perSecond(Double?)
  case perDay(Double?)
  case perMonth(Double?)
  case minutesPerMonth(Double?)
  case minutesPerYear(Double?)
  case partsPerMillion(Double?)
  /// Bounded by 1, shown as a percentage.
  case fraction(Double?)
  case count(Int?)
  case number(Double?)
  case flag(Bool?)
  case text(String?)
  case list([Figure])

  /// What the unit adds to a JSON key.
  var keySuffix: String {
    switch self {
    case .milliseconds: "_ms"
    case .perSecond: "_per_second"
    case .perDay: "_per_day"
    case .perMonth: "_per_month"
    case .minutesPerMonth: "_minutes_per_month"
    case .minutesPerYear: "_minutes_per_year"
    case .partsPerMillion: "_ppm"
    case .list(let items): items.first?.keySuffix ?? ""
    case .fraction, .count, .number, .flag, .text: ""
    }
  }

  var json: JSONValue {
    switch self {
    case .milliseconds(let value), .perSecond(let value), .perDay(let value),
      .perMonth(let value), .minutesPerMonth(let value), .minutesPerYear(let value),
      .partsPerMillion(let value), .fraction(let value), .number(let value):
      value.map { .double($0) } ?? .null
    case .count(let value): value.map { JSONValue($0) } ?? .null
    case .flag(let value): value.map { .bool($0) } ?? .null
    case .text(let value): value.map { .string($0) } ?? .null
    case .list(let items): .array(items.map(\.json))
    }
  }

  var text: String {
    switch self {
    case .milliseconds(let value): value.map(FigureText.time) ?? "-"
    case .perSecond(let value): value.map { FigureText.number($0) + "/s" } ?? "-"
    case .perDay(let value): value.map { FigureText.number($0) + " a day" } ?? "-"
    case .perMonth(let value): value.map { FigureText.number($0) + " a month" } ?? "-"
    case .minutesPerMonth(let value):
      value.map { FigureText.time($0 * 60_000) + " a month" } ?? "-"
    case .minutesPerYear(let value): value.map { FigureText.time($0 * 60_000) + " a year" } ?? "-"
    case .partsPerMillion(let value): value.map { FigureText.number($0) + " ppm" } ?? "-"
    case .fraction(let value): value.map(FigureText.percent) ?? "-"
    case .count(let value): value.map { FigureText.number(Double($0)) } ?? "-"
    case .number(let value): value.map { FigureText.number($0) } ?? "-"
    case .flag(let value): value.map { $0 ? "yes" : "no" } ?? "-"
    case .text(let value): value ?? "-"
    case .list(let items): items.map(\.text).joined(separator: ", ")
    }
  }

  /// Numbers stand on the right of their column.
  var isNumber: Bool {
    switch self {
    case .flag, .text, .list: false
    default: true
    }
  }
}
