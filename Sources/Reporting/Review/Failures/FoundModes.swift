import Analysis
import Knowledge

/// Failure modes that no loss of a part shows, because nothing has to break, or more than a part does:
/// two clients at once, a repeat, a clock that is off, an overload, a wrong command. That they do harm
/// here is what a finding says; without one they are no failure mode.
struct FoundModes {
  let builder: ReviewBuilder

  private struct Pattern {
    let categories: Set<String>
    let failure: String
    let rate: FailureRate
    let effect: String
    /// Rated so when the finding is high or critical; one step milder when it is not.
    let severity: Int
    let detection: Detection
    let topics: Set<String>
    /// Whether it concerns only operations that write.
    var isOfWrites = false
    /// What it can be about; empty: anything.
    var kinds: Set<SubjectKind> = []
  }

  private static func ordinary(_ words: String) -> FailureRate {
    FailureRate(text: "\(words): ordinary operation", score: 5)
  }

  private static let patterns = [
    Pattern(
      categories: ["check-then-act-race"], failure: "two clients act at the same time",
      rate: ordinary("whenever two come together"),
      effect: "one decides from what the other has just changed", severity: 5,
      detection: Detection(text: "both are answered with success", score: 5),
      topics: ["concurrency-guard", "consistency-model"]),
    Pattern(
      categories: ["lww-lost-update", "conflict-unresolved", "invariant-not-mergeable"],
      failure: "two copies take a write at the same time",
      rate: ordinary("whenever two come together"),
      effect: "one of two acknowledged writes is dropped, or both stand and break the rule",
      severity: 5, detection: Detection(text: "both are answered with success", score: 5),
      topics: ["conflict-handling", "coordination-avoidance", "cap-stance"], isOfWrites: true),
    Pattern(
      categories: ["dual-write", "saga-no-compensation", "atomicity-missing"],
      failure: "the process stops between two steps",
      rate: ordinary("at crashes and deployments"), effect: "it is left half done", severity: 5,
      detection: Detection(text: "nothing compares the two sides", score: 5),
      topics: ["transaction-pattern", "event-publishing"]),
    Pattern(
      categories: ["two-phase-commit-misuse"],
      failure: "the coordinator stops between the votes and the decision",
      rate: ordinary("at crashes and deployments"),
      effect: "participants stay in doubt, their locks held", severity: 4,
      detection: Detection(text: "nothing stated watches runs in doubt", score: 4),
      topics: ["transaction-pattern"]),
    Pattern(
      categories: ["non-idempotent-retry", "exactly-once-assumed"],
      failure: "an answer is lost, and the request is repeated",
      rate: ordinary("at every time-out"), effect: "its effect happens twice", severity: 5,
      detection: Detection(text: "nothing compares what was done", score: 5),
      topics: ["retries", "delivery", "transaction-pattern"]),
    Pattern(
      categories: ["wall-clock-ordering", "clock-skew-bound", "ordering-not-guaranteed"],
      failure: "clocks differ, or messages overtake each other",
      rate: ordinary("at all times"), effect: "the later counts as the earlier", severity: 5,
      detection: Detection(text: "nothing compares the two orders", score: 5),
      topics: ["clocks-and-ordering", "conflict-handling"]),
    Pattern(
      categories: ["consistency-not-met"], failure: "clients act while copies differ",
      rate: ordinary("whenever two come together"),
      effect: "a history that its requirement forbids (part 4)", severity: 5,
      detection: Detection(text: "every answer looks right by itself", score: 5),
      topics: ["consistency-model", "coordination-avoidance"], kinds: [.operation]),
    Pattern(
      categories: ["stale-read", "session-guarantee-missed"],
      failure: "the copy that answers is behind",
      rate: ordinary("whenever copies lag"),
      effect: "answers with, or decides from, an old value", severity: 5,
      detection: Detection(text: "the answer looks like any other", score: 5),
      topics: ["consistency-model", "read-path", "caching"]),
    Pattern(
      categories: ["split-brain"], failure: "the leader is cut off, and another is promoted",
      rate: FailureRate(text: "at cuts and wrong suspicions", score: 3),
      effect: "both take writes, and one side's are dropped", severity: 5,
      detection: Detection(text: "both sides answer with success", score: 5),
      topics: ["replication", "failure-detection", "leader-election"], isOfWrites: true),
    Pattern(
      categories: ["cold-cache-overload"], failure: "its caches are lost or cold",
      rate: FailureRate(text: "at restarts, deployments and losses of a cache", score: 4),
      effect: "overload that feeds itself and stays after its cause has gone", severity: 4,
      detection: Detection(text: "the load shows it; nothing stated acts on it", score: 3),
      topics: ["caching", "degradation"]),
    Pattern(
      categories: ["unbounded-queue"], failure: "more work comes than it can do",
      rate: FailureRate(text: "at peaks above its capacity", score: 4),
      effect: "answers come too late to be of use until the queue is gone", severity: 4,
      detection: Detection(text: "nothing stated watches the queue", score: 4),
      topics: ["slow-callee", "degradation"]),
    Pattern(
      categories: ["retry-storm"], failure: "what it calls is overloaded",
      rate: FailureRate(text: "at peaks and restarts of the callee", score: 4),
      effect: "its tries multiply the load and keep the callee down", severity: 4,
      detection: Detection(text: "the load shows it; nothing stated acts on it", score: 3),
      topics: ["retries", "slow-callee"]),
    Pattern(
      categories: ["scaling-limit"], failure: "a hard limit is reached",
      rate: FailureRate(text: "with growth, at a peak", score: 4),
      effect: "refuses on all instances at about the same time", severity: 4,
      detection: Detection(text: "the first sign is the failure", score: 4), topics: []),
    Pattern(
      categories: ["poison-message"], failure: "a message fails however often it is tried",
      rate: ordinary("with every unforeseen input"), effect: "what is behind it waits",
      severity: 4,
      detection: Detection(text: "nothing stated watches the age of messages", score: 4),
      topics: ["dead-letters"]),
    Pattern(
      categories: ["byzantine-outside-model", "no-integrity-check", "too-few-replicas"],
      failure: "a node lies, or is damaged and goes on",
      rate: FailureRate(text: "no rate is published; rated rarest", score: 1),
      effect: "the others believe it", severity: 5,
      detection: Detection(text: "no honest node can tell", score: 5),
      topics: ["consensus", "replication"]),
    Pattern(
      categories: ["replication-not-backup"],
      failure: "a wrong command, release or intruder damages its data",
      rate: FailureRate(text: "with changes and mistakes", score: 4),
      effect: "every copy has the damage, and nothing brings the data back", severity: 5,
      detection: Detection(text: "the copies agree with each other", score: 5),
      topics: ["backup"]),
  ]

