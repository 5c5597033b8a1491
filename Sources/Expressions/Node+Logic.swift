internal import Diagnostics
internal import Parallel

/// `a && b && …` or `a || b || …`.
///
/// The operands are commutative: one that decides does so whatever the others are, even errors.
final class LogicNode: Node, @unchecked Sendable {
  let operands: SharedList<Node>
  /// The operand that decides: `no` for `&&`, `yes` for `||`.
  let decisive: Truth

  init(_ connective: Syntax.Connective, _ operands: [Node], _ span: SourceSpan) {
    self.operands = SharedList(operands)
    decisive = connective == .and ? .no : .yes
    super.init(span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    var obstacle = Obstacle()
    let start = frame.trace?.premises.count ?? 0
    var isDecided = false
    operands.forEach { _, operand in
      let before = frame.trace?.premises.count ?? 0
      let truth = operand.truth(&frame)
      if truth == decisive {
        // What was read before did not decide.
        frame.trace?.premises.removeSubrange(start..<before)
        isDecided = true
      } else if truth == .neither {
        obstacle.add(frame.neither)
      }
      return !isDecided
    }
    if isDecided { return decisive }
    guard obstacle.isEmpty else {
      frame.neither = obstacle.sum
      return .neither
    }
    return decisive.negated
  }
}

/// `!a`.
final class NotNode: Node, @unchecked Sendable {
  let operand: Node

  init(_ operand: Node, _ span: SourceSpan) {
    self.operand = operand
    super.init(span)
  }

  override func truth(_ frame: inout Frame) -> Truth { operand.truth(&frame).negated }
}

/// `a ? b : c`.
final class ConditionalNode: Node, @unchecked Sendable {
  let condition: Node
  let then: Node
  let otherwise: Node

  init(_ condition: Node, _ then: Node, _ otherwise: Node, _ span: SourceSpan) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    switch condition.truth(&frame) {
    case .yes: then.evaluate(&frame)
    case .no: otherwise.evaluate(&frame)
    case .neither: frame.neither
    }
  }

  override func truth(_ frame: inout Frame) -> Truth {
    switch condition.truth(&frame) {
    case .yes: then.truth(&frame)
    case .no: otherwise.truth(&frame)
    case .neither: .neither
    }
  }
}
