import Analysis
import Knowledge

/// What follows from decisions, worked out step by step: sagas, and ways from what is in use.
struct PlanSections {
  let report: Report
  let prose: Prose
  let notes: Footnotes

  /// So many are told in full; JSON has them all.
  private static let limit = 6

  // MARK: Sagas

  var sagas: [String: Any]? { section(sagaTexts) }

  /// The plans of all sagas as Markdown.
  var sagaTexts: (shown: [SagaText], more: String?) {
    let planned = report.analysis.decisions.compactMap { decision in
      decision.saga.map { (decision.subject.name, $0) }
    }
    return shown(planned, "saga plan") { name, plan in
      SagaText(
        subject: name, title: "Saga of \(MarkdownText.code(name))",
        steps: plan.steps.indices.map { row(plan, $0) },
        notes: sagaNotes(plan))
    }
  }

  private func row(_ plan: SagaPlan, _ index: Int) -> Review.Plan.Saga.Step {
    let step = plan.steps[index]
    let at =
      step.participants.isEmpty
      ? "" : Words.joined(step.participants.map(MarkdownText.tableCode))
    let words = self.words(step)
    return .init(
      number: "\(index + 1)", step: MarkdownText.tableCode(step.name), at: at, role: words.role,
      refused: words.refused, silent: words.silent)
  }

  private func words(_ step: SagaPlan.Step) -> (role: String, refused: String, silent: String) {
    switch step.role {
    case .check: ("changes nothing", undone(step, "stop"), "ask again, then as if refused")
    case .compensatable:
      (
        step.undo.map { "undone by \(MarkdownText.tableCode($0))" } ?? "**no undo**",
        undone(step, "nothing to undo"),
        step.undo == nil
          ? "\(asking(step)) what happened"
          : "\(asking(step)); going back undoes it too if it was done"
      )
    case .pivot:
      (
        "**point of no return**", undone(step, "nothing to undo"),
        "\(asking(step)), never guess: done means go on, not done means go back"
      )
    case .retriable:
      (
        "repeated until done", "try again, later each time; never go back",
        step.keyless.isEmpty
          ? "repeat with the same key" : "\(asking(step)); repeat only what was not done"
      )
    }
  }

  /// How to learn whether a step was done.
  private func asking(_ step: SagaPlan.Step) -> String {
    step.keyless.isEmpty
      ? "ask by its key"
      : "look for its reference in the statement of \(Words.joined(step.keyless.map(MarkdownText.tableCode))), which takes no key"
  }

  private func undone(_ step: SagaPlan.Step, _ nothing: String) -> String {
    step.undos.isEmpty
      ? nothing : step.undos.map(MarkdownText.tableCode).joined(separator: ", then ")
  }

  private func sagaNotes(_ plan: SagaPlan) -> [String] {
    var lines = moved(plan) + plan.gaps.map(gap)
    if plan.steps.contains(where: { !$0.undos.isEmpty }) {
      lines.append(
        "An undo that fails is repeated with the same key; what still fails after an hour goes to people with the identity of the run. Undos must accept that their step was never done."
      )
    }
    return lines
      + plan.countermeasures.map { measure, words in
        "*\(MarkdownText.part(measure.title)).* \(prose.full(words))\(notes.marks(measure.sources))"
      }
  }

  /// Steps that run elsewhere than the description has them.
  private func moved(_ plan: SagaPlan) -> [String] {
    guard !plan.keepsOrder, let pivot = plan.pivot else { return [] }
    let border = plan.steps[pivot]
    let name = MarkdownText.code(border.name)
    return plan.steps.enumerated().compactMap { index, step in
      if index > pivot, step.place < border.place {
        return
          "\(MarkdownText.code(step.name)) moves behind \(name): it has no undo, but it can be repeated until it is done."
      }
      if index < pivot, step.place > border.place {
        return
          "\(MarkdownText.code(step.name)) moves before \(name): it may be refused, and only there can that still be answered by going back."
      }
      return nil
    }
  }

