import Expressions
import Knowledge

/// Completes decisions with what follows from them: the way from what is in use, and plans.
struct FollowUpStage {
  let facts: FactBase
  let knowledge: KnowledgeBase

  func complete(_ decision: Decision) -> Decision {
    let current = decision.isKept ? nil : decision.current.map { decision.topic.options[$0].id }
    let migration = current.flatMap { self.migration(decision, from: $0) }
    let saga =
      decision.option.plan == .saga
      ? SagaPlanner(facts: facts, knowledge: knowledge).plan(decision.subject) : nil
    if migration == nil, saga == nil { return decision }
    return Decision(
      topic: decision.topic, subject: decision.subject, choice: decision.choice,
      current: decision.current, confidence: decision.confidence, verdicts: decision.verdicts,
      migration: migration, saga: saga)
  }

  private func migration(_ decision: Decision, from current: String) -> Migration? {
    let moves = decision.option.moves
    guard
      let move = moves.first(where: { $0.from.contains(current) })
        ?? moves.first(where: \.from.isEmpty)
    else { return nil }
    let bindings = facts.bindings(decision.subject)
    let steps = move.steps.filter { step in
      guard let when = step.when else { return true }
      if case .bool(true) = when.evaluate(bindings) { return true }
      return false
    }
    return Migration(
      steps: steps.compactMap { step in
        knowledge.milestones.first { $0.id == step.milestone }.map {
          ($0, facts.bind(step.text, decision.subject))
        }
      }, back: facts.bind(move.back, decision.subject))
  }
}
