import Analysis
import Knowledge

/// What to do by milestone; findings are named by their ids, because their fixes are told with them.
struct PlanSection {
  let builder: ReviewBuilder

  private var analysis: Analysis { builder.analysis }

  var plan: Review.Plan {
    let sections = PlanSections(
      report: builder.report, prose: builder.prose, notes: builder.notes)
    return .init(
      milestones: milestones,
      sagas: sections.sagaTexts.shown.map { text in
        .init(title: text.title, steps: text.steps, notes: text.notes.map { .init($0) })
      },
      migrations: sections.migrationTexts.shown.map { text in
        .init(title: text.title, steps: text.steps.map { .init($0) }, back: text.back)
      })
  }

  private var milestones: [Review.Plan.Milestone] {
    var stages: [(milestone: Milestone, steps: [PlannedStep])] = []
    for step in analysis.steps {
      if stages.last?.milestone.id == step.milestone.id {
        stages[stages.count - 1].steps.append(step)
      } else {
        stages.append((step.milestone, [step]))
      }
    }
    return stages.enumerated().map { index, stage in
      let fixes = stage.steps.compactMap(fix)
      return .init(
        id: "M\(index + 1)", title: MarkdownText.part(stage.milestone.title),
        fixes: fixes.isEmpty ? nil : Words.joined(fixes) + ".",
        steps: stage.steps.compactMap(task).map { .init($0) },
        exit: MarkdownText.full(stage.milestone.exit))
    }
  }

  /// `F1 (failover drops acknowledged writes)` for a step that a finding asks for.
  private func fix(_ step: PlannedStep) -> String? {
    guard step.severity != nil, let rule = step.because.first,
      let id = builder.numbering.finding(rule),
      let group = builder.numbering.findings.first(where: { $0.rule.id == rule })
    else { return nil }
    return "\(id) (\(MarkdownText.continued(MarkdownText.part(group.rule.title))))"
  }

  /// What a decision asks for, in words.
  private func task(_ step: PlannedStep) -> String? {
    guard fix(step) == nil else { return nil }
    let others = step.subjects.dropFirst()
    let also =
      others.isEmpty
      ? "" : " Also for \(Words.subjects(Array(others), limit: 5, style: MarkdownText.code))."
    var seen: Set<String> = []
    let ids = step.because.flatMap { topic in
      step.subjects.compactMap { builder.numbering.decision(topic, about: $0) }
    }.filter { seen.insert($0).inserted }
    return "\(builder.prose.full(step.words))\(also)"
      + (ids.isEmpty ? "" : " (\(ids.joined(separator: ", ")))")
  }
}
