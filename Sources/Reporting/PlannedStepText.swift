import Analysis
import Knowledge

/// A planned step as Markdown.
///
/// A step carries its text without markup; what it was made from, the remedy of a finding or the
/// step of an option, is found again by its reason and subject.
struct PlannedStepText {
  let report: Report
  let prose: Prose

  func text(_ step: PlannedStep) -> String {
    guard let reason = step.because.first, let subject = step.subjects.first else {
      return MarkdownText.full(MarkdownText.inline(step.text))
    }
    return remedy(of: reason, step) ?? optionStep(of: reason, subject, step)
      ?? MarkdownText.full(MarkdownText.inline(step.text))
  }

  private func remedy(of rule: String, _ step: PlannedStep) -> String? {
    for group in report.findingGroups where group.rule.id == rule && !group.isAccepted {
      if group.findings[0].instead.text == step.text {
        return prose.full(group.findings[0].instead)
      }
    }
    return nil
  }

  private func optionStep(of topic: String, _ subject: String, _ step: PlannedStep) -> String? {
    // The plan speaks of the first subject of its group, in the order of the description.
    for group in report.decisionGroups where group.topic.id == topic {
      guard group.decisions[0].subject.name == subject else { continue }
      let bindings = report.analysis.facts.bindings(group.decisions[0].subject)
      for candidate in group.option.steps where candidate.milestone == step.milestone.id {
        if candidate.text.render(bindings, format: ValueText.plain) == step.text {
          return prose.full(candidate.text, bindings)
        }
      }
    }
    return nil
  }
}

extension BoundText {
  /// The text without markup, as one or more full sentences.
  var sentence: String {
    let text = self.text
    return ".!?:".contains(text.last ?? ".") ? text : text + "."
  }
}
