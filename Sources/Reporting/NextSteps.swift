import Analysis
import Knowledge

/// What to do on Monday, what to ask, what to learn.
struct NextSteps {
  let report: Report
  /// A text of the knowledge about a subject, as sentences.
  let text: (BoundText) -> String
  /// A text of the tool with names in it, without markup.
  let plain: (String) -> String
  /// How a name or id stands in a sentence.
  let name: (String) -> String

  private var analysis: Analysis { report.analysis }

  var steps: [String] {
    let open = report.findingGroups.filter { !$0.isAccepted && $0.rule.severity >= .medium }
    guard let worst = open.first else {
      if let first = analysis.steps.first { return ["First: \(first.text)"] }
      return [
        "Nothing presses. Walk the failure checklist once before the next change of topology."
      ]
    }
    var steps = ["Monday: \(line(worst))"]
    for group in open.dropFirst().prefix(4) { steps.append("Then: \(line(group))") }
    if open.count > 5 {
      steps.append(
        "After that, the \(open.count - 5) further findings of medium severity or more, in the order of the steps above."
      )
    }
    return steps
  }

  private func line(_ group: FindingGroup) -> String {
    let subjects = Words.subjects(
      group.findings.map(\.subject.name), limit: 3, style: name)
    return "\(subjects): \(firstSentence(text(group.findings[0].instead))) (\(name(group.rule.id)))"
  }

  /// Enough to begin with; the rest stands with the finding.
  private func firstSentence(_ text: String) -> String {
    let words = text.split(separator: " ")
    for index in words.indices.dropFirst(3).dropLast() where words[index].hasSuffix(".") {
      if words[index + 1].first.map({ $0.isUppercase || $0 == "`" }) == true {
        return words[...index].joined(separator: " ")
      }
    }
    return text
  }

  var questions: [String: Any]? {
    guard !analysis.questions.isEmpty else { return nil }
    let limit = 10
    let items = analysis.questions.prefix(limit).enumerated().map {
      index, question -> [String: Any] in
      ["number": index + 1, "text": line(question)]
    }
    var view: [String: Any] = ["items": items]
    if analysis.questions.count > limit {
      view["more"] = "\(analysis.questions.count - limit) further questions are in the JSON report."
    }
    return view
  }

  private func line(_ question: Question) -> String {
    var text =
      "\(plain(question.asks)) (\(Words.subjects(question.facts, limit: 2, style: MarkdownText.code)))"
    if let worst = question.couldReveal.first {
      text +=
        " Could reveal a \(worst.severity.rawValue) finding: \(MarkdownText.part(worst.title)) (`\(worst.id)`)"
      if question.couldReveal.count > 1 { text += " and \(question.couldReveal.count - 1) more" }
      text += "."
    }
    if !question.couldChange.isEmpty {
      text += " Could change: \(Words.joined(question.couldChange.prefix(3).map { "`\($0.id)`" }))."
    }
    return text
  }

  /// Topics of chosen options that the team does not master, in the order of the decisions.
  func learning(_ notes: Footnotes) -> [String] {
    var seen: Set<String> = []
    return report.decisionGroups.filter { $0.current != $0.choice }.flatMap { group -> [String] in
      group.option.learn.compactMap { id in
        guard seen.insert(id).inserted,
          let topic = analysis.knowledge.learning.first(where: { $0.id == id }),
          !isMastered(group.option)
        else { return nil }
        let resources = topic.resources.prefix(3).map { resource in
          MarkdownText.part(String(resource.gain.trimmingSuffix(".")))
            + notes.marks([resource.source]) + (resource.takes.map { " (\($0))" } ?? "")
        }
        return
          "**\(MarkdownText.part(topic.title))**, for \(MarkdownText.part(group.option.title)): \(resources.joined(separator: "; "))."
      }
    }.prefix(6).map(\.self)
  }

  private func isMastered(_ option: DecisionOption) -> Bool {
    guard let skills = analysis.description.team?.value.skills else { return false }
    return option.skills.contains { name in
      guard let skill = skills[name]?.value else { return false }
      return skill == .working || skill == .expert
    }
  }
}
