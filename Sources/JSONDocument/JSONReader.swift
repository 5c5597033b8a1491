public import Diagnostics

/// Reads JSON strictly by RFC 8259.
///
/// A number without fraction and exponent is an `int` or, beyond, a `uint`; one beyond 64 bits
/// becomes the nearest double. A number beyond every double is an error.
public enum JSONReader {
  /// Nesting beyond this is an error.
  public static let maximumDepth = 512

  /// The value of a file and what is wrong with it.
  ///
  /// A byte order mark at the start is passed over, as the RFC allows.
  /// - Returns: The value, unless there is a syntax error; duplicate keys are errors too, but the
  ///   value with the first of each is returned beside them.
  public static func read(_ file: SourceFile) -> (JSONValue?, [Diagnostic]) {
    file.bytes.withUnsafeBufferPointer { bytes in
      var parser = Parser(file, bytes)
      do throws(Failure) {
        let value = try parser.document()
        return (value, parser.diagnostics)
      } catch {
        let place = SourceLocation(file: file, span: error.span)
        return (nil, parser.diagnostics + [Diagnostic(error.message, at: place, help: error.help)])
      }
    }
  }
}

private struct Failure: Error {
  var message: String
  var span: SourceSpan
  var help: String?
}

private struct Parser {
  var diagnostics: [Diagnostic] = []
  private let file: SourceFile
  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 0
  private var depth = 0

  init(_ file: SourceFile, _ bytes: UnsafeBufferPointer<UInt8>) {
    self.file = file
    self.bytes = bytes
  }

