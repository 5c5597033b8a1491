internal import Diagnostics

/// Resolves names, checks types and builds the tree that evaluation walks, in one pass.
///
/// In an unchecked environment whatever does not fit becomes an error of evaluation instead.
struct Compiler {
  /// A compiled part and what is known about it.
  struct Part {
    var node: Node
    var type: ValueType
    /// All strings that it can be, or that its elements can be; empty when any can.
    var words: [String] = []
    /// Whether it may be null although its type says otherwise: a fact that is not there.
    var isNullable = false
  }

  /// A variable of a macro.
  struct Local {
    var name: String
    var slot: Int
    var type: ValueType
    var words: [String]
  }

  let environment: Environment
  var problems: [SyntaxError] = []
  var locals: [Local] = []
  /// The most locals that are alive at once.
  var localCount = 0
  private(set) var fields: [(record: String, field: String)] = []

  init(_ environment: Environment) { self.environment = environment }

  mutating func compile(_ syntax: Syntax) -> Part {
    switch syntax {
    case .literal(let value, let place):
      Part(node: ConstantNode(value, place.span), type: value.type)
    case .list(let elements, let place): list(elements, place.span)
    case .map(let entries, let place): map(entries, place.span)
    case .name, .select: selection(syntax)
    case .index(let operand, let index, let place): self.index(operand, index, place.span)
    case .call(let call, let place): self.call(call, place.span)
    case .not(let operand, let place):
      Part(node: NotNode(condition(operand).node, place.span), type: .bool)
    case .negate(let operand, let place): negate(operand, place.span)
    case .arithmetic(let op, let left, let right, let opSpan, let place):
      arithmetic(op, left, right, opSpan, place.span)
    case .relation(let relation, let left, let right, let opSpan, let place):
      self.relation(relation, left, right, opSpan, place.span)
    case .logic(let connective, let operands, let place):
      Part(
        node: LogicNode(connective, operands.map { condition($0).node }, place.span), type: .bool)
    case .conditional(let condition, let then, let otherwise, let place):
      conditional(condition, then, otherwise, place.span)
    }
  }

  // MARK: Problems

  /// What is wrong in a checked environment, and an error of evaluation in an unchecked one.
  mutating func mistake(
    _ kind: EvaluationError.Kind, _ message: String, at span: SourceSpan, label: String? = nil,
    help: String? = nil
  ) -> Part {
    check(message, at: span, label: label, help: help)
    return Part(
      node: ConstantNode(.error(EvaluationError(kind, message, span: span)), span), type: .dyn)
  }

  /// Notes what is wrong in a checked environment.
  mutating func check(
    _ message: String, at span: SourceSpan, label: String? = nil, help: String? = nil
  ) {
    guard environment.isChecked else { return }
    problems.append(SyntaxError(message: message, span: span, label: label, help: help))
  }

  /// Notes that the program reads a field.
  mutating func reads(_ field: String, of record: String) {
    if !fields.contains(where: { $0.record == record && $0.field == field }) {
      fields.append((record, field))
    }
  }

  // MARK: Conditions and literals

  /// A part that must be a condition.
  mutating func condition(_ syntax: Syntax) -> Part {
    let part = compile(syntax)
    if !ValueType.bool.accepts(part.type) {
      check("a condition is needed here, not \(part.type)", at: syntax.span, label: "\(part.type)")
    }
    return part
  }

  private mutating func conditional(
    _ condition: Syntax, _ then: Syntax, _ otherwise: Syntax, _ span: SourceSpan
  ) -> Part {
    let condition = self.condition(condition)
    let (first, second) = (compile(then), compile(otherwise))
    let type = first.type.joined(with: second.type)
    if type == nil {
      check(
        "the two results of '?:' are of different types: \(first.type) and \(second.type)",
        at: otherwise.span, label: "\(second.type)", help: "dyn(…) allows different types")
    }
    return Part(
      node: ConditionalNode(condition.node, first.node, second.node, span), type: type ?? .dyn,
      words: first.words == second.words ? first.words : [],
      isNullable: first.isNullable || second.isNullable)
  }

  private mutating func list(_ elements: [Syntax], _ span: SourceSpan) -> Part {
    let parts = elements.map { compile($0) }
    var type = ValueType.nothing
    for part in parts { type = type.joined(with: part.type) ?? .dyn }
    let constants = parts.compactMap { ($0.node as? ConstantNode)?.value }
    let isConstant = constants.count == parts.count && constants.allSatisfy(\.isKnown)
    return Part(
      node: isConstant
        ? ConstantNode(.list(constants), span) : ListNode(parts.map(\.node), span),
      type: .list(type))
  }

  private mutating func map(
    _ entries: [(key: Syntax, value: Syntax)], _ span: SourceSpan
  ) -> Part {
    var (keyType, valueType) = (ValueType.nothing, ValueType.nothing)
    var nodes: [(key: Node, value: Node)] = []
    for entry in entries {
      let (key, value) = (compile(entry.key), compile(entry.value))
      if ![.bool, .int, .uint, .string, .dyn].contains(key.type) {
        check(
          "\(key.type) is not a type of map keys", at: entry.key.span,
          help: "keys are bool, int, uint or string")
      }
      keyType = keyType.joined(with: key.type) ?? .dyn
      valueType = valueType.joined(with: value.type) ?? .dyn
      nodes.append((key.node, value.node))
    }
    let type = ValueType.map(key: keyType, value: valueType)
    let node = MapNode(nodes, span)
    let isConstant = nodes.allSatisfy { $0.key is ConstantNode && $0.value is ConstantNode }
    if isConstant, let value = fold(node) { return Part(node: value, type: type) }
    return Part(node: node, type: type)
  }

  /// The node as a constant, if its value needs no variables and is not an error.
  func fold(_ node: Node) -> ConstantNode? {
    var frame = Frame(
      bindings: UnsafeBufferPointer(start: nil, count: 0),
      locals: UnsafeMutableBufferPointer(start: nil, count: 0), trace: nil,
      budget: Program.fullBudget)
    let value = node.evaluate(&frame)
    return value.isKnown ? ConstantNode(value, node.span) : nil
  }
}
