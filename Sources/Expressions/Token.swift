internal import Diagnostics

/// A piece of an expression's text.
struct Token {
  enum Kind: Equatable {
    /// The magnitude: a sign before it belongs to the parser.
    case int(UInt64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case identifier(String)
    /// `` `a-b` ``, allowed after a point only.
    case quoted(String)
    case symbol(Symbol)
    case end
  }

  /// Operators and punctuation, and the keywords that act as such.
  enum Symbol: String {
    case or = "||"
    case and = "&&"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case greater = ">"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case slash = "/"
    case percent = "%"
    case not = "!"
    case question = "?"
    case colon = ":"
    case comma = ","
    case point = "."
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
    case `in`
    case `true`
    case `false`
    case null

    /// The symbol of two characters.
    init?(_ first: UInt8, _ second: UInt8) {
      switch (UnicodeScalar(first), UnicodeScalar(second)) {
      case ("|", "|"): self = .or
      case ("&", "&"): self = .and
      case ("<", "="): self = .lessOrEqual
      case (">", "="): self = .greaterOrEqual
      case ("=", "="): self = .equal
      case ("!", "="): self = .unequal
      default: return nil
      }
    }

    /// The symbol of one character.
    init?(_ character: UInt8) {
      switch UnicodeScalar(character) {
      case "<": self = .less
      case ">": self = .greater
      case "+": self = .plus
      case "-": self = .minus
      case "*": self = .times
      case "/": self = .slash
      case "%": self = .percent
      case "!": self = .not
      case "?": self = .question
      case ":": self = .colon
      case ",": self = .comma
      case ".": self = .point
      case "(": self = .openParenthesis
      case ")": self = .closeParenthesis
      case "[": self = .openBracket
      case "]": self = .closeBracket
      case "{": self = .openBrace
      case "}": self = .closeBrace
      default: return nil
      }
    }
  }

  var kind: Kind
  var span: SourceSpan

  /// Whether it is this symbol; without comparing the texts that a token can hold.
  func `is`(_ symbol: Symbol) -> Bool {
    if case .symbol(symbol) = kind { true } else { false }
  }

  /// The token in the words of an error message.
  var description: String {
    switch kind {
    case .int, .uint, .double: "a number"
    case .string: "a string"
    case .bytes: "bytes"
    case .identifier(let name): "'\(name)'"
    case .quoted(let name): "'`\(name)`'"
    case .symbol(let symbol): "'\(symbol.rawValue)'"
    case .end: "the end of the expression"
    }
  }
}
