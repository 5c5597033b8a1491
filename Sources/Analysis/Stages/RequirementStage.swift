import Consistency
import Expressions
import Knowledge
import SystemModel

/// Stratum 2: what each operation and data item needs, stated and inferred, and whether the path gives it.
struct RequirementStage {
  let facts: FactBase
  let rules: [RequirementRule]
  private let conditions: [SubjectKind: (rules: [Int], conditions: ConditionList)]

  init(facts: FactBase, rules: [RequirementRule]) {
    self.facts = facts
    self.rules = rules
    conditions = Dictionary(grouping: rules.indices) { rules[$0].subject }.mapValues {
      (rules: $0, conditions: ConditionList($0.map { rules[$0].when }))
    }
  }

  /// Needs of a subject, in the order of the rules; stated ones first.
  func needs(of subject: Subject, stated: [Requirement] = []) -> Needs {
    var needs = Needs()
    for requirement in stated { needs.add(requirement, isStated: true) }
    let bindings = facts.bindings(subject)
    let mayLose = self.mayLose(subject)
    let asked = conditions[subject.kind]
    asked?.conditions.forEachHolding(bindings) { index, outcome in
      guard case .holds = outcome, let place = asked?.rules[index] else { return }
      let rule = rules[place]
      for need in rule.requires {
        if mayLose, case .durability = need { continue }
        needs.add(
          Requirement(
            need: need, rule: rule, why: facts.bind(rule.why, subject),
            derivation: facts.derivation(rule.id, rule.when, subject)),
          isStated: false)
      }
    }
    needs.settle()
    return needs
  }

  /// The needs that an operation's `requirements` state outright.
  func stated(_ subject: Subject) -> [Requirement] {
    guard let field = subject.record.type.index(of: "requirements"),
      case .record(let record) = subject.record.values[field]
    else { return [] }
    let hasEffects = self.hasEffects(subject)
    return StatedNeeds.all.flatMap { name, needs -> [Requirement] in
      guard let index = record.type.index(of: name) else { return [] }
      let reference = FactReference(record: record, field: index)
      guard case .stated = facts.origin(of: reference) else { return [] }
      let premise = FactPremise(
        path: facts.path(of: reference), value: record.values[index],
        origin: facts.origin(of: reference))
      return needs(record.values[index]).filter { hasEffects || !$0.isAboutEffects }.map {
        Requirement(
          need: $0, rule: nil, why: nil, derivation: Derivation(rule: "stated", premises: [premise])
        )
      }
    }
  }
}

extension RequirementStage {
  /// Whether it changes, calls or publishes something; a pure read has nothing to lose or repeat.
  private func hasEffects(_ subject: Subject) -> Bool {
    ["writes", "calls", "publishes"].contains { name in
      if case .list(let items)? = subject.record[name] { !items.isEmpty } else { false }
    }
  }
}

extension RequirementStage {
  /// Whether it states that acknowledged writes of some time may be lost; no rule knows better.
  private func mayLose(_ subject: Subject) -> Bool {
    guard case .record(let requirements)? = subject.record["requirements"],
      let index = requirements.type.index(of: "data_loss"),
      case .stated = facts.origin(of: FactReference(record: requirements, field: index)),
      case .duration(let loss) = requirements.values[index]
    else { return false }
    return loss > .zero
  }
}

extension Need {
  fileprivate var isAboutEffects: Bool {
    switch self {
    case .durability, .atomicity, .exactlyOnce: true
    default: false
    }
  }
}

/// How each field of `requirements` reads as needs.
private enum StatedNeeds {
  static let all: [(name: String, needs: @Sendable (Value) -> [Need])] = [
    (
      "consistency",
      { value in texts(value).compactMap { ConsistencyModel($0) }.map { .consistency($0, nil) } }
    ),
    ("session", { value in texts(value).compactMap { ConsistencyModel($0) }.map { .session($0) } }),
    ("ordering", { value in texts(value).map { .ordering($0) } }),
    ("atomicity", { value in texts(value).contains("all-or-nothing") ? [.atomicity] : [] }),
    (
      "on_partition",
      { value in
        texts(value).compactMap { Need.PartitionStance(rawValue: $0) }.map { .partition($0) }
      }
    ),
    (
      "data_loss",
      { value in if case .duration(.zero) = value { [.durability] } else { [] } }
    ),
    ("exactly_once", { value in if case .bool(true) = value { [.exactlyOnce] } else { [] } }),
  ]

  private static func texts(_ value: Value) -> [String] {
    switch value {
    case .string(let text): [text]
    case .list(let items): items.flatMap(texts)
    default: []
    }
  }
}
