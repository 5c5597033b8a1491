import Analysis
import Expressions
import Knowledge

/// The recommended approach: decision by decision, what changes first.
struct DecisionSections {
  let report: Report
  let prose: Prose
  let notes: Footnotes

  private var analysis: Analysis { report.analysis }

  /// Decisions whose answer differs from what the description does, or that it leaves open.
  var changing: [DecisionGroup] {
    report.decisionGroups.filter { $0.current != $0.choice && !isPlain($0) }
  }
  /// Left open by the description, and answered without much to weigh: one line is enough.
  var plain: [DecisionGroup] { report.decisionGroups.filter(isPlain) }
  var keeping: [DecisionGroup] { report.decisionGroups.filter { $0.current == $0.choice } }

  /// The whole in a few sentences.
  var approach: String { Approach(report).text }

  var changed: [[String: Any]] { changing.prefix(MarkdownReport.rowLimit).map(section) }

  /// One line each: the answer, why, and what was not chosen.
  var kept: [String] { lines(keeping) }

  /// The same for what the description leaves open and little speaks about.
  var alsoSettled: [String] { lines(plain) }

  /// The tables of what is told in one line.
  var otherEvidence: [[String: Any]] {
    (plain + keeping).prefix(2 * MarkdownReport.rowLimit).flatMap { group in
      EvidenceSections(report: report).tables(group).map { table in
        var table = table
        table["heading"] =
          "\(MarkdownText.part(group.topic.title)): \(MarkdownText.part(group.option.title))"
        return table
      }
    }
  }

  private func isPlain(_ group: DecisionGroup) -> Bool {
    group.current == nil
      && group.decisions.allSatisfy { decision in
        let verdict = decision.verdicts[group.choice]
        return verdict.score < Consideration.Strength.strong.rawValue && verdict.opposed.isEmpty
      }
  }

  private func lines(_ groups: [DecisionGroup]) -> [String] {
    groups.prefix(MarkdownReport.rowLimit).map { group in
      let rejected = reasons(against: group, limit: 2).shown.map { "*\($0.title)*: \($0.reason)" }
      return
        "**\(MarkdownText.part(group.topic.title)) for \(group.subjectNames): \(MarkdownText.part(group.option.title)).**\(enough(group)) \(why(group))"
        + (rejected.isEmpty ? "" : " Not chosen: \(rejected.joined(separator: " "))")
    }
  }

  /// What operations get where that is more than the model that they need.
  private func enough(_ group: DecisionGroup) -> String {
    guard group.topic.id == "consistency-model", group.current == group.choice else { return "" }
    let names = Set(group.decisions.map(\.subject.name))
    let provided = Set(
      analysis.operations.filter { names.contains($0.subject.name) }.map { $0.provided ?? [] })
    guard provided.count == 1, let models = provided.first, !models.isEmpty,
      models != [group.option.id]
    else { return "" }
    let gets = names.count == 1 ? "It gets" : "They get"
    return " \(gets) \(Words.joined(models.map(MarkdownText.code))), which is enough."
  }

  /// When to look again, for every answer.
  var revisits: [String] {
    var seen: Set<String> = []
    return report.decisionGroups.flatMap { group -> [String] in
      let bindings = analysis.facts.bindings(group.decisions[0].subject)
      return group.option.revisit.map { template in
        "\(MarkdownText.part(group.option.title)) for \(group.subjectNames): when \(condition(template, bindings))."
      }
    }.filter { seen.insert($0).inserted }.prefix(12).map(\.self)
  }

  private func section(_ group: DecisionGroup) -> [String: Any] {
    let first = group.decisions[0]
    let bindings = analysis.facts.bindings(first.subject)
    func text(_ template: TextTemplate) -> String { prose.full(template, bindings) }
    var view: [String: Any] = [
      "title":
        "\(MarkdownText.part(group.topic.title)) for \(group.subjectNames): \(MarkdownText.part(group.option.title))",
      "question":
        "\(text(group.topic.asks)) \(text(group.option.summary))",
      "why": why(group),
    ]
    view["against"] = against(group)
    if let current = group.current {
      view["now"] =
        now(group, current)
    }
    view["rejected"] = rejected(group)
    let costs = group.option.costs.map { text($0) }
    view["costs"] = costs.isEmpty ? nil : costs.joined(separator: " ")
    let revisit = group.option.revisit.map { condition($0, bindings) }
    view["revisit"] = revisit.isEmpty ? nil : revisit.joined(separator: "; or ") + "."
    view["simpler"] = simpler(group)
    view["confidence"] = confidence(group)
    view["evidence"] = EvidenceSections(report: report).tables(group)
    view["protocols"] = NumbersSections(analysis: analysis)
      .options(for: group.decisions.map(\.subject), topic: group.topic.id)
    return view
  }

  /// The option to fall back to, unless something was said against it or it is in use.
  func simpler(_ group: DecisionGroup) -> String? {
    guard let simpler = group.option.simpler,
      let index = group.topic.options.firstIndex(where: { $0.id == simpler }),
      !hasReason(group, index), index != group.current
    else { return nil }
    let option = group.topic.options[index]
    let bindings = analysis.facts.bindings(group.decisions[0].subject)
    return "\(MarkdownText.part(option.title)): \(prose.full(option.summary, bindings))"
  }

