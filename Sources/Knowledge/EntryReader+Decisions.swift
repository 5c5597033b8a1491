import Diagnostics
import Expressions
import YAMLDocument

extension EntryReader {
  func decisionTopic(_ node: YAMLNode) -> DecisionTopic? {
    let fields = fields(
      node, of: "a decision",
      known: ["topic", "title", "for", "when", "asks", "current", "options", "examples"],
      required: ["topic", "for", "asks", "options", "examples"])
    guard let id = identifier(fields["topic"]),
      let subject = word(fields["for"], "subject", as: SubjectKind.self)
    else { return nil }
    let environment = schema[.decisions, subject]
    var options: [DecisionOption] = []
    if let node = fields["options"], case .mapping(let pairs) = node.content {
      options = pairs.compactMap { option(id: $0.key, $0.value, in: environment) }
      checkOptions(options, node)
    }
    let current = fields["current"].flatMap { node in
      text(node, "current").flatMap {
        program($0, at: node, in: environment, expecting: .string)
      }
    }
    let when = condition(fields["when"], in: environment)
    if let node = fields["examples"], list(node, "examples").isEmpty {
      fail("a decision has examples of what it chooses", at: node)
    }
    guard let asks = template(fields["asks"], in: environment) else { return nil }
    return DecisionTopic(
      id: id, title: text(fields["title"], "title") ?? id, subject: subject, when: when,
      asks: asks, current: current, options: options,
      examples: list(fields["examples"], "examples").compactMap { decisionExample($0, options) },
      location: location(node))
  }

  private func checkOptions(_ options: [DecisionOption], _ node: YAMLNode) {
    for option in options {
      for (what, other) in option.simpler.map({ [("as simpler", $0)] }) ?? []
        + option.moves.flatMap(\.from).map({ ("as what it is reached from", $0) })
      where !options.contains(where: { $0.id == other }) {
        diagnostics.append(
          Diagnostic(
            .error, "option '\(option.id)' names '\(other)' \(what), which is no option here",
            at: option.location,
            help: Spelling.nearest(to: other, among: options.map(\.id))
              .map { "did you mean '\($0)'?" }))
      }
    }
  }

  private func option(id: YAMLNode, _ node: YAMLNode, in environment: Environment)
    -> DecisionOption?
  {
    let fields = fields(
      node, of: "an option",
      known: [
        "title", "summary", "met", "excluded", "supported", "opposed", "costs", "steps", "revisit",
        "simpler", "evidence", "learn", "skills", "moves", "plan", "flaw",
      ],
      required: ["title", "summary"])
    let excluded = arguments(fields["excluded"], in: environment, strength: .strong)
    let supported = arguments(fields["supported"], in: environment, strength: nil)
    let opposed = arguments(fields["opposed"], in: environment, strength: nil)
    let costs = texts(fields["costs"], "costs").compactMap { template($0, in: environment) }
    let steps = list(fields["steps"], "steps").compactMap { step($0, in: environment) }
    let revisit = texts(fields["revisit"], "revisit").compactMap { template($0, in: environment) }
    guard let id = identifier(id), let title = text(fields["title"], "title"),
      let summary = template(fields["summary"], in: environment)
    else { return nil }
    let learn = texts(fields["learn"], "learn").compactMap { text($0, "learn") }
    if let node = fields["learn"] { learnUsed += learn.map { ($0, node) } }
    return DecisionOption(
      id: id, title: title, met: condition(fields["met"], in: environment), summary: summary,
      excluded: excluded, supported: supported,
      opposed: opposed, costs: costs, steps: steps, revisit: revisit,
      simpler: text(fields["simpler"], "simpler"),
      evidence: scenario(fields["evidence"], "evidence"),
      learn: learn, skills: texts(fields["skills"], "skills").compactMap { text($0, "skill") },
      moves: list(fields["moves"], "moves").compactMap { move($0, in: environment) },
      isFlaw: text(fields["flaw"], "flaw") == "true",
      plan: word(fields["plan"], "plan", as: PlanKind.self),
      location: location(node))
  }

  private func move(_ node: YAMLNode, in environment: Environment) -> Move? {
    let fields = fields(
      node, of: "a move", known: ["from", "steps", "back"], required: ["steps", "back"])
    guard let back = template(fields["back"], in: environment) else { return nil }
    return Move(
      from: texts(fields["from"], "from").compactMap { text($0, "an option") },
      steps: list(fields["steps"], "steps").compactMap { step($0, in: environment) }, back: back)
  }

  private func arguments(
    _ node: YAMLNode?, in environment: Environment, strength: Consideration.Strength?
  ) -> [Consideration] {
    list(node, "arguments").compactMap { item in
      let fields = fields(
        item, of: "an argument",
        known: strength == nil ? ["if", "strength", "why", "sources"] : ["if", "why", "sources"],
        required: strength == nil ? ["if", "strength", "why"] : ["if", "why"])
      let sources = sources(fields["sources"])
      guard let when = condition(fields["if"], in: environment),
        let why = template(fields["why"], in: environment)
      else { return nil }
      var weight = strength ?? .weak
      if strength == nil, let word = text(fields["strength"], "strength") {
        if let found = Consideration.Strength.allCases.first(where: { $0.name == word }) {
          weight = found
        } else {
          fail(
            "'\(word)' is no strength", at: fields["strength"]!,
            help: "one of weak, moderate, strong")
        }
      }
      return Consideration(
        when: when, strength: weight, why: why, sources: sources, location: location(item))
    }
  }

  func step(_ node: YAMLNode, in environment: Environment) -> StepText? {
    let fields = fields(
      node, of: "a step", known: ["milestone", "do", "if"], required: ["milestone", "do"])
    let when = condition(fields["if"], in: environment)
    guard let milestone = text(fields["milestone"], "milestone"),
      let text = template(fields["do"], in: environment)
    else { return nil }
    milestonesUsed.append((milestone, fields["milestone"]!))
    return StepText(milestone: milestone, text: text, when: when)
  }

  private func decisionExample(_ node: YAMLNode, _ options: [DecisionOption]) -> DecisionExample? {
    let fields = fields(
      node, of: "an example", known: ["system", "chooses"], required: ["system", "chooses"])
    guard let system = fields["system"], let chooses = fields["chooses"],
      case .mapping(let pairs) = chooses.content
    else { return nil }
    let chosen = pairs.compactMap { pair -> (subject: String, option: String?)? in
      guard let subject = pair.key.scalarText else { return nil }
      if pair.value.isNull { return (subject, nil) }
      guard let option = text(pair.value, "an option") else { return nil }
      if !options.contains(where: { $0.id == option }) {
        fail("'\(option)' is no option of this decision", at: pair.value)
      }
      return (subject, option)
    }
    return DecisionExample(system: system, file: file, chooses: chosen)
  }
}
