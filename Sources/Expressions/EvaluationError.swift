public import Diagnostics

/// Why an expression has no value: CEL's run-time errors.
public struct EvaluationError: Error, Hashable, Sendable {
  /// The sort of error; the first two are the specification's own names.
  public enum Kind: String, Hashable, Sendable {
    case noMatchingOverload = "no_matching_overload"
    case noSuchField = "no_such_field"
    case noSuchKey = "no_such_key"
    case unboundVariable = "unbound_variable"
    case divisionByZero = "division_by_zero"
    case overflow
    case range
    case invalidArgument = "invalid_argument"
    case duplicateKey = "duplicate_key"
    case limit
  }

  /// The sort of error.
  public var kind: Kind
  /// One sentence without a full stop.
  public var message: String
  /// The part of the expression that failed, in bytes from its start; `nil` when not known.
  public var span: SourceSpan?

  /// An error; functions leave the span to their caller.
  public init(_ kind: Kind, _ message: String, span: SourceSpan? = nil) {
    self.kind = kind
    self.message = message
    self.span = span
  }

  func located(at span: SourceSpan) -> EvaluationError {
    guard self.span == nil else { return self }
    var copy = self
    copy.span = span
    return copy
  }
}
