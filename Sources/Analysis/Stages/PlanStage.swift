import Expressions
import Knowledge

/// Orders what is to be done: by milestone, in a milestone the most severe first.
struct PlanStage {
  let facts: FactBase
  let knowledge: KnowledgeBase

  /// What asks for a step: a rule, or a step of an option.
  private struct Key: Hashable {
    let rule: String
    var option = 0
    var step = 0
  }

  private struct Entry {
    let words: BoundText
    var because: [String] = []
    var subjects: [String] = []
    var seen: Set<String> = []
    var severity: Severity?
    let milestone: Int
    let order: Int
  }

  func steps(findings: [Finding], decisions: [Decision]) -> [PlannedStep] {
    var entries: [Entry] = []
    var index: [Key: Int] = [:]
    func add(
      _ key: Key, _ words: @autoclosure () -> BoundText, _ milestone: String, _ because: String,
      _ subject: String, _ severity: Severity?
    ) {
      if let place = index[key] {
        if entries[place].seen.insert(subject).inserted { entries[place].subjects.append(subject) }
        if !entries[place].because.contains(because) { entries[place].because.append(because) }
        return
      }
      guard let stage = knowledge.milestones.firstIndex(where: { $0.id == milestone }) else {
        return
      }
      index[key] = entries.count
      entries.append(
        Entry(
          words: words(), because: [because], subjects: [subject], severity: severity,
          milestone: stage,
          order: entries.count))
    }
    for finding in findings where !finding.isAccepted {
      guard let milestone = finding.rule.milestone, finding.rule.severity >= .low else { continue }
      add(
        Key(rule: finding.rule.id), finding.instead, milestone, finding.rule.id,
        finding.subject.name, finding.rule.severity)
    }
    for decision in decisions where !decision.isKept {
      let bindings = facts.bindings(decision.subject)
      for (place, step) in decision.option.steps.enumerated() {
        if let when = step.when, case .bool(true) = when.evaluate(bindings) {
        } else if step.when != nil {
          continue
        }
        add(
          Key(rule: decision.topic.id, option: decision.choice + 1, step: place),
          facts.bind(step.text, decision.subject), step.milestone, decision.topic.id,
          decision.subject.name, nil)
      }
    }
    return entries.sorted { left, right in
      if left.milestone != right.milestone { return left.milestone < right.milestone }
      if left.severity != right.severity {
        return (left.severity ?? .note) > (right.severity ?? .note)
      }
      return left.order < right.order
    }.map {
      PlannedStep(
        milestone: knowledge.milestones[$0.milestone], words: $0.words, because: $0.because,
        subjects: $0.subjects, severity: $0.severity)
    }
  }
}
