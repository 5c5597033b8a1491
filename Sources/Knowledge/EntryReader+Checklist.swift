import Diagnostics
import Expressions
import YAMLDocument

extension EntryReader {
  func checklistItem(_ node: YAMLNode) -> ChecklistItem? {
    let fields = fields(
      node, of: "a checklist item",
      known: [
        "id", "title", "asks", "rules", "looks_at", "otherwise", "sources", "examples",
      ],
      required: ["id", "title", "asks", "looks_at", "otherwise", "sources", "examples"])
    guard let id = identifier(fields["id"]) else { return nil }
    let rules = texts(fields["rules"], "rules").compactMap { node in
      text(node, "an id").map { (key: $0, node: node) }
    }
    rulesUsed += rules
    let looks = list(fields["looks_at"], "looks_at").compactMap(checklistLook)
    if let node = fields["looks_at"], looks.isEmpty { fail("an item looks at something", at: node) }
    let examples = list(fields["examples"], "examples").compactMap(checklistExample)
    if let node = fields["examples"], Set(examples.map(\.answer)).count < 2 {
      fail("an item has examples of two answers at least", at: node)
    }
    guard let title = text(fields["title"], "title"), let asks = text(fields["asks"], "asks"),
      let otherwise = text(fields["otherwise"], "otherwise")
    else { return nil }
    return ChecklistItem(
      id: id, title: title, asks: asks, rules: rules.map(\.key), looksAt: looks,
      otherwise: otherwise, sources: sources(fields["sources"]), examples: examples,
      location: location(node))
  }

  private func checklistLook(_ node: YAMLNode) -> ChecklistLook? {
    let fields = fields(
      node, of: "a look", known: ["for", "when", "answers", "open", "expects", "verify"],
      required: ["for", "answers", "expects", "verify"])
    guard let subject = word(fields["for"], "subject", as: SubjectKind.self) else { return nil }
    let environment = schema[.findings, subject]
    let when = condition(fields["when"], in: environment)
    let answers = list(fields["answers"], "answers").compactMap {
      checklistEvidence($0, in: environment)
    }
    guard let expects = template(fields["expects"], in: environment),
      let verify = template(fields["verify"], in: environment)
    else { return nil }
    return ChecklistLook(
      subject: subject, when: when, answers: answers,
      open: template(fields["open"], in: environment), expects: expects, verify: verify)
  }

  private func checklistEvidence(_ node: YAMLNode, in environment: Environment)
    -> ChecklistEvidence?
  {
    let fields = fields(
      node, of: "an answer", known: ["answer", "if", "says", "points"],
      required: ["answer", "if", "says"])
    let points = texts(fields["points"], "points").compactMap { node -> String? in
      guard let path = text(node, "a fact") else { return nil }
      checkPath(path, at: node, in: environment)
      return path
    }
    guard let answer = word(fields["answer"], "answer", as: ChecklistAnswer.self),
      let when = condition(fields["if"], in: environment),
      let says = template(fields["says"], in: environment)
    else { return nil }
    if answer == .notApplicable {
      fail(
        "no subject answers 'not applicable'", at: fields["answer"] ?? node,
        help: "'when' of the look leaves out subjects that are not concerned")
    }
    return ChecklistEvidence(answer: answer, when: when, says: says, points: points)
  }

  private func checklistExample(_ node: YAMLNode) -> ChecklistExample? {
    let fields = fields(
      node, of: "an example", known: ["system", "answer"], required: ["system", "answer"])
    guard let system = fields["system"], let word = text(fields["answer"], "an answer") else {
      return nil
    }
    let answer = ChecklistAnswer(rawValue: word)
    if answer == nil, word != "unknown" {
      fail(
        "'\(word)' is no answer", at: fields["answer"] ?? node,
        help: "one of "
          + (ChecklistAnswer.allCases.map(\.rawValue) + ["unknown"])
          .joined(separator: ", "))
    }
    return ChecklistExample(system: system, file: file, answer: answer)
  }
}
