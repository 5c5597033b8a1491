internal import Diagnostics

/// `a == b` and `a != b`.
final class EqualityNode: Node, @unchecked Sendable {
  let left: Node
  let right: Node
  let isNegated: Bool

  init(_ left: Node, _ right: Node, isNegated: Bool, _ span: SourceSpan) {
    self.left = left
    self.right = right
    self.isNegated = isNegated
    super.init(span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    let left = left.evaluate(&frame)
    let right = right.evaluate(&frame)
    switch equality(left, right) {
    case .equal: return Truth(!isNegated)
    case .unequal: return Truth(isNegated)
    case .unknown(let facts): return obstruct(.unknown(facts), &frame)
    case .failed(let error): return obstruct(.error(error), &frame)
    }
  }
}

/// `a == 'word'` and `a != 'word'`: most of what rules ask.
final class WordEqualityNode: Node, @unchecked Sendable {
  let operand: Node
  /// ASCII.
  let word: String
  let isNegated: Bool

  init(_ operand: Node, word: String, isNegated: Bool, _ span: SourceSpan) {
    self.operand = operand
    self.word = word
    self.isNegated = isNegated
    super.init(span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    let value = operand.evaluate(&frame)
    if case .string(let string) = value {
      return Truth(haveSameScalars(string, ascii: word) != isNegated)
    }
    return value.isKnown ? Truth(isNegated) : obstruct(value, &frame)
  }
}

/// `a < b`, `a <= b`, `a > b`, `a >= b`.
final class OrderNode: Node, @unchecked Sendable {
  let left: Node
  let right: Node
  let relation: Syntax.Relation

  init(_ relation: Syntax.Relation, _ left: Node, _ right: Node, _ span: SourceSpan) {
    self.left = left
    self.right = right
    self.relation = relation
    super.init(span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    let left = left.evaluate(&frame)
    let right = right.evaluate(&frame)
    if let obstacle = obstacle(left, right) { return obstruct(obstacle, &frame) }
    guard let order = order(left, right) else {
      return obstruct(mismatch(relation.rawValue, left, right), &frame)
    }
    switch (relation, order) {
    case (_, .none): return .no
    case (.less, .before), (.greater, .after): return .yes
    case (.lessOrEqual, .before), (.lessOrEqual, .same): return .yes
    case (.greaterOrEqual, .after), (.greaterOrEqual, .same): return .yes
    default: return .no
    }
  }
}

/// `a in b`, for a list or the keys of a map.
final class MembershipNode: Node, @unchecked Sendable {
  let element: Node
  let collection: Node

  init(_ element: Node, in collection: Node, _ span: SourceSpan) {
    self.element = element
    self.collection = collection
    super.init(span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    let element = element.evaluate(&frame)
    let collection = collection.evaluate(&frame)
    if let obstacle = obstacle(element, collection) { return obstruct(obstacle, &frame) }
    switch collection {
    case .list(let list): return membership(of: element, in: list, &frame)
    case .map(let map): return Truth(map[element] != nil)
    default: return obstruct(mismatch("in", element, collection), &frame)
    }
  }

  /// Found is found; not found, with an element unknown, is unknown.
  private func membership(
    of element: Value, in list: [Value], _ frame: inout Frame
  ) -> Truth {
    var obstacle = Obstacle()
    for candidate in list {
      switch equality(element, candidate) {
      case .equal: return .yes
      case .unequal: break
      case .unknown(let facts): obstacle.add(.unknown(facts))
      case .failed(let error): obstacle.add(.error(error))
      }
    }
    return obstacle.isEmpty ? .no : obstruct(obstacle.sum, &frame)
  }
}

/// `'word' in a`, for a list of strings or the keys of a map.
final class WordMembershipNode: Node, @unchecked Sendable {
  /// ASCII.
  let word: String
  let collection: Node

  init(_ word: String, in collection: Node, _ span: SourceSpan) {
    self.word = word
    self.collection = collection
    super.init(span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    switch collection.evaluate(&frame) {
    case .list(let list):
      var obstacle = Obstacle()
      for candidate in list {
        if case .string(let string) = candidate {
          if haveSameScalars(string, ascii: word) { return .yes }
        } else if !candidate.isKnown {
          obstacle.add(candidate)
        }
      }
      return obstacle.isEmpty ? .no : obstruct(obstacle.sum, &frame)
    case .map(let map): return Truth(map[word] != nil)
    case let value:
      return obstruct(value.isKnown ? mismatch("in", .string(word), value) : value, &frame)
    }
  }
}

/// `a in ['word', 'word']`.
final class VocabularyNode: Node, @unchecked Sendable {
  let operand: Node
  /// ASCII.
  let words: [String]

  init(_ operand: Node, words: [String], _ span: SourceSpan) {
    self.operand = operand
    self.words = words
    super.init(span)
  }

  override func truth(_ frame: inout Frame) -> Truth {
    let value = operand.evaluate(&frame)
    guard case .string(let string) = value else {
      return value.isKnown ? .no : obstruct(value, &frame)
    }
    for word in words where haveSameScalars(string, ascii: word) { return .yes }
    return .no
  }
}

/// `a + b` and its like.
final class ArithmeticNode: Node, @unchecked Sendable {
  let op: ArithmeticOperator
  let left: Node
  let right: Node

  init(_ op: ArithmeticOperator, _ left: Node, _ right: Node, _ span: SourceSpan) {
    self.op = op
    self.left = left
    self.right = right
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    let left = left.evaluate(&frame)
    let right = right.evaluate(&frame)
    if let obstacle = obstacle(left, right) { return obstacle }
    return located(frame.pay(for: arithmetic(op, left, right)))
  }
}

/// `-a`.
final class NegationNode: Node, @unchecked Sendable {
  let operand: Node

  init(_ operand: Node, _ span: SourceSpan) {
    self.operand = operand
    super.init(span)
  }

  override func evaluate(_ frame: inout Frame) -> Value {
    let value = operand.evaluate(&frame)
    return value.isKnown ? located(negation(value)) : value
  }
}
