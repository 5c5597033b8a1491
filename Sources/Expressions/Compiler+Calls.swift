import Diagnostics

internal import Diagnostics

extension Compiler {
  /// A macro or a function call.
  mutating func call(_ call: Syntax.Call, _ span: SourceSpan) -> Part {
    if let target = call.target {
      if let macro = comprehension(call, of: target, span) { return macro }
      if let (name, isRooted) = target.qualifiedName,
        !locals.contains(where: { $0.name == name.prefix { $0 != "." } })
      {
        let full = "\(name).\(call.name)"
        for candidate in isRooted ? [full] : environment.candidates(for: full)
        where environment.functions(named: candidate).contains(where: { !$0.isMember }) {
          return function(candidate, isMember: false, call.arguments, call.nameSpan, span)
        }
      }
      return function(
        call.name, isMember: true, [target] + call.arguments, call.nameSpan, span)
    }
    if call.name == "has", call.arguments.count == 1 { return presence(call.arguments[0], span) }
    let candidates =
      call.isRooted ? [call.name] : environment.candidates(for: call.name)
    let name = candidates.first { !environment.functions(named: $0).isEmpty } ?? call.name
    return function(name, isMember: false, call.arguments, call.nameSpan, span)
  }

  private mutating func function(
    _ name: String, isMember: Bool, _ arguments: [Syntax], _ nameSpan: SourceSpan,
    _ span: SourceSpan
  ) -> Part {
    let known = environment.functions(named: name)
    if known.isEmpty, macroUsage[name] != nil {
      // The names in the arguments of a macro mean nothing outside it.
      return unknownFunction(name, known, isMember: isMember, nameSpan)
    }
    let parts = arguments.map { compile($0) }
    let style = known.filter { $0.isMember == isMember }
    guard !style.isEmpty else {
      return unknownFunction(name, known, isMember: isMember, nameSpan)
    }
    if name == "dyn", let part = parts.first, parts.count == 1, !isMember {
      return Part(node: part.node, type: .dyn, isNullable: true)
    }
    let fitting = style.filter { overload in
      overload.parameters.count == parts.count
        && zip(overload.parameters, parts).allSatisfy { $0.accepts($1.type) }
    }
    let callable = fitting.isEmpty ? style.filter { $0.parameters.count == parts.count } : fitting
    if fitting.isEmpty {
      let types = parts.map { "\($0.type)" }.joined(separator: ", ")
      check(
        "no overload of '\(name)' for (\(types))", at: nameSpan, label: "called with (\(types))",
        help: "there is " + style.map(\.signature).joined(separator: "; "))
    }
    let result = fitting.first?.result ?? .dyn
    let type = fitting.allSatisfy { $0.result == result } ? result : .dyn
    return Part(
      node: node(name, callable, parts, arguments, span), type: type)
  }

  private mutating func node(
    _ name: String, _ overloads: [FunctionDeclaration], _ parts: [Part], _ arguments: [Syntax],
    _ span: SourceSpan
  ) -> Node {
    if name == "matches", parts.count == 2, let pattern = pattern(parts[1].node, arguments[1]) {
      return PatternNode(parts[0].node, pattern, span)
    }
    if parts.count == 1, case .knowledge? = overloads.first?.body {
      if parts[0].node is ConstantNode {
        check(
          "\(name)() asks whether a fact is known", at: arguments[0].span,
          label: "this reads no fact")
      }
      return KnowledgeNode(parts[0].node, span)
    }
    let node = CallNode(name, overloads, parts.map(\.node), span)
    guard parts.allSatisfy({ $0.node is ConstantNode }) else {
      return PreparedCallNode(node) ?? node
    }
    if let constant = fold(node) { return constant }
    if name == "duration" || name == "timestamp", let text = arguments.first,
      case .literal(.string(let string), _) = text
    {
      check("\(Value.string(string).debugDescription) is not a \(name)", at: text.span)
    }
    return node
  }

  /// The compiled pattern, if it is a literal and right.
  private mutating func pattern(_ node: Node, _ syntax: Syntax) -> Pattern? {
    guard case .string(let text)? = (node as? ConstantNode)?.value else { return nil }
    do {
      return try Pattern(text)
    } catch {
      check("bad regular expression: \(error.message)", at: syntax.span)
      return nil
    }
  }

  private mutating func unknownFunction(
    _ name: String, _ known: [FunctionDeclaration], isMember: Bool, _ nameSpan: SourceSpan
  ) -> Part {
    let help: String? =
      if !known.isEmpty {
        isMember ? "it is called as \(name)(x)" : "it is called as x.\(name)(…)"
      } else if let usage = macroUsage[name] {
        "it is used as \(usage)"
      } else {
        Spelling.nearest(to: name, among: environment.functionNames + macroUsage.keys.sorted())
          .map { "did you mean '\($0)'?" }
      }
    let message = isMember ? "nothing has a function '\(name)'" : "there is no function '\(name)'"
    return mistake(
      .noMatchingOverload, message, at: nameSpan, label: "unknown function", help: help)
  }
}

/// How the macros are written, for whoever writes them otherwise.
private let macroUsage = [
  "has": "has(x.field)",
  "all": "list.all(x, condition)",
  "exists": "list.exists(x, condition)",
  "exists_one": "list.exists_one(x, condition)",
  "map": "list.map(x, value) or list.map(x, condition, value)",
  "filter": "list.filter(x, condition)",
]
