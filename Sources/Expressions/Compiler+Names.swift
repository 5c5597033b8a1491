internal import Diagnostics

extension Compiler {
  /// A name, or the field of something: the longest name that means something wins.
  mutating func selection(_ syntax: Syntax) -> Part {
    if mayBeQualified(syntax), let (name, isRooted) = syntax.qualifiedName,
      let part = resolve(name, isRooted: isRooted, syntax.span)
    {
      return part
    }
    guard case .select(let operand, let field, let fieldSpan, let place) = syntax else {
      return unknownName(syntax)
    }
    return select(field, fieldSpan, of: compile(operand), operand.span, place.span)
  }

  /// Whether a name with dots can mean something as a whole: hardly ever, so most need no lookup.
  private func mayBeQualified(_ syntax: Syntax) -> Bool {
    guard case .select(_, let field, _, _) = syntax else { return true }
    return environment.hasQualifiedNames || field == "Duration" || field == "Timestamp"
  }

  /// What a name, dots and all, means as a whole.
  private func resolve(_ name: String, isRooted: Bool, _ span: SourceSpan) -> Part? {
    let first = name.utf8.prefix { $0 != UInt8(ascii: ".") }
    if !isRooted, let local = locals.last(where: { $0.name.utf8.elementsEqual(first) }) {
      guard first.count == name.utf8.count else { return nil }
      return Part(
        node: LocalNode(slot: local.slot, span), type: local.type, words: local.words,
        isNullable: local.type == .dyn)
    }
    for candidate in isRooted ? [name] : environment.candidates(for: name) {
      if let slot = environment.slot(of: candidate) {
        return Part(
          node: VariableNode(slot: slot, span), type: environment.variables[slot].type)
      }
    }
    if let type = ValueType.denotations[name] {
      return Part(node: ConstantNode(.type(type), span), type: .type)
    }
    return nil
  }

  private mutating func unknownName(_ syntax: Syntax) -> Part {
    let name = syntax.qualifiedName?.name ?? ""
    let known = locals.map(\.name) + environment.variables.map(\.name)
    let help = suggestion(for: name, among: known, otherwise: "the names here are")
    return mistake(
      .unboundVariable, "nothing is named '\(name)' here", at: syntax.span, label: "unknown name",
      help: help)
  }

  private mutating func select(
    _ field: String, _ fieldSpan: SourceSpan, of operand: Part, _ operandSpan: SourceSpan,
    _ span: SourceSpan
  ) -> Part {
    switch operand.type {
    case .record(let name):
      guard let type = environment.record(name) else {
        return Part(node: SelectNode(operand.node, name: field, span), type: .dyn)
      }
      return self.field(field, fieldSpan, of: operand, type, span)
    case .map(let key, let value) where ValueType.string.accepts(key):
      return Part(node: SelectNode(operand.node, name: field, span), type: value)
    case .dyn, .nothing:
      return Part(node: SelectNode(operand.node, name: field, span), type: .dyn)
    default:
      check(
        "\(operand.type) has no fields", at: fieldSpan, label: "not a field",
        help: methodHint(field, of: operand.type))
      return Part(node: SelectNode(operand.node, name: field, span), type: .dyn)
    }
  }

  private func methodHint(_ field: String, of type: ValueType) -> String? {
    let isMethod = environment.functions(named: field).contains {
      $0.isMember && ($0.parameters.first?.accepts(type) ?? false)
    }
    return isMethod ? "a function is called with parentheses: .\(field)()" : nil
  }

  private mutating func field(
    _ field: String, _ fieldSpan: SourceSpan, of operand: Part, _ type: RecordType,
    _ span: SourceSpan
  ) -> Part {
    guard let place = type.index(of: field) else {
      check(
        "\(type.name) has no field '\(field)'", at: fieldSpan, label: "unknown field",
        help: suggestion(
          for: field, among: type.fields.map(\.name), otherwise: "its fields are"))
      return Part(node: SelectNode(operand.node, name: field, span), type: .dyn)
    }
    reads(field, of: type.name)
    let declaration = type.fields[place]
    let node: Node =
      switch operand.node {
      case let variable as VariableNode:
        VariableFieldNode(slot: variable.slot, type.whole, field: place, span)
      case let local as LocalNode: LocalFieldNode(slot: local.slot, type.whole, field: place, span)
      default: FieldNode(operand.node, type.whole, field: place, span)
      }
    return Part(
      node: node, type: declaration.type, words: declaration.words, isNullable: true)
  }

  /// `has(operand.field)`.
  mutating func presence(_ argument: Syntax, _ span: SourceSpan) -> Part {
    guard case .select(let operand, let field, let fieldSpan, _) = argument else {
      problems.append(
        SyntaxError(
          message: "has() takes a field", span: argument.span, help: "write has(x.field)"))
      return Part(node: ConstantNode(.null, span), type: .bool)
    }
    let part = compile(operand)
    if case .record(let name) = part.type, let type = environment.record(name),
      let place = type.index(of: field)
    {
      reads(field, of: name)
      return Part(
        node: FieldPresenceNode(part.node, type.whole, field: place, span), type: .bool)
    }
    // For its complaints only.
    _ = select(field, fieldSpan, of: part, operand.span, span)
    return Part(node: PresenceNode(part.node, name: field, span), type: .bool)
  }

  mutating func index(_ operand: Syntax, _ index: Syntax, _ span: SourceSpan) -> Part {
    let (subject, place) = (compile(operand), compile(index))
    let type: ValueType
    var expected: ValueType?
    switch subject.type {
    case .list(let element): (type, expected) = (element, .int)
    case .map(let key, let value): (type, expected) = (value, key)
    case .dyn, .nothing: type = .dyn
    default:
      type = .dyn
      check(
        "\(subject.type) has no elements", at: operand.span, label: "neither a list nor a map")
    }
    if let expected, !expected.accepts(place.type) {
      check(
        "the index is a \(expected), not a \(place.type)", at: index.span, label: "\(place.type)")
    }
    return Part(
      node: IndexNode(subject.node, place.node, span), type: type, words: subject.words,
      isNullable: type == .dyn)
  }
}

/// "did you mean 'x'?", or else what there is to choose from.
func suggestion(
  for word: String, among candidates: [String], otherwise introduction: String
) -> String? {
  if let near = Spelling.nearest(to: word, among: candidates) { return "did you mean '\(near)'?" }
  guard !candidates.isEmpty else { return nil }
  let shown = candidates.prefix(12).joined(separator: ", ")
  return "\(introduction) \(shown)\(candidates.count > 12 ? ", …" : "")"
}
