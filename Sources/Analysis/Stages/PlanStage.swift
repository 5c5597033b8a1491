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
    var changes: [SettingChange] = []
    let milestone: Int
    let order: Int
  }

  /// What settings alone stop comes first.
  private static let settingsMilestone = "stop-the-bleeding"

  private static func count(_ value: Value) -> Int? {
    if case .int(let count) = value { Int(count) } else { nil }
  }

  /// Rules about acknowledged data that is lost, where settings clear every finding of theirs; those
  /// of which something milder is left ask for their own step too.
  ///
  /// - Returns: By rule, whether nothing is left.
  private func clearedBySettings(_ findings: [Finding]) -> [String: Bool] {
    let nodes = Dictionary(
      facts.all(.store).map { ($0.name, $0.record["nodes"].flatMap(Self.count)) },
      uniquingKeysWith: { first, _ in first })
    var cleared: [String: Bool] = [:]
    var open: Set<String> = []
    for finding in findings where !finding.isAccepted {
      let rule = finding.rule.id
      // With two nodes the second must not stop every commit: a third comes first.
      guard Search.lossCategories.contains(finding.rule.category), let remedy = finding.remedy,
        !remedy.changes.isEmpty, remedy.changes.allSatisfy({ nodes[$0.store] != 2 })
      else {
        open.insert(rule)
        continue
      }
      cleared[rule] = (cleared[rule] ?? true) && remedy.uncovers.isEmpty
    }
    return cleared.filter { !open.contains($0.key) }
  }

  func steps(findings: [Finding], decisions: [Decision]) -> [PlannedStep] {
    var entries: [Entry] = []
    var index: [Key: Int] = [:]
    func add(
      _ key: Key, _ words: @autoclosure () -> BoundText, _ milestone: String, _ because: String,
      _ subject: String, _ severity: Severity?, _ changes: [SettingChange] = []
    ) {
      if let place = index[key] {
        entries[place].changes += changes.filter { !entries[place].changes.contains($0) }
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
          changes: changes, milestone: stage, order: entries.count))
    }
    let cleared = clearedBySettings(findings)
    for finding in findings where !finding.isAccepted {
      guard let milestone = finding.rule.milestone, finding.rule.severity >= .low else { continue }
      if let isWhole = cleared[finding.rule.id] {
        add(
          Key(rule: finding.rule.id, option: -1), finding.instead, Self.settingsMilestone,
          finding.rule.id, finding.subject.name, finding.rule.severity,
          finding.remedy?.changes ?? [])
        if isWhole { continue }
      }
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
        subjects: $0.subjects, severity: $0.severity, changes: $0.changes)
    }
  }
}
