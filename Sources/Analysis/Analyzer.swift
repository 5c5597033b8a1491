public import Diagnostics
import Expressions
public import Knowledge
import Parallel
public import SystemModel

/// What an analysis depends on beside the description and the knowledge.
public struct AnalysisOptions: Sendable {
  /// `YYYY-MM-DD`: accepted risks whose date is before it count again; `nil`: none does.
  public var today: String?
  /// Seed of everything random.
  public var seed: UInt64

  /// Defaults: no date, seed 1.
  public init(today: String? = nil, seed: UInt64 = 1) {
    self.today = today
    self.seed = seed
  }
}

/// Everything that was concluded about one description.
public struct Analysis: Sendable {
  /// What was analysed.
  public let description: SystemDescription
  /// Stratum 1, with what later strata wrote back.
  public let facts: FactBase
  /// What the conclusions rest on.
  public let knowledge: KnowledgeBase
  /// What the analysis depended on beside the description.
  public let options: AnalysisOptions
  /// One for each operation, in the order of the description.
  public let operations: [OperationAnalysis]
  /// Needs of data items, by position in `facts.all(.data)`.
  public let dataNeeds: [Needs]
  /// Answers to every topic for every subject that it applies to.
  public let decisions: [Decision]
  /// The most severe first; accepted ones after the others of their severity.
  public let findings: [Finding]
  /// Requirements that cannot all hold.
  public let conflicts: [Conflict]
  /// Facts that would settle something, the most telling first.
  public let questions: [Question]
  /// Defaults that conclusions rest on.
  public let assumptions: [Assumption]
  /// What to do, in order.
  public let steps: [PlannedStep]
  /// Latency, survival, availability and staleness.
  public let numbers: SystemNumbers
  /// Requirements of one operation that no design on its topology can meet together.
  public let clashes: [Clash]
  /// The description with its names resolved; see `ground`.
  let graph: Graph
}

/// What one operation needs and gets.
public final class OperationAnalysis: Sendable {
  /// The operation.
  public let subject: Subject
  /// What it must have.
  public let needs: Needs
  /// `nil`: some store's guarantees are not known.
  public let provided: [String]?
  /// Ids of needed models that the path does not give.
  public let missing: [String]
  /// What can happen because of what is missing, told of this operation; `nil` when nothing is.
  public let violation: Violation?
  /// Models given beyond what is needed, and what each costs.
  public let excess: [Excess]
  /// The least that its round trips take; `nil` when distances are not known.
  public let floor: Duration?
  /// The stated p99 bound; `nil` when there is none.
  public let budget: Duration?
  /// The stated share of time in which it must work; `nil` when there is none.
  public let availabilityTarget: Double?
  /// The stated age of what it reads, in milliseconds; `nil` when there is none, or any will do.
  public let stalenessMilliseconds: Double?

