import Consistency
import Expressions
public import Knowledge

/// The knowledge as pages for people: `dsdesign explain ID`.
public struct Handbook {
  let knowledge: KnowledgeBase

  /// Pages of this knowledge.
  public init(_ knowledge: KnowledgeBase) { self.knowledge = knowledge }

  /// Everything that has a page; options as `topic/option`.
  public var ids: [String] { knowledge.pageIDs }

  /// The page under an id, as Markdown; `nil` when there is none.
  public func page(_ id: String) -> String? {
    if let rule = knowledge.findings.first(where: { $0.id == id }) { return page(rule) }
    if let rule = knowledge.requirements.first(where: { $0.id == id }) { return page(rule) }
    if let topic = knowledge.decisions.first(where: { $0.id == id }) { return page(topic) }
    let parts = id.split(separator: "/").map(String.init)
    if parts.count == 2, let topic = knowledge.decisions.first(where: { $0.id == parts[0] }),
      let option = topic.options.first(where: { $0.id == parts[1] })
    {
      return "# \(topic.title): \(option.title)\n\n" + body(option)
    }
    if let product = knowledge.product(named: id) { return page(product) }
    if let category = knowledge.categories.first(where: { $0.id == id }) { return page(category) }
    return wordPage(id)
  }

  private func page(_ rule: FindingRule) -> String {
    var text =
      "# \(Words.capitalized(rule.title))\n\n`\(rule.id)` · \(rule.severity.rawValue) · category `\(rule.category)` · about \(article(rule.subject))\n\n"
    text +=
      "\(Self.readable(rule.message))\n\n## Why\n\n\(Self.readable(rule.why))\n\n## When it holds\n\n"
    text += fenced(rule.when.source) + "\n## Instead\n\n\(Self.readable(rule.instead))\n"
    if let except = rule.except { text += "\n## Except\n\n\(Self.readable(except))\n" }
    if let conflict = rule.conflict {
      text +=
        "\n## Ways out\n\n"
        + conflict.relaxations.map { "- \(Self.readable($0.to)) (favours \($0.favours))\n" }
        .joined()
    }
    text += examples(rule.examples)
    return text + sources(rule.sources) + seeAlso(related(to: rule))
  }

  /// Its category, the other rules of it, and topics whose options cite the same works.
  private func related(to rule: FindingRule) -> [String] {
    let siblings = knowledge.findings.filter { $0.category == rule.category && $0.id != rule.id }
    return (rule.category == rule.id ? [] : [rule.category]) + siblings.prefix(4).map(\.id)
      + topics(about: rule.subject, citing: rule.sources)
  }

  /// The topics about a kind of subject that rest on one of these works, those sharing most first.
  private func topics(about kind: SubjectKind, citing sources: [Source]) -> [String] {
    let works = Set(sources.map(\.cite))
    let shared = knowledge.decisions.filter { $0.subject == kind }.map { topic in
      (topic.id, Set(topic.sources.map(\.cite)).intersection(works).count)
    }
    return shared.filter { $0.1 > 0 }.enumerated().sorted {
      $0.element.1 != $1.element.1 ? $0.element.1 > $1.element.1 : $0.offset < $1.offset
    }.prefix(3).map(\.element.0)
  }

  func seeAlso(_ ids: [String]) -> String {
    ids.isEmpty ? "" : "\n## See also\n\n" + Words.joined(ids.map { "`\($0)`" }) + "\n"
  }

  private func page(_ rule: RequirementRule) -> String {
    var text =
      "# \(Words.capitalized(rule.id.split(separator: "-").joined(separator: " ")))\n\n`\(rule.id)` · a requirement of \(article(rule.subject))\n\n\(Self.readable(rule.why))\n\n## When it holds\n\n"
    text += fenced(rule.when.source) + "\n## What it asks for\n\n"
    text += rule.requires.map { "- \(need($0))\n" }.joined()
    let models = rule.requires.compactMap { need -> String? in
      switch need {
      case .consistency(let model, _), .session(let model): model.id
      default: nil
      }
    }
    return text + examples(rule.examples) + sources(rule.sources)
      + seeAlso(models + topics(about: rule.subject, citing: rule.sources))
  }

