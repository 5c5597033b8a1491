import Analysis
import Knowledge

/// Findings and decisions of this review that change what a failure does.
struct Mitigation {
  let builder: ReviewBuilder

  /// Stages of the work that losses of nodes and places are the business of.
  static let losses: Set<String> = [
    "placement", "replication", "failure-detection", "failover", "fencing", "recovery",
  ]

  /// - Parameters:
  ///   - names: What findings and decisions are about.
  ///   - others: What decisions may be about beside that.
  ///   - milestones: Findings count whose fix belongs to one of them; `nil`: all.
  ///   - topics: Decisions that count.
  func text(
    about names: Set<String>, or others: Set<String> = [], milestones: Set<String>? = nil,
    topics: Set<String>
  ) -> String? {
    let findings = builder.numbering.findings.filter { group in
      group.rule.severity >= .low
        && (milestones.map { all in group.rule.milestone.map(all.contains) ?? false } ?? true)
        && group.findings.contains { names.contains($0.subject.name) }
    }.compactMap { builder.numbering.finding($0.rule.id) }
    let numbering = builder.numbering
    let open = numbering.records + numbering.settled.filter { $0.current != $0.choice }
    let decisions = open.filter { group in
      topics.contains(group.topic.id)
        && group.decisions.contains {
          names.contains($0.subject.name) || others.contains($0.subject.name)
        }
    }.map(builder.numbering.id)
    let ids = findings + decisions
    return ids.isEmpty ? nil : ids.joined(separator: ", ")
  }
}
