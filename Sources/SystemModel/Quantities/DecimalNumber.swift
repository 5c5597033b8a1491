/// A decimal number of up to 18 digits, exact: `coefficient / 10^scale`, never negative.
public struct DecimalNumber: Hashable, Sendable {
  /// So many digits are kept, so that 64 bits hold them.
  static let maximumDigits = 18

  /// The digits, without the point; less than 10^18.
  public let coefficient: UInt64
  /// How many of them stand behind the point, `0...18`; without trailing zeros there.
  public let scale: Int

  /// A whole number.
  init(_ coefficient: UInt64) { self.init(coefficient: coefficient, scale: 0) }

  /// A whole number, if it has no more digits than are kept.
  init?(exactly number: UInt64) {
    guard number < wholePowerOfTen(Self.maximumDigits) else { return nil }
    self.init(number)
  }

  private init(coefficient: UInt64, scale: Int) {
    var coefficient = coefficient
    var scale = scale
    while scale > 0, coefficient % 10 == 0 {
      coefficient /= 10
      scale -= 1
    }
    self.coefficient = coefficient
    self.scale = scale
  }

  /// The nearest double: both operands of the division are exact below 16 digits.
  public var double: Double { Double(coefficient) / powerOfTen(scale) }

  /// The number divided by 100, to the nearest double.
  var hundredth: Double { Double(coefficient) / powerOfTen(scale + 2) }

  /// What is missing to 100, divided by 100, to the nearest double; zero when nothing is.
  var hundredthOfRest: Double {
    let whole = UInt128(wholePowerOfTen(scale)) * 100
    let rest = whole - min(whole, UInt128(coefficient))
    return Double(rest) / powerOfTen(scale + 2)
  }

  /// The exact product, rounded to a whole number, half upward; `nil` past 128 bits.
  func multiplied(by factor: UInt128) -> UInt128? {
    let (product, overflow) = UInt128(coefficient).multipliedReportingOverflow(by: factor)
    guard !overflow else { return nil }
    let divisor = UInt128(wholePowerOfTen(scale))
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
    return remainder >= divisor - remainder ? quotient + 1 : quotient
  }

  /// The number times ten to a power that is not negative; `nil` past its digits.
  func scaled(byPowerOfTen power: Int) -> DecimalNumber? {
    guard power > scale else {
      return DecimalNumber(coefficient: coefficient, scale: scale - power)
    }
    let (product, overflow) = coefficient.multipliedReportingOverflow(
      by: wholePowerOfTen(min(power - scale, 18)))
    return overflow || product >= wholePowerOfTen(18) ? nil : DecimalNumber(product)
  }

  /// `numerator / denominator` if that has at most `places` digits behind the point.
  init?(_ numerator: UInt128, dividedBy denominator: UInt64, places: Int) {
    let factor = UInt128(wholePowerOfTen(places))
    let (product, overflow) = numerator.multipliedReportingOverflow(by: factor)
    guard !overflow else { return nil }
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: UInt128(denominator))
    guard remainder == 0, quotient < UInt128(wholePowerOfTen(18)) else { return nil }
    self.init(coefficient: UInt64(quotient), scale: places)
  }

  /// The number as the format writes it: `1234.5`.
  public var plainText: String { text(grouped: false) }
  /// The number for people: `1,234.5`.
  public var groupedText: String { text(grouped: true) }

  private func text(grouped: Bool) -> String {
    let digits = String(coefficient)
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    let whole = padded.dropLast(scale)
    var text = ""
    for (index, digit) in whole.enumerated() {
      if grouped, index > 0, (whole.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return scale == 0 ? text : "\(text).\(padded.suffix(scale))"
  }
}

extension DecimalNumber: Comparable {
  /// Exact.
  public static func < (left: Self, right: Self) -> Bool {
    UInt128(left.coefficient) * UInt128(wholePowerOfTen(right.scale))
      < UInt128(right.coefficient) * UInt128(wholePowerOfTen(left.scale))
  }
}

extension DecimalNumber {
  /// The decimal number that a text starts with, and what follows it.
  ///
  /// One space may stand between the two.
  static func parse(
    _ text: String, as kind: QuantityKind
  ) throws(UnitError) -> (number: DecimalNumber, unit: Substring) {
    func failure(_ problem: UnitError.Problem) -> UnitError {
      UnitError(problem: problem, text: text, kind: kind)
    }
    var utf8 = Substring(text).utf8
    if utf8.first == UInt8(ascii: "-") || text.hasPrefix("\u{2212}") {
      throw failure(.negative)
    }
    let whole = utf8.prefix { isDigit($0) }
    guard !whole.isEmpty else { throw failure(.notANumber) }
    utf8 = utf8.dropFirst(whole.count)
    var fraction = utf8.prefix(0)
    if utf8.first == UInt8(ascii: ".") {
      fraction = utf8.dropFirst().prefix { isDigit($0) }
      guard !fraction.isEmpty else { throw failure(.notANumber) }
      utf8 = utf8.dropFirst(1 + fraction.count)
    }
    if let next = utf8.first, next == UInt8(ascii: ",") || next == UInt8(ascii: "_") {
      throw failure(.separator)
    }
    guard let number = DecimalNumber(whole: whole, fraction: fraction) else {
      throw failure(.tooManyDigits)
    }
    if utf8.first == UInt8(ascii: " ") { utf8 = utf8.dropFirst() }
    return (number, Substring(utf8))
  }

  private init?(whole: Substring.UTF8View, fraction: Substring.UTF8View) {
    var coefficient: UInt64 = 0
    var digits = 0
    var scale = 0
    // Zeros at the end of the fraction say nothing and must not use up digits.
    var fraction = fraction
    while fraction.last == UInt8(ascii: "0") { fraction = fraction.dropLast() }
    for (part, step) in [(whole, 0), (fraction, 1)] {
      for byte in part {
        scale += step
        if digits == 0, byte == UInt8(ascii: "0") { continue }
        digits += 1
        guard digits <= Self.maximumDigits else { return nil }
        coefficient = coefficient * 10 + UInt64(byte - UInt8(ascii: "0"))
      }
    }
    guard scale <= Self.maximumDigits else { return nil }
    self.init(coefficient: coefficient, scale: scale)
  }
}

private func isDigit(_ byte: UInt8) -> Bool {
  byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
}

/// Exact up to 10^22.
private func powerOfTen(_ power: Int) -> Double {
  (0..<power).reduce(1.0) { product, _ in product * 10 }
}

/// - Precondition: `0...18`.
private func wholePowerOfTen(_ power: Int) -> UInt64 {
  (0..<power).reduce(1) { product, _ in product * 10 }
}
