import Analysis
import Expressions
import Knowledge

/// Decisions as records: context, options considered, decision, consequences, evidence.
struct DecisionRecords {
  let builder: ReviewBuilder

  private var analysis: Analysis { builder.analysis }
  private var sections: DecisionSections { builder.decisionSections }
  private var prose: Prose { builder.prose }

  var decisions: Review.Decisions {
    let numbering = builder.numbering
    let records = numbering.records.prefix(ReviewBuilder.rowLimit)
    let settled = numbering.settled.prefix(ReviewBuilder.rowLimit)
    let all = numbering.records.count + numbering.settled.count
    return .init(
      records: records.map { record($0) }, settled: settled.map(line),
      furtherDecisions: ReviewBuilder.further(
        all, shown: records.count + settled.count, "decision"))
  }

  /// One decision in full.
  ///
  /// - Parameter findings: How findings are named; by their ids in this review if it is not given.
  func record(
    _ group: DecisionGroup, findings: (([FindingGroup]) -> String)? = nil
  ) -> Review.Decision {
    let bindings = analysis.facts.bindings(group.decisions[0].subject)
    let revisit = group.option.revisit.map { sections.condition($0, bindings) }
    return .init(
      id: builder.numbering.id(group),
      title:
        "\(MarkdownText.part(group.topic.title)) for \(group.subjectNames): \(builder.title(group.option))",
      status: status(group), context: prose.full(group.topic.asks, bindings),
      today: today(group), options: options(group),
      decision: prose.full(group.option.summary, bindings),
      because: sections.why(group), consequences: consequences(group, bindings),
      evidence: evidence(group, findings ?? ids),
      revisitWhen: revisit.isEmpty ? nil : revisit.joined(separator: "; or ") + ".",
      simpler: sections.simpler(group))
  }

  private func status(_ group: DecisionGroup) -> String {
    if group.current == group.choice { return "in use, confirmed" }
    return group.current == nil
      ? "proposed; the description leaves it open" : "proposed; it changes what is in use"
  }

  private func today(_ group: DecisionGroup) -> String? {
    guard let current = group.current, current != group.choice else { return nil }
    let option = "*\(Words.capitalized(builder.title(group.topic.options[current])))*"
    return sections.reason(group, current).map { "\(option). \($0)" }
      ?? "\(option). Nothing rules it out, but more speaks for the change."
  }

  /// What was considered beside the chosen one and the one in use, the closest rivals first.
  private func options(_ group: DecisionGroup) -> [Review.Decision.Option] {
    let (shown, others) = sections.reasons(against: group, limit: Self.optionLimit)
    let rest =
      others.isEmpty
      ? []
      : [
        Review.Decision.Option(
          title: "Further from it", reason: "\(others.joined(separator: "; ")).")
      ]
    return shown.map { .init(title: $0.title, reason: $0.reason) } + rest
  }

  /// So many options that were not chosen are told with what speaks against them.
  private static let optionLimit = 4

  private func consequences(_ group: DecisionGroup, _ bindings: [Value]) -> String {
    let costs = group.option.costs.map { prose.full($0, bindings) }
    let against = sections.against(group).map { [$0] } ?? []
    let all = costs + against
    return all.isEmpty ? "Nothing speaks against it." : all.joined(separator: " ")
  }

  private func evidence(
    _ group: DecisionGroup, _ findings: ([FindingGroup]) -> String
  ) -> String? {
    let subjects = group.decisions.map(\.subject)
    let fixed = builder.numbering.findings(fixedWith: group)
    let parts = [
      builder.numbers.options(for: subjects, topic: group.topic.id),
      fixed.isEmpty
        ? nil : "What happens without it: \(findings(fixed)).", confidence(group),
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  private func ids(_ groups: [FindingGroup]) -> String {
    Words.joined(groups.compactMap { builder.numbering.finding($0.rule.id) })
  }

  /// Nothing where the facts decide: that is the rule.
  private func confidence(_ group: DecisionGroup) -> String? {
    switch group.decisions[0].confidence {
    case .high: nil
    case .medium: "No open question can change it, but the runner-up is close."
    case .low: "An open question could still change it."
    }
  }

  // MARK: Settled

  private func line(_ group: DecisionGroup) -> Review.Settled {
    .init(
      id: builder.numbering.id(group),
      topic: MarkdownText.cell(MarkdownText.part(group.topic.title)),
      subjects: builder.names(group.decisions.map(\.subject.name)),
      choice: builder.title(group.option),
      status: group.current == group.choice ? "in use" : "proposed",
      because: MarkdownText.cell(sections.why(group, limit: 1)))
  }
}
