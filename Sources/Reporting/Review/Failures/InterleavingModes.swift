import Analysis
import Knowledge

/// Failure modes in which nothing breaks: two clients at once, two copies at once, a stop between two
/// steps. That they do harm here is what a finding says; without one they are no failure mode.
struct InterleavingModes {
  let builder: ReviewBuilder

  private struct Pattern {
    let categories: Set<String>
    let failure: String
    let rate: String
    let effect: String
    let detection: String
    let topics: Set<String>
  }

  private static let patterns = [
    Pattern(
      categories: ["check-then-act-race"], failure: "two clients act at the same time",
      rate: "whenever two come together: ordinary operation",
      effect: "one decides from what the other has just changed",
      detection: "both are answered with success",
      topics: ["concurrency-guard", "consistency-model"]),
    Pattern(
      categories: ["lww-lost-update", "conflict-unresolved", "invariant-not-mergeable"],
      failure: "two copies take a write at the same time",
      rate: "whenever two come together: ordinary operation",
      effect: "one of two acknowledged writes is dropped, or what must hold of both does not",
      detection: "both are answered with success",
      topics: ["conflict-handling", "coordination-avoidance", "cap-stance"]),
    Pattern(
      categories: ["dual-write", "saga-no-compensation", "atomicity-missing"],
      failure: "the process stops between two steps",
      rate: "at crashes and deployments: ordinary operation", effect: "it is left half done",
      detection: "nothing compares the two sides",
      topics: ["transaction-pattern", "event-publishing"]),
  ]

  var modes: [FailureMode] { Self.patterns.flatMap(modes) }

  /// One for each subject with a finding of the pattern.
  private func modes(_ pattern: Pattern) -> [FailureMode] {
    var subjects: [Subject] = []
    for group in builder.numbering.findings
    where pattern.categories.contains(group.rule.category) && group.rule.severity >= .medium {
      for finding in group.findings
      where !subjects.contains(where: {
        $0.kind == finding.subject.kind && $0.name == finding.subject.name
      }) {
        subjects.append(finding.subject)
      }
    }
    return subjects.map { mode(pattern, $0) }
  }

  private func mode(_ pattern: Pattern, _ subject: Subject) -> FailureMode {
    let operations = subject.kind == .operation ? [] : AffectedOperations.names(subject)
    var seen: Set<String> = []
    let distinct = operations.filter { seen.insert($0).inserted }
    return FailureMode(
      component: MarkdownText.tableCode(subject.name), failure: pattern.failure,
      rate: FailureRate(text: pattern.rate, score: 5),
      effect: pattern.effect
        + (distinct.isEmpty ? "" : ": \(builder.names(distinct, limit: 3))"),
      severity: 5, detection: Detection(text: pattern.detection, score: 5),
      mitigation: Mitigation(builder: builder).text(
        about: [subject.name], categories: pattern.categories, topics: pattern.topics) ?? "**none**"
    )
  }
}
