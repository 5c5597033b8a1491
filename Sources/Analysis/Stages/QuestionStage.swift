import Expressions
import Knowledge

/// Turns what evaluation left open into questions, the most telling first.
///
/// Whatever hangs on a fact is evaluated again with each answer that the fact can have. A question
/// is asked only when some answer raises a finding above low or changes a decision, or when that
/// cannot be told because the answers cannot be listed.
struct QuestionStage {
  let facts: FactBase
  let knowledge: KnowledgeBase
  /// What was decided without the answers.
  let decisions: [Decision]

  func questions(_ open: [OpenQuestions]) -> [Question] {
    let all = open.reduce(into: OpenQuestions()) { $0.add($1) }
    let chosen = Dictionary(
      decisions.map { (Self.key($0.topic, $0.subject), $0.option.id) },
      uniquingKeysWith: { first, _ in first })
    let ranked = all.open.compactMap { question($0, chosen) }
    return ranked.enumerated().sorted { left, right in
      let a = rank(left.element)
      let b = rank(right.element)
      return a != b ? a > b : left.offset < right.offset
    }.map(\.element)
  }

  /// Most severe finding first, then the number of things that hang on the answer.
  private func rank(_ question: Question) -> Int {
    let severity =
      question.couldReveal.first.map { Severity.allCases.firstIndex(of: $0.severity)! + 1 } ?? 0
    let stakes = question.couldReveal.count + question.couldChange.count
    return severity * 1000 + min(stakes, 9) * 100 + (question.couldChange.isEmpty ? 0 : 50)
  }

  private func question(_ open: OpenQuestions.Open, _ chosen: [String: String]) -> Question? {
    let stakes = Stakes(open, self, chosen)
    guard !stakes.reveals.isEmpty || !stakes.changes.isEmpty else { return nil }
    let first = open.facts[0]
    return Question(
      words: words(for: first), meaning: first.declaration.meaning,
      facts: open.facts.map(facts.path(of:)),
      couldReveal: stakes.reveals.sorted().map { knowledge.findings[$0] }.sorted(by: Self.worse),
      couldChange: stakes.changes.sorted().map { knowledge.decisions[$0] },
      answers: stakes.answers)
  }

  fileprivate static func worse(_ left: FindingRule, _ right: FindingRule) -> Bool {
    left.severity != right.severity
      ? left.severity > right.severity : left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
  }

  fileprivate static func key(_ topic: DecisionTopic, _ subject: Subject) -> String {
    "\(topic.id) \(subject.kind.rawValue) \(subject.name)"
  }

  // MARK: Words

  func words(for fact: FactReference) -> BoundText? {
    guard let (subject, key) = place(of: fact),
      let question = knowledge.questions.first(where: { $0.fact == key })
    else { return nil }
    return facts.bind(question.asks, subject)
  }

  /// The subject whose fact it is, and the way from it: `operation.requirements.survive`.
  private func place(of fact: FactReference) -> (Subject, String)? {
    let path = facts.path(of: fact)
    for (name, type) in [("topology", FactTypes.topology.type), ("team", FactTypes.team.type)]
    where path.hasPrefix(name + ".") {
      guard let system = facts.all(.system).first else { return nil }
      return (system, key(name, type, path.dropFirst(name.count + 1)))
    }
    let section = path.prefix { $0 != "." }
    for kind in SubjectKind.allCases where kind != .system {
      guard facts.all(kind).first?.record.path.hasPrefix(section) == true else { continue }
      for subject in facts.all(kind) where path.utf8.starts(with: subject.record.path.utf8) {
        let end = path.utf8.index(path.startIndex, offsetBy: subject.record.path.utf8.count)
        guard end < path.endIndex, path[end] == "." else { continue }
        return (subject, key(kind.rawValue, subject.record.type, path[end...].dropFirst()))
      }
    }
    return nil
  }

  /// The path without what picks one of a list: positions and names.
  private func key(_ start: String, _ type: RecordType, _ rest: Substring) -> String {
    var key = start
    var type: RecordType? = type
    for part in rest.split(separator: ".") {
      let name = String(part.prefix { $0 != "[" })
      guard let current = type, let place = current.index(of: name) else { continue }
      key += "." + name
      type = Self.record(in: current.fields[place].type)
    }
    return key
  }

  private static let types = Dictionary(
    FactTypes.recordTypes(.findings).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  private static func record(in type: ValueType) -> RecordType? {
    switch type {
    case .record(let name): types[name]
    case .list(let element), .map(_, let element): record(in: element)
    default: nil
    }
  }
}

/// What the answers to one question bring about.
private struct Stakes {
  /// Findings above low that some answer raises, or that could not be tried.
  var reveals: Set<Int> = []
  /// Decisions that some answer changes, or that could not be tried.
  var changes: Set<Int> = []
  var answers: [Question.Answer] = []

  /// What follows from one answer.
  private struct Effect: Hashable {
    var reveals: Set<Int> = []
    /// Findings that then hang on another open fact.
    var leavesOpen: Set<Int> = []
    var changes: [Int: Int] = [:]
    var isEmpty: Bool { reveals.isEmpty && leavesOpen.isEmpty && changes.isEmpty }
  }

