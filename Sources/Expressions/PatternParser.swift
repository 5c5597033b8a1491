/// A regular expression as it is written.
indirect enum PatternSyntax {
  case empty
  case scalar(UInt32, ignoresCase: Bool)
  case set(ScalarSet)
  /// `.`; with the `s` flag it takes line feeds too.
  case any(withLineFeeds: Bool)
  case assertion(PatternAssertion)
  case sequence([PatternSyntax])
  case alternatives([PatternSyntax])
  case repetition(PatternSyntax, minimum: Int, maximum: Int?)
}

/// What a place in a text must be, without taking anything.
enum PatternAssertion {
  case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
}

/// Why a text is no regular expression.
struct PatternError: Error {
  var message: String
}

/// Reads the RE2 syntax: everything but what RE2 itself lacks (back references, look-around) and
/// script names in `\p{…}`.
struct PatternParser {
  private struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotTakesLineFeeds = false
  }

  private static let maximalDepth = 200
  /// As in RE2.
  private static let maximalRepetition = 1000

  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var flags = Flags()
  private var depth = 0

  static func parse(_ text: String) throws(PatternError) -> PatternSyntax {
    var parser = PatternParser(scalars: Array(text.unicodeScalars))
    let syntax = try parser.alternatives()
    guard parser.place == parser.scalars.count else {
      throw PatternError(message: "unexpected ')'")
    }
    return syntax
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  // MARK: Structure

  private mutating func alternatives() throws(PatternError) -> PatternSyntax {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximalDepth else {
      throw PatternError(message: "groups are nested deeper than \(Self.maximalDepth) levels")
    }
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() throws(PatternError) -> PatternSyntax {
    var parts: [PatternSyntax] = []
    while let next = peek(), next != "|", next != ")" {
      if takeLiteralRun(into: &parts) { continue }
      parts.append(try repetition(of: try atom()))
    }
    return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
  }

  private mutating func repetition(
    of atom: PatternSyntax
  ) throws(PatternError) -> PatternSyntax {
    var result = atom
    var isRepeated = false
    while let bounds = try takeRepetition() {
      guard !isRepeated else { throw PatternError(message: "a repetition is repeated") }
      // Whether it is greedy does not change whether there is a match.
      _ = take("?")
      result = .repetition(result, minimum: bounds.minimum, maximum: bounds.maximum)
      isRepeated = true
    }
    return result
  }

  private mutating func takeRepetition() throws(PatternError) -> (minimum: Int, maximum: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = place
    guard take("{"), let bounds = bounds() else {
      place = start  // A brace that opens no repetition is itself.
      return nil
    }
    guard bounds.minimum <= Self.maximalRepetition,
      bounds.maximum.map({ $0 <= Self.maximalRepetition && $0 >= bounds.minimum }) ?? true
    else { throw PatternError(message: "repetition count is out of range") }
    return bounds
  }

  private mutating func bounds() -> (minimum: Int, maximum: Int?)? {
    guard let minimum = number() else { return nil }
    if take("}") { return (minimum, minimum) }
    guard take(",") else { return nil }
    if take("}") { return (minimum, nil) }
    guard let maximum = number(), take("}") else { return nil }
    return (minimum, maximum)
  }

  private mutating func number() -> Int? {
    var number: Int?
    while let next = peek(), let digit = digit(next, radix: 10) {
      number = min((number ?? 0) * 10 + Int(digit), 1_000_000)
      place += 1
    }
    return number
  }

  private mutating func atom() throws(PatternError) -> PatternSyntax {
    guard let next = peek() else { return .empty }
    place += 1
    switch next {
    case "(": return try group()
    case "[": return .set(try characterClass())
    case ".": return .any(withLineFeeds: flags.dotTakesLineFeeds)
    case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
    case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
    case "*", "+", "?": throw PatternError(message: "nothing stands before '\(next)'")
    case "\\": return try escape()
    default: return literal(next.value)
    }
  }

  private func literal(_ value: UInt32) -> PatternSyntax {
    .scalar(value, ignoresCase: flags.ignoresCase)
  }

  // MARK: Groups

  private mutating func group() throws(PatternError) -> PatternSyntax {
    let outer = flags
    if take("?") {
      if take("P") || peek() == "<" {
        guard take("<") else { throw PatternError(message: "unknown group '(?P'") }
        try skipName()
      } else if try takeFlags() == .untilClosed {
        return .empty
      }
    }
    let inner = try alternatives()
    guard take(")") else { throw PatternError(message: "'(' is not closed") }
    flags = outer
    return inner
  }

  private mutating func skipName() throws(PatternError) {
    let start = place
    while let next = peek(), next != ">" {
      guard ScalarSet.word.contains(where: { $0.contains(next.value) }) else { break }
      place += 1
    }
    guard place > start, take(">") else { throw PatternError(message: "bad name of a group") }
  }

  private enum FlagScope { case group, untilClosed }

  /// Reads `i`, `m-s:` and so on; with `)` instead of `:` they hold for the rest of the group.
  private mutating func takeFlags() throws(PatternError) -> FlagScope {
    var isSet = true
    while let next = peek() {
      place += 1
      switch next {
      case "i": flags.ignoresCase = isSet
      case "m": flags.isMultiline = isSet
      case "s": flags.dotTakesLineFeeds = isSet
      case "U": break
      case "-" where isSet: isSet = false
      case ":": return .group
      case ")": return .untilClosed
      case "=", "!", "<":
        throw PatternError(message: "look-around is not supported")
      default: throw PatternError(message: "unknown flag '\(next)'")
      }
    }
    throw PatternError(message: "'(' is not closed")
  }

  // MARK: Escapes

  /// `\Q…\E`, whose characters all stand for themselves.
  private mutating func takeLiteralRun(into parts: inout [PatternSyntax]) -> Bool {
    guard peek() == "\\", peek(1) == "Q" else { return false }
    place += 2
    while let next = peek() {
      if next == "\\", peek(1) == "E" {
        place += 2
        break
      }
      parts.append(literal(next.value))
      place += 1
    }
    return true
  }

  private mutating func escape() throws(PatternError) -> PatternSyntax {
    guard let next = peek() else { throw PatternError(message: "'\\' stands at the end") }
    switch next {
    case "A": place += 1; return .assertion(.textStart)
    case "z": place += 1; return .assertion(.textEnd)
    case "b": place += 1; return .assertion(.wordBoundary)
    case "B": place += 1; return .assertion(.noWordBoundary)
    default: break
    }
    var set = ScalarSet(ignoresCase: flags.ignoresCase)
    if try takeClassEscape(into: &set) { return .set(set) }
    return literal(try escapedScalar())
  }

  /// `\d`, `\W`, `\pL`, `\P{Lu}`.
  private mutating func takeClassEscape(into set: inout ScalarSet) throws(PatternError) -> Bool {
    guard let next = peek() else { return false }
    switch next {
    case "d": set.ranges += ScalarSet.digits
    case "D": set.insert(allBut: ScalarSet.digits)
    case "s": set.ranges += ScalarSet.space
    case "S": set.insert(allBut: ScalarSet.space)
    case "w": set.ranges += ScalarSet.word
    case "W": set.insert(allBut: ScalarSet.word)
    case "p", "P":
      place += 1
      set.categories.append(try category(isExcluded: next == "P"))
      return true
    default: return false
    }
    place += 1
    return true
  }

  private mutating func category(
    isExcluded: Bool
  ) throws(PatternError) -> (name: String, isExcluded: Bool) {
    var isExcluded = isExcluded
    var name = String.UnicodeScalarView()
    if take("{") {
      if take("^") { isExcluded.toggle() }
      while let next = peek(), next != "}" { name.append(next); place += 1 }
      guard take("}") else { throw PatternError(message: "'\\p{' is not closed") }
    } else if let next = peek() {
      name.append(next)
      place += 1
    }
    let text = String(name)
    if text == "Any" { return ("", isExcluded) }
    guard generalCategories.contains(text) else {
      throw PatternError(message: "unknown class '\\p{\(text)}'")
    }
    return (text, isExcluded)
  }

  /// A code point written with a backslash, which has been read.
  private mutating func escapedScalar() throws(PatternError) -> UInt32 {
    guard let next = peek() else { throw PatternError(message: "'\\' stands at the end") }
    place += 1
    switch next {
    case "a": return 0x07
    case "f": return 0x0C
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "v": return 0x0B
    case "x": return try hexadecimal()
    case "0": return octal(first: 0)
    case "1"..."7":
      guard let second = peek(), digit(second, radix: 8) != nil else {
        throw PatternError(message: "back references are not supported")
      }
      return octal(first: next.value - 0x30)
    default:
      let isPunctuation =
        next.isASCII && !ScalarSet.word.contains { $0.contains(next.value) } || next == "_"
      guard isPunctuation else { throw PatternError(message: "unknown escape '\\\(next)'") }
      return next.value
    }
  }

  private mutating func octal(first: UInt32) -> UInt32 {
    var code = first
    for _ in 0..<2 {
      guard let next = peek(), let digit = digit(next, radix: 8) else { break }
      code = code * 8 + digit
      place += 1
    }
    return code
  }

  private mutating func hexadecimal() throws(PatternError) -> UInt32 {
    var code: UInt32 = 0
    var count = 0
    let isBraced = take("{")
    while let next = peek(), let digit = digit(next, radix: 16), isBraced ? count < 8 : count < 2 {
      code = code &* 16 &+ digit
      count += 1
      place += 1
    }
    let isComplete = isBraced ? count > 0 && count < 8 && take("}") : count == 2
    guard isComplete, Unicode.Scalar(code) != nil else {
      throw PatternError(message: "bad code after '\\x'")
    }
    return code
  }

  // MARK: Classes

  private mutating func characterClass() throws(PatternError) -> ScalarSet {
    var set = ScalarSet(isNegated: take("^"), ignoresCase: flags.ignoresCase)
    var isFirst = true
    while let next = peek() {
      if next == "]", !isFirst {
        place += 1
        return set
      }
      isFirst = false
      if next == "[", peek(1) == ":" {
        try takePosixClass(into: &set)
      } else {
        try takeRange(into: &set)
      }
    }
    throw PatternError(message: "'[' is not closed")
  }

  private mutating func takePosixClass(into set: inout ScalarSet) throws(PatternError) {
    place += 2
    let isExcluded = take("^")
    var name = String.UnicodeScalarView()
    while let next = peek(), next != ":" { name.append(next); place += 1 }
    guard take(":"), take("]"), let ranges = ScalarSet.posix[String(name)] else {
      throw PatternError(message: "unknown class '[:\(String(name)):]'")
    }
    if isExcluded { set.insert(allBut: ranges) } else { set.ranges += ranges }
  }

  private mutating func takeRange(into set: inout ScalarSet) throws(PatternError) {
    if peek() == "\\" {
      place += 1
      if try takeClassEscape(into: &set) { return }
      place -= 1
    }
    let low = try classScalar()
    guard peek() == "-", let after = peek(1), after != "]" else {
      set.insert(low...low)
      return
    }
    place += 1
    let high = try classScalar()
    guard low <= high else { throw PatternError(message: "a range runs backwards") }
    set.insert(low...high)
  }

  private mutating func classScalar() throws(PatternError) -> UInt32 {
    guard let next = peek() else { throw PatternError(message: "'[' is not closed") }
    place += 1
    return next == "\\" ? try escapedScalar() : next.value
  }

  // MARK: Characters

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    place + ahead < scalars.count ? scalars[place + ahead] : nil
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    place += 1
    return true
  }

  private func digit(_ scalar: Unicode.Scalar, radix: UInt32) -> UInt32? {
    guard scalar.isASCII, let digit = hexadecimalDigit(UInt8(scalar.value)), digit < radix else {
      return nil
    }
    return digit
  }
}

private let generalCategories: Set<String> = [
  "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd",
  "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf",
  "Cs", "Co",
]
