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
  enum Symbol: String, CaseIterable {
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
  }

  var kind: Kind
  var span: SourceSpan

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
