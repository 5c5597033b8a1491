import Expressions
import Knowledge

/// Requirements that cannot all hold: from the findings whose rules tell of a conflict.
///
/// The stated priorities settle each: the first of them that some relaxation gives up least.
struct ConflictStage {
  let facts: FactBase
  let priorities: [String]

  func conflicts(_ findings: [Finding]) -> [Conflict] {
    findings.enumerated().compactMap { index, finding in
      guard let text = finding.rule.conflict else { return nil }
      let relaxations = text.relaxations.map {
        (text: facts.bind($0.to, finding.subject), favours: $0.favours)
      }
      let settled = settle(text.relaxations.map(\.favours))
      return Conflict(
        finding: index, requirements: text.between.map { concrete($0, finding.subject) },
        because: finding.message, relaxations: relaxations, settled: settled?.index,
        settledBy: settled?.priority)
    }
  }

  private func settle(_ favours: [String]) -> (index: Int, priority: String)? {
    for priority in priorities {
      if let index = favours.firstIndex(of: priority) { return (index, priority) }
    }
    return nil
  }

  /// `operation.requirements.staleness` as `operations.view.requirements.staleness`.
  private func concrete(_ path: String, _ subject: Subject) -> String {
    let prefix = subject.kind.rawValue + "."
    return path.hasPrefix(prefix) ? "\(subject.record.path).\(path.dropFirst(prefix.count))" : path
  }
}
