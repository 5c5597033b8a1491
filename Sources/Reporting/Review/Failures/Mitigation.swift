import Analysis
import Knowledge

/// Findings and decisions of this review that change what a failure does.
struct Mitigation {
  let builder: ReviewBuilder

  /// Stages of the work that losses of nodes and places are the business of.
  static let losses: Set<String> = [
    "placement", "replication", "failure-detection", "failover", "fencing",
  ]

  /// Findings about targets that no design or no estimate reaches: nothing fails in them.
  static let targets: Set<String> = [
    "latency-below-rtt-floor", "availability-infeasible", "requirements-conflict",
    "recovery-time-infeasible", "stronger-than-needed", "over-engineered",
  ]

  /// - Parameters:
  ///   - names: What findings and decisions are about.
  ///   - others: What decisions may be about beside that.
  ///   - milestones: Findings count whose fix belongs to one of them; `nil`: all.
  ///   - categories: The same for their kind of harm.
  ///   - topics: Decisions that count.
  func text(
    about names: Set<String>, or others: Set<String> = [], milestones: Set<String>? = nil,
    categories: Set<String>? = nil, topics: Set<String>
  ) -> String? {
    let findings = builder.numbering.findings.filter { group in
      group.rule.severity >= .low && !Self.targets.contains(group.rule.category)
        && (milestones.map { all in group.rule.milestone.map(all.contains) ?? false } ?? true)
        && (categories?.contains(group.rule.category) ?? true)
        && group.findings.contains { names.contains($0.subject.name) }
    }.compactMap { builder.numbering.finding($0.rule.id) }
    let decisions = self.decisions(about: names.union(others), topics).filter {
      $0.current != $0.choice && $0.option.id != "none"
    }.map(builder.numbering.id)
    let ids = findings + decisions
    return ids.isEmpty ? nil : ids.joined(separator: ", ")
  }

  /// Decisions that are carried out already.
  func inUse(about names: Set<String>, topics: Set<String>) -> String? {
    let kept = decisions(about: names, topics).filter { $0.current == $0.choice }
    return kept.isEmpty
      ? nil : "\(kept.map(builder.numbering.id).joined(separator: ", ")), in use"
  }

  private func decisions(about names: Set<String>, _ topics: Set<String>) -> [DecisionGroup] {
    (builder.numbering.records + builder.numbering.settled).filter { group in
      topics.contains(group.topic.id)
        && group.decisions.contains { names.contains($0.subject.name) }
    }
  }
}
