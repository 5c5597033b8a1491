internal import Diagnostics

/// Reads an expression by recursive descent; operators by their precedence.
///
/// Recursion and the depth of the tree are bounded by `maximalDepth`, so no input exhausts the stack.
struct Parser {
  /// Enough for the specification's 12 to 32 levels many times over.
  static let maximalDepth = 250
  /// In bytes.
  static let maximalLength = 100_000

  private var lexer: Lexer
  private var token: Token
  /// Where the token before `token` ends.
  private var previousEnd: Int
  private var depth = 0

  /// Reads the whole text as one expression.
  static func parse(_ text: String) throws(SyntaxError) -> Syntax {
    let bytes = Array(text.utf8)
    guard bytes.count <= maximalLength else {
      throw SyntaxError(
        message: "expression is longer than \(maximalLength) bytes",
        span: SourceSpan(start: maximalLength, end: bytes.count))
    }
    var parser = try Parser(bytes)
    let syntax = try parser.expression()
    guard case .end = parser.token.kind else {
      throw parser.unexpected("an operator or the end of the expression")
    }
    return syntax
  }

  /// Reads the expression that starts at `place` and ends before a `}` of the text around it.
  static func parse(
    in bytes: [UInt8], from place: Int
  ) throws(SyntaxError) -> (syntax: Syntax, end: Int) {
    var parser = try Parser(bytes, from: place)
    let syntax = try parser.expression()
    guard parser.token.is(.closeBrace) else {
      throw parser.unexpected("an operator or '}'")
    }
    return (syntax, Int(parser.token.span.start))
  }

  private init(_ bytes: [UInt8], from place: Int = 0) throws(SyntaxError) {
    lexer = Lexer(bytes, from: place)
    token = try lexer.next()
    previousEnd = 0
  }

  // MARK: Operators

  /// `or ["?" or ":" expression]`
  private mutating func expression() throws(SyntaxError) -> Syntax {
    try enter()
    defer { depth -= 1 }
    let condition = try logic(.or)
    guard try take(.question) else { return condition }
    let then = try logic(.or)
    try expect(.colon, "':' and the value for false")
    let otherwise = try expression()
    let depth = max(condition.place.depth, then.place.depth, otherwise.place.depth)
    return .conditional(
      condition, then: then, otherwise: otherwise, try place(from: condition, depth: depth))
  }

  private mutating func logic(_ connective: Syntax.Connective) throws(SyntaxError) -> Syntax {
    let symbol: Token.Symbol = connective == .or ? .or : .and
    let first = try operand(of: connective)
    guard token.is(symbol) else { return first }
    var operands = [first]
    while try take(symbol) { operands.append(try operand(of: connective)) }
    return .logic(connective, operands, try place(from: operands[0], depth: depth(of: operands)))
  }

  private mutating func operand(of connective: Syntax.Connective) throws(SyntaxError) -> Syntax {
    connective == .or ? try logic(.and) : try relation()
  }

  private mutating func relation() throws(SyntaxError) -> Syntax {
    var left = try sum()
    while let (relation, span) = try takeRelation() {
      let right = try sum()
      let place = try place(from: left, depth: max(left.place.depth, right.place.depth))
      left = .relation(relation, left, right, operatorSpan: span, place)
    }
    return left
  }

  private mutating func takeRelation() throws(SyntaxError) -> (Syntax.Relation, SourceSpan)? {
    guard case .symbol(let symbol) = token.kind, let relation = symbol.relation else { return nil }
    let span = token.span
    try advance()
    return (relation, span)
  }

  private mutating func sum() throws(SyntaxError) -> Syntax {
    var left = try product()
    while let (op, span) = try takeArithmetic({ $0.sum }) {
      let right = try product()
      let place = try place(from: left, depth: max(left.place.depth, right.place.depth))
      left = .arithmetic(op, left, right, operatorSpan: span, place)
    }
    return left
  }

  private mutating func product() throws(SyntaxError) -> Syntax {
    var left = try unary()
    while let (op, span) = try takeArithmetic({ $0.product }) {
      let right = try unary()
      let place = try place(from: left, depth: max(left.place.depth, right.place.depth))
      left = .arithmetic(op, left, right, operatorSpan: span, place)
    }
    return left
  }

  private mutating func takeArithmetic(
    _ level: (Token.Symbol) -> ArithmeticOperator?
  ) throws(SyntaxError) -> (ArithmeticOperator, SourceSpan)? {
    guard case .symbol(let symbol) = token.kind, let op = level(symbol) else { return nil }
    let span = token.span
    try advance()
    return (op, span)
  }

