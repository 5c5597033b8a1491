import Diagnostics

/// Reads extensible data notation as histories use it.
///
/// Lists, vectors and sets become lists; tagged values and records (`#jepsen.history.Op{…}`)
/// become what they tag; `#_` leaves out the next value; metadata is passed over.
///
/// - Source: github.com/edn-format/edn.
struct EDNReader {
  /// A syntax error.
  struct Failure: Error {
    var message: String
    var span: SourceSpan
    var help: String?
  }

  /// Nesting beyond this is an error.
  static let maximumDepth = 512

  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var offset: Int
  private let end: Int
  private var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    offset = range.lowerBound
    end = range.upperBound
  }

  /// Whether nothing but white space and comments is left.
  mutating func isAtEnd() throws(Failure) -> Bool {
    try skip()
    return offset >= end
  }

  /// Passes over one byte if it comes next.
  mutating func take(_ byte: UInt8) throws(Failure) -> Bool {
    try skip()
    guard peek == byte else { return false }
    offset += 1
    return true
  }

  /// The next value.
  mutating func value() throws(Failure) -> RecordedValue {
    try skip()
    guard let byte = peek else { throw fail("expected a value before the end", length: 0) }
    switch byte {
    case UInt8(ascii: "{"): return .map(try pairs())
    case UInt8(ascii: "["): return .list(try items(until: UInt8(ascii: "]")))
    case UInt8(ascii: "("): return .list(try items(until: UInt8(ascii: ")")))
    case UInt8(ascii: "\""): return .text(ByteText(try text()))
    case UInt8(ascii: "#"): return try dispatched()
    case UInt8(ascii: "^"):
      offset += 1
      try deeper { (self) throws(Failure) in _ = try self.value() }
      return try deeperValue()
    case UInt8(ascii: ":"):
      offset += 1
      let name = symbol()
      guard !name.isEmpty else { throw fail("expected a name after ':'") }
      return .keyword(ByteText(name))
    case UInt8(ascii: "\\"): return try character()
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      throw fail("'\(Character(Unicode.Scalar(byte)))' closes nothing")
    default: return try symbolOrNumber()
    }
  }

  private mutating func dispatched() throws(Failure) -> RecordedValue {
    let start = offset
    offset += 1
    switch peek {
    case UInt8(ascii: "{"): return .list(try items(until: UInt8(ascii: "}")))
    case UInt8(ascii: "\""): return try value()  // a regular expression
    case UInt8(ascii: ":"):  // a map whose keys share a namespace: the names alone matter here
      offset += 1
      _ = symbol()
      return try deeperValue()
    default: break
    }
    guard !symbol().isEmpty else {
      throw Failure(
        message: "expected a tag after '#'", span: SourceSpan(start: start, end: start + 1))
    }
    return try deeperValue()
  }

  private mutating func deeperValue() throws(Failure) -> RecordedValue {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw tooDeep() }
    return try value()
  }

  private mutating func items(until close: UInt8) throws(Failure) -> [RecordedValue] {
    let open = offset
    offset += 1
    var items: [RecordedValue] = []
    while true {
      try skip()
      if peek == close {
        offset += 1
        return items
      }
      if offset >= end { throw neverClosed(open) }
      try deeper { (self) throws(Failure) in items.append(try self.value()) }
    }
  }

  private mutating func pairs() throws(Failure) -> [RecordedValue.Pair] {
    let open = offset
    var pairs: [RecordedValue.Pair] = []
    offset += 1
    while true {
      try skip()
      if peek == UInt8(ascii: "}") {
        offset += 1
        return pairs
      }
      if offset >= end { throw neverClosed(open) }
      try deeper { (self) throws(Failure) in
        let key = try self.value()
        try self.skip()
        if self.peek == UInt8(ascii: "}") { throw self.fail("this key has no value") }
        if self.offset >= self.end { throw self.neverClosed(open) }
        pairs.append(RecordedValue.Pair(key: key, value: try self.value()))
      }
    }
  }

  private mutating func deeper(_ read: (inout Self) throws(Failure) -> Void) throws(Failure) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw tooDeep() }
    try read(&self)
  }

  private mutating func text() throws(Failure) -> String {
    let open = offset
    offset += 1
    var utf8: [UInt8] = []
    while let byte = peek {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: utf8, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escape = peek else { break }
        offset += 1
        switch escape {
        case UInt8(ascii: "n"): utf8.append(0x0A)
        case UInt8(ascii: "t"): utf8.append(0x09)
        case UInt8(ascii: "r"): utf8.append(0x0D)
        case UInt8(ascii: "b"): utf8.append(0x08)
        case UInt8(ascii: "f"): utf8.append(0x0C)
        case UInt8(ascii: "u"):
          let digits = (0..<4).compactMap { at($0).flatMap(Self.hexDigit) }
          guard digits.count == 4 else { throw fail("expected four hexadecimal digits") }
          offset += 4
          let scalar = Unicode.Scalar(digits.reduce(0) { $0 << 4 | $1 }) ?? "\u{FFFD}"
          utf8.append(contentsOf: String(Character(scalar)).utf8)
        default: utf8.append(escape)
        }
      default: utf8.append(byte)
      }
    }
    throw Failure(
      message: "this quote is never closed", span: SourceSpan(start: open, end: open + 1))
  }

  private mutating func character() throws(Failure) -> RecordedValue {
    let start = offset
    offset += 1
    if peek != nil { offset += 1 }
    while let byte = peek, Self.isSymbolByte(byte) { offset += 1 }
    return .text(string(start + 1..<offset))
  }

  private mutating func symbolOrNumber() throws(Failure) -> RecordedValue {
    let start = offset
    let name = symbol()
    guard let first = name.utf8.first else {
      throw fail("expected a value", help: "values are numbers, \"texts\", :keywords, nil, [] {}")
    }
    switch name {
    case "nil": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: break
    }
    let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
    let digit = isSigned ? name.utf8.dropFirst().first : first
    guard let digit, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else {
      return .keyword(ByteText(name))
    }
    let digits = name.last == "N" ? String(name.dropLast()) : name
    if let number = Int64(digits) { return .integer(number) }
    guard name.utf8.allSatisfy({ $0 != UInt8(ascii: ":") }) else {
      throw Failure(
        message: "this is no number", span: SourceSpan(start: start, end: offset), help: nil)
    }
    return .number(name)
  }

  // MARK: Bytes

  private var peek: UInt8? { offset < end ? bytes[offset] : nil }

  private func at(_ distance: Int) -> UInt8? {
    offset + distance < end ? bytes[offset + distance] : nil
  }

  private static func hexDigit(_ byte: UInt8) -> UInt32? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt32($0) }
  }

  private mutating func symbol() -> String {
    let start = offset
    while let byte = peek, Self.isSymbolByte(byte) { offset += 1 }
    return string(start..<offset)
  }

  private func string(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  private static func isSymbolByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\""), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "~"), 0x7F:
      false
    default: true
    }
  }

  /// Passes over white space, commas, comments and discarded values.
  private mutating func skip() throws(Failure) {
    while let byte = peek {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, UInt8(ascii: ","): offset += 1
      case UInt8(ascii: ";"):
        while let byte = peek, byte != 0x0A { _ = byte; offset += 1 }
      case UInt8(ascii: "#") where at(1) == UInt8(ascii: "_"):
        offset += 2
        try deeper { (self) throws(Failure) in _ = try self.value() }
      default: return
      }
    }
  }

  private func tooDeep() -> Failure { fail("nested more than \(Self.maximumDepth) deep") }

  private func neverClosed(_ open: Int) -> Failure {
    Failure(
      message: "'\(Character(Unicode.Scalar(bytes[open])))' is never closed",
      span: SourceSpan(start: open, end: open + 1), help: nil)
  }

  private func fail(_ message: String, length: Int = 1, help: String? = nil) -> Failure {
    Failure(
      message: message, span: SourceSpan(start: offset, end: min(offset + length, end)),
      help: help)
  }
}

extension RecordedValue {
  /// The value of a text in EDN; `nil` when it is not one value.
  public init?(edn text: String) {
    let value = Array(text.utf8).withUnsafeBufferPointer { bytes -> RecordedValue? in
      var reader = EDNReader(bytes, 0..<bytes.count)
      guard let value = try? reader.value(), (try? reader.isAtEnd()) ?? false else { return nil }
      return value
    }
    guard let value else { return nil }
    self = value
  }
}
