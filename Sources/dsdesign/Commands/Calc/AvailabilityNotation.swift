import Quantities

/// An availability expression: `lb & 2 of (a, b, c) & (db1 | db2)`.
struct AvailabilityNotation {
  /// A part that everything needs, as written.
  struct Part {
    let text: String
    let structure: AvailabilityStructure
  }

  let structure: AvailabilityStructure
  /// The names, by the index of their component, and where each first stands.
  let names: [OptionText.Part]
  /// What stands in series at the top; one part when nothing does.
  let series: [Part]

  /// Reads `&` (both), `|` (one of), `K of (…, …)` and parentheses; `&` binds closer.
  init(_ source: OptionText) throws(Failure) {
    var parser = Parser(source: source, bytes: Array(source.text.utf8))
    structure = try parser.any(depth: 0)
    try parser.end()
    names = parser.names
    if case .all(let parts) = structure {
      series = zip(parser.seriesTexts, parts).map { Part(text: $0, structure: $1) }
    } else {
      series = [Part(text: source.text, structure: structure)]
    }
  }
}

private struct Parser {
  let source: OptionText
  let bytes: [UInt8]
  var position = 0
  var names: [OptionText.Part] = []
  private var indices: [String: Int] = [:]
  /// The parts of the series read last, which is the outermost one when all is read.
  var seriesTexts: [String] = []

  init(source: OptionText, bytes: [UInt8]) {
    self.source = source
    self.bytes = bytes
  }

  mutating func any(depth: Int) throws(Failure) -> AvailabilityStructure {
    guard depth < 100 else { throw wrong("the expression is nested too deeply") }
    var parts = [try all(depth: depth)]
    while take("|") { parts.append(try all(depth: depth)) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func all(depth: Int) throws(Failure) -> AvailabilityStructure {
    var parts: [AvailabilityStructure] = []
    var texts: [String] = []
    repeat {
      skipSpace()
      let start = position
      parts.append(try factor(depth: depth))
      texts.append(String(decoding: bytes[start..<position], as: UTF8.self))
    } while take("&")
    if parts.count == 1 { return parts[0] }
    seriesTexts = texts
    return .all(parts)
  }

  private mutating func factor(depth: Int) throws(Failure) -> AvailabilityStructure {
    if take("(") {
      let inner = try any(depth: depth + 1)
      try expect(")")
      return inner
    }
    skipSpace()
    let start = position
    let word = self.word()
    guard !word.isEmpty else { throw wrong("a component, '(' or '2 of (' is missing here") }
    let after = position
    if self.word() == "of" { return try choice(word, at: start, depth: depth) }
    position = after
    return .component(try component(word, at: start))
  }

  private mutating func choice(
    _ count: String, at start: Int, depth: Int
  ) throws(Failure) -> AvailabilityStructure {
    try expect("(")
    var parts = [try any(depth: depth + 1)]
    while take(",") { parts.append(try any(depth: depth + 1)) }
    try expect(")")
    guard let count = Int(count), (1...parts.count).contains(count) else {
      throw source.failure(
        "cannot choose \(count) of \(parts.count)", from: start, to: start + count.utf8.count,
        help: "write a number from 1 to \(parts.count)")
    }
    return .atLeast(count, parts)
  }

  private mutating func component(_ name: String, at start: Int) throws(Failure) -> Int {
    if let index = indices[name] { return index }
    guard names.count < 1000 else { throw wrong("there are more than 1,000 components") }
    indices[name] = names.count
    names.append(.init(text: name, start: start))
    return names.count - 1
  }

  mutating func end() throws(Failure) {
    skipSpace()
    if position < bytes.count { throw wrong("expected '&', '|' or the end") }
  }

  private mutating func word() -> String {
    skipSpace()
    let start = position
    while position < bytes.count, NodeName.allows(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func take(_ symbol: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: symbol) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ symbol: Unicode.Scalar) throws(Failure) {
    guard take(symbol) else { throw wrong("expected '\(symbol)'") }
  }

  private mutating func skipSpace() {
    while position < bytes.count, " \t\r\n".utf8.contains(bytes[position]) { position += 1 }
  }

  private func wrong(_ message: String) -> Failure {
    source.failure(
      message, from: position, to: position + 1,
      help: "write an expression as in 'lb & 2 of (a, b, c) & (db1 | db2)'")
  }
}

/// How components and nodes may be called.
enum NodeName {
  /// Letters, digits, `_`, `-`, `.` and `/`, so that places can be named.
  static func allows(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_-./".utf8.contains(byte)
    }
  }

  static func check(_ part: OptionText.Part, in source: OptionText) throws(Failure) {
    guard !part.text.isEmpty, part.text.utf8.allSatisfy(allows) else {
      throw source.failure(
        "'\(part.text)' is not a name", at: part,
        help: "names are letters, digits, '_', '-', '.' and '/'")
    }
  }
}
