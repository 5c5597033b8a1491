import Diagnostics
import Expressions
import Knowledge

/// Stratum 4: holds the design as described against its requirements and decisions.
struct FindingStage {
  let facts: FactBase
  let rules: [FindingRule]
  let acceptedRisks: AcceptedRisks
  var questions = OpenQuestions()

  /// The conditions of the rules about a kind of subject, apart from their texts: this is what is
  /// evaluated most.
  func conditions(about kind: SubjectKind) -> [(rule: Int, when: Program)] {
    rules.indices.filter { rules[$0].subject == kind }.map { ($0, rules[$0].when) }
  }

  mutating func run(
    _ conditions: [(rule: Int, when: Program)], on subject: Subject
  ) -> [(rule: Int, finding: Finding)] {
    let bindings = facts.bindings(subject)
    return conditions.compactMap { rule, when in
      run(rule, when, on: subject, bindings).map { (rule, $0) }
    }
  }

  private mutating func run(_ index: Int, _ when: Program, on subject: Subject, _ bindings: [Value])
    -> Finding?
  {
    switch when.evaluate(bindings) {
    case .bool(true): return finding(rules[index], subject)
    case .unknown(let unknown):
      questions.note(unknown, stake: .finding(index), of: subject)
      return nil
    default: return nil
    }
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
