// Durations in expressions are 64-bit counts of nanoseconds, about ±292 years.

extension Duration {
  /// The whole nanoseconds; `nil` beyond ±2⁶³ − 1.
  var wholeNanoseconds: Int64? {
    let (seconds, attoseconds) = components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return nil }
    let (sum, carried) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
    return carried ? nil : sum
  }
}

extension Value {
  static func duration(nanoseconds: Int64?) -> Value {
    guard let nanoseconds else { return .failure(.range, "duration is beyond ±2⁶³ nanoseconds") }
    return .duration(.nanoseconds(nanoseconds))
  }
}

/// Reads `1h30m`, `-1.5h`, `0`, `250ms`; `nil` when it is not a duration or beyond ±2⁶³ − 1 ns.
func nanoseconds(ofDuration text: String) -> Int64? {
  var bytes = Array(text.utf8)[...]
  let isNegative = bytes.first == UInt8(ascii: "-")
  if isNegative || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
  if bytes.elementsEqual("0".utf8) { return 0 }
  guard !bytes.isEmpty else { return nil }
  var total: Int64 = 0
  while !bytes.isEmpty {
    guard let part = durationPart(&bytes) else { return nil }
    let (sum, overflow) =
      isNegative
      ? total.subtractingReportingOverflow(part) : total.addingReportingOverflow(part)
    guard !overflow else { return nil }
    total = sum
  }
  return total
}

/// Takes a number and its unit from the front; exact to the nanosecond, rounded down.
private func durationPart(_ bytes: inout ArraySlice<UInt8>) -> Int64? {
  let digits = takeDigits(&bytes)
  var fraction: ArraySlice<UInt8> = []
  if bytes.first == UInt8(ascii: ".") {
    bytes = bytes.dropFirst()
    fraction = takeDigits(&bytes)
  }
  guard !digits.isEmpty || !fraction.isEmpty else { return nil }
  let unit = bytes.prefix { !(0x30...0x39).contains($0) && $0 != UInt8(ascii: ".") }
  bytes = bytes.dropFirst(unit.count)
  guard let scale = durationUnits[String(decoding: unit, as: UTF8.self)] else { return nil }
  var whole: Int64 = 0
  for digit in digits {
    let (scaled, overflow) = whole.multipliedReportingOverflow(by: 10)
    let (sum, carried) = scaled.addingReportingOverflow(Int64(digit - 0x30))
    guard !overflow, !carried else { return nil }
    whole = sum
  }
  let (scaled, overflow) = whole.multipliedReportingOverflow(by: scale)
  guard !overflow else { return nil }
  var part: Double = 0
  for digit in fraction.prefix(18).reversed() { part = (part + Double(digit - 0x30)) / 10 }
  let (sum, carried) = scaled.addingReportingOverflow(
    exactFraction(fraction, of: scale) ?? Int64(part * Double(scale)))
  return carried ? nil : sum
}

/// `0.fraction × scale`, exact while the product fits; `nil` for more than 6 digits of hours.
private func exactFraction(_ fraction: ArraySlice<UInt8>, of scale: Int64) -> Int64? {
  var numerator: Int64 = 0
  var denominator: Int64 = 1
  for digit in fraction.prefix(18) {
    numerator = numerator * 10 + Int64(digit - 0x30)
    denominator *= 10
  }
  let (product, overflow) = numerator.multipliedReportingOverflow(by: scale)
  return overflow ? nil : product / denominator
}

private func takeDigits(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let digits = bytes.prefix { (0x30...0x39).contains($0) }
  bytes = bytes.dropFirst(digits.count)
  return digits
}

private let durationUnits: [String: Int64] = [
  "ns": 1, "us": 1_000, "µs": 1_000, "μs": 1_000, "ms": 1_000_000, "s": 1_000_000_000,
  "m": 60_000_000_000, "h": 3_600_000_000_000,
]

/// The duration as seconds with up to nine decimals: `60.001s`.
func durationText(nanoseconds: Int64) -> String {
  let magnitude = nanoseconds.magnitude
  let sign = nanoseconds < 0 ? "-" : ""
  return "\(sign)\(magnitude / 1_000_000_000)\(fraction(Int64(magnitude % 1_000_000_000)))s"
}