  init(
    subject: Subject, needs: Needs, provided: [String]?, missing: [String], violation: Violation?,
    excess: [Excess], floor: Duration?, budget: Duration?, availabilityTarget: Double?,
    stalenessMilliseconds: Double?
  ) {
    self.subject = subject
    self.needs = needs
    self.provided = provided
    self.missing = missing
    self.violation = violation
    self.excess = excess
    self.floor = floor
    self.budget = budget
    self.availabilityTarget = availabilityTarget
    self.stalenessMilliseconds = stalenessMilliseconds
  }
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
    graph.numbers?.prepareDetails()
    let (operations, dataNeeds) = fillNeeds(facts, graph)
    let (decided, decisionQuestions) = decide(facts)
    let followUp = FollowUpStage(facts: facts, knowledge: knowledge)
    let decisions = Chunks.map(decided) { $0.map(followUp.complete) }.flatMap(\.self)
    var (findings, findingQuestions) = find(facts, acceptedRisks(description, options))
    addRemedies(to: &findings, facts, graph, operations)
    // Reads what is described, not the facts, which questions change while they try answers.
    let clashes = Once {
      FeasibilityStage(graph: graph, assumed: AssumedValues(knowledge)).clashes(
        operations, decisions)
    }.begun()
    let priorities = description.priorities.values.map(\.rawValue)
    return Analysis(
      description: description, facts: facts, knowledge: knowledge, options: options,
      operations: operations, dataNeeds: dataNeeds, decisions: decisions, findings: findings,
      conflicts: ConflictStage(facts: facts, priorities: priorities).conflicts(findings),
      questions: QuestionStage(facts: facts, knowledge: knowledge, decisions: decisions)
        .questions(findingQuestions + decisionQuestions),
      assumptions: versionAssumptions(graph, findings)
        + assumptions(facts, operations, findings, decisions),
      steps: PlanStage(facts: facts, knowledge: knowledge)
        .steps(findings: findings, decisions: decisions),
      numbers: graph.numbers ?? .none,
      clashes: clashes.value, graph: graph)
  }

  private func fillNeeds(_ facts: FactBase, _ graph: Graph) -> ([OperationAnalysis], [Needs]) {
    let stage = RequirementStage(facts: facts, rules: knowledge.requirements)
    let dataNeeds = Chunks.map(facts.all(.data)) { subjects in
      subjects.map { subject in
        let needs = stage.needs(of: subject)
        set(subject, "needs", needsRecord(needs, subject))
        return needs
      }
    }.flatMap(\.self)
    let pairs = zip(facts.all(.operation), graph.operations).map { (subject: $0, node: $1) }
    let operations = Chunks.map(pairs) { pairs in
      pairs.map { analyze($0.node, $0.subject, stage, graph) }
    }.flatMap(\.self)
    return (operations, dataNeeds)
  }

  private func analyze(
    _ node: OperationNode, _ subject: Subject, _ stage: RequirementStage, _ graph: Graph
  ) -> OperationAnalysis {
    let needs = stage.needs(of: subject, stated: stage.stated(subject))
    set(subject, "needs", needsRecord(needs, subject))
    let gap = GuaranteeGap(needs: needs, provided: PathGuarantee.provided(node))
    gap.fill(subject.record)
    let shared = graph.description.requirements
    let own = node.value.requirements?.value
    var staleness: Double?
    if case .atMost(let bound)? = (own?.staleness ?? shared?.staleness)?.value {
      staleness = bound.inMilliseconds
    }
    return OperationAnalysis(
      subject: subject, needs: needs, provided: gap.providedIDs, missing: gap.missingIDs,
      violation: gap.violation(of: node), excess: gap.excessCosts(of: node, graph),
      floor: node.floor,
      budget: (own?.latency ?? shared?.latency)?.value[atLeast: 99]?.value,
      availabilityTarget: (own?.availability ?? shared?.availability)?.value.fraction,
      stalenessMilliseconds: staleness)
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

  private func addRemedies(
    to findings: inout [Finding], _ facts: FactBase, _ graph: Graph,
    _ operations: [OperationAnalysis]
  ) {
    var stage = RemedyStage(
      knowledge: knowledge, facts: facts, graph: graph, operations: operations)
    for index in findings.indices {
      guard let remedy = stage.remedy(for: findings[index]) else { continue }
      findings[index] = findings[index].with(remedy)
    }
  }

  /// One for each store whose version is not stated and whose older defaults guarantee less.
  private func versionAssumptions(_ graph: Graph, _ findings: [Finding]) -> [Assumption] {
    graph.stores.compactMap { store in
      guard let defaults = store.weakerDefaults else { return nil }
      let users = Set((store.readers + store.writers + store.messaging).map(\.name))
      let rules = findings.filter { finding in
        finding.subject.kind == .store && finding.subject.name == store.name
          || finding.subject.kind == .operation && users.contains(finding.subject.name)
      }.map(\.rule.id)
      return Assumption(
        facts: ["\(store.record.path).version"], value: defaults.text,
        meaning: "No version is stated, so the defaults that guarantee less count",
        usedBy: unique(rules))
    }
  }

  private func decide(_ facts: FactBase) -> ([Decision], [OpenQuestions]) {
    var decisions: [Decision] = []
    var questions: [OpenQuestions] = []
    var byKind: [SubjectKind: [Int]] = [:]
    for (index, topic) in knowledge.decisions.enumerated() {
      byKind[topic.subject, default: []].append(index)
    }
    for kind in SubjectKind.allCases {
      let topics = byKind[kind] ?? []
      let parts = Chunks.map(facts.all(kind)) { subjects in
        var stage = DecisionStage(facts: facts, topics: knowledge.decisions)
        let decisions = subjects.flatMap { decide(topics, on: $0, &stage) }
        return (decisions, stage.questions)
      }
      for part in parts {
        decisions += part.0
        questions.append(part.1)
      }
    }
    return (decisions, questions)
  }

  private func decide(_ topics: [Int], on subject: Subject, _ stage: inout DecisionStage)
    -> [Decision]
  {
    let bindings = stage.facts.bindings(subject)
    let decisions = topics.compactMap { stage.run($0, on: subject, bindings) }
    set(subject, "decided", .textMap(decisions.map { ($0.topic.id, .string($0.option.id)) }))
    return decisions
  }

  private func find(_ facts: FactBase, _ acceptedRisks: AcceptedRisks) -> (
    [Finding], [OpenQuestions]
  ) {
    var findings: [Finding] = []
    var ranks: [Int] = []
    var questions: [OpenQuestions] = []
    let stage = FindingStage(facts: facts, rules: knowledge.findings, acceptedRisks: acceptedRisks)
    for kind in SubjectKind.allCases {
      let rules = stage.rules(about: kind)
      let parts = Chunks.map(facts.all(kind)) { subjects in
        var stage = stage
        let found = subjects.flatMap { stage.run(rules, on: $0) }
        return (found, stage.questions)
      }
      findings += parts.flatMap { $0.0.map(\.finding) }
      ranks += parts.flatMap { $0.0.map(\.rule) }
      questions += parts.map(\.1)
    }
    return (sorted(findings, ranks), questions)
  }

  /// The most severe first; accepted ones after the others of their severity; then by place.
  private func sorted(_ findings: [Finding], _ ranks: [Int]) -> [Finding] {
    let order = findings.indices.sorted { a, b in
      let left = findings[a]
      let right = findings[b]
      if left.rule.severity != right.rule.severity {
        return left.rule.severity > right.rule.severity
      }
      let leftAccepted = left.isAccepted
      if leftAccepted != right.isAccepted { return !leftAccepted }
      if left.location.span.start != right.location.span.start {
        return left.location.span.start < right.location.span.start
      }
      return ranks[a] != ranks[b] ? ranks[a] < ranks[b] : a < b
    }
    return order.map { findings[$0] }
  }

  private func acceptedRisks(_ description: SystemDescription, _ options: AnalysisOptions)
    -> AcceptedRisks
  {
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
    var traced: [String: Int] = [:]
    /// In a large system the same rule rests on the same default many times over.
    func isEnough(_ rule: String) -> Bool {
      traced[rule, default: 0] += 1
      return traced[rule]! > 200
    }
    for finding in findings where !isEnough(finding.rule.id) {
      stage.note(
        finding.rule.when.trace(facts.bindings(finding.subject)).1, in: facts,
        usedBy: finding.rule.id)
    }
    for decision in decisions where !isEnough(decision.topic.id) {
      let bindings = facts.bindings(decision.subject)
      let verdict = decision.verdicts[decision.choice]
      for index in verdict.supported {
        stage.note(
          decision.option.supported[index].when.trace(bindings).1, in: facts,
          usedBy: decision.topic.id)
      }
    }
    return stage.assumptions
  }
}