  private mutating func unary() throws(SyntaxError) -> Syntax {
    guard case .symbol(let symbol) = token.kind, symbol == .not || symbol == .minus else {
      return try member()
    }
    try enter()
    defer { depth -= 1 }
    let start = Int(token.span.start)
    try advance()
    if symbol == .minus, let number = try negativeNumber(from: start) {
      return try member(of: number)
    }
    let operand = try unary()
    let place = try place(from: start, depth: operand.place.depth)
    return symbol == .not ? .not(operand, place) : .negate(operand, place)
  }

  /// The number after a minus sign as one literal: the smallest int has no positive counterpart.
  private mutating func negativeNumber(from start: Int) throws(SyntaxError) -> Syntax? {
    let value: Value
    switch token.kind {
    case .int(let magnitude):
      guard magnitude <= Int64.min.magnitude else {
        throw SyntaxError(
          message: "number is beyond the range of int",
          span: SourceSpan(start: start, end: Int(token.span.end)))
      }
      value = .int(Int64(truncatingIfNeeded: 0 &- magnitude))
    case .double(let magnitude): value = .double(-magnitude)
    default: return nil
    }
    try advance()
    return .literal(value, Syntax.Place(span: SourceSpan(start: start, end: previousEnd)))
  }

  // MARK: Members

  private mutating func member() throws(SyntaxError) -> Syntax { try member(of: primary()) }

  private mutating func member(of primary: Syntax) throws(SyntaxError) -> Syntax {
    var operand = primary
    while true {
      let target = operand
      if try take(.point) {
        operand = try selection(from: target)
      } else if try take(.openBracket) {
        let index = try expression()
        try expect(.closeBracket, "']'")
        let depth = max(target.place.depth, index.place.depth)
        operand = .index(target, index, try place(from: target, depth: depth))
      } else {
        return operand
      }
    }
  }

  private mutating func selection(from target: Syntax) throws(SyntaxError) -> Syntax {
    let span = token.span
    let name: String
    switch token.kind {
    case .identifier(let identifier): name = identifier
    case .quoted(let quoted): name = quoted
    default: throw unexpected("a field or function name")
    }
    let canCall = if case .identifier = token.kind { true } else { false }
    try advance()
    if canCall, try take(.openParenthesis) {
      let arguments = try list(until: .closeParenthesis, allowsTrailingComma: false)
      let depth = max(target.place.depth, depth(of: arguments))
      return .call(
        Syntax.Call(name: name, nameSpan: span, target: target, arguments: arguments),
        try place(from: target, depth: depth))
    }
    return .select(
      target, field: name, fieldSpan: span, try place(from: target, depth: target.place.depth))
  }

  private mutating func primary() throws(SyntaxError) -> Syntax {
    let first = token
    let place = Syntax.Place(span: first.span)
    switch first.kind {
    case .int(let magnitude):
      guard let int = Int64(exactly: magnitude) else {
        throw SyntaxError(
          message: "number is beyond the range of int", span: first.span,
          help: "an unsigned number ends with 'u'")
      }
      return try literal(.int(int), place)
    case .uint(let uint): return try literal(.uint(uint), place)
    case .double(let double): return try literal(.double(double), place)
    case .string(let string): return try literal(.string(string), place)
    case .bytes(let bytes): return try literal(.bytes(bytes), place)
    case .symbol(.true): return try literal(.bool(true), place)
    case .symbol(.false): return try literal(.bool(false), place)
    case .symbol(.null): return try literal(.null, place)
    case .identifier(let name): return try nameOrCall(name, isRooted: false, from: first)
    case .symbol(.point):
      try advance()
      guard case .identifier(let name) = token.kind else { throw unexpected("a name") }
      return try nameOrCall(name, isRooted: true, from: first)
    case .symbol(.openParenthesis):
      try advance()
      let inner = try expression()
      try expect(.closeParenthesis, "')'")
      return inner
    case .symbol(.openBracket):
      try advance()
      let elements = try list(until: .closeBracket, allowsTrailingComma: true)
      return .list(
        elements, try self.place(from: Int(first.span.start), depth: depth(of: elements)))
    case .symbol(.openBrace):
      try advance()
      return try map(from: Int(first.span.start))
    default: throw unexpected("an expression")
    }
  }

  private mutating func literal(
    _ value: Value, _ place: Syntax.Place
  ) throws(SyntaxError) -> Syntax {
    try advance()
    return .literal(value, place)
  }

