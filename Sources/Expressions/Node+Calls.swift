internal import Diagnostics

/// An overload as calls use it: one reference, where a declaration is many.
final class Overload: Sendable {
  let parameters: [ValueType]
  let body: FunctionDeclaration.Body

  init(_ declaration: FunctionDeclaration) {
    parameters = declaration.parameters
    body = declaration.body
  }

  func call(_ arguments: [Value]) -> Value {
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
      call.overloads[0].parameters[1].accepts(value: literal.value)
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
  let overloads: [Overload]
  let arguments: [Node]

  init(
    _ name: String, _ overloads: [FunctionDeclaration], _ arguments: [Node], _ span: SourceSpan
  ) {
    self.name = name
    self.overloads = overloads.map { Overload($0) }
    self.arguments = arguments
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    let result =
      switch arguments.count {
      case 1: unary(arguments[0].evaluate(&frame))
      case 2: binary(arguments[0].evaluate(&frame), arguments[1].evaluate(&frame))
      default: variadic(arguments.map { $0.evaluate(&frame) })
      }
    return located(frame.pay(for: result))
  }

  private func unary(_ value: Value) -> Value {
    guard value.isKnown else { return value }
    for overload in overloads where overload.parameters[0].accepts(value: value) {
      if case .unary(let body) = overload.body { return located(body(value)) }
      return located(overload.call([value]))
    }
    return noOverload([value])
  }

  private func binary(_ left: Value, _ right: Value) -> Value {
    if let obstacle = obstacle(left, right) { return obstacle }
    for overload in overloads
    where overload.parameters[0].accepts(value: left)
      && overload.parameters[1].accepts(value: right)
    {
      if case .binary(let body) = overload.body { return located(body(left, right)) }
      return located(overload.call([left, right]))
    }
    return noOverload([left, right])
  }

  private func variadic(_ values: [Value]) -> Value {
    var obstacle = Obstacle()
    for value in values where !value.isKnown { obstacle.add(value) }
    guard obstacle.isEmpty else { return obstacle.sum }
    for overload in overloads
    where zip(overload.parameters, values).allSatisfy({ $0.accepts(value: $1) }) {
      return located(overload.call(values))
    }
    return noOverload(values)
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
