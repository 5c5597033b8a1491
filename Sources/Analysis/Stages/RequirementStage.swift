import Consistency
import Expressions
import Knowledge
import SystemModel

/// Stratum 2: what each operation and data item needs, stated and inferred, and whether the path gives it.
struct RequirementStage {
  let facts: FactBase
  let rules: [RequirementRule]

  /// Needs of a subject, in the order of the rules; stated ones first.
  func needs(of subject: Subject, stated: [Requirement] = []) -> Needs {
    var needs = Needs()
    for requirement in stated { needs.add(requirement, isStated: true) }
    let bindings = facts.bindings(subject)
    for rule in rules where rule.subject == subject.kind {
      guard case .bool(true) = rule.when.evaluate(bindings) else { continue }
      for need in rule.requires {
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
    return StatedNeeds.all.flatMap { name, needs -> [Requirement] in
      guard let index = record.type.index(of: name) else { return [] }
      let reference = FactReference(record: record, field: index)
      guard case .stated = facts.origin(of: reference) else { return [] }
      let premise = FactPremise(
        path: facts.path(of: reference), value: record.values[index],
        origin: facts.origin(of: reference))
      return needs(record.values[index]).map {
        Requirement(
          need: $0, rule: nil, why: nil, derivation: Derivation(rule: "stated", premises: [premise]))
      }
    }
  }
}

/// How each field of `requirements` reads as needs.
private enum StatedNeeds {
  static let all: [(name: String, needs: @Sendable (Value) -> [Need])] = [
    ("consistency", { value in texts(value).compactMap { ConsistencyModel($0) }.map { .consistency($0, nil) } }),
    ("session", { value in texts(value).compactMap { ConsistencyModel($0) }.map { .session($0) } }),
    ("ordering", { value in texts(value).map { .ordering($0) } }),
    ("atomicity", { value in texts(value).contains("all-or-nothing") ? [.atomicity] : [] }),
    ("on_partition", { value in texts(value).compactMap { Need.PartitionStance(rawValue: $0) }.map { .partition($0) } }),
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
