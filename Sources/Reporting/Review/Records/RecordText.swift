import Analysis
import Knowledge

/// The text of one decision record, in the form of MADR 4.
struct RecordText {
  /// With footnotes of its own.
  let builder: ReviewBuilder
  let group: DecisionGroup

  private static let optionLimit = 16

  var text: String {
    let record = DecisionRecords(builder: builder).record(group, findings: findings)
    let reasons = builder.decisionSections.reasons(against: group, limit: Self.optionLimit).shown
    let chosen = Words.capitalized(builder.title(group.option))
    let current = group.current.flatMap { $0 == group.choice ? nil : group.topic.options[$0] }
      .map { Words.capitalized(builder.title($0)) }
    var parts = ["", "# \(record.title)", ""]
    parts += ["## Context and Problem Statement", "", record.context]
    if let today = record.today { parts += ["", "Today: \(today)"] }
    parts += ["", "## Considered Options", "", "* \(chosen)"]
    parts += ([current].compactMap(\.self) + reasons.map(\.title)).map { "* \($0)" }
    parts += [
      "", "## Decision Outcome", "", "Chosen option: \"\(chosen)\". \(record.because)", "",
      record.decision, "", "### Consequences", "", "* Bad: \(record.consequences)",
    ]
    if !confirmation.isEmpty {
      parts += ["", "### Confirmation", ""] + confirmation.map { "* \($0)" }
    }
    if !reasons.isEmpty {
      parts += ["", "## Pros and Cons of the Options"]
      for option in reasons {
        parts += [
          "", "### \(option.title)", "", "* Bad, because \(MarkdownText.continued(option.reason))",
        ]
      }
    }
    parts += ["", "## More Information", ""]
    if let evidence = record.evidence { parts.append("* Evidence: \(evidence)") }
    if let when = record.revisitWhen { parts.append("* Revisit when \(when)") }
    if let simpler = record.simpler { parts.append("* Simpler: \(simpler)") }
    parts.append(
      "* Decided from \(MarkdownText.code(builder.analysis.facts.file.name)) by dsdesign.")
    let notes = builder.notes.lines
    return (parts + (notes.isEmpty ? [] : [""] + notes) + ["", ""]).joined(separator: "\n")
  }

  /// By their rules: the short ids of a review are not the same in the next.
  private func findings(_ groups: [FindingGroup]) -> String {
    Words.joined(groups.map { "`\($0.rule.id)`" })
  }

  /// What shows that it is done: how the stages end that its steps belong to.
  private var confirmation: [String] {
    var seen: Set<String> = []
    let wanted = group.option.steps.map(\.milestone).filter { seen.insert($0).inserted }
    return builder.analysis.knowledge.milestones.filter { wanted.contains($0.id) }.prefix(3)
      .map { MarkdownText.full($0.exit) }
  }
}