  private func gap(_ gap: SagaPlan.Gap) -> String {
    switch gap {
    case .noUndo(let step, let pivot):
      "**Missing:** \(MarkdownText.code(step)) has no undo and is not said to succeed in the end, yet \(MarkdownText.code(pivot)) after it may be refused. Give it an undo, make it repeatable and move it behind \(MarkdownText.code(pivot)), or let it only reserve."
    case .unreliableUndo(let step, let undo):
      "**Unreliable:** \(MarkdownText.code(undo)) may fail for good, and then \(MarkdownText.code(step)) stays done in a run that was given up. Let \(MarkdownText.code(step)) only reserve, with an expiry, so that doing nothing takes it back."
    case .refusableAfterPivot(let step, let pivot):
      "**No way out:** \(MarkdownText.code(step)) may be refused for good after \(MarkdownText.code(pivot)), which cannot be undone. Check or reserve before \(MarkdownText.code(pivot)) what could make it fail."
    case .perhapsRefusableAfterPivot(let step, let pivot):
      "**To make sure:** \(MarkdownText.code(step)) comes after \(MarkdownText.code(pivot)), so it has to be repeated until it is done. Check before \(MarkdownText.code(pivot)) whatever could refuse it."
    case .notIdempotent(let step, let keyless):
      "**Not repeatable:** \(MarkdownText.code(step)) acts again when it is repeated after a lost answer. "
        + (keyless.isEmpty
          ? "Give it a key made of the run's identity and the step's name."
          : "\(Words.joined(keyless.map(MarkdownText.code))) \(keyless.count == 1 ? "takes" : "take") no key: send a reference made of the run's identity along, and find out by it whether the step was done before it is repeated.")
    }
  }

  // MARK: Ways from what is in use

  var migrations: [String: Any]? { section(migrationTexts) }

  /// The ways as Markdown, those about the worst findings first.
  var migrationTexts: (shown: [MigrationText], more: String?) {
    let worst = Approach(report)
    // A way of which only names differ from one already told says nothing new.
    var distinct = DistinctTexts()
    let moving = worst.ranked(report.decisionGroups).compactMap { group in
      group.decisions[0].migration.map { (group, $0) }
    }.filter { _, migration in
      distinct.isNew(migration.steps.map { prose.full($0.words) }.joined(separator: " "))
    }
    return shown(moving, "way") { group, migration in
      let from = group.current.map { title(group.topic.options[$0]) } ?? "what is there"
      return MigrationText(
        group: group, title: "From *\(from)* to *\(title(group.option))*: \(group.subjectNames)",
        steps: migration.steps.map { step in
          "\(prose.full(step.words)) (*\(MarkdownText.continued(MarkdownText.part(step.milestone.title)))*)"
        }, back: prose.full(migration.back))
    }
  }

  private func title(_ option: DecisionOption) -> String {
    MarkdownText.continued(MarkdownText.part(option.title))
  }

  private func shown<Item, Text>(_ items: [Item], _ noun: String, _ text: (Item) -> Text)
    -> (shown: [Text], more: String?)
  {
    let more =
      items.count > Self.limit
      ? "\(Words.count(items.count - Self.limit, "further \(noun)")) in the JSON report." : nil
    return (items.prefix(Self.limit).map(text), more)
  }

  private func section<Text>(_ texts: (shown: [Text], more: String?)) -> [String: Any]? {
    guard !texts.shown.isEmpty else { return nil }
    var section: [String: Any] = ["items": texts.shown]
    section["more"] = texts.more
    return section
  }
}

/// The plan of one saga.
struct SagaText {
  /// The operation.
  let subject: String
  let title: String
  let steps: [Review.Plan.Saga.Step]
  let notes: [String]
}

/// The way from what is in use to what is chosen.
struct MigrationText {
  /// The decision that asks for it.
  let group: DecisionGroup
  let title: String
  let steps: [String]
  let back: String
}
