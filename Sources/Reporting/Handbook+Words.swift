import Consistency
import Knowledge

/// Pages about words: consistency models, anomalies, terms, and what is learned or done when.
extension Handbook {
  func wordPage(_ id: String) -> String? {
    if let model = ConsistencyModel(id) { return page(model) }
    if let anomaly = Anomaly(rawValue: id) { return page(anomaly) }
    if let term = knowledge.terms.first(where: { $0.id == id }) { return page(term) }
    if let measure = knowledge.countermeasures.first(where: { $0.id == id }) {
      return page(measure)
    }
    if let topic = knowledge.learning.first(where: { $0.id == id }) { return page(topic) }
    if let milestone = knowledge.milestones.first(where: { $0.id == id }) {
      return page(milestone)
    }
    if let item = knowledge.checklist.first(where: { $0.id == id }) { return page(item) }
    return nil
  }

  private func page(_ model: ConsistencyModel) -> String {
    let title = Words.capitalized(model.name)
    var text =
      "# \(title)\n\n`\(model.id)` · \(model.family.rawValue) model · \(availability(model))\n\n"
    text += "\(Words.capitalized(model.definition)).\n"
    if let caveat = model.caveat { text += "\n**Mind.** \(Words.capitalized(caveat)).\n" }
    text += list("Implies", ConsistencyModel.all.filter { $0 != model && model.implies($0) })
    text += list("Implied by", ConsistencyModel.all.filter { $0 != model && $0.implies(model) })
    let others = ConsistencyModel.all.filter {
      $0.family == model.family && model.comparison(to: $0) == .incomparable
    }
    text += list("Neither stronger nor weaker than", others)
    let prevented = Anomaly.allCases.filter(model.prevents)
    if !prevented.isEmpty {
      text += "\n## What it rules out\n\n"
      text += prevented.map { "- \(line($0))\n" }.joined()
    }
    let rules = knowledge.requirements.filter { rule in
      rule.requires.contains { need in
        switch need {
        case .consistency(let wanted, _), .session(let wanted): wanted == model
        default: false
        }
      }
    }
    if !rules.isEmpty {
      text += "\n## What asks for it\n\n" + rules.map { "- `\($0.id)`\n" }.joined()
    }
    text += "\n## Sources\n\n- \(model.source)\n"
    return text + seeAlso(["consistency-model", "cap-stance"].filter(isTopic))
  }

  private func availability(_ model: ConsistencyModel) -> String {
    switch model.availability {
    case .total: "every copy can keep it alone, cut off or not"
    case .sticky: "a copy can keep it alone for clients that stay with it"
    case .unavailable: "some copy must refuse or wait while the network is cut"
    }
  }

  private func list(_ title: String, _ models: [ConsistencyModel]) -> String {
    models.isEmpty
      ? "" : "\n**\(title)** \(Words.joined(models.map { "`\($0.id)`" })).\n"
  }

  private func line(_ anomaly: Anomaly) -> String {
    "`\(anomaly.id)` (\(anomaly.code)): \(anomaly.example(for: "`profile`"))"
  }

  /// The body is used for a category of the same name, too.
  func body(_ anomaly: Anomaly) -> String {
    let prevented = ConsistencyModel.all.filter { $0.prevents(anomaly) }
    // Of the models that rule it out, the weakest: the others follow.
    let weakest = prevented.filter { model in
      !prevented.contains { $0 != model && model.implies($0) }
    }
    var text = "\(Words.capitalized(anomaly.example(for: "`profile`")))\n"
    text += "\n**In the literature.** \(anomaly.code): \(anomaly.pattern).\n"
    if !weakest.isEmpty {
      text +=
        "\n**Ruled out by** \(Words.joined(weakest.map { "`\($0.id)`" })) and every model that implies one of them.\n"
    }
    return text
  }

  private func page(_ anomaly: Anomaly) -> String {
    "# \(Words.capitalized(anomaly.id.split(separator: "-").joined(separator: " ")))\n\n`\(anomaly.id)` · an anomaly that clients can see\n\n"
      + body(anomaly) + seeAlso(["consistency-model"].filter(isTopic))
  }

  private func page(_ term: Term) -> String {
    "# \(Words.capitalized(term.id.split(separator: "-").joined(separator: " ")))\n\n\(term.meaning)\n"
      + sources(term.sources) + seeAlso(term.see)
  }

  private func page(_ measure: Countermeasure) -> String {
    let options = knowledge.decisions.flatMap { topic in
      topic.options.filter { $0.plan == .saga }.map { "\(topic.id)/\($0.id)" }
    }
    return
      "# \(measure.title)\n\n`\(measure.id)` · a countermeasure in a saga\n\n\(Self.readable(measure.text))\n\n## When it helps\n\n```cel\n\(measure.when.source)\n```\n"
      + sources(measure.sources) + seeAlso(options)
  }

  private func page(_ item: ChecklistItem) -> String {
    var text =
      "# \(item.title)\n\n`\(item.id)` · an item of the failure-resilience checklist\n\n\(item.asks)\n"
    let evidence = item.looksAt.flatMap { look in
      look.answers.map {
        "- \($0.answer.rawValue), of \(article(look.subject)):\n\n  ```cel\n  \($0.when.source)\n  ```\n"
      }
    }
    if !evidence.isEmpty {
      text += "\n## What a description can show\n\n" + evidence.joined(separator: "\n")
    }
    text +=
      "\n`dsdesign checklist FILE` tells what is right for a system, and a game day that shows it.\n"
    return text + sources(item.sources) + seeAlso(Array(item.rules.prefix(8)))
  }

  private func page(_ topic: LearningTopic) -> String {
    let options = knowledge.decisions.flatMap { decision in
      decision.options.filter { $0.learn.contains(topic.id) }.map { "\(decision.id)/\($0.id)" }
    }
    let lines = topic.resources.map { resource -> String in
      let citation = knowledge.citations[resource.source.cite]
      let place = resource.source.at.map { ", \($0)" } ?? ""
      let terms = [resource.takes, resource.isFree ? "free" : "to buy"].compactMap(\.self)
      return
        "- \(citation?.text ?? resource.source.cite)\(place) (\(terms.joined(separator: ", "))): \(resource.gain)\(citation?.url.map { " <\($0)>" } ?? "")\n"
    }
    return "# Learn: \(topic.title)\n\n" + lines.joined() + seeAlso(options)
  }

  private func page(_ milestone: Milestone) -> String {
    let rules = knowledge.findings.filter { $0.milestone == milestone.id }.map(\.id)
    let place = (knowledge.milestones.firstIndex { $0.id == milestone.id } ?? 0) + 1
    return
      "# \(milestone.title)\n\n`\(milestone.id)` · milestone \(place) of \(knowledge.milestones.count)\n\n**Done when** \(milestone.exit)\n"
      + seeAlso(rules)
  }

  private func isTopic(_ id: String) -> Bool { knowledge.decisions.contains { $0.id == id } }
}