  mutating func document() throws(Failure) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    skipSpace()
    guard offset < bytes.count else { throw fail("the file is empty", length: 0) }
    let value = try value()
    skipSpace()
    guard offset == bytes.count else { throw fail("text after the end of the value") }
    return value
  }

  private mutating func value() throws(Failure) -> JSONValue {
    guard let byte = peek else {
      throw fail("expected a value before the end of the file", length: 0)
    }
    switch byte {
    case UInt8(ascii: "{"): return try nested { (self) throws(Failure) in try self.object() }
    case UInt8(ascii: "["): return try nested { (self) throws(Failure) in try self.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: return try word()
    }
  }

  private mutating func nested(
    _ read: (inout Self) throws(Failure) -> JSONValue
  ) throws(Failure) -> JSONValue {
    depth += 1
    defer { depth -= 1 }
    guard depth <= JSONReader.maximumDepth else {
      throw fail("nested more than \(JSONReader.maximumDepth) deep")
    }
    return try read(&self)
  }

  private mutating func array() throws(Failure) -> JSONValue {
    let open = offset
    offset += 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    var items: [JSONValue] = []
    while true {
      skipSpace()
      items.append(try value())
      if try endOfElement(close: UInt8(ascii: "]"), open: open) { return .array(items) }
    }
  }

  private mutating func object() throws(Failure) -> JSONValue {
    let open = offset
    offset += 1
    skipSpace()
    var object = JSONObject()
    if take(UInt8(ascii: "}")) { return .object(object) }
    var places: [String: SourceSpan] = [:]
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else {
        throw fail("expected a key in double quotes", length: peek == nil ? 0 : 1)
      }
      let start = offset
      let key = try string()
      let place = SourceSpan(start: start, end: offset)
      skipSpace()
      guard take(UInt8(ascii: ":")) else {
        throw fail("expected ':' after the key", length: peek == nil ? 0 : 1)
      }
      skipSpace()
      let value = try value()
      if let first = places[key] {
        report(duplicate: key, at: place, first: first)
      } else {
        places[key] = place
        object.append(key, value)
      }
      if try endOfElement(close: UInt8(ascii: "}"), open: open) { return .object(object) }
    }
  }

  /// Passes a comma or the closing bracket; true at the bracket.
  private mutating func endOfElement(close: UInt8, open: Int) throws(Failure) -> Bool {
    skipSpace()
    if take(close) { return true }
    let closing = Character(Unicode.Scalar(close))
    guard offset < bytes.count else {
      let opening = Character(Unicode.Scalar(bytes[open]))
      throw Failure(
        message: "'\(opening)' is never closed", span: SourceSpan(start: open, end: open + 1),
        help: "expected ',' or '\(closing)' before the end of the file")
    }
    let comma = offset
    guard take(UInt8(ascii: ",")) else { throw fail("expected ',' or '\(closing)'") }
    skipSpace()
    if peek == close {
      throw Failure(
        message: "JSON allows no ',' before '\(closing)'",
        span: SourceSpan(start: comma, end: comma + 1), help: "delete the comma")
    }
    return false
  }

  private mutating func word() throws(Failure) -> JSONValue {
    let start = offset
    while offset < bytes.count, isWordByte(bytes[offset]) { offset += 1 }
    switch String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<offset]), as: UTF8.self) {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: break
    }
    let end = max(offset, start + 1)
    offset = start
    throw fail(
      "expected a value", length: end - start,
      help: "values are \"texts\", numbers, true, false, null, [lists] and {objects}")
  }

  private mutating func number() throws(Failure) -> JSONValue {
    let start = offset
    _ = take(UInt8(ascii: "-"))
    let isZero = peek == UInt8(ascii: "0")
    let whole = skipDigits()
    guard whole > 0 else { throw fail("expected a digit", length: offset < bytes.count ? 1 : 0) }
    if isZero, whole > 1 {
      offset = start
      throw fail("a number cannot start with 0", length: whole + 1)
    }
    var isInteger = true
    if take(UInt8(ascii: ".")) {
      isInteger = false
      guard skipDigits() > 0 else { throw fail("expected a digit after '.'") }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard skipDigits() > 0 else { throw fail("expected a digit in the exponent") }
    }
    let text = String(
      decoding: UnsafeBufferPointer(rebasing: bytes[start..<offset]), as: UTF8.self)
    if isInteger, let value = Int64(text) { return .int(value) }
    if isInteger, let value = UInt64(text) { return .uint(value) }
    guard let value = Double(text), value.isFinite else {
      throw Failure(
        message: "the number is too large", span: SourceSpan(start: start, end: offset),
        help: "numbers go up to about 1.8e308")
    }
    return .double(value)
  }

  // MARK: Strings

  private mutating func string() throws(Failure) -> String {
    let open = offset
    offset += 1
    var text = ""
    var start = offset
    while true {
      guard let byte = peek else {
        throw Failure(
          message: "this quote is never closed", span: SourceSpan(start: open, end: open + 1))
      }
      switch byte {
      case UInt8(ascii: "\""):
        text += try decoded(start..<offset)
        offset += 1
        return text
      case UInt8(ascii: "\\"):
        text += try decoded(start..<offset)
        text.unicodeScalars.append(try escape())
        start = offset
      case 0..<0x20:
        throw fail(
          "a control character in a text", help: "write it as an escape such as \\n or \\u0007")
      default: offset += 1
      }
    }
  }

  private func decoded(_ range: Range<Int>) throws(Failure) -> String {
    let part = UnsafeBufferPointer(rebasing: bytes[range])
    if let text = String(validating: part, as: UTF8.self) { return text }
    let repaired = String(decoding: part, as: UTF8.self)
    let valid = zip(repaired.utf8, part).prefix { $0 == $1 }.count
    let place = min(range.lowerBound + valid, range.upperBound)
    throw Failure(
      message: "a byte that is not UTF-8 text", span: SourceSpan(start: place, end: place + 1))
  }

  private mutating func escape() throws(Failure) -> Unicode.Scalar {
    let start = offset
    offset += 1
    let byte = peek
    offset += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape(from: start)
    default:
      offset = start
      throw fail(
        "unknown escape", length: min(2, bytes.count - start), help: "write a backslash as \\\\")
    }
  }

  private mutating func unicodeEscape(from start: Int) throws(Failure) -> Unicode.Scalar {
    let unit = try hexUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if UTF16.isLeadSurrogate(unit), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
      let second = try hexUnit()
      if UTF16.isTrailSurrogate(second) {
        let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        if let scalar = Unicode.Scalar(value) { return scalar }
      }
    }
    throw Failure(
      message: "half of a surrogate pair", span: SourceSpan(start: start, end: start + 6),
      help: "characters beyond U+FFFF are two escapes: \\ud83d\\ude00")
  }

  private mutating func hexUnit() throws(Failure) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fail("expected four hexadecimal digits", length: peek == nil ? 0 : 1)
      }
      unit = unit << 4 | UInt16(digit)
      offset += 1
    }
    return unit
  }

  // MARK: Bytes

  private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    offset += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
    return offset - start
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private func fail(_ message: String, length: Int = 1, help: String? = nil) -> Failure {
    Failure(message: message, span: SourceSpan(start: offset, end: offset + length), help: help)
  }

  private mutating func report(duplicate key: String, at place: SourceSpan, first: SourceSpan) {
    let shown = key.count <= 60 ? key : key.prefix(57) + "…"
    diagnostics.append(
      Diagnostic(
        "duplicate key '\(shown)'", at: SourceLocation(file: file, span: place),
        notes: [.init("it stands here first", at: SourceLocation(file: file, span: first))]))
  }
}
