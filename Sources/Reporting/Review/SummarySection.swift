import Analysis
import Knowledge

/// Half a page for those who decide.
struct SummarySection {
  let builder: ReviewBuilder

  private static let riskLimit = 3
  private static let askLimit = 3

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
    let condition =
      " It can be approved once \(blockingIDs) fixed (part 10) or accepted by name (part 11)."
    let verdict =
      blocking > 0
      ? "**Do not approve as described**: \(grounds ?? "").\(condition)"
      : builder.openFindings(.medium) > 0
        ? "**Approve on the condition that the plan is carried out**: no finding is critical or high; \(grounds ?? "")."
        : grounds.map { "**Approve**: \($0), none above low." }
          ?? "**Approve**: no rule found fault with the design as described."
    return verdict + unanswered
  }

  /// `F1 to F10 are`: what stands in the way.
  private var blockingIDs: String {
    let count = builder.numbering.findings.count { $0.rule.severity >= .high }
    return count == 1 ? "F1 is" : count == 2 ? "F1 and F2 are" : "F1 to F\(count) are"
  }

  /// What the recommendation does not cover, because the description does not say.
  private var unanswered: String {
    let telling = builder.tellingQuestions
    return telling == 0
      ? ""
      : " \(Words.capitalized(Words.count(telling, "question"))) \(telling == 1 ? "is" : "are") open whose answer could reveal another high or critical one (Q1 to Q\(telling), part 12)."
  }

  private var risks: [Review.Line] {
    let groups = builder.numbering.findings.filter { $0.rule.severity >= .high }
    let lines = groups.prefix(Self.riskLimit).map(risk)
    let more = groups.count - lines.count
    return lines.map { .init($0) }
      + (more > 0
        ? [.init("\(more) more that \(more == 1 ? "is" : "are") high or critical, in part 9.")]
        : [])
  }

  /// What is wrong at the first of its subjects, in the words of the finding.
  private func risk(_ group: FindingGroup) -> String {
    let others = group.findings.dropFirst().map(\.subject.name)
    let also = others.isEmpty ? "" : " The same holds for \(builder.names(others))."
    let message = NextSteps.firstSentence(builder.prose.full(group.findings[0].message))
    let id = builder.numbering.finding(group.rule.id) ?? ""
    return "**\(id), \(group.rule.severity.rawValue).** \(message)\(also)"
  }

  /// Targets that the estimates miss.
  private var missed: String? {
    var parts: [(what: String, names: [String])] = []
    func add(_ what: String, _ name: String) {
      if let index = parts.firstIndex(where: { $0.what == what }) {
        parts[index].names.append(name)
      } else {
        parts.append((what, [name]))
      }
    }
    for (index, operation) in analysis.operations.enumerated()
    where analysis.numbers.operations.indices.contains(index) {
      let numbers = analysis.numbers.operations[index]
      if let latency = missedLatency(operation, numbers) { add(latency, operation.subject.name) }
      if let share = missedAvailability(operation, numbers) { add(share, operation.subject.name) }
    }
    guard !parts.isEmpty else { return nil }
    let texts = parts.map { "\($0.what) of \(builder.names($0.names, limit: 3))" }
    let shown = texts.count > 5 ? Array(texts.prefix(4)) + ["\(texts.count - 4) more"] : texts
    return "Targets that the estimates miss: \(Words.joined(shown))."
  }

  private func missedLatency(_ operation: OperationAnalysis, _ numbers: OperationNumbers)
    -> String?
  {
    guard let budget = operation.budget, let latency = numbers.latency,
      latency.share(withinMilliseconds: budget / .milliseconds(1)) < 0.99
    else { return nil }
    let estimate = NumbersSections.time(latency.milliseconds(atQuantile: 0.99))
    return "p99 \(ValueText.time(budget)) (estimate \(estimate))"
  }

  private func missedAvailability(_ operation: OperationAnalysis, _ numbers: OperationNumbers)
    -> String?
  {
    guard let target = operation.availabilityTarget, let estimate = numbers.availability,
      estimate.availability < target
    else { return nil }
    return
      "availability \(NumbersSections.percent(target)) (estimate \(NumbersSections.percent(estimate.availability)))"
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
    let decisions = builder.numbering.records.count
    let plan = PlanSection(builder: builder)
    guard let first = plan.start else {
      return decisions == 0
        ? "Nothing: the design as described stays as it is."
        : "\(Words.capitalized(Words.count(decisions, "decision"))) (part 5); nothing else has to change."
    }
    let (steps, milestones) = plan.size
    let start = MarkdownText.continued(first)
    let fixing = builder.numbering.findings.isEmpty ? "" : " and fixing what was found"
    return
      "\(Words.capitalized(Words.count(decisions, "decision"))) (part 5). Carrying \(decisions == 1 ? "it" : "them") out\(fixing) takes \(Words.count(steps, "step")) in \(Words.count(milestones, "milestone")) (part 10), *\(start)* first."
  }
}
