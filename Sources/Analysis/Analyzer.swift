public import Diagnostics
import Expressions
public import Knowledge
public import SystemModel

/// What an analysis depends on beside the description and the knowledge.
public struct AnalysisOptions: Sendable {
  /// `YYYY-MM-DD`: accepted risks whose date is before it count again; `nil`: none does.
  public var today: String?
  public var seed: UInt64

  /// Defaults: no date, seed 1.
  public init(today: String? = nil, seed: UInt64 = 1) {
    self.today = today
    self.seed = seed
  }
}

/// Everything that was concluded about one description.
public struct Analysis: Sendable {
  public let description: SystemDescription
  public let facts: FactBase
  public let knowledge: KnowledgeBase
  public let options: AnalysisOptions
  public let operations: [OperationAnalysis]
  /// Needs of data items, by position in `facts.all(.data)`.
  public let dataNeeds: [Needs]
  public let decisions: [Decision]
  /// The most severe first; accepted ones after the others of their severity.
  public let findings: [Finding]
  public let conflicts: [Conflict]
  public let questions: [Question]
  public let assumptions: [Assumption]
  public let steps: [PlannedStep]
}

/// What one operation needs and gets.
public struct OperationAnalysis: Sendable {
  public let subject: Subject
  public let needs: Needs
  /// `nil`: some store's guarantees are not known.
  public let provided: [String]?
  public let missing: [String]
  public let floor: Duration?
  public let budget: Duration?
}

/// Runs the four strata. Reads no file, clock or random source.
public struct Analyzer: Sendable {
  private let knowledge: KnowledgeBase

  /// An analyzer with this knowledge, which must have loaded without errors.
  public init(knowledge: KnowledgeBase) { self.knowledge = knowledge }

  /// The facts alone, with needs filled in; for queries.
  public func facts(of description: SystemDescription, in file: SourceFile) -> FactBase {
    let (facts, graph) = FactBuilder(description, file: file, knowledge: knowledge).build()
    _ = fillNeeds(facts, graph)
    return facts
  }

  /// The whole analysis of a description read from `file`.
  public func analyze(
    _ description: SystemDescription, in file: SourceFile, options: AnalysisOptions = .init()
  ) -> Analysis {
    let (facts, graph) = FactBuilder(description, file: file, knowledge: knowledge).build()
    let (operations, dataNeeds) = fillNeeds(facts, graph)
    var decisionStage = DecisionStage(facts: facts, topics: knowledge.decisions)
    let decisions = decide(&decisionStage, facts)
    var findingStage = FindingStage(
      facts: facts, rules: knowledge.findings, acceptedRisks: acceptedRisks(description, options))
    let findings = find(&findingStage, facts)
    let priorities = description.priorities.values.map(\.rawValue)
    return Analysis(
      description: description, facts: facts, knowledge: knowledge, options: options,
      operations: operations, dataNeeds: dataNeeds, decisions: decisions, findings: findings,
      conflicts: ConflictStage(facts: facts, priorities: priorities).conflicts(findings),
      questions: QuestionStage(facts: facts, knowledge: knowledge)
        .questions([findingStage.questions, decisionStage.questions]),
      assumptions: assumptions(facts, operations, findings, decisions),
      steps: PlanStage(facts: facts, knowledge: knowledge)
        .steps(findings: findings, decisions: decisions))
  }

  private func fillNeeds(_ facts: FactBase, _ graph: Graph) -> ([OperationAnalysis], [Needs]) {
    let stage = RequirementStage(facts: facts, rules: knowledge.requirements)
    let dataNeeds = facts.all(.data).map { subject in
      let needs = stage.needs(of: subject)
      set(subject, "needs", needsRecord(needs, subject))
      return needs
    }
    let operations = zip(facts.all(.operation), graph.operations).map { subject, node in
      let needs = stage.needs(of: subject, stated: stage.stated(subject))
      set(subject, "needs", needsRecord(needs, subject))
      let gap = GuaranteeGap(needs: needs, provided: PathGuarantee.provided(node))
      gap.fill(subject.record)
      return OperationAnalysis(
        subject: subject, needs: needs, provided: gap.providedIDs, missing: gap.missingIDs,
        floor: LatencyFloor(graph: graph).floor(of: node),
        budget: (node.value.requirements?.latency ?? graph.description.requirements?.latency)?
          .value.bound(at: 99)?.value)
    }
    return (operations, dataNeeds)
  }

