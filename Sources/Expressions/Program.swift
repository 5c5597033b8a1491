public import Diagnostics

/// An expression: parsed, checked and compiled, ready to evaluate any number of times.
///
/// A single reference; cheap to copy.
public struct Program: Sendable {
  private final class Body: Sendable {
    let source: String
    let resultType: ValueType
    let fields: [(record: String, field: String)]
    let root: Node
    let variableCount: Int
    let localCount: Int
    let placement: Placement

    init(
      _ source: String, _ part: Compiler.Part, _ compiler: Compiler, _ placement: Placement
    ) {
      self.source = source
      self.placement = placement
      root = part.node
      resultType = part.type.settled
      fields = compiler.fields
      variableCount = compiler.environment.variables.count
      localCount = compiler.localCount
    }
  }

  private let body: Body

  /// The text of the expression.
  public var source: String { body.source }

  /// What it yields, as far as that is known before evaluation.
  public var resultType: ValueType { body.resultType }

  /// The declared fields that it reads, each once, in the order of the text.
  public var referencedFields: [(record: String, field: String)] { body.fields }

  /// Compiles an expression.
  ///
  /// - Parameters:
  ///   - location: Where the text stands: diagnostics point there. For a text in YAML, the whole
  ///     scalar with its quotes.
  ///   - expected: The type that the result must have.
  /// - Returns: The program, if there is no error, and everything wrong with the text, in its order.
  ///   A text that cannot be parsed has one problem, the first.
  public static func compile(
    _ text: String, in environment: Environment, at location: SourceLocation? = nil,
    expecting expected: ValueType? = nil
  ) -> (Program?, [Diagnostic]) {
    let placement = Placement(text, at: location)
    do throws(SyntaxError) {
      let syntax = try Parser.parse(text)
      return compile(syntax, text, in: environment, placement, expecting: expected)
    } catch {
      return (nil, [error.diagnostic(in: placement)])
    }
  }

  static func compile(
    _ syntax: Syntax, _ text: String, in environment: Environment, _ placement: Placement,
    expecting expected: ValueType?
  ) -> (Program?, [Diagnostic]) {
    var compiler = Compiler(environment)
    let part = compiler.compile(syntax)
    if let expected, !expected.accepts(part.type) {
      compiler.check(
        "the result must be \(expected), not \(part.type.settled)", at: syntax.span,
        label: "\(part.type.settled)")
    }
    guard compiler.problems.isEmpty else {
      return (nil, compiler.problems.map { $0.diagnostic(in: placement) })
    }
    return (Program(body: Body(text, part, compiler, placement)), [])
  }

  /// What an evaluation may spend: about a second's work, or 100 MB. Elements visited count, and
  /// elements and text made.
  public static let fullBudget = 10_000_000

  /// The value of the expression; `.unknown` or `.error` when it has none.
  ///
  /// - Parameters:
  ///   - bindings: One value for each of the environment's variables, in their order.
  ///   - budget: What may be spent before the result is an error of the kind `limit`.
  public func evaluate(_ bindings: [Value], budget: Int = fullBudget) -> Value {
    run(bindings, nil, budget)
  }

  /// The value, and the facts that decided it in the order in which they were read.
  ///
  /// Of `a || b` that is true only the true side counts, of `a && b` that is false only the false
  /// one, of a condition only the branch taken, of `exists` that is true only the witness and of
  /// `all` that is false only the counterexample. Otherwise every fact that was read counts, for
  /// each of them could have changed the result.
  public func trace(_ bindings: [Value]) -> (Value, [Premise]) {
    let trace = Trace()
    let value = run(bindings, trace, Self.fullBudget)
    var seen: Set<FactReference> = []
    return (value, trace.premises.filter { seen.insert($0.fact).inserted })
  }

  private func run(_ bindings: [Value], _ trace: Trace?, _ budget: Int) -> Value {
    let body = body
    precondition(
      bindings.count == body.variableCount,
      "\(bindings.count) values for \(body.variableCount) variables")
    return bindings.withUnsafeBufferPointer { bindings in
      guard body.localCount > 0 else {
        let none = UnsafeMutableBufferPointer<Value>(start: nil, count: 0)
        var frame = Frame(bindings: bindings, locals: none, trace: trace, budget: budget)
        return frame.result(of: body.root)
      }
      return withUnsafeTemporaryAllocation(of: Value.self, capacity: body.localCount) { locals in
        locals.initialize(repeating: .null)
        defer { locals.deinitialize() }
        var frame = Frame(bindings: bindings, locals: locals, trace: trace, budget: budget)
        return frame.result(of: body.root)
      }
    }
  }

  /// Where in the source text an error arose; the whole text when it does not say.
  public func location(of error: EvaluationError) -> SourceLocation {
    body.placement.location(of: error.span ?? body.root.span)
  }

  /// An error of evaluation, for a reader of the text.
  public func diagnostic(for error: EvaluationError) -> Diagnostic {
    Diagnostic(.error, error.message, at: location(of: error))
  }
}

extension SyntaxError {
  func diagnostic(in placement: Placement) -> Diagnostic {
    Diagnostic(.error, message, at: placement.location(of: span), label: label, help: help)
  }
}
