import Diagnostics
import Expressions
import Knowledge

/// Stratum 4: holds the design as described against its requirements and decisions.
struct FindingStage {
  let facts: FactBase
  let rules: [FindingRule]
  let acceptedRisks: AcceptedRisks
  var questions = OpenQuestions()

  /// Rules about one kind of subject, by their places, with their conditions.
  struct Selection {
    let places: [Int]
    let conditions: ConditionList
  }

  /// The rules about a kind of subject.
  func rules(about kind: SubjectKind) -> Selection {
    let places = rules.indices.filter { rules[$0].subject == kind }
    return Selection(places: places, conditions: ConditionList(places.map { rules[$0].when }))
  }

  mutating func run(_ selection: Selection, on subject: Subject) -> [(rule: Int, finding: Finding)]
  {
    var found: [(rule: Int, finding: Finding)] = []
    selection.conditions.forEachHolding(facts.bindings(subject)) { index, outcome in
      let rule = selection.places[index]
      switch outcome {
      case .holds: found.append((rule, finding(rules[rule], subject)))
      case .unknown(let unknown):
        questions.note(unknown, stake: .finding(rule), of: subject)
      }
    }
    return found
  }

  private func finding(_ rule: FindingRule, _ subject: Subject) -> Finding {
    let derivation = facts.derivation(rule.id, rule.when, subject)
    return Finding(
      rule: rule, subject: subject, message: facts.bind(rule.message, subject),
      why: facts.bind(rule.why, subject), instead: facts.bind(rule.instead, subject),
      location: SourceLocation(file: facts.file, span: place(rule, subject, derivation)),
      derivation: derivation,
      accepted: acceptedRisks.acceptance(rule: rule.id, subject: subject.name))
  }

  /// The first fact that the rule points at and the description states; else the first stated
  /// premise about the subject; else the subject's name.
  private func place(_ rule: FindingRule, _ subject: Subject, _ derivation: Derivation)
    -> SourceSpan
  {
    for point in rule.points {
      if let span = facts.statedSpan(of: point, subject) { return span }
    }
    let prefix = subject.record.path + "."
    for premise in derivation.premises where premise.path.hasPrefix(prefix) {
      if case .stated(let span) = premise.origin { return span }
    }
    return subject.span
  }
}

extension FactBase {
  /// Where a fact such as `store.failover.fencing` of a subject is stated.
  func statedSpan(of path: String, _ subject: Subject) -> SourceSpan? {
    var record = subject.record
    let fields = path.split(separator: ".").dropFirst().map(String.init)
    for (depth, name) in fields.enumerated() {
      guard let field = record.type.index(of: name) else { return nil }
      if depth == fields.count - 1 {
        guard case .stated(let span) = origin(of: FactReference(record: record, field: field))
        else {
          return nil
        }
        return span
      }
      guard case .record(let next) = record.values[field] else { return nil }
      record = next
    }
    return nil
  }
}
