/// An instant between the years 1 and 9999, to the nanosecond, in UTC without leap seconds.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
  public let seconds: Int64
  /// `0..<1_000_000_000`.
  public let nanoseconds: Int32

  /// The seconds of 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
  static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// An instant; `nil` outside the years 1 to 9999.
  public init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard Self.range.contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else {
      return nil
    }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Earlier first.
  public static func < (left: Self, right: Self) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// The instant `nanoseconds` later; `nil` when it leaves the range.
  func advanced(byNanoseconds nanoseconds: Int64) -> Timestamp? {
    let sum = Int64(self.nanoseconds) + nanoseconds % 1_000_000_000
    let carry: Int64 = sum < 0 ? -1 : sum >= 1_000_000_000 ? 1 : 0
    return Timestamp(
      seconds: seconds + nanoseconds / 1_000_000_000 + carry,
      nanoseconds: Int32(sum - carry * 1_000_000_000))
  }

  /// Nanoseconds from `other` to this; `nil` beyond ±2⁶³ − 1.
  func nanoseconds(since other: Timestamp) -> Int64? {
    let (scaled, overflow) = (seconds - other.seconds).multipliedReportingOverflow(
      by: 1_000_000_000)
    guard !overflow else { return nil }
    let (sum, carried) = scaled.addingReportingOverflow(
      Int64(nanoseconds) - Int64(other.nanoseconds))
    return carried ? nil : sum
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC, without trailing zeros in the fraction.
  public var description: String {
    let parts = CivilTime(seconds: seconds)
    let date = "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
    let time = "\(padded(parts.hour, 2)):\(padded(parts.minute, 2)):\(padded(parts.second, 2))"
    return "\(date)T\(time)\(fraction(Int64(nanoseconds)))Z"
  }

  /// Reads RFC 3339: `2009-02-13T23:31:30.5+01:00`. The letters may be small.
  public init?(_ text: String) {
    var scanner = DigitScanner(text)
    guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2),
      scanner.take("-"), let day = scanner.number(2), scanner.take("T") || scanner.take("t"),
      let hour = scanner.number(2), scanner.take(":"), let minute = scanner.number(2),
      scanner.take(":"), let second = scanner.number(2),
      (1...12).contains(month), day >= 1, day <= CivilTime.days(inMonth: month, year: year),
      hour < 24, minute < 60, second < 60
    else { return nil }
    var nanoseconds: Int64 = 0
    if scanner.take(".") {
      guard let fraction = scanner.fraction() else { return nil }
      nanoseconds = fraction
    }
    var offset = 0
    if !(scanner.take("Z") || scanner.take("z")) {
      let isWest = scanner.take("-")
      guard isWest || scanner.take("+"), let hours = scanner.number(2), scanner.take(":"),
        let minutes = scanner.number(2), hours < 24, minutes < 60
      else { return nil }
      offset = (hours * 60 + minutes) * (isWest ? -60 : 60)
    }
    guard scanner.isAtEnd else { return nil }
    let days = CivilTime.daysSinceEpoch(year: year, month: month, day: day)
    let clock = hour * 3600 + minute * 60 + second
    self.init(
      seconds: Int64(days * 86_400 + clock - offset), nanoseconds: Int32(nanoseconds))
  }
}

/// A count of seconds as date and time of day.
struct CivilTime {
  /// `1...`; months and days count from 1.
  let year: Int, month: Int, day: Int
  let hour: Int, minute: Int, second: Int
  /// Sunday is 0.
  let weekday: Int
  /// The first of January is 0.
  let dayOfYear: Int

  /// - Source: Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
  init(seconds: Int64) {
    let seconds = Int(seconds)
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    let clock = seconds - days * 86_400
    (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60)
    weekday = ((days + 4) % 7 + 7) % 7
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfMarchYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfMarchYear + 2) / 153
    day = dayOfMarchYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    dayOfYear = days - Self.daysSinceEpoch(year: year, month: 1, day: 1)
  }

  /// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
  static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfMarchYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfMarchYear
      - 719_468
  }

  static func days(inMonth month: Int, year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}

/// Digits at the front, so that every number is as wide as the others.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// A fraction of a second, with its point, without trailing zeros; empty for none.
func fraction(_ nanoseconds: Int64) -> String {
  guard nanoseconds != 0 else { return "" }
  var digits = Substring(padded(Int(nanoseconds), 9))
  while digits.last == "0" { digits.removeLast() }
  return ".\(digits)"
}

/// Reads fixed-width numbers from the front of an ASCII text.
struct DigitScanner {
  private let bytes: [UInt8]
  private var place = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { place == bytes.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, UInt32(bytes[place]) == character.value else { return false }
    place += 1
    return true
  }

  mutating func number(_ width: Int) -> Int? {
    guard place + width <= bytes.count else { return nil }
    var number = 0
    for byte in bytes[place..<place + width] {
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    place += width
    return number
  }

  /// A fraction of a second in nanoseconds: one digit or more, those after the ninth dropped.
  mutating func fraction() -> Int64? {
    var nanoseconds: Int64 = 0
    var scale: Int64 = 100_000_000
    let start = place
    while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
      nanoseconds += Int64(bytes[place] - 0x30) * scale
      scale /= 10
      place += 1
    }
    return place > start ? nanoseconds : nil
  }
}