  private func needsRecord(_ needs: Needs, _ subject: Subject) -> Value {
    let record = Expressions.Record(type: Needs.recordType, path: "\(subject.record.path).needs")
    needs.fill(record)
    return .record(record)
  }

  private func set(_ subject: Subject, _ field: String, _ value: Value) {
    guard let index = subject.record.type.index(of: field) else { return }
    subject.record.values[index] = value
  }

  private func decide(_ stage: inout DecisionStage, _ facts: FactBase) -> [Decision] {
    var decisions: [Decision] = []
    var byKind: [SubjectKind: [Int]] = [:]
    for (index, topic) in knowledge.decisions.enumerated() { byKind[topic.subject, default: []].append(index) }
    for kind in SubjectKind.allCases {
      for subject in facts.all(kind) {
        let bindings = facts.bindings(subject)
        var chosen: [(name: String, value: Value)] = []
        for index in byKind[kind] ?? [] {
          guard let decision = stage.run(index, on: subject, bindings) else { continue }
          decisions.append(decision)
          chosen.append((decision.topic.id, .string(decision.option.id)))
        }
        set(subject, "decided", .textMap(chosen))
      }
    }
    return decisions
  }

  private func find(_ stage: inout FindingStage, _ facts: FactBase) -> [Finding] {
    var findings: [Finding] = []
    var ranks: [Int] = []
    for kind in SubjectKind.allCases {
      let conditions = stage.conditions(about: kind)
      for subject in facts.all(kind) {
        let bindings = facts.bindings(subject)
        for (rule, when) in conditions {
          guard let finding = stage.run(rule, when, on: subject, bindings) else { continue }
          findings.append(finding)
          ranks.append(rule)
        }
      }
    }
    let order = findings.indices.sorted { a, b in
      let left = findings[a]
      let right = findings[b]
      if left.rule.severity != right.rule.severity { return left.rule.severity > right.rule.severity }
      let leftAccepted = left.accepted != nil
      if leftAccepted != (right.accepted != nil) { return !leftAccepted }
      if left.location.span.start != right.location.span.start {
        return left.location.span.start < right.location.span.start
      }
      return ranks[a] != ranks[b] ? ranks[a] < ranks[b] : a < b
    }
    return order.map { findings[$0] }
  }

  private func acceptedRisks(_ description: SystemDescription, _ options: AnalysisOptions) -> AcceptedRisks {
    AcceptedRisks(
      entries: description.acceptedRisks.values.map { risk in
        return .init(
          rule: risk.rule.value, subject: risk.subject?.value, because: risk.because?.value,
          until: risk.until.map { "\($0.value)" })
      }, today: options.today)
  }

  private func assumptions(
    _ facts: FactBase, _ operations: [OperationAnalysis], _ findings: [Finding],
    _ decisions: [Decision]
  ) -> [Assumption] {
    var stage = AssumptionStage()
    for finding in findings {
      stage.note(finding.rule.when.trace(facts.bindings(finding.subject)).1, in: facts, usedBy: finding.rule.id)
    }
    for decision in decisions {
      let bindings = facts.bindings(decision.subject)
      let verdict = decision.verdicts[decision.choice]
      for index in verdict.supported {
        stage.note(decision.option.supported[index].when.trace(bindings).1, in: facts, usedBy: decision.topic.id)
      }
    }
    return stage.assumptions
  }
}
