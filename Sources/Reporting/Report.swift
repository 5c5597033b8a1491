public import Analysis
public import Evidence
public import Knowledge

/// One analysis, ready to be rendered.
///
/// Renderers read the same value, so that what Markdown says and what JSON says cannot differ. Texts
/// are filled in when a renderer asks for them.
public struct Report: Sendable {
  /// What it reports on.
  public let analysis: Analysis
  /// What was run to justify it.
  public let evidence: EvidenceReport
  /// Decisions with the same topic, answer and present state, told once for all their subjects.
  public let decisionGroups: [DecisionGroup]
  /// Findings of the same rule, told once for all their subjects; in the order of `analysis.findings`.
  public let findingGroups: [FindingGroup]

  /// A report on an analysis.
  public init(_ analysis: Analysis, evidence: EvidenceReport = EvidenceReport()) {
    self.analysis = analysis
    self.evidence = evidence
    decisionGroups = DecisionGroup.groups(analysis.decisions)
    findingGroups = FindingGroup.groups(analysis.findings)
  }
}

/// Decisions that came out alike.
public struct DecisionGroup: Sendable {
  /// What was decided.
  public let topic: DecisionTopic
  /// Index of the chosen option.
  public let choice: Int
  /// Index of the option in use; `nil` when the description does not say.
  public let current: Int?
  /// One for each subject, never empty.
  public let decisions: [Decision]

  /// The chosen option.
  public var option: DecisionOption { topic.options[choice] }

  static func groups(_ decisions: [Decision]) -> [DecisionGroup] {
    struct Key: Hashable {
      let topic: String
      let choice: Int
      let current: Int?
    }
    var order: [Key] = []
    var members: [Key: [Decision]] = [:]
    for decision in decisions {
      let key = Key(topic: decision.topic.id, choice: decision.choice, current: decision.current)
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(decision)
    }
    return order.map { key in
      let decisions = members[key]!
      return DecisionGroup(
        topic: decisions[0].topic, choice: key.choice, current: key.current, decisions: decisions)
    }
  }
}

/// Findings of one rule in one state of acceptance.
public struct FindingGroup: Sendable {
  /// What was found.
  public let rule: FindingRule
  /// One for each place, never empty.
  public let findings: [Finding]

  /// Whether every finding is accepted and in force.
  public var isAccepted: Bool { findings.allSatisfy(\.isAccepted) }

  static func groups(_ findings: [Finding]) -> [FindingGroup] {
    var order: [String] = []
    var members: [String: [Finding]] = [:]
    for finding in findings {
      let isAccepted = finding.isAccepted
      let key = finding.rule.id + (isAccepted ? " accepted" : "")
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(finding)
    }
    return order.map { FindingGroup(rule: members[$0]![0].rule, findings: members[$0]!) }
  }
}
