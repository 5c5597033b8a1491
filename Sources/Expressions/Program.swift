public import Diagnostics
internal import Parallel

/// An expression: parsed, checked and compiled, ready to evaluate any number of times.
///
/// A single reference; cheap to copy.
public struct Program: Sendable {
  fileprivate final class Body: Sendable {
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

    func run(_ bindings: [Value], _ trace: Trace?, _ budget: Int) -> Value {
      precondition(
        bindings.count == variableCount, "\(bindings.count) values for \(variableCount) variables")
      return bindings.withUnsafeBufferPointer { bindings in
        guard localCount > 0 else {
          let none = UnsafeMutableBufferPointer<Value>(start: nil, count: 0)
          var frame = Frame(bindings: bindings, locals: none, trace: trace, budget: budget)
          return frame.result(of: root)
        }
        return withUnsafeTemporaryAllocation(of: Value.self, capacity: localCount) { locals in
          locals.initialize(repeating: .null)
          defer { locals.deinitialize() }
          var frame = Frame(bindings: bindings, locals: locals, trace: trace, budget: budget)
          return frame.result(of: root)
        }
      }
    }
  }

  fileprivate let body: Body

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
    body.run(bindings, nil, budget)
  }

  /// The value, and the facts that decided it in the order in which they were read.
  ///
  /// Of `a || b` that is true only the true side counts, of `a && b` that is false only the false
  /// one, of a condition only the branch taken, of `exists` that is true only the witness and of
  /// `all` that is false only the counterexample. Otherwise every fact that was read counts, for
  /// each of them could have changed the result.
  public func trace(_ bindings: [Value]) -> (Value, [Premise]) {
    let trace = Trace()
    let value = body.run(bindings, trace, Self.fullBudget)
    var seen: Set<FactReference> = []
    return (value, trace.premises.filter { seen.insert($0.fact).inserted })
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

/// Conditions that are asked of many subjects.
///
/// Walking them counts no reference, so that all cores can at once (`SharedList`).
public struct ConditionList: Sendable {
  private let bodies: SharedList<Program.Body>

  /// These conditions, in this order.
  public init(_ conditions: [Program]) { bodies = SharedList(conditions.map(\.body)) }

  /// Evaluates each on the same bindings and hands on the places of those that hold, or for which
  /// it is not known, in their order. One that fails does not hold.
  public func forEachHolding(_ bindings: [Value], _ visit: (Int, Outcome) -> Void) {
    bodies.forEach { index, body in
      switch body.run(bindings, nil, Program.fullBudget) {
      case .bool(true): visit(index, .holds)
      case .unknown(let facts): visit(index, .unknown(facts))
      default: break
      }
      return true
    }
  }

  /// What came of a condition that is not plainly false.
  public enum Outcome {
    case holds
    /// The facts that would settle it.
    case unknown(UnknownFacts)
  }
}

extension SyntaxError {
  func diagnostic(in placement: Placement) -> Diagnostic {
    Diagnostic(.error, message, at: placement.location(of: span), label: label, help: help)
  }
}
