internal import Diagnostics

extension Lexer {
  /// Reads a string or bytes literal from its opening quote.
  mutating func string(isBytes: Bool, isRaw: Bool) throws(SyntaxError) -> Token.Kind {
    let start = place
    guard let quote = peek() else { return .end }
    let isTriple = peek(1) == quote && peek(2) == quote
    advance(isTriple ? 3 : 1)
    var content: [UInt8] = []
    while !closes(quote, isTriple) {
      guard let byte = peek() else { throw unclosed(from: start, quote, isTriple) }
      if !isTriple, byte == 0x0A || byte == 0x0D { throw unclosed(from: start, quote, isTriple) }
      if byte == UInt8(ascii: "\\") {
        try takeBackslash(into: &content, isBytes: isBytes, isRaw: isRaw)
      } else {
        content.append(byte)
        advance()
      }
    }
    advance(isTriple ? 3 : 1)
    return isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
  }

  private func closes(_ quote: UInt8, _ isTriple: Bool) -> Bool {
    peek() == quote && (!isTriple || (peek(1) == quote && peek(2) == quote))
  }

  private func unclosed(from start: Int, _ quote: UInt8, _ isTriple: Bool) -> SyntaxError {
    let mark = String(repeating: String(UnicodeScalar(quote)), count: isTriple ? 3 : 1)
    return SyntaxError(
      message: "string is not closed", span: span(from: start), help: "close it with \(mark)")
  }

  /// Reads an escape sequence; in a raw string the backslash and what follows stay as they are, so
  /// that an escaped quote does not close it.
  private mutating func takeBackslash(
    into content: inout [UInt8], isBytes: Bool, isRaw: Bool
  ) throws(SyntaxError) {
    guard !isRaw else {
      content.append(UInt8(ascii: "\\"))
      advance()
      return
    }
    let start = place
    advance()
    guard let escape = peek() else { return }
    advance()
    switch escape {
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "`"):
      content.append(escape)
    case UInt8(ascii: "a"): content.append(0x07)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "v"): content.append(0x0B)
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      try takeCode(digits: 2, radix: 16, from: start, asByte: isBytes, into: &content)
    case UInt8(ascii: "u") where !isBytes:
      try takeCode(digits: 4, radix: 16, from: start, asByte: false, into: &content)
    case UInt8(ascii: "U") where !isBytes:
      try takeCode(digits: 8, radix: 16, from: start, asByte: false, into: &content)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      advance(-1)
      try takeCode(digits: 3, radix: 8, from: start, asByte: isBytes, into: &content)
    default:
      throw SyntaxError(
        message: "unknown escape sequence", span: span(from: start),
        help: "for a backslash itself write '\\\\', or r'…' for a string without escapes")
    }
  }

  private mutating func takeCode(
    digits: Int, radix: UInt32, from start: Int, asByte: Bool, into content: inout [UInt8]
  ) throws(SyntaxError) {
    var code: UInt32 = 0
    for _ in 0..<digits {
      guard let byte = peek(), let digit = hexadecimalDigit(byte), digit < radix else {
        throw SyntaxError(
          message: "escape sequence needs \(digits) \(radix == 8 ? "octal" : "hexadecimal") digits",
          span: span(from: start))
      }
      code = code &* radix &+ digit
      advance()
    }
    if asByte {
      content.append(UInt8(truncatingIfNeeded: code))
    } else if let scalar = Unicode.Scalar(code) {
      content.append(contentsOf: String(scalar).utf8)
    } else {
      throw SyntaxError(
        message: "escape sequence is no Unicode code point", span: span(from: start))
    }
  }
}
