internal import Diagnostics
internal import Parallel

/// An overload as calls use it: one reference, where a declaration is many. What the commonest
/// calls need is apart, so that no reference is counted to get at it.
final class Overload: Sendable {
  let parameters: [ValueType]
  let body: FunctionDeclaration.Body
  private let first: Gate
  private let second: Gate
  /// For one argument, and for two.
  let unary: @Sendable (Value) -> Value
  let binary: @Sendable (Value, Value) -> Value

  /// A parameter that takes any value or that has to be compared.
  private enum Gate { case open, list, compared }

  init(_ declaration: FunctionDeclaration) {
    let parameters = declaration.parameters
    let body = declaration.body
    self.parameters = parameters
    self.body = body
    func gate(_ index: Int) -> Gate {
      switch parameters.count > index ? parameters[index] : .dyn {
      case .dyn: .open
      case .list: .list
      default: .compared
      }
    }
    first = gate(0)
    second = gate(1)
    unary = if case .unary(let body) = body { body } else { { Self.call(body, [$0]) } }
    binary = if case .binary(let body) = body { body } else { { Self.call(body, [$0, $1]) } }
  }

  func call(_ arguments: [Value]) -> Value { Self.call(body, arguments) }

  /// Whether the parameter at a place, 0 or 1, takes a value.
  @inline(__always)
  func accepts(_ value: Value, at place: Int) -> Bool {
    switch place == 0 ? first : second {
    case .open: true
    case .list: if case .list = value { true } else { false }
    case .compared: parameters[place].accepts(value: value)
    }
  }

  private static func call(_ body: FunctionDeclaration.Body, _ arguments: [Value]) -> Value {
    switch body {
    case .unary(let body): body(arguments[0])
    case .binary(let body): body(arguments[0], arguments[1])
    case .variadic(let body): body(arguments)
    case .prepared(let prepare): prepare(arguments[1])(arguments[0])
    case .knowledge: .bool(arguments[0].isKnown)
    }
  }
}

/// A call of two arguments whose second is a literal that the function has looked at.
final class PreparedCallNode: Node, @unchecked Sendable {
  let parameter: ValueType
  let operand: Node
  let body: @Sendable (Value) -> Value
  /// The call as it stands, for operands of other types.
  let whole: CallNode

  /// - Returns: `nil` when the call is none that can be prepared.
  init?(_ call: CallNode) {
    guard call.arguments.count == 2, let literal = call.arguments[1] as? ConstantNode,
      call.overloads.count == 1, case .prepared(let prepare) = call.overloads[0].body,
      call.overloads[0].accepts(literal.value, at: 1)
    else { return nil }
    parameter = call.overloads[0].parameters[0]
    operand = call.arguments[0]
    body = prepare(literal.value)
    whole = call
    super.init(call.span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    let value = operand.evaluate(&frame)
    guard parameter.accepts(value: value) else {
      return value.isKnown ? whole.evaluate(&frame) : value
    }
    return located(frame.pay(for: body(value)))
  }
}

/// A call: the first overload whose parameters take the values.
final class CallNode: Node, @unchecked Sendable {
  let name: String
  let overloads: SharedList<Overload>
  let arguments: SharedList<Node>

  init(
    _ name: String, _ overloads: [FunctionDeclaration], _ arguments: [Node], _ span: SourceSpan
  ) {
    self.name = name
    self.overloads = SharedList(overloads.map { Overload($0) })
    self.arguments = SharedList(arguments)
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    let result =
      switch arguments.count {
      case 1: unary(argument(0, &frame))
      case 2: binary(argument(0, &frame), argument(1, &frame))
      default: variadic((0..<arguments.count).map { argument($0, &frame) })
      }
    return located(frame.pay(for: result))
  }

  @inline(__always)
  private func argument(_ place: Int, _ frame: inout Frame) -> Value {
    arguments.with(place) { $0.evaluate(&frame) }
  }

  private func unary(_ value: Value) -> Value {
    guard value.isKnown else { return value }
    return firstResult {
      $0.accepts(value, at: 0) ? $0.unary(value) : nil
    } ?? noOverload([value])
  }

  private func binary(_ left: Value, _ right: Value) -> Value {
    if let obstacle = obstacle(left, right) { return obstacle }
    return firstResult {
      $0.accepts(left, at: 0) && $0.accepts(right, at: 1) ? $0.binary(left, right) : nil
    } ?? noOverload([left, right])
  }

  private func variadic(_ values: [Value]) -> Value {
    var obstacle = Obstacle()
    for value in values where !value.isKnown { obstacle.add(value) }
    guard obstacle.isEmpty else { return obstacle.sum }
    return firstResult { overload in
      zip(overload.parameters, values).allSatisfy { $0.accepts(value: $1) }
        ? overload.call(values) : nil
    } ?? noOverload(values)
  }

  /// What the first overload answers that takes the arguments.
  @inline(__always)
  private func firstResult(_ call: (Overload) -> Value?) -> Value? {
    var result: Value?
    overloads.forEach { _, overload in
      result = call(overload)
      return result == nil
    }
    return result.map(located)
  }

  private func noOverload(_ values: [Value]) -> Value {
    let types = values.map { "\($0.type)" }.joined(separator: ", ")
    return failure(.noMatchingOverload, "no overload of '\(name)' for (\(types))")
  }
}

/// `known(fact)`: true when the fact has a value, false when it is not known.
///
/// The fact is read either way, so a trace names it: "is not stated" is a premise like any other.
final class KnowledgeNode: Node, @unchecked Sendable {
  let operand: Node

  init(_ operand: Node, _ span: SourceSpan) {
    self.operand = operand
    super.init(span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    switch operand.evaluate(&frame) {
    case .unknown: .no
    case .error(let error): obstruct(.error(error), &frame)
    default: .yes
    }
  }
}

/// `text.matches('pattern')` with the pattern compiled beforehand.
final class PatternNode: Node, @unchecked Sendable {
  let operand: Node
  let pattern: Pattern

  init(_ operand: Node, _ pattern: Pattern, _ span: SourceSpan) {
    self.operand = operand
    self.pattern = pattern
    super.init(span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    let value = operand.evaluate(&frame)
    if case .string(let string) = value { return Truth(pattern.matches(string)) }
    return obstruct(
      value.isKnown ? mismatch("matches", value, .string("")) : value, &frame)
  }
}
