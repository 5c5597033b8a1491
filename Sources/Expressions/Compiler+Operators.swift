internal import Diagnostics

extension Compiler {
  // MARK: Arithmetic

  mutating func arithmetic(
    _ op: ArithmeticOperator, _ left: Syntax, _ right: Syntax, _ opSpan: SourceSpan,
    _ span: SourceSpan
  ) -> Part {
    let (a, b) = (compile(left), compile(right))
    let type = op.result(a.type, b.type)
    if type == nil { noOverload(op.rawValue, a, b, left, right, at: opSpan, op.signatures) }
    return Part(node: ArithmeticNode(op, a.node, b.node, span), type: type ?? .dyn)
  }

  mutating func negate(_ operand: Syntax, _ span: SourceSpan) -> Part {
    let part = compile(operand)
    if ![.int, .double, .dyn].contains(part.type) {
      check(
        "no overload of '-' for \(part.type)", at: operand.span, label: "\(part.type)",
        help: "'-' takes int or double")
    }
    return Part(
      node: NegationNode(part.node, span),
      type: part.type == .int || part.type == .double ? part.type : .dyn)
  }

  private mutating func noOverload(
    _ op: String, _ a: Part, _ b: Part, _ left: Syntax, _ right: Syntax, at span: SourceSpan,
    _ signatures: String
  ) {
    check(
      "no overload of '\(op)' for \(a.type) and \(b.type)", at: span,
      label: "\(a.type) \(op) \(b.type)",
      help: numberHint(a, b, right) ?? numberHint(b, a, left) ?? signatures)
  }

  /// The literal of another numeric type, as it should be written.
  private func numberHint(_ wanted: Part, _ given: Part, _ syntax: Syntax) -> String? {
    guard case .literal(let value, _) = syntax else {
      let numbers: [ValueType] = [.int, .uint, .double]
      return numbers.contains(wanted.type) && numbers.contains(given.type)
        ? "convert one of them: \(wanted.type)(…)" : nil
    }
    switch (wanted.type, value) {
    case (.double, .int(let int)): return "write \(int).0"
    case (.double, .uint(let uint)): return "write \(uint).0"
    case (.uint, .int(let int)) where int >= 0: return "write \(int)u"
    default: return nil
    }
  }

  // MARK: Relations

  mutating func relation(
    _ relation: Syntax.Relation, _ left: Syntax, _ right: Syntax, _ opSpan: SourceSpan,
    _ span: SourceSpan
  ) -> Part {
    let (a, b) = (compile(left), compile(right))
    switch relation {
    case .equal, .unequal:
      if !areComparable(a, b) {
        noOverload(
          relation.rawValue, a, b, left, right, at: opSpan,
          "'\(relation.rawValue)' takes two values of one type")
      }
      checkWords(left, b.words)
      checkWords(right, a.words)
      return Part(node: equality(a, b, isNegated: relation == .unequal, span), type: .bool)
    case .contained:
      return membership(a, b, left, right, opSpan, span)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if !(a.type.accepts(b.type) && a.type.isOrdered && b.type.isOrdered) {
        noOverload(
          relation.rawValue, a, b, left, right, at: opSpan,
          "'\(relation.rawValue)' takes two numbers, strings, bytes, bools, durations or timestamps"
            + " of one type")
      }
      return Part(node: OrderNode(relation, a.node, b.node, span), type: .bool)
    }
  }

  private func areComparable(_ a: Part, _ b: Part) -> Bool {
    a.type.joined(with: b.type) != nil || a.isNullable && b.type == .null
      || b.isNullable && a.type == .null
  }

  private func equality(_ a: Part, _ b: Part, isNegated: Bool, _ span: SourceSpan) -> Node {
    if let word = b.node.asciiConstant {
      return WordEqualityNode(a.node, word: word, isNegated: isNegated, span)
    }
    if let word = a.node.asciiConstant {
      return WordEqualityNode(b.node, word: word, isNegated: isNegated, span)
    }
    return EqualityNode(a.node, b.node, isNegated: isNegated, span)
  }

