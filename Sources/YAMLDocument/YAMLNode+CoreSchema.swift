// The scalars of YAML 1.2's core schema: `no` and `on` are texts, `0o17` is an integer.
// Source: YAML 1.2.2, section 10.3.2.

extension YAMLNode {
  /// Whether the node is a null: nothing written, or plain `~`, `null`, `Null` or `NULL`.
  public var isNull: Bool {
    guard let text = plainText(tagged: "!!null") else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The boolean that a plain `true` or `false` (also `True`, `TRUE`, …) stands for.
  public var plainBool: Bool? {
    switch plainText(tagged: "!!bool") {
    case "true", "True", "TRUE": true
    case "false", "False", "FALSE": false
    default: nil
    }
  }

  /// The integer that a plain scalar stands for: decimal with an optional sign, `0o` octal or `0x`
  /// hexadecimal; `nil` also when it does not fit in 64 bits.
  public var plainInteger: Int64? {
    guard let text = plainText(tagged: "!!int"), let first = text.utf8.first else { return nil }
    if text.hasPrefix("0o") { return Self.unsigned(text.dropFirst(2), radix: 8) }
    if text.hasPrefix("0x") { return Self.unsigned(text.dropFirst(2), radix: 16) }
    guard isDigit(first) || first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else {
      return nil
    }
    return Int64(text)
  }

  /// The number that a plain scalar stands for, integers among them; also `.inf`, `-.inf` and
  /// `.nan`. `nil` when a finite number is beyond the range of a double.
  public var plainDouble: Double? {
    guard let text = plainText(tagged: "!!float") else { return nil }
    switch text {
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .infinity
    case "-.inf", "-.Inf", "-.INF": return -.infinity
    case ".nan", ".NaN", ".NAN": return .nan
    default: break
    }
    if Self.isDecimalNumber(text.utf8) {
      return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
    return plainInteger.map(Double.init)
  }

  /// The text of an untagged plain scalar, or of any scalar that carries `tag`.
  private func plainText(tagged tag: String) -> String? {
    guard case .scalar(let text, let style) = content else { return nil }
    return self.tag == nil ? (style == .plain ? text : nil) : (self.tag == tag ? text : nil)
  }

  private static func unsigned(_ digits: Substring, radix: Int) -> Int64? {
    guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-")
    else { return nil }
    return Int64(digits, radix: radix)
  }

  /// `[-+]? ( . [0-9]+ | [0-9]+ ( . [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
  private static func isDecimalNumber(_ text: String.UTF8View) -> Bool {
    var rest = text[...]
    rest.dropSign()
    let whole = rest.dropDigits()
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = rest.dropDigits()
    }
    guard whole + fraction > 0 else { return false }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      rest.dropSign()
      guard rest.dropDigits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

extension Substring.UTF8View {
  fileprivate mutating func dropSign() {
    if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { removeFirst() }
  }

  /// Drops leading digits and says how many.
  fileprivate mutating func dropDigits() -> Int {
    let count = prefix(while: isDigit).count
    removeFirst(count)
    return count
  }
}
