import Analysis
import Knowledge

/// Half a page for those who decide.
struct SummarySection {
  let builder: ReviewBuilder

  private static let riskLimit = 4
  private static let askLimit = 5

  private var analysis: Analysis { builder.analysis }

  var summary: Review.Summary {
    let records = builder.numbering.records
    return .init(
      recommendation: recommendation, purpose: ContextParagraph(analysis: analysis).purpose,
      risks: risks, missed: missed, asks: records.prefix(Self.askLimit).map(ask),
      furtherAsks: records.count > Self.askLimit
        ? "\(Words.count(records.count - Self.askLimit, "further decision")) in part 5." : nil,
      work: work)
  }

  private var recommendation: String {
    let blocking = builder.openFindings(.critical) + builder.openFindings(.high)
    let grounds = builder.severityCounts.map { "\($0) findings stand open" }
    let verdict =
      blocking > 0
      ? "**Do not approve as described**: \(grounds ?? "")."
      : builder.openFindings(.medium) > 0
        ? "**Approve on the condition that the plan is carried out**: no finding is critical or high; \(grounds ?? "")."
        : grounds.map { "**Approve**: \($0), none above low." }
          ?? "**Approve**: no rule found fault with the design as described."
    return verdict + unanswered
  }

  /// What the recommendation does not cover, because the description does not say.
  private var unanswered: String {
    let telling = analysis.questions.filter { ($0.couldReveal.first?.severity ?? .note) >= .high }
    return telling.isEmpty
      ? ""
      : " \(Words.capitalized(Words.count(telling.count, "question"))) \(telling.count == 1 ? "is" : "are") open whose answer could reveal another high or critical one (part 12)."
  }

  private var risks: [Review.Line] {
    let groups = builder.numbering.findings.filter { $0.rule.severity >= .high }
    let lines = groups.prefix(groups.count == Self.riskLimit + 1 ? groups.count : Self.riskLimit)
      .map(risk)
    let more = groups.count - lines.count
    return lines.map { .init($0) }
      + (more > 0 ? [.init("\(more) more of high severity, in part 9.")] : [])
  }

  private func risk(_ group: FindingGroup) -> String {
    var seen: Set<String> = []
    let subjects = group.findings.map(\.subject)
    let operations = subjects.flatMap(AffectedOperations.names).filter {
      seen.insert($0).inserted
    }
    let isOperation = subjects[0].kind == .operation
    let harmed =
      isOperation || operations.isEmpty
      ? ""
      : "; \(operations.count == 1 ? "it concerns" : "they concern") \(builder.names(operations))"
    let id = builder.numbering.finding(group.rule.id) ?? ""
    let title = MarkdownText.part(Words.capitalized(group.rule.title))
    return
      "**\(title)** at \(builder.names(subjects.map(\.name)))\(isOperation || operations.isEmpty ? "" : ", which \(builder.names(operations)) \(operations.count == 1 ? "rests" : "rest") on") (\(group.rule.severity.rawValue), \(id))."
      + (harmed.isEmpty ? "" : "")
  }

  /// Targets that the estimates miss.
  private var missed: String? {
    var parts: [String] = []
    for (index, operation) in analysis.operations.enumerated()
    where analysis.numbers.operations.indices.contains(index) {
      let numbers = analysis.numbers.operations[index]
      let name = MarkdownText.code(operation.subject.name)
      if let budget = operation.budget, let latency = numbers.latency {
        let milliseconds = budget / .milliseconds(1)
        if latency.share(withinMilliseconds: milliseconds) < 0.99 {
          parts.append(
            "\(name) a p99 of \(ValueText.time(budget)) (\(NumbersSections.time(latency.milliseconds(atQuantile: 0.99))))"
          )
        }
      }
      if let target = operation.availabilityTarget, let estimate = numbers.availability,
        estimate.availability < target
      {
        parts.append(
          "\(name) \(NumbersSections.percent(target)) availability (\(NumbersSections.percent(estimate.availability)))"
        )
      }
    }
    guard !parts.isEmpty else { return nil }
    let shown = parts.count > 5 ? Array(parts.prefix(4)) + ["\(parts.count - 4) more"] : parts
    return "Targets that the estimates miss: \(Words.joined(shown))."
  }

  // MARK: Decisions

  private func ask(_ group: DecisionGroup) -> Review.Summary.Ask {
    let bindings = analysis.facts.bindings(group.decisions[0].subject)
    let price = group.option.costs.first.map {
      NextSteps.firstSentence(builder.prose.full($0, bindings))
    }
    return .init(
      id: builder.numbering.id(group),
      subjects: builder.names(group.decisions.map(\.subject.name)),
      today: group.current.map { builder.title(group.topic.options[$0]) } ?? "not said",
      proposed: builder.title(group.option),
      price: price.map(MarkdownText.cell) ?? "–")
  }

  private var work: String {
    let steps = analysis.steps
    guard let first = steps.first else { return "Nothing has to change." }
    var milestones: [String] = []
    for step in steps where !milestones.contains(step.milestone.id) {
      milestones.append(step.milestone.id)
    }
    let begin = steps.count { $0.milestone.id == first.milestone.id }
    return
      "The plan (part 10) has \(Words.count(steps.count, "step")) in \(Words.count(milestones.count, "milestone")); it begins with *\(MarkdownText.continued(MarkdownText.part(first.milestone.title)))* (\(Words.count(begin, "step")))."
  }
}