  private func page(_ topic: DecisionTopic) -> String {
    var text =
      "# \(topic.title)\n\n`\(topic.id)` · a decision about \(article(topic.subject))\n\n\(Self.readable(topic.asks))\n"
    if let when = topic.when { text += "\n## When it is asked\n\n" + fenced(when.source) }
    text +=
      "\nOptions stand in order of simplicity; of those that nothing rules out the one with the most support wins, the simpler one on a tie.\n"
    for option in topic.options {
      text += "\n## \(option.title) (`\(option.id)`)\n\n" + body(option, heading: "**Sources.**")
    }
    return text + examples(topic)
  }

  private func examples(_ topic: DecisionTopic) -> String {
    topic.examples.prefix(2).enumerated().map { index, example in
      let choices = example.chooses.map { "`\($0.subject)`: `\($0.option ?? "not asked")`" }
      let text = example.file.text(of: example.system.span)
      return (index == 0 ? "\n## Examples\n" : "")
        + "\n```yaml\n\(unindented(text))\n```\n\nChooses \(Words.joined(choices)).\n"
    }.joined()
  }

  private func body(_ option: DecisionOption, heading: String = "## Sources") -> String {
    var text = "\(Self.readable(option.summary))\n"
    if option.isFlaw { text += "\nDesigns do this by mistake; it is never advised.\n" }
    text += arguments("Ruled out", option.excluded, showStrength: false)
    text += arguments("For it", option.supported, showStrength: true)
    text += arguments("Against it", option.opposed, showStrength: true)
    if !option.costs.isEmpty {
      text += "\n**Costs.** " + option.costs.map(Self.readable).joined(separator: " ") + "\n"
    }
    if !option.steps.isEmpty {
      text +=
        "\n**Steps.**\n\n"
        + option.steps.enumerated().map {
          "\($0 + 1). \(Self.readable($1.text)) (`\($1.milestone)`)\n"
        }
        .joined()
    }
    if !option.revisit.isEmpty {
      text += "\n**Revisit when** " + Words.joined(option.revisit.map(Self.readable)) + "\n"
    }
    if let simpler = option.simpler { text += "\n**Simpler.** `\(simpler)`\n" }
    if !option.learn.isEmpty {
      let topics = option.learn.compactMap { id in knowledge.learning.first { $0.id == id } }
      text +=
        "\n**Learn.** "
        + topics.map { topic in
          "\(topic.title): " + topic.resources.prefix(3).map(resource).joined(separator: "; ")
        }.joined(separator: ". ") + "\n"
    }
    text += option.moves.map { move($0) }.joined()
    return text + sources(option.sources, heading: heading)
  }

  private func move(_ move: Move) -> String {
    let from =
      move.from.isEmpty ? "another option" : Words.joined(move.from.map { "`\($0)`" })
    return "\n**Coming from \(from).**\n\n"
      + move.steps.enumerated().map {
        "\($0 + 1). \(Self.readable($1.text)) (`\($1.milestone)`)\n"
      }.joined() + "\nWay back: \(Self.readable(move.back))\n"
  }

  private func arguments(_ title: String, _ list: Considerations, showStrength: Bool) -> String {
    guard !list.isEmpty else { return "" }
    return "\n**\(title)**\n\n"
      + list.map {
        "- \(showStrength ? "\($0.strength.name): " : "")\(Self.readable($0.why)) When `\($0.when.source)`.\n"
      }.joined()
  }

