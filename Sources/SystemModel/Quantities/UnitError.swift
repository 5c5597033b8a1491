/// Why a text is no quantity, and how to write one.
public struct UnitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the text.
  public enum Problem: Hashable, Sendable {
    /// It does not start with a plain decimal number.
    case notANumber
    /// It has a thousands separator.
    case separator
    case missingUnit
    case unknownUnit(String)
    case negative
    /// A percentage above 100.
    case aboveHundredPercent
    /// More than a quantity of its kind can be; the limit follows.
    case tooLarge(String)
    /// More digits than are kept.
    case tooManyDigits
  }

  /// What is wrong.
  public let problem: Problem
  /// The text, as written.
  public let text: String
  /// What it should have been.
  public let kind: QuantityKind

  /// The units that would have been accepted.
  public var units: [String] { kind.units }

  /// What is wrong, with the text.
  public var message: String {
    let text = "'\(clipped(text))'"
    return switch problem {
    case .notANumber: "\(text) is not \(kind.title)"
    case .separator: "\(text) has a separator between its digits"
    case .missingUnit: "\(text) has no unit"
    case .unknownUnit(let unit):
      "\(text) has the unit '\(clipped(unit))', which is no unit of \(kind.noun)"
    case .negative: "\(text) is negative"
    case .aboveHundredPercent: "\(text) is more than 100%"
    case .tooLarge(let limit): "\(text) is more than \(limit)"
    case .tooManyDigits: "\(text) has more than \(DecimalNumber.maximumDigits) digits"
    }
  }

  /// A few words for the place of the text.
  public var label: String {
    switch problem {
    case .missingUnit: "the unit is missing"
    case .unknownUnit: "unknown unit"
    case .notANumber, .separator: "expected \(kind.title)"
    case .tooManyDigits: "at most \(DecimalNumber.maximumDigits) digits are kept"
    case .negative: "must not be negative"
    case .aboveHundredPercent, .tooLarge: "too large"
    }
  }

  /// How to write it.
  public var help: String {
    let suggested: String? =
      switch problem {
      case .unknownUnit(let unit): kind.nearestUnit(to: unit).map { "did you mean `\($0)`? " }
      default: nil
      }
    let accepted = units.count == 1 ? "unit: \(units[0])" : "units: \(commaSeparated(units))"
    return "\(suggested ?? "")write \(kind.title) as in \(kind.example); \(accepted)"
  }

  /// What is wrong, then how to write it.
  public var description: String { "\(message); \(help)" }
}

/// The kinds of quantity, with how each is written.
public enum QuantityKind: String, Hashable, Sendable, CaseIterable {
  case duration, rate, size, percentage, growth, drift, bandwidth

  /// With an article, for messages.
  var title: String { self == .percentage ? "a percentage" : "a \(noun)" }

  /// The word for it, as in tables.
  public var noun: String {
    switch self {
    case .duration: "duration"
    case .rate: "rate"
    case .size: "size"
    case .percentage: "percentage"
    case .growth: "growth"
    case .drift: "clock drift"
    case .bandwidth: "bandwidth"
    }
  }

  /// One that is written well.
  public var example: String {
    switch self {
    case .duration: "80ms"
    case .rate: "2500/s"
    case .size: "800GiB"
    case .percentage: "99.95%"
    case .growth: "2x/year"
    case .drift: "200ppm"
    case .bandwidth: "1.25GB/s"
    }
  }

  /// The units, smallest first.
  public var units: [String] {
    switch self {
    case .duration: TimeUnit.allCases.flatMap { $0 == .microsecond ? ["us", "µs"] : [$0.symbol] }
    case .rate: Rate.units.map { "/\($0.symbol)" }
    case .size: ByteCount.units.map(\.symbol)
    case .percentage: ["%"]
    case .growth: Growth.Period.allCases.map { "x/\($0.rawValue)" }
    case .drift: ["ppm"]
    case .bandwidth: ByteCount.units.map { "\($0.symbol)/s" }
    }
  }

  /// The unit that was meant by a usual misspelling.
  func nearestUnit(to text: String) -> String? {
    let text = text.lowercased()
    let alike = units.filter { $0.lowercased() == text }
    if !alike.isEmpty { return alike.count == 1 ? alike[0] : nil }
    switch self {
    case .duration:
      return Self.spelledOut[text]
    case .rate:
      guard let slash = text.firstIndex(of: "/") else {
        return Self.perSecond.contains(text) ? "/s" : nil
      }
      let unit = Self.spelledOut[String(text[text.index(after: slash)...])]
      return unit.map { "/\($0)" }.flatMap { units.contains($0) ? $0 : nil }
    case .size:
      return units.first { $0.lowercased() == text + "b" }
    case .percentage, .growth, .drift, .bandwidth:
      return nil
    }
  }

  private static let perSecond: Set<String> = ["rps", "qps", "tps", "hz"]
  private static let spelledOut: [String: String] = [
    "nanosecond": "ns", "nanoseconds": "ns", "nsec": "ns",
    "microsecond": "us", "microseconds": "us", "usec": "us",
    "millisecond": "ms", "milliseconds": "ms", "msec": "ms", "millis": "ms",
    "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "m": "m", "min": "m", "mins": "m", "minute": "m", "minutes": "m",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "d": "d", "day": "d", "days": "d",
  ]
}

/// The units of time that the format knows.
public enum TimeUnit: Hashable, Sendable, CaseIterable {
  case nanosecond, microsecond, millisecond, second, minute, hour, day

  /// As it is written, without the alternatives of `us`.
  public var symbol: String {
    switch self {
    case .nanosecond: "ns"
    case .microsecond: "us"
    case .millisecond: "ms"
    case .second: "s"
    case .minute: "m"
    case .hour: "h"
    case .day: "d"
    }
  }

  var nanoseconds: UInt64 {
    switch self {
    case .nanosecond: 1
    case .microsecond: 1_000
    case .millisecond: 1_000_000
    case .second: 1_000_000_000
    case .minute: 60_000_000_000
    case .hour: 3_600_000_000_000
    case .day: 86_400_000_000_000
    }
  }

  var seconds: Double { Double(nanoseconds) / 1e9 }

  /// The unit of that symbol; `µs` may be written with either of its two characters.
  init?(_ symbol: some StringProtocol) {
    switch symbol {
    case "ns": self = .nanosecond
    case "us", "\u{B5}s", "\u{3BC}s": self = .microsecond
    case "ms": self = .millisecond
    case "s": self = .second
    case "m": self = .minute
    case "h": self = .hour
    case "d": self = .day
    default: return nil
    }
  }
}
