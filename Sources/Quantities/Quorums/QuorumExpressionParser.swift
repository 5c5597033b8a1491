/// A quorum expression that cannot be read.
public struct QuorumExpressionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where, in bytes of UTF-8 from the start.
  public let offset: Int
  /// What was expected.
  public let problem: String

  /// The problem and its place.
  public var description: String { "\(problem) (at character \(offset + 1))" }
}

/// A quorum expression as text, such as `a*b + c*d*e` or `majority(a, b, c)`.
public struct ParsedQuorumExpression: Sendable, Hashable {
  /// The formula; node i is `names[i]`.
  public let expression: QuorumExpression
  /// The names of the nodes.
  public let names: [String]

  /// Reads `+` (or), `*` (and), parentheses, `majority(x, …)`, `choose(k, x, …)` and `choosek(x, …)`.
  ///
  /// Names are letters, digits, `_`, `-`, `.` and `/`, so places can be named.
  ///
  /// - Parameter known: Names that have an index already, in order; others follow.
  public init(_ text: String, known: [String] = []) throws(QuorumExpressionError) {
    var parser = Parser(text: Array(text.utf8), names: known)
    expression = try parser.sum(depth: 0)
    try parser.end()
    names = parser.names
  }
}

private struct Parser {
  let text: [UInt8]
  var names: [String]
  var position = 0

  init(text: [UInt8], names: [String]) {
    self.text = text
    self.names = names
  }

  mutating func sum(depth: Int) throws(QuorumExpressionError) -> QuorumExpression {
    guard depth < 100 else { throw error("nested too deeply") }
    var parts = [try product(depth: depth)]
    while take("+") { parts.append(try product(depth: depth)) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func product(depth: Int) throws(QuorumExpressionError) -> QuorumExpression {
    var parts = [try factor(depth: depth)]
    while take("*") { parts.append(try factor(depth: depth)) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func factor(depth: Int) throws(QuorumExpressionError) -> QuorumExpression {
    if take("(") {
      let inner = try sum(depth: depth + 1)
      try expect(")")
      return inner
    }
    let start = position
    let name = word()
    guard !name.isEmpty else { throw error("expected a node, '(' , 'majority(' or 'choose('") }
    guard take("(") else { return .node(try index(of: name, at: start)) }
    return try function(name, at: start, depth: depth)
  }

  private mutating func function(
    _ name: String, at start: Int, depth: Int
  ) throws(QuorumExpressionError) -> QuorumExpression {
    var count: Int?
    if name == "choose" {
      count = Int(word())
      guard count != nil else { throw error("expected the number to choose") }
      try expect(",")
    } else if name.hasPrefix("choose") {
      count = Int(name.dropFirst("choose".count))
    }
    guard name == "majority" || count != nil else {
      throw QuorumExpressionError(
        offset: start, problem: "unknown function '\(name)'; known are majority and choose")
    }
    var parts = [try sum(depth: depth + 1)]
    while take(",") { parts.append(try sum(depth: depth + 1)) }
    try expect(")")
    let needed = count ?? parts.count / 2 + 1
    guard (1...parts.count).contains(needed) else {
      throw QuorumExpressionError(
        offset: start, problem: "cannot choose \(needed) of \(parts.count)")
    }
    return .choose(needed, parts)
  }

  private mutating func index(of name: String, at start: Int) throws(QuorumExpressionError) -> Int {
    if let index = names.firstIndex(of: name) { return index }
    guard names.count < 64 else {
      throw QuorumExpressionError(offset: start, problem: "more than 64 nodes")
    }
    names.append(name)
    return names.count - 1
  }

  func end() throws(QuorumExpressionError) {
    var rest = self
    rest.skipSpace()
    guard rest.position == text.count else { throw rest.error("expected '+', '*' or the end") }
  }

  private mutating func word() -> String {
    skipSpace()
    let start = position
    while position < text.count, Self.isName(text[position]) { position += 1 }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_-./".utf8.contains(byte)
    }
  }

  private mutating func take(_ symbol: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < text.count, text[position] == UInt8(ascii: symbol) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ symbol: Unicode.Scalar) throws(QuorumExpressionError) {
    guard take(symbol) else { throw error("expected '\(symbol)'") }
  }

  private mutating func skipSpace() {
    while position < text.count, " \t\r\n".utf8.contains(text[position]) { position += 1 }
  }

  private func error(_ problem: String) -> QuorumExpressionError {
    QuorumExpressionError(offset: position, problem: problem)
  }
}