  /// Reasons that hold for the choice, each once, with the rule, its lines and its sources.
  func why(_ group: DecisionGroup, limit: Int = 4) -> String {
    let reasons = texts(group, of: group.choice, \.supported, \.supported, limit: limit)
    let topic = "`\(group.topic.id)`"
    return reasons.isEmpty
      ? "Nothing asks for more than this, and it is the simplest option that is not ruled out (\(topic))."
      : reasons.joined(separator: " ") + " (\(topic)\(lines(group)))"
  }

  func against(_ group: DecisionGroup) -> String? {
    let reasons = texts(group, of: group.choice, \.opposed, \.opposed, limit: 3)
    return reasons.isEmpty ? nil : reasons.joined(separator: " ")
  }

  /// The lines of the description that the first subject's reasons rest on.
  private func lines(_ group: DecisionGroup) -> String {
    let decision = group.decisions[0]
    let bindings = analysis.facts.bindings(decision.subject)
    let premises = PremiseText(analysis: analysis)
    var lines: Set<Int> = []
    for index in decision.verdicts[group.choice].supported {
      for premise in group.option.supported[index].when.trace(bindings).1 {
        if let line = premises.line(analysis.facts.origin(of: premise.fact)) { lines.insert(line) }
      }
    }
    guard !lines.isEmpty else { return "" }
    return
      ", line\(lines.count == 1 ? "" : "s") \(Words.joined(lines.sorted().prefix(4).map(String.init)))"
  }

  /// Arguments that hold, each once: not again for a subject of which only the name differs.
  private func texts(
    _ group: DecisionGroup, of option: Int, _ held: KeyPath<OptionVerdict, [Int]>,
    _ arguments: KeyPath<DecisionOption, Considerations>, limit: Int
  ) -> [String] {
    var distinct = DistinctTexts()
    var texts: [String] = []
    for decision in group.decisions.prefix(8) {
      let bindings = analysis.facts.bindings(decision.subject)
      for index in decision.verdicts[option][keyPath: held] where texts.count < limit {
        let argument = group.topic.options[option][keyPath: arguments][index]
        let text = prose.full(argument.why, bindings)
        guard distinct.isNew(text) else { continue }
        texts.append(text + notes.marks(argument.sources))
      }
    }
    return texts
  }

  /// Options that something speaks against, the closest rivals first; the titles of those beyond
  /// the limit.
  func reasons(against group: DecisionGroup, limit: Int)
    -> (shown: [(title: String, reason: String)], others: [String])
  {
    let verdicts = group.decisions[0].verdicts
    let others = group.topic.options.indices.filter {
      $0 != group.choice && $0 != group.current && !group.topic.options[$0].isFlaw
    }
    // Options stand in order of simplicity, so what was ruled out is closest beside the chosen one.
    let rivals =
      others.filter { verdicts[$0].excluded.isEmpty }
      .sorted { (verdicts[$1].score, $0) < (verdicts[$0].score, $1) }
      + others.filter { !verdicts[$0].excluded.isEmpty }
      .sorted { (abs($0 - group.choice), $0) < (abs($1 - group.choice), $1) }
    var shown: [(title: String, reason: String)] = []
    var further: [String] = []
    for option in rivals where hasReason(group, option) {
      let title = MarkdownText.part(group.topic.options[option].title)
      if shown.count < limit, let reason = reason(group, option) {
        shown.append((title, reason))
      } else {
        further.append(MarkdownText.continued(title))
      }
    }
    return (shown, further)
  }

  private func rejected(_ group: DecisionGroup) -> String? {
    let (shown, others) = reasons(against: group, limit: 4)
    guard !shown.isEmpty else { return nil }
    return shown.map { "*\($0.title)*: \($0.reason)" }.joined(separator: " ")
      + (others.isEmpty ? "" : " Further from it: \(others.joined(separator: "; ")).")
  }

  private func hasReason(_ group: DecisionGroup, _ option: Int) -> Bool {
    group.decisions.prefix(8).contains {
      !$0.verdicts[option].excluded.isEmpty || !$0.verdicts[option].opposed.isEmpty
    }
  }

  /// What rules an option out or speaks against it.
  func reason(_ group: DecisionGroup, _ option: Int) -> String? {
    let excluded = texts(group, of: option, \.excluded, \.excluded, limit: 1)
    if !excluded.isEmpty { return excluded[0] }
    let opposed = texts(group, of: option, \.opposed, \.opposed, limit: 2)
    return opposed.isEmpty ? nil : opposed.joined(separator: " ")
  }

  private func now(_ group: DecisionGroup, _ current: Int) -> String {
    let option = MarkdownText.continued(MarkdownText.part(group.topic.options[current].title))
    guard let reason = reason(group, current) else {
      return
        "The description uses \(option). Nothing rules it out, but more speaks for the change."
    }
    return "The description uses \(option). \(reason)"
  }

  /// A condition to stand after "when": no capital, no full stop.
  func condition(_ template: TextTemplate, _ bindings: [Value]) -> String {
    MarkdownText.continued(String(prose.part(template, bindings).trimmingSuffix(".")))
  }

  private func confidence(_ group: DecisionGroup) -> String? {
    switch group.decisions[0].confidence {
    case .high: nil
    case .medium: "Medium: the runner-up is close."
    case .low: "Low: an answer to a question below could change it."
    }
  }
}

extension DecisionGroup {
  /// Its subjects as code spans, some of them when they are many.
  var subjectNames: String {
    Words.subjects(decisions.map(\.subject.name), limit: 4, style: MarkdownText.code)
  }
}
