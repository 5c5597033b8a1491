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
        .init(
          title: titled(saga(text.subject), text.title), steps: text.steps,
          notes: text.notes.map { .init($0) })
      },
      migrations: sections.migrationTexts.shown.map { text in
        .init(
          title: titled(builder.numbering.id(text.group), text.title),
          steps: text.steps.map { .init($0) }, back: text.back)
      })
  }

  private func saga(_ operation: String) -> String? {
    builder.numbering.decision("transaction-pattern", about: operation)
  }

  private func titled(_ id: String?, _ title: String) -> String {
    id.map { $0.isEmpty ? title : "\($0). \(title)" } ?? title
  }

  /// How many things there are to do, and in how many stages: findings to fix and steps to take.
  var size: (steps: Int, milestones: Int) {
    let stages = self.stages
    return (stages.reduce(0) { $0 + $1.settings.count + $1.steps.count }, stages.count)
  }

  /// The title of the first stage.
  var start: String? { stages.first.map { MarkdownText.part($0.milestone.title) } }

  private struct Stage {
    let milestone: Milestone
    /// Settings that alone clear something of weight: no code, so they come first.
    var settings: [String] = []
    var steps: [PlannedStep] = []
  }

  private static let first = "stop-the-bleeding"

  private var stages: [Stage] {
    var stages: [Stage] = []
    for step in analysis.steps {
      if stages.last?.milestone.id == step.milestone.id {
        stages[stages.count - 1].steps.append(step)
      } else {
        stages.append(Stage(milestone: step.milestone, steps: [step]))
      }
    }
    let settings = self.settings
    guard !settings.isEmpty,
      let milestone = analysis.knowledge.milestones.first(where: { $0.id == Self.first })
    else { return stages }
    if stages.first?.milestone.id != Self.first {
      stages.insert(Stage(milestone: milestone), at: 0)
    }
    stages[0].settings = settings
    return stages
  }

  /// The changes of settings that clear findings of high severity or more, each with its finding.
  private var settings: [String] {
    var seen: Set<String> = []
    return builder.numbering.findings.filter { $0.rule.severity >= .high }.flatMap { group in
      group.findings.compactMap { finding -> String? in
        guard let changes = finding.remedy?.changes, !changes.isEmpty else { return nil }
        let text = Words.capitalized(RemedyText.changes(changes))
        guard seen.insert(text).inserted else { return nil }
        let id = builder.numbering.finding(group.rule.id).map { " (\($0))" } ?? ""
        return "\(text).\(id)"
      }
    }
  }

  private var milestones: [Review.Plan.Milestone] {
    stages.enumerated().map { index, stage in
      let fixes = stage.steps.compactMap(fix)
      return .init(
        id: "M\(index + 1)", title: MarkdownText.part(stage.milestone.title),
        fixes: fixes.isEmpty ? nil : Words.joined(fixes) + ".",
        steps: (stage.settings + stage.steps.compactMap(task)).map { .init($0) },
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