  /// A variable, a type, or a function call.
  private mutating func nameOrCall(
    _ name: String, isRooted: Bool, from first: Token
  ) throws(SyntaxError) -> Syntax {
    let nameSpan = token.span
    if reservedWords.contains(name) {
      throw SyntaxError(
        message: "'\(name)' is a reserved word", span: nameSpan,
        help: "it can only be a field: x.\(name)")
    }
    try advance()
    let start = Int(first.span.start)
    if try take(.openParenthesis) {
      let arguments = try list(until: .closeParenthesis, allowsTrailingComma: false)
      return .call(
        Syntax.Call(
          name: name, nameSpan: nameSpan, target: nil, isRooted: isRooted, arguments: arguments),
        try place(from: start, depth: depth(of: arguments)))
    }
    if case .symbol(.openBrace) = token.kind {
      throw SyntaxError(
        message: "message literals are not supported", span: token.span,
        help: "a map is written without a name: {'key': value}")
    }
    return .name(
      name, isRooted: isRooted,
      Syntax.Place(span: SourceSpan(start: start, end: previousEnd)))
  }

  private mutating func list(
    until close: Token.Symbol, allowsTrailingComma: Bool
  ) throws(SyntaxError) -> [Syntax] {
    var elements: [Syntax] = []
    if try take(close) { return elements }
    repeat {
      if allowsTrailingComma, !elements.isEmpty, try take(close) { return elements }
      elements.append(try expression())
    } while try take(.comma)
    try expect(close, "',' or '\(close.rawValue)'")
    return elements
  }

  private mutating func map(from start: Int) throws(SyntaxError) -> Syntax {
    var entries: [(key: Syntax, value: Syntax)] = []
    if try !take(.closeBrace) {
      repeat {
        if !entries.isEmpty, token.is(.closeBrace) { break }
        let key = try expression()
        try expect(.colon, "':' and the value of the key")
        entries.append((key, try expression()))
      } while try take(.comma)
      try expect(.closeBrace, "',' or '}'")
    }
    let depth = entries.map { max($0.key.place.depth, $0.value.place.depth) }.max() ?? 0
    return .map(entries, try place(from: start, depth: depth))
  }

  // MARK: Tokens and places

  private mutating func advance() throws(SyntaxError) {
    previousEnd = Int(token.span.end)
    token = try lexer.next()
  }

  private mutating func take(_ symbol: Token.Symbol) throws(SyntaxError) -> Bool {
    guard token.is(symbol) else { return false }
    try advance()
    return true
  }

  private mutating func expect(_ symbol: Token.Symbol, _ words: String) throws(SyntaxError) {
    guard try take(symbol) else { throw unexpected(words) }
  }

  private func unexpected(_ expected: String) -> SyntaxError {
    SyntaxError(
      message: "expected \(expected), found \(token.description)", span: token.span,
      label: "expected \(expected)")
  }

  private mutating func enter() throws(SyntaxError) {
    depth += 1
    if depth > Self.maximalDepth { throw tooDeep(token.span) }
  }

  private func tooDeep(_ span: SourceSpan) -> SyntaxError {
    SyntaxError(
      message: "expression is nested deeper than \(Self.maximalDepth) levels", span: span)
  }

  /// The place of what ends here and has parts of this depth.
  private func place(from start: Int, depth: Int) throws(SyntaxError) -> Syntax.Place {
    let span = SourceSpan(start: start, end: previousEnd)
    guard depth < Self.maximalDepth else { throw tooDeep(span) }
    return Syntax.Place(span: span, depth: depth + 1)
  }

  private func place(from first: Syntax, depth: Int) throws(SyntaxError) -> Syntax.Place {
    try place(from: Int(first.span.start), depth: depth)
  }

  private func depth(of parts: [Syntax]) -> Int {
    var depth = 0
    for part in parts { depth = max(depth, part.place.depth) }
    return depth
  }
}

/// Words that no variable, type or function may have for a name.
private let reservedWords: Set<String> = [
  "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
  "package", "namespace", "return", "var", "void", "while",
]

extension Token.Symbol {
  fileprivate var relation: Syntax.Relation? {
    switch self {
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .equal: .equal
    case .unequal: .unequal
    case .in: .contained
    default: nil
    }
  }

  fileprivate var sum: ArithmeticOperator? {
    self == .plus ? .add : self == .minus ? .subtract : nil
  }

  fileprivate var product: ArithmeticOperator? {
    switch self {
    case .times: .multiply
    case .slash: .divide
    case .percent: .remainder
    default: nil
    }
  }
}
