internal import Diagnostics

/// A compiled expression.
///
/// A tree of final classes: one virtual call a node, no names, no dictionaries. A condition is
/// asked for its `truth`, which costs no boxing; everything else for its value.
class Node: @unchecked Sendable {
  /// Where it stands in the expression.
  let span: SourceSpan

  init(_ span: SourceSpan) { self.span = span }

  /// The value, an unknown or an error.
  func evaluate(_ frame: inout Frame) -> Value {
    switch truth(&frame) {
    case .yes: .bool(true)
    case .no: .bool(false)
    case .neither: frame.neither
    }
  }

  /// The value as a condition. Every node overrides one of the two at least.
  func truth(_ frame: inout Frame) -> Truth { classify(evaluate(&frame), &frame) }

  /// A value as a condition.
  @inline(__always)
  final func classify(_ value: Value, _ frame: inout Frame) -> Truth {
    if case .bool(let bool) = value { return Truth(bool) }
    return obstruct(value, &frame)
  }

  /// Notes why a condition is neither true nor false.
  @inline(never)
  final func obstruct(_ value: Value, _ frame: inout Frame) -> Truth {
    switch value {
    case .unknown, .error: frame.neither = located(value)
    default:
      frame.neither = failure(.noMatchingOverload, "a condition is needed here, not \(value.type)")
    }
    return .neither
  }

  /// An error at this place.
  final func failure(_ kind: EvaluationError.Kind, _ message: String) -> Value {
    .error(EvaluationError(kind, message, span: span))
  }

  /// The value; an error that has no place yet gets this one.
  @inline(__always)
  final func located(_ value: Value) -> Value {
    guard case .error(let error) = value, error.span == nil else { return value }
    return .error(error.located(at: span))
  }
}

/// A literal, or whatever could be computed beforehand.
final class ConstantNode: Node, @unchecked Sendable {
  let value: Value

  init(_ value: Value, _ span: SourceSpan) {
    self.value = value
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value { located(value) }
}

/// A variable of the environment.
final class VariableNode: Node, @unchecked Sendable {
  let slot: Int

  init(slot: Int, _ span: SourceSpan) {
    self.slot = slot
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value { located(frame.bindings[slot]) }
}

/// A variable of a macro.
final class LocalNode: Node, @unchecked Sendable {
  let slot: Int

  init(slot: Int, _ span: SourceSpan) {
    self.slot = slot
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value { frame.locals[slot] }
}

/// `[a, b]`.
final class ListNode: Node, @unchecked Sendable {
  let elements: [Node]

  init(_ elements: [Node], _ span: SourceSpan) {
    self.elements = elements
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    var obstacle = Obstacle()
    for element in elements {
      let value = element.evaluate(&frame)
      if value.isKnown { values.append(value) } else { obstacle.add(value) }
    }
    return obstacle.isEmpty ? located(frame.pay(for: .list(values))) : obstacle.sum
  }
}

/// `{key: value}`.
final class MapNode: Node, @unchecked Sendable {
  let entries: [(key: Node, value: Node)]

  init(_ entries: [(key: Node, value: Node)], _ span: SourceSpan) {
    self.entries = entries
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    var pairs: [(key: Value, value: Value)] = []
    pairs.reserveCapacity(entries.count)
    var obstacle = Obstacle()
    for entry in entries {
      let pair = (key: entry.key.evaluate(&frame), value: entry.value.evaluate(&frame))
      if !pair.key.isKnown { obstacle.add(pair.key) }
      if !pair.value.isKnown { obstacle.add(pair.value) }
      pairs.append(pair)
    }
    guard obstacle.isEmpty else { return obstacle.sum }
    do {
      return located(frame.pay(for: .map(try ValueMap(pairs))))
    } catch {
      return .error(error.located(at: span))
    }
  }
}