  private func page(_ product: Product) -> String {
    var text = "# \(product.name)\n\n`\(product.id)` · \(product.kind)\n"
    if !product.settings.isEmpty {
      text += "\n## Settings that matter\n\n"
      for setting in product.settings {
        let defaults = setting.defaults.map { entry in
          entry.value
            + (entry.since.map { " from \($0.parts.map(String.init).joined(separator: "."))" } ?? "")
        }
        text +=
          "- `\(setting.names[0])`: \(setting.meaning) Default: \(defaults.joined(separator: ", ")).\n"
      }
    }
    text += "\n## What it gives\n"
    for profile in product.profiles {
      text +=
        "\n"
        + (profile.when.map { "When `\($0.source)`:\n\n" }
          ?? "Always, unless something below holds:\n\n")
      text += profile.set.map { "- \($0.fact.rawValue): \($0.value.source)\n" }.joined()
      if let why = profile.why { text += "\n\(why.source)\n" }
    }
    return text + sources(product.profiles.flatMap(\.sources))
  }

  private func page(_ category: FindingCategory) -> String {
    let rules = knowledge.findings.filter { $0.category == category.id }
    let title = Words.capitalized(category.id.split(separator: "-").joined(separator: " "))
    let anomaly = Anomaly(rawValue: category.id).map { "\n" + body($0) } ?? ""
    return
      "# \(title)\n\n`\(category.id)` · a kind of harm\n\n\(category.meaning)\n\(anomaly)\n## Rules\n\n"
      + rules.map { "- `\($0.id)` (\($0.severity.rawValue)): \($0.title)\n" }.joined()
  }

  func article(_ kind: SubjectKind) -> String {
    switch kind {
    case .operation: "an operation"
    case .automation: "an automation"
    case .data: "a data item"
    case .failureDetection: "failure detection"
    case .coordination: "a lock, lease or election"
    default: "a \(kind.rawValue)"
    }
  }

  private func fenced(_ text: String) -> String { "```cel\n\(text)\n```\n" }

  private func need(_ need: Need) -> String {
    switch need {
    case .consistency(let model, let scope):
      "\(model.name)" + (scope.map { ", \($0.rawValue)" } ?? "")
    case .session(let model): "\(model.name) inside a session"
    case .partition(let stance): "while cut off: \(stance.rawValue)"
    case .atomicity: "all steps or none"
    case .durability: "no acknowledged write is lost"
    case .ordering(let order): "\(order) order of effects"
    case .exactlyOnce: "one effect for each intent"
    case .convergence: "concurrent updates are all kept and copies come to agree"
    }
  }

  private func examples(_ examples: RuleExamples) -> String {
    guard let file = examples.file, let first = examples.caught.first else { return "" }
    var text =
      "\n## Example\n\nCaught:\n\n```yaml\n\(unindented(file.text(of: first.span)))\n```\n"
    if let allowed = examples.allowed.first {
      text +=
        "\nA near miss, allowed:\n\n```yaml\n\(unindented(file.text(of: allowed.span)))\n```\n"
    }
    return text
  }

  /// A block of YAML as it would stand by itself: its first line lost its indentation already.
  private func unindented(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let indent =
      lines.dropFirst().filter { $0.contains { $0 != " " } }.map { $0.prefix { $0 == " " }.count }
      .min() ?? 0
    return ([String(lines[0])] + lines.dropFirst().map { String($0.dropFirst(indent)) })
      .joined(separator: "\n")
  }

  private func resource(_ resource: LearningResource) -> String {
    knowledge.citations[resource.source.cite]?.short ?? resource.source.cite
  }

  func sources(_ list: [Source], heading: String = "## Sources") -> String {
    var seen: Set<Source> = []
    let lines = list.filter { seen.insert($0).inserted }.map { source in
      let citation = knowledge.citations[source.cite]
      return
        "- \(citation?.text ?? source.cite)\(source.at.map { ", \($0)" } ?? "")\(citation?.url.map { " <\($0)>" } ?? "")\n"
    }
    return lines.isEmpty ? "" : "\n\(heading)\n\n" + lines.joined()
  }
}