  private mutating func membership(
    _ element: Part, _ collection: Part, _ left: Syntax, _ right: Syntax, _ opSpan: SourceSpan,
    _ span: SourceSpan
  ) -> Part {
    switch collection.type {
    case .list(let type), .map(let type, _):
      let isNull = element.type == .null || type == .null
      if type.joined(with: element.type) == nil, !(isNull && element.isNullable) {
        noOverload(
          "in", element, collection, left, right, at: opSpan, "the elements are \(type)")
      }
    case .dyn, .nothing: break
    default:
      noOverload(
        "in", element, collection, left, right, at: opSpan,
        collection.type == .string
          ? "for a part of a text write text.contains(part)" : "'in' takes a list or a map")
    }
    checkWords(left, collection.words)
    if case .list(let elements, _) = right {
      for element_ in elements { checkWords(element_, element.words) }
    }
    let node: Node =
      if let word = element.node.asciiConstant {
        WordMembershipNode(word, in: collection.node, span)
      } else if let words = collection.node.asciiConstants {
        VocabularyNode(element.node, words: words, span)
      } else {
        MembershipNode(element.node, in: collection.node, span)
      }
    return Part(node: node, type: .bool)
  }

  /// Refuses a string literal that can never be what the field beside it is.
  private mutating func checkWords(_ literal: Syntax, _ words: [String]) {
    guard !words.isEmpty, case .literal(.string(let text), let place) = literal,
      !words.contains(text)
    else { return }
    check(
      "'\(text)' never occurs here", at: place.span, label: "unknown word",
      help: suggestion(for: text, among: words, otherwise: "the words are"))
  }
}

extension Node {
  /// The string literal that the node is, if it is one and ASCII.
  fileprivate var asciiConstant: String? {
    (self as? ConstantNode)?.value.asciiText
  }

  /// The string literals that the node is a list of, if they are all ASCII.
  fileprivate var asciiConstants: [String]? {
    guard case .list(let list)? = (self as? ConstantNode)?.value else { return nil }
    let words = list.compactMap(\.asciiText)
    return words.count == list.count ? words : nil
  }
}

extension Value {
  fileprivate var asciiText: String? {
    guard case .string(let string) = self, string.isASCII else { return nil }
    return string
  }
}

extension ArithmeticOperator {
  /// The types that the operator takes and gives, lists aside.
  private var overloads: [(left: ValueType, right: ValueType, result: ValueType)] {
    let numbers = [(ValueType.int, ValueType.int, ValueType.int), (.uint, .uint, .uint)]
    let doubles = numbers + [(.double, .double, .double)]
    switch self {
    case .remainder: return numbers
    case .multiply, .divide: return doubles
    case .subtract:
      return doubles + [
        (.duration, .duration, .duration), (.timestamp, .duration, .timestamp),
        (.timestamp, .timestamp, .duration),
      ]
    case .add:
      return doubles + [
        (.string, .string, .string), (.bytes, .bytes, .bytes),
        (.duration, .duration, .duration), (.timestamp, .duration, .timestamp),
        (.duration, .timestamp, .timestamp),
      ]
    }
  }

  /// The type of `left op right`; `nil` when there is no such overload.
  func result(_ left: ValueType, _ right: ValueType) -> ValueType? {
    if self == .add {
      switch (left, right) {
      case (.list, .list): return left.joined(with: right)
      case (.list, .dyn), (.dyn, .list): return .list(.dyn)
      default: break
      }
    }
    let results = overloads.filter { $0.left.accepts(left) && $0.right.accepts(right) }
    guard let first = results.first?.result else { return nil }
    return results.allSatisfy { $0.result == first } ? first : .dyn
  }

  fileprivate var signatures: String {
    let pairs = overloads.map { "(\($0.left), \($0.right))" } + (self == .add ? ["two lists"] : [])
    return "'\(rawValue)' takes \(pairs.joined(separator: ", "))"
  }
}
