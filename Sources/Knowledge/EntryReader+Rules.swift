import Diagnostics
import Expressions
import YAMLDocument

extension EntryReader {
  func requirementRule(_ node: YAMLNode) -> RequirementRule? {
    let fields = fields(
      node, of: "a requirement rule",
      known: ["id", "for", "when", "requires", "why", "sources", "examples"],
      required: ["id", "for", "when", "requires", "why", "sources"])
    guard let id = identifier(fields["id"]),
      let subject = word(fields["for"], "subject", as: SubjectKind.self)
    else { return nil }
    let environment = schema[.requirements, subject]
    let requires = needs(fields["requires"])
    let sources = sources(fields["sources"])
    let examples = examples(fields["examples"])
    guard let when = condition(fields["when"], in: environment),
      let why = template(fields["why"], in: environment)
    else { return nil }
    return RequirementRule(
      id: id, subject: subject, when: when, requires: requires, why: why, sources: sources,
      examples: examples, location: location(node))
  }

  func findingRule(_ node: YAMLNode) -> FindingRule? {
    let fields = fields(
      node, of: "a finding rule",
      known: [
        "id", "title", "category", "severity", "for", "when", "message", "why", "instead",
        "except", "points", "sources", "counterexample", "milestone", "conflict", "examples",
      ],
      required: [
        "id", "category", "severity", "for", "when", "message", "why", "instead", "sources",
        "examples",
      ])
    guard let id = identifier(fields["id"]),
      let subject = word(fields["for"], "subject", as: SubjectKind.self),
      let severity = word(fields["severity"], "severity", as: Severity.self),
      let category = text(fields["category"], "category")
    else { return nil }
    categoriesUsed.append((category, fields["category"]!))
    let environment = schema[.findings, subject]
    let milestone = text(fields["milestone"], "milestone")
    if let milestone { milestonesUsed.append((milestone, fields["milestone"]!)) }
    let examples = examples(fields["examples"])
    if let node = fields["examples"], examples.caught.isEmpty || examples.allowed.isEmpty {
      fail("a finding rule has examples of both kinds: caught and allowed", at: node)
    }
    let points = texts(fields["points"], "points").compactMap { node -> String? in
      guard let path = text(node, "a fact") else { return nil }
      checkPath(path, at: node, in: environment)
      return path
    }
    let sources = sources(fields["sources"])
    let except = template(fields["except"], in: environment)
    let conflict = conflict(fields["conflict"], in: environment)
    guard let when = condition(fields["when"], in: environment),
      let message = template(fields["message"], in: environment),
      let why = template(fields["why"], in: environment),
      let instead = template(fields["instead"], in: environment)
    else { return nil }
    return FindingRule(
      id: id,
      title: text(fields["title"], "title") ?? id.split(separator: "-").joined(separator: " "),
      category: category, severity: severity, subject: subject, when: when, message: message,
      why: why, instead: instead, except: except,
      points: points, sources: sources,
      counterexample: scenario(fields["counterexample"], "counterexample"), milestone: milestone,
      conflict: conflict, examples: examples, location: location(node))
  }

  private func conflict(_ node: YAMLNode?, in environment: Environment) -> ConflictText? {
    guard let node else { return nil }
    let conflict = fields(
      node, of: "conflict", known: ["between", "relaxations"], required: ["between", "relaxations"])
    let ways = list(conflict["relaxations"], "relaxations").compactMap {
      item -> ConflictText.Relaxation? in
      let way = fields(
        item, of: "a relaxation", known: ["to", "favours"], required: ["to", "favours"])
      guard let to = template(way["to"], in: environment),
        let favours = priority(way["favours"], in: environment)
      else { return nil }
      return .init(to: to, favours: favours)
    }
    return ConflictText(
      between: list(conflict["between"], "between").compactMap { node in
        guard let path = text(node, "a fact") else { return nil }
        checkPath(path, at: node, in: environment)
        return path
      },
      relaxations: ways)
  }

  /// One of the words that `priorities` of a description may have.
  private func priority(_ node: YAMLNode?, in environment: Environment) -> String? {
    guard let node, let word = text(node, "favours") else { return nil }
    guard !isTrusted else { return word }
    let words = environment.record("system").flatMap { system in
      system.index(of: "priorities").map { system.fields[$0].words }
    }
    if let words, !words.isEmpty, !words.contains(word) {
      fail(
        "'\(word)' is no priority", at: node,
        help: Spelling.nearest(to: word, among: words).map { "did you mean '\($0)'?" }
          ?? "one of " + words.joined(separator: ", "))
    }
    return word
  }
}
