import Diagnostics
import Expressions
import Knowledge

/// Finds for each item of the checklist what the description already answers.
///
/// Of every subject that an item looks at the first evidence that holds counts. A finding of the
/// item's rules counts too: a high one speaks for no, a medium or an accepted one for partly. The item
/// is answered yes or no when all subjects are, and partly when they differ.
struct ChecklistStage {
  let analysis: Analysis

  private var facts: FactBase { analysis.facts }

  func prepare(_ item: ChecklistItem) -> PreparedItem {
    var collected = Collected()
    for (index, look) in item.looksAt.enumerated() { collect(look, index, into: &collected) }
    let isConcerned = !collected.order.isEmpty
    addFindings(of: item, to: &collected)
    let answer = isConcerned ? collected.answer : .notApplicable
    return PreparedItem(
      item: item, answer: answer, evidence: isConcerned ? collected.evidence : [],
      unsaid: unsaid(item, collected), exercises: exercises(item, collected),
      basis: collected.basis(facts))
  }

  // MARK: Subjects

  private func collect(_ look: ChecklistLook, _ place: Int, into collected: inout Collected) {
    for subject in facts.all(look.subject) {
      let bindings = facts.bindings(subject)
      if let when = look.when {
        let (value, premises) = when.trace(bindings)
        collected.note(premises)
        guard value.isTrue else { continue }
      }
      collected.add(subject, place)
      judge(subject, by: look, place, bindings, &collected)
    }
  }

  private func judge(
    _ subject: Subject, by look: ChecklistLook, _ place: Int, _ bindings: [Value],
    _ collected: inout Collected
  ) {
    var unknown = UnknownFacts()
    for (index, evidence) in look.answers.enumerated() {
      let (value, premises) = evidence.when.trace(bindings)
      collected.note(premises)
      if let facts = value.unknownFacts { unknown = unknown.merging(facts) }
      guard value.isTrue else { continue }
      let span = evidence.points.lazy.compactMap { facts.statedSpan(of: $0, subject) }.first
      collected.add(
        evidence.answer, from: .evidence(look: place, index), of: subject,
        facts.bind(evidence.says, subject),
        at: SourceLocation(file: facts.file, span: span ?? subject.span))
      return
    }
    for fact in unknown.facts { collected.leaveOpen(fact, at: facts.path(of: fact), of: subject) }
    if look.open != nil { collected.keepSilent(place, of: subject) }
  }

  // MARK: Findings

  private func addFindings(of item: ChecklistItem, to collected: inout Collected) {
    let rules = Set(item.rules)
    for finding in analysis.findings where rules.contains(finding.rule.id) {
      let isAccepted = finding.isAccepted
      collected.noteFinding(finding)
      guard finding.rule.severity >= .medium else { continue }
      collected.add(
        finding.rule.severity >= .high && !isAccepted ? .no : .partly,
        from: .finding(finding.rule.id, isAccepted: isAccepted), of: finding.subject,
        finding.message, at: finding.location, finding: finding)
    }
  }

  // MARK: What is told

  private func unsaid(_ item: ChecklistItem, _ collected: Collected) -> [UnsaidFact] {
    let questions = QuestionStage(facts: facts, knowledge: analysis.knowledge, decisions: [])
    let fields = collected.open.map { open in
      // A fact that is computed has no field of its own; the question names what it follows from.
      let isField = facts.origin(of: open.fact) == .unknown
      return UnsaidFact(
        paths: isField ? open.paths : [], words: questions.words(for: open.fact),
        meaning: "What is \(open.paths[0])? \(open.fact.declaration.meaning)", subjects: open.names)
    }
    let silent = item.looksAt.enumerated().compactMap { place, look -> UnsaidFact? in
      let subjects = collected.silent.filter { $0.look == place }.map(\.subject)
      guard let text = look.open, let first = subjects.first else { return nil }
      return UnsaidFact(
        paths: [], words: facts.bind(text, first), meaning: "", subjects: subjects.map(\.name))
    }
    return fields + silent
  }

  private func exercises(_ item: ChecklistItem, _ collected: Collected) -> [PreparedExercise] {
    item.looksAt.enumerated().compactMap { place, look in
      let concerned = collected.order.filter { $0.look == place }.map(\.subject)
      guard
        let worst = concerned.enumerated().min(by: { left, right in
          let ranks = (collected.rank(left.element), collected.rank(right.element))
          return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : left.offset < right.offset
        })
      else { return nil }
      var others = concerned.map(\.name)
      others.remove(at: worst.offset)
      return PreparedExercise(
        subject: worst.element, others: others, expects: facts.bind(look.expects, worst.element),
        verify: facts.bind(look.verify, worst.element))
    }
  }
}

extension Analysis {
  /// What the description already shows about every item of the checklist, in its order.
  ///
  /// - Complexity: O(items × subjects).
  public func preparedChecklist() -> [PreparedItem] {
    let stage = ChecklistStage(analysis: self)
    return knowledge.checklist.map(stage.prepare)
  }
}
