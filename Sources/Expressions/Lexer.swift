internal import Diagnostics

/// Cuts a text into tokens, one at a time, so that an expression can end inside a longer text.
struct Lexer {
  let bytes: [UInt8]
  /// The offset of the next byte to read.
  private(set) var place: Int

  init(_ bytes: [UInt8], from place: Int = 0) {
    self.bytes = bytes
    self.place = place
  }

  /// The next token; `end` at the end, again and again.
  mutating func next() throws(SyntaxError) -> Token {
    skipSpace()
    let start = place
    guard let byte = peek() else { return Token(kind: .end, span: span(from: start)) }
    let kind: Token.Kind
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): kind = try number()
    case UInt8(ascii: ".") where isDigit(peek(1)): kind = try number()
    case UInt8(ascii: "'"), UInt8(ascii: "\""): kind = try string(isBytes: false, isRaw: false)
    case UInt8(ascii: "`"): kind = try quoted()
    case _ where isLetter(byte): kind = try word()
    default: kind = try symbol()
    }
    return Token(kind: kind, span: span(from: start))
  }

  // MARK: Characters

  func peek(_ ahead: Int = 0) -> UInt8? {
    place + ahead < bytes.count ? bytes[place + ahead] : nil
  }

  mutating func advance(_ count: Int = 1) { place += count }

  func span(from start: Int) -> SourceSpan { SourceSpan(start: start, end: place) }

  /// Skips white space and comments, which run from `//` to the end of the line.
  private mutating func skipSpace() {
    while let byte = peek() {
      if byte == 0x20 || (0x09...0x0D).contains(byte) && byte != 0x0B {
        place += 1
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
        while let next = peek(), next != 0x0A { _ = next; place += 1 }
      } else {
        return
      }
    }
  }

  private mutating func symbol() throws(SyntaxError) -> Token.Kind {
    let (first, second) = (bytes[place], peek(1))
    if let symbol = second.flatMap({ Token.Symbol(first, $0) }) {
      place += 2
      return .symbol(symbol)
    }
    if let symbol = Token.Symbol(first) {
      place += 1
      return .symbol(symbol)
    }
    throw unexpectedCharacter()
  }

  private mutating func unexpectedCharacter() -> SyntaxError {
    let start = place
    place += 1
    while let byte = peek(), byte & 0xC0 == 0x80 { _ = byte; place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    let help: String? =
      switch text {
      case "=": "to compare, write '=='"
      case "&": "to join conditions, write '&&'"
      case "|": "to join conditions, write '||'"
      default: nil
      }
    let shown = text.unicodeScalars.first.map { $0.value < 0x20 || $0.value == 0x7F } ?? false
    return SyntaxError(
      message: shown ? "unexpected control character" : "unexpected character '\(text)'",
      span: span(from: start), help: help)
  }

  // MARK: Words

  /// An identifier, a keyword, or the prefix of a string.
  private mutating func word() throws(SyntaxError) -> Token.Kind {
    let start = place
    while let byte = peek(), isLetter(byte) || isDigit(byte) { _ = byte; place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if let next = peek(), next == UInt8(ascii: "'") || next == UInt8(ascii: "\"") {
      switch text {
      case "r", "R": return try string(isBytes: false, isRaw: true)
      case "b", "B": return try string(isBytes: true, isRaw: false)
      case "br", "bR", "Br", "BR", "rb", "rB", "Rb", "RB":
        return try string(isBytes: true, isRaw: true)
      default: break
      }
    }
    switch text {
    case "in": return .symbol(.in)
    case "true": return .symbol(.true)
    case "false": return .symbol(.false)
    case "null": return .symbol(.null)
    default: return .identifier(text)
    }
  }

  /// A field name in back quotes: letters, digits and `_.-/ `.
  private mutating func quoted() throws(SyntaxError) -> Token.Kind {
    let start = place
    place += 1
    while let byte = peek(), byte != UInt8(ascii: "`") {
      guard isLetter(byte) || isDigit(byte) || [0x2E, 0x2D, 0x2F, 0x20].contains(byte) else {
        throw unexpectedCharacter()
      }
      place += 1
    }
    guard peek() != nil else {
      throw SyntaxError(
        message: "quoted name is not closed", span: span(from: start), help: "close it with '`'")
    }
    place += 1
    return .quoted(String(decoding: bytes[(start + 1)..<(place - 1)], as: UTF8.self))
  }

  // MARK: Numbers

  private mutating func number() throws(SyntaxError) -> Token.Kind {
    let start = place
    if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") || peek(1) == UInt8(ascii: "X") {
      return try hexadecimal(from: start)
    }
    skipDigits()
    var isDouble = false
    if peek() == UInt8(ascii: "."), isDigit(peek(1)) {
      isDouble = true
      place += 1
      skipDigits()
    }
    if let sign = exponentLength() {
      isDouble = true
      place += sign
      skipDigits()
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isDouble { return try double(text, from: start) }
    return try integer(UInt64(text), from: start)
  }

  private mutating func double(_ text: String, from start: Int) throws(SyntaxError) -> Token.Kind {
    try rejectLetters(from: start)
    guard let number = Double(text), number.isFinite else {
      throw SyntaxError(message: "number is beyond the range of double", span: span(from: start))
    }
    return .double(number)
  }

  private mutating func hexadecimal(from start: Int) throws(SyntaxError) -> Token.Kind {
    place += 2
    let digits = place
    while let byte = peek(), hexadecimalDigit(byte) != nil { _ = byte; place += 1 }
    guard place > digits else {
      throw SyntaxError(message: "'0x' is followed by no digit", span: span(from: start))
    }
    let text = String(decoding: bytes[digits..<place], as: UTF8.self)
    return try integer(UInt64(text, radix: 16), from: start)
  }

  /// Closes an integer: takes its `u`, and refuses a magnitude beyond 64 bits.
  private mutating func integer(
    _ magnitude: UInt64?, from start: Int
  ) throws(SyntaxError) -> Token.Kind {
    let isUnsigned = peek() == UInt8(ascii: "u") || peek() == UInt8(ascii: "U")
    if isUnsigned { place += 1 }
    try rejectLetters(from: start)
    guard let magnitude else {
      throw SyntaxError(
        message: "number is beyond the range of \(isUnsigned ? "uint" : "int")",
        span: span(from: start))
    }
    return isUnsigned ? .uint(magnitude) : .int(magnitude)
  }

  private mutating func rejectLetters(from start: Int) throws(SyntaxError) {
    guard let byte = peek(), isLetter(byte) else { return }
    while let byte = peek(), isLetter(byte) || isDigit(byte) { _ = byte; place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    throw SyntaxError(
      message: "'\(text)' is not a number", span: span(from: start),
      help: "a duration is written duration('5s')")
  }

  private mutating func skipDigits() {
    while isDigit(peek()) { place += 1 }
  }

  /// The length of `e`, `e+` or `e-` when digits follow.
  private func exponentLength() -> Int? {
    guard peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") else { return nil }
    if isDigit(peek(1)) { return 1 }
    let isSigned = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
    return isSigned && isDigit(peek(2)) ? 2 : nil
  }
}

func isDigit(_ byte: UInt8?) -> Bool {
  byte.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
}

func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
}

func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
  default: nil
  }
}
