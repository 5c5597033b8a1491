internal import Diagnostics

extension Compiler {
  /// One of the macros that visit a list or a map; `nil` when the call is none of them.
  mutating func comprehension(
    _ call: Syntax.Call, of target: Syntax, _ span: SourceSpan
  ) -> Part? {
    switch (call.name, call.arguments.count) {
    case ("all", 2), ("all", 3): quantifier(.and, call, target, span)
    case ("exists", 2), ("exists", 3): quantifier(.or, call, target, span)
    case ("exists_one", 2), ("existsOne", 2), ("existsOne", 3): existsOne(call, target, span)
    case ("filter", 2): filter(call, target, span)
    case ("map", 2), ("map", 3): map(call, target, span)
    case ("transformList", 3), ("transformList", 4): transformList(call, target, span)
    case ("transformMap", 3), ("transformMap", 4): transformMap(call, target, span)
    default: nil
    }
  }

  /// The range of a macro and the slots of its variables.
  private struct Scope {
    var range: Part
    var slot: Int
    var secondSlot: Int?
    var element: Local
    var second: Local?
  }

  private mutating func quantifier(
    _ connective: Syntax.Connective, _ call: Syntax.Call, _ target: Syntax, _ span: SourceSpan
  ) -> Part {
    let scope = open(target, call.arguments.dropLast())
    let predicate = condition(call.arguments[call.arguments.count - 1])
    close(scope)
    return Part(
      node: QuantifierNode(
        connective, scope.range.node, slot: scope.slot, secondSlot: scope.secondSlot,
        predicate.node, span),
      type: .bool)
  }

  private mutating func existsOne(
    _ call: Syntax.Call, _ target: Syntax, _ span: SourceSpan
  ) -> Part {
    let scope = open(target, call.arguments.dropLast())
    let predicate = condition(call.arguments[call.arguments.count - 1])
    close(scope)
    return Part(
      node: ExistsOneNode(
        scope.range.node, slot: scope.slot, secondSlot: scope.secondSlot, predicate.node, span),
      type: .bool)
  }

  private mutating func filter(
    _ call: Syntax.Call, _ target: Syntax, _ span: SourceSpan
  ) -> Part {
    let scope = open(target, call.arguments.prefix(1))
    let predicate = condition(call.arguments[1])
    close(scope)
    let element = LocalNode(slot: scope.slot, call.arguments[0].span)
    return Part(
      node: TransformNode(
        scope.range.node, slot: scope.slot, secondSlot: nil, where: predicate.node, element, span),
      type: .list(scope.element.type), words: scope.element.words)
  }

  private mutating func map(
    _ call: Syntax.Call, _ target: Syntax, _ span: SourceSpan
  ) -> Part {
    let scope = open(target, call.arguments.prefix(1))
    let predicate = call.arguments.count == 3 ? condition(call.arguments[1]) : nil
    let transform = compile(call.arguments[call.arguments.count - 1])
    close(scope)
    return Part(
      node: TransformNode(
        scope.range.node, slot: scope.slot, secondSlot: nil, where: predicate?.node,
        transform.node, span),
      type: .list(transform.type), words: transform.words)
  }

  private mutating func transformList(
    _ call: Syntax.Call, _ target: Syntax, _ span: SourceSpan
  ) -> Part {
    let scope = open(target, call.arguments.prefix(2))
    let predicate = call.arguments.count == 4 ? condition(call.arguments[2]) : nil
    let transform = compile(call.arguments[call.arguments.count - 1])
    close(scope)
    return Part(
      node: TransformNode(
        scope.range.node, slot: scope.slot, secondSlot: scope.secondSlot, where: predicate?.node,
        transform.node, span),
      type: .list(transform.type), words: transform.words)
  }

  private mutating func transformMap(
    _ call: Syntax.Call, _ target: Syntax, _ span: SourceSpan
  ) -> Part {
    let scope = open(target, call.arguments.prefix(2))
    let predicate = call.arguments.count == 4 ? condition(call.arguments[2]) : nil
    let transform = compile(call.arguments[call.arguments.count - 1])
    close(scope)
    return Part(
      node: TransformMapNode(
        scope.range.node, slot: scope.slot, secondSlot: scope.secondSlot ?? scope.slot,
        where: predicate?.node, transform.node, span),
      type: .map(key: scope.element.type, value: transform.type))
  }

  /// Compiles the range and makes the variables known.
  private mutating func open(_ target: Syntax, _ names: some Sequence<Syntax>) -> Scope {
    let range = compile(target)
    let names = names.map { variable($0) }
    let hasTwo = names.count == 2
    var types: (first: ValueType, second: ValueType) = (.dyn, .dyn)
    switch range.type {
    case .list(let element): types = hasTwo ? (.int, element) : (element, .dyn)
    case .map(let key, let value): types = (key, value)
    case .dyn, .nothing: break
    default:
      check(
        "\(range.type) has no elements", at: target.span, label: "neither a list nor a map")
    }
    let first = Local(
      name: names.first ?? "", slot: locals.count, type: types.first,
      words: hasTwo ? [] : range.words)
    locals.append(first)
    var scope = Scope(range: range, slot: first.slot, element: first)
    if hasTwo {
      let second = Local(
        name: names[1], slot: locals.count, type: types.second, words: range.words)
      locals.append(second)
      scope.secondSlot = second.slot
      scope.second = second
    }
    localCount = max(localCount, locals.count)
    return scope
  }

  private mutating func close(_ scope: Scope) { locals.removeLast(scope.second == nil ? 1 : 2) }

  private mutating func variable(_ syntax: Syntax) -> String {
    if case .name(let name, isRooted: false, _) = syntax { return name }
    problems.append(
      SyntaxError(
        message: "a macro's variable is a simple name", span: syntax.span,
        label: "not a name", help: "as in list.exists(x, x > 0)"))
    return ""
  }
}