  var modes: [FailureMode] { Self.patterns.flatMap(modes) }

  /// One for each subject with a finding of the pattern, as severe as the worst of them.
  private func modes(_ pattern: Pattern) -> [FailureMode] {
    var found: [(subject: Subject, isSevere: Bool)] = []
    for group in builder.numbering.findings
    where pattern.categories.contains(group.rule.category) && group.rule.severity >= .medium {
      for finding in group.findings
      where !isTold(finding, pattern)
        && (pattern.kinds.isEmpty || pattern.kinds.contains(finding.subject.kind))
      {
        let isSevere = group.rule.severity >= .high
        if let same = found.firstIndex(where: { $0.subject.isSame(as: finding.subject) }) {
          found[same].isSevere = found[same].isSevere || isSevere
        } else {
          found.append((finding.subject, isSevere))
        }
      }
    }
    return found.map { mode(pattern, $0.subject, isSevere: $0.isSevere) }
  }

  /// Redelivered messages are a row of their own already.
  private func isTold(_ finding: Finding, _ pattern: Pattern) -> Bool {
    finding.rule.category == "non-idempotent-retry" && finding.subject.kind == .operation
      && finding.rule.milestone == "idempotency"
      && BehaviourModes.isRedelivered(
        finding.subject.name, in: builder.analysis)
  }

  private func isWriter(_ operation: String) -> Bool {
    builder.analysis.operations.first { $0.subject.name == operation }?
      .subject.record["is_write"]?.isTrue == true
  }

  private func mode(_ pattern: Pattern, _ subject: Subject, isSevere: Bool) -> FailureMode {
    let operations = (subject.kind == .operation ? [] : AffectedOperations.names(subject))
      .filter { !pattern.isOfWrites || isWriter($0) }
    return FailureMode(
      component: MarkdownText.tableCode(subject.name), failure: pattern.failure,
      rate: pattern.rate,
      effect: pattern.effect
        + (operations.isEmpty ? "" : ": \(builder.names(operations, limit: 3))"),
      severity: isSevere ? pattern.severity : max(2, pattern.severity - 1),
      detection: pattern.detection,
      mitigation: Mitigation(builder: builder).text(
        about: [subject.name], categories: pattern.categories, topics: pattern.topics) ?? "**none**"
    )
  }
}

extension Subject {
  /// Whether both stand for one part of the description.
  func isSame(as other: Subject) -> Bool { kind == other.kind && name == other.name }
}
