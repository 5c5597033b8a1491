import Analysis

/// The short ids by which a review speaks of its findings and decisions: F1, D1.
struct Numbering {
  /// Not accepted, in the order of the report.
  let findings: [FindingGroup]
  /// Told in full: what changes first, then what the description leaves open.
  let records: [DecisionGroup]
  /// Told in a line: what is open with little to weigh, then what stays.
  let settled: [DecisionGroup]
  private let findingIDs: [String: String]
  private let decisionIDs: [String: String]

  init(_ report: Report, _ sections: DecisionSections) {
    findings = report.findingGroups.filter { !$0.isAccepted }
    let changing = Approach(report).ranked(sections.changing)
    records = changing.filter { $0.current != nil } + changing.filter { $0.current == nil }
    settled = sections.plain + sections.keeping
    findingIDs = Dictionary(
      findings.enumerated().map { ($0.element.rule.id, "F\($0.offset + 1)") },
      uniquingKeysWith: { first, _ in first })
    var ids: [String: String] = [:]
    for (index, group) in (records + settled).enumerated() {
      for decision in group.decisions {
        ids[Self.key(decision.topic.id, decision.subject.name)] = "D\(index + 1)"
      }
    }
    decisionIDs = ids
  }

  /// `F3`; `nil` when the rule found nothing that is still open.
  func finding(_ rule: String) -> String? { findingIDs[rule] }

  /// `D3`; `nil` when the topic does not apply to the subject.
  func decision(_ topic: String, about subject: String) -> String? {
    decisionIDs[Self.key(topic, subject)]
  }

  /// Findings about the subjects of a decision whose fix belongs to a stage in which it works.
  func findings(fixedWith group: DecisionGroup) -> [FindingGroup] {
    let stages = Set(group.option.steps.map(\.milestone))
    return findings.filter { found in
      found.rule.severity >= .low && found.rule.milestone.map(stages.contains) ?? false
        && found.findings.contains { finding in
          group.decisions.contains { $0.subject.isSame(as: finding.subject) }
        }
    }
  }

  func id(_ group: DecisionGroup) -> String {
    decision(group.topic.id, about: group.decisions[0].subject.name) ?? ""
  }

  /// Topic ids are in kebab-case, so a space parts them from any name.
  private static func key(_ topic: String, _ subject: String) -> String { "\(topic) \(subject)" }
}
