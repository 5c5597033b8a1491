import Diagnostics
import Expressions
import YAMLDocument

extension EntryReader {
  /// The pairs of a map whose keys are names.
  private func named(_ node: YAMLNode, _ what: String) -> [(
    name: String, key: YAMLNode, value: YAMLNode
  )] {
    guard case .mapping(let pairs) = node.content else {
      fail("\(what) is a map, not \(node.kindName)", at: node)
      return []
    }
    return pairs.compactMap { pair in pair.key.scalarText.map { ($0, pair.key, pair.value) } }
  }

  func citations(_ node: YAMLNode) -> [Citation] {
    named(node, "the list of citations").map { key, _, value in
      let fields = fields(
        value, of: "a citation",
        known: ["authors", "title", "venue", "year", "url", "short", "checked", "note", "same_as"],
        required: ["title", "short"])
      let parts = ["authors", "title", "venue", "year"].compactMap { text(fields[$0], $0) }
      return Citation(
        key: key, text: parts.joined(separator: ", "),
        short: text(fields["short"], "short") ?? key, url: text(fields["url"], "url"))
    }
  }

  func categories(_ node: YAMLNode) -> [FindingCategory] {
    named(node, "the list of categories").map { id, _, value in
      FindingCategory(id: id, meaning: text(value, "a meaning") ?? "")
    }
  }

  func milestones(_ node: YAMLNode) -> [Milestone] {
    named(node, "the list of milestones").map { id, _, value in
      let fields = fields(
        value, of: "a milestone", known: ["title", "exit"], required: ["title", "exit"])
      return Milestone(
        id: id, title: text(fields["title"], "title") ?? id,
        exit: text(fields["exit"], "exit") ?? "")
    }
  }

  func questions(_ node: YAMLNode) -> [QuestionText] {
    named(node, "the list of questions").compactMap { fact, key, value in
      let kind = String(fact.prefix { $0 != "." })
      // What stands beside the subjects belongs to the system as a whole.
      guard
        let subject = ["topology", "team"].contains(kind) ? .system : SubjectKind(rawValue: kind)
      else {
        let kinds = SubjectKind.allCases.map(\.rawValue) + ["topology", "team"]
        fail(
          "'\(kind)' is no subject", at: key,
          help: Spelling.nearest(to: kind, among: kinds).map { "did you mean '\($0)'?" })
        return nil
      }
      checkPath(fact, at: key, in: schema[.findings, subject], throughLists: true)
      guard let asks = template(value, in: schema[.findings, subject]) else { return nil }
      return QuestionText(fact: fact, asks: asks, subject: subject)
    }
  }

  func countermeasures(_ node: YAMLNode) -> [Countermeasure] {
    let environment = schema[.findings, .operation]
    return named(node, "the list of countermeasures").compactMap { id, _, value in
      let fields = fields(
        value, of: "a countermeasure", known: ["title", "when", "do", "sources"],
        required: ["title", "when", "do", "sources"])
      guard let when = condition(fields["when"], in: environment),
        let text = template(fields["do"], in: environment)
      else { return nil }
      return Countermeasure(
        id: id, title: self.text(fields["title"], "title") ?? id, when: when, text: text,
        sources: sources(fields["sources"]))
    }
  }

  func scenarios(_ node: YAMLNode) -> [Scenario] {
    named(node, "the list of scenarios").map { id, _, value in
      let fields = fields(
        value, of: "a scenario", known: ["shows", "runs"], required: ["shows"])
      let runs = fields["runs"].map { named($0, "what is run") } ?? []
      return Scenario(
        id: id, shows: text(fields["shows"], "a sentence") ?? "",
        runs: runs.compactMap { option, key, value in
          optionsRun.append((option, key))
          let words = (text(value, "a protocol") ?? "").split(separator: " ").map(String.init)
          let parts = option.split(separator: "/", maxSplits: 1).map(String.init)
          guard let name = words.first, parts.count == 2 else { return nil }
          return ScenarioRun(
            scenario: id, topic: parts[0], option: parts[1], protocolName: name,
            changes: Array(words.dropFirst()))
        })
    }
  }

  /// The id of a scenario, which must exist.
  func scenario(_ node: YAMLNode?, _ what: String) -> String? {
    guard let node, let id = text(node, what) else { return nil }
    scenariosUsed.append((id, node))
    return id
  }

  func terms(_ node: YAMLNode) -> [Term] {
    named(node, "the list of terms").map { id, _, value in
      let fields = fields(
        value, of: "a term", known: ["means", "see", "sources"], required: ["means"])
      let see = texts(fields["see"], "see").compactMap { node in
        text(node, "an id").map { (key: $0, node: node) }
      }
      seenAlso += see
      return Term(
        id: id, meaning: text(fields["means"], "a meaning") ?? "", see: see.map(\.key),
        sources: sources(fields["sources"]))
    }
  }

  func learning(_ node: YAMLNode) -> [LearningTopic] {
    named(node, "the list of learning topics").map { id, _, value in
      let fields = fields(
        value, of: "a learning topic", known: ["title", "resources"],
        required: ["title", "resources"])
      let resources = list(fields["resources"], "resources").map { item in
        let resource = self.fields(
          item, of: "a resource", known: ["cite", "at", "kind", "free", "takes", "for"],
          required: ["cite", "for"])
        let cite = text(resource["cite"], "cite") ?? ""
        if let node = resource["cite"] { citedKeys.append((cite, node)) }
        return LearningResource(
          source: Source(cite: cite, at: text(resource["at"], "at")),
          takes: text(resource["takes"], "takes"), gain: text(resource["for"], "for") ?? "",
          isFree: text(resource["free"], "free") != "false")
      }
      return LearningTopic(
        id: id, title: text(fields["title"], "title") ?? id, resources: resources)
    }
  }

  func defaults(_ node: YAMLNode) -> [AssumedNumber] {
    named(node, "the list of defaults").map { id, _, value in
      let fields = fields(
        value, of: "a default",
        known: ["value", "meaning", "basis", "sources", "field", "formula"],
        required: ["value", "meaning"])
      return AssumedNumber(
        id: id,
        text: texts(fields["value"], "value").compactMap { text($0, "value") }.joined(
          separator: ", "), meaning: text(fields["meaning"], "meaning") ?? "",
        sources: sources(fields["sources"]), overriddenBy: text(fields["field"], "a field"),
        basis: text(fields["basis"], "a basis") ?? "planning")
    }
  }
}
