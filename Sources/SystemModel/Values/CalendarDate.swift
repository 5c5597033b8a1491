public import YAMLDocument

/// A day of the Gregorian calendar: `2026-12-31`.
public struct CalendarDate: Hashable, Sendable {
  /// `0...9999`.
  public let year: Int
  /// `1...12`.
  public let month: Int
  /// From 1 to the length of the month.
  public let day: Int

  /// The day, if the calendar has it.
  public init?(year: Int, month: Int, day: Int) {
    guard (0...9999).contains(year), (1...12).contains(month),
      (1...Self.days(of: month, in: year)).contains(day)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day of a text such as `2026-12-31`, if it is one.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int? {
      bytes[range].reduce(0) { value, byte in
        guard let value, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        return value * 10 + Int(byte - UInt8(ascii: "0"))
      }
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
      return nil
    }
    self.init(year: year, month: month, day: day)
  }

  private static func days(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CalendarDate: Comparable {
  /// Earlier first.
  public static func < (left: Self, right: Self) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

extension CalendarDate: CustomStringConvertible {
  /// Year, month, day: `2026-12-31`.
  public var description: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: width - digits.count) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension CalendarDate: Statable {
  public static var syntax: Syntax { .date }
  public static var type: FieldType { .text }
  /// Texts of this form sort as the days do.
  public var reflected: FieldValue { .text(description) }

  public static func read(_ node: YAMLNode, by reader: inout DescriptionReader) -> CalendarDate? {
    if case .scalar(let text, _) = node.content, let date = CalendarDate(text) { return date }
    reader.reportMismatch(node, wanted: syntax.words)
    return nil
  }
}
