internal import Diagnostics

/// An expression as it is written: no names resolved, no types known.
indirect enum Syntax {
  case literal(Value, Place)
  case list([Syntax], Place)
  case map([(key: Syntax, value: Syntax)], Place)
  /// A name; `isRooted` for `.name`, which bypasses variables of macros and the container.
  case name(String, isRooted: Bool, Place)
  case select(Syntax, field: String, fieldSpan: SourceSpan, Place)
  case index(Syntax, Syntax, Place)
  /// `f(a)`, `.f(a)`, or `target.f(a)`.
  case call(Call, Place)
  case not(Syntax, Place)
  case negate(Syntax, Place)
  case arithmetic(ArithmeticOperator, Syntax, Syntax, operatorSpan: SourceSpan, Place)
  case relation(Relation, Syntax, Syntax, operatorSpan: SourceSpan, Place)
  /// `a && b && c` or `a || b || c`; two operands or more.
  case logic(Connective, [Syntax], Place)
  case conditional(Syntax, then: Syntax, otherwise: Syntax, Place)

  /// Where it stands, in bytes of the expression, and how deeply it is nested.
  struct Place {
    var span: SourceSpan
    var depth = 1
  }

  struct Call {
    var name: String
    var nameSpan: SourceSpan
    var target: Syntax?
    var isRooted = false
    var arguments: [Syntax]
  }

  enum Connective: String { case and = "&&", or = "||" }

  enum Relation: String {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case unequal = "!="
    case contained = "in"
  }

  var place: Place {
    switch self {
    case .literal(_, let place), .list(_, let place), .map(_, let place), .name(_, _, let place),
      .select(_, _, _, let place), .index(_, _, let place), .call(_, let place),
      .not(_, let place), .negate(_, let place), .arithmetic(_, _, _, _, let place),
      .relation(_, _, _, _, let place), .logic(_, _, let place),
      .conditional(_, _, _, let place):
      place
    }
  }

  var span: SourceSpan { place.span }

  /// The name `a.b.c` that it spells, if it is nothing but that.
  var qualifiedName: (name: String, isRooted: Bool)? {
    switch self {
    case .name(let name, let isRooted, _): (name, isRooted)
    case .select(let operand, let field, _, _):
      operand.qualifiedName.map { ("\($0.name).\(field)", $0.isRooted) }
    default: nil
    }
  }
}

/// Why a text is no expression.
struct SyntaxError: Error {
  var message: String
  var span: SourceSpan
  var label: String?
  var help: String?
}