  init(
    _ open: OpenQuestions.Open, _ stage: QuestionStage, _ chosen: [String: String]
  ) {
    let field = open.facts[0].declaration
    guard let candidates = Candidates(field) else {
      for stake in open.stakes { note(stake, stage.knowledge) }
      return
    }
    var grouped: [(effect: Effect, values: [Value])] = []
    let trials = open.cases.map { Trial($0, stage) }
    for value in candidates.values {
      var effect = Effect()
      for trial in trials { add(trial, value, stage, chosen, &effect) }
      if let place = grouped.firstIndex(where: { $0.effect == effect }) {
        grouped[place].values.append(value)
      } else {
        grouped.append((effect, [value]))
      }
    }
    // Numbers were only tried here and there: what they change is known, from where on is not.
    guard candidates.isComplete else { return }
    let telling = grouped.filter { !$0.effect.isEmpty } + grouped.filter(\.effect.isEmpty)
    guard telling.count > 1 else { return }
    answers = telling.map { effect, values in
      func rules(_ indices: Set<Int>) -> [FindingRule] {
        indices.sorted().map { stage.knowledge.findings[$0] }.sorted(by: QuestionStage.worse)
      }
      return Question.Answer(
        values: values.map(Candidates.text), reveals: rules(effect.reveals),
        leavesOpen: rules(effect.leavesOpen.subtracting(effect.reveals)),
        changes: effect.changes.sorted { $0.key < $1.key }.map { topic, option in
          let topic = stage.knowledge.decisions[topic]
          return (topic, topic.options[option])
        })
    }
  }

  private mutating func note(_ stake: OpenQuestions.Stake, _ knowledge: KnowledgeBase) {
    switch stake {
    case .finding(let index):
      if knowledge.findings[index].severity > .low { reveals.insert(index) }
    case .decision(let index): changes.insert(index)
    }
  }

  /// What hangs on the fact for one subject, and what stays the same whatever the answer.
  private struct Trial {
    let item: OpenQuestions.Case
    let bindings: [Value]
    var settled: [OptionVerdict?] = []

    init(_ item: OpenQuestions.Case, _ stage: QuestionStage) {
      self.item = item
      bindings = stage.facts.bindings(item.subject)
      if case .decision(let index) = item.stake {
        settled = DecisionStage(facts: stage.facts, topics: stage.knowledge.decisions)
          .settledVerdicts(index, bindings)
      }
    }
  }

  /// Evaluates what hangs on the fact as if the answer were `value`.
  private mutating func add(
    _ trial: Trial, _ value: Value, _ stage: QuestionStage, _ chosen: [String: String],
    _ effect: inout Effect
  ) {
    let item = trial.item
    let values = item.fact.record.values
    let old = values[item.fact.field]
    values[item.fact.field] = value
    defer { values[item.fact.field] = old }
    switch item.stake {
    case .finding(let index):
      let rule = stage.knowledge.findings[index]
      guard rule.severity > .low else { return }
      switch rule.when.evaluate(trial.bindings) {
      case .bool(true):
        effect.reveals.insert(index)
        reveals.insert(index)
      case .unknown:
        effect.leavesOpen.insert(index)
        reveals.insert(index)
      default: break
      }
    case .decision(let index):
      var decider = DecisionStage(facts: stage.facts, topics: stage.knowledge.decisions)
      guard
        let decision = decider.run(
          index, on: item.subject, trial.bindings, settled: trial.settled),
        decision.option.id != chosen[QuestionStage.key(decision.topic, item.subject)]
      else { return }
      changes.insert(index)
      effect.changes[index] = decision.choice
    }
  }
}

/// Answers that a fact can have.
private struct Candidates {
  let values: [Value]
  /// Whether these are all.
  let isComplete: Bool

  init?(_ field: RecordField) {
    switch field.type {
    case .bool: (values, isComplete) = ([.bool(true), .bool(false)], true)
    case .string where !field.words.isEmpty:
      (values, isComplete) = (field.words.map { .string($0) }, true)
    case .list(.string) where !field.words.isEmpty:
      values = [.list([])] + field.words.map { .list([.string($0)]) }
      isComplete = false
    case .duration:
      let seconds: [Double] = [0, 0.01, 0.2, 1, 5, 30, 120, 600, 3600, 86_400, 100 * 86_400]
      (values, isComplete) = (seconds.map { .duration(.seconds($0)) }, false)
    case .int:
      (values, isComplete) = ([0, 1, 2, 3, 4, 5, 10, 100, 10_000, .max].map { .int($0) }, false)
    case .double:
      let numbers: [Double] = [
        0, 0.01, 0.1, 0.3, 0.5, 0.8, 0.99, 0.999, 0.99999, 1, 10, 1000, 1e5, 1e9, 1e13,
      ]
      (values, isComplete) = (numbers.map { .double($0) }, false)
    default: return nil
    }
  }

  static func text(_ value: Value) -> String {
    switch value {
    case .bool(let flag): flag ? "yes" : "no"
    default: ValueText.plain(value)
    }
  }
}
