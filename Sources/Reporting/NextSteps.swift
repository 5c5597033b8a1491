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
    return
      "\(subjects): \(Self.firstSentence(text(group.findings[0].instead))) (\(name(group.rule.id)))"
  }

  /// Enough to begin with; the rest stands with the finding.
  static func firstSentence(_ text: String) -> String {
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
    let items = questionLines(limit).enumerated().map { index, text -> [String: Any] in
      ["number": index + 1, "text": text]
    }
    var view: [String: Any] = ["items": items]
    if analysis.questions.count > limit {
      view["more"] = "\(analysis.questions.count - limit) further questions are in the JSON report."
    }
    return view
  }

  /// The most telling questions, each with what hangs on it.
  func questionLines(_ limit: Int) -> [String] { analysis.questions.prefix(limit).map(line) }

  /// Further ones without what hangs on them.
  func shortQuestionLines(_ range: Range<Int>) -> [String] {
    range.map { asked(analysis.questions[$0]) }
  }

  private func line(_ question: Question) -> String {
    "\(asked(question)) \(question.answers.isEmpty ? couldBe(question) : outcomes(question))"
  }

  private func asked(_ question: Question) -> String {
    let words =
      question.words.map(text)
      ?? "What is \(MarkdownText.code(question.facts[0]))? \(plain(question.meaning))"
    let facts = Words.subjects(question.facts, limit: 2, style: MarkdownText.code)
    return "\(words)\(question.othersText) (\(facts))"
  }

  /// What follows from each answer.
  private func outcomes(_ question: Question) -> String {
    question.answers.enumerated().map { index, answer in
      let isRest = index == question.answers.count - 1 && answer.values.count > 3
      let values = isRest ? "Anything else" : Self.alternatives(answer.values)
      var effects = [found(answer.reveals, ""), found(answer.leavesOpen, "perhaps ")].compactMap(
        \.self)
      effects += answer.changes.prefix(2).map { topic, option in
        "`\(topic.id)` becomes *\(MarkdownText.continued(MarkdownText.part(option.title)))*"
      }
      return "\(values): \(effects.isEmpty ? "nothing changes" : effects.joined(separator: "; "))."
    }.joined(separator: " ")
  }

  /// The worst of some findings, and how many more.
  private func found(_ rules: [FindingRule], _ word: String) -> String? {
    guard let worst = rules.first else { return nil }
    let title = MarkdownText.continued(MarkdownText.part(worst.title))
    let more = rules.count > 1 ? " and \(rules.count - 1) more" : ""
    return "\(word)a \(worst.severity.rawValue) finding, \(title) (`\(worst.id)`)\(more)"
  }

  /// `yes`, `none or later`, `a, b, c or one of 4 more`.
  private static func alternatives(_ values: [String]) -> String {
    let shown = values.count > 4 ? Array(values.prefix(3)) : values
    let words = shown.map { "*\(MarkdownText.inline($0))*" }
    if values.count > shown.count {
      return "\(words.joined(separator: ", ")) or another of \(values.count)"
    }
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return "\(words.dropLast().joined(separator: ", ")) or \(last)"
  }

  /// What hangs on an answer that cannot be listed.
  private func couldBe(_ question: Question) -> String {
    var text = ""
    if let worst = question.couldReveal.first {
      text =
        "Could reveal a \(worst.severity.rawValue) finding: \(MarkdownText.continued(MarkdownText.part(worst.title))) (`\(worst.id)`)"
      if question.couldReveal.count > 1 { text += " and \(question.couldReveal.count - 1) more" }
      text += "."
    }
    if !question.couldChange.isEmpty {
      text +=
        (text.isEmpty ? "" : " ")
        + "Could change \(Words.joined(question.couldChange.prefix(3).map { "`\($0.id)`" }))."
    }
    return text
  }

  /// Topics of chosen options that the team does not master, in the order of the decisions.
  func learning(_ notes: Footnotes) -> [String] {
    var seen: Set<String> = []
    var lines: [String] = []
    // A loop that ends early: a mark that nobody sees would leave a note without a text.
    for group in report.decisionGroups where group.current != group.choice {
      for id in group.option.learn where lines.count < 6 && !isMastered(group.option) {
        guard seen.insert(id).inserted,
          let topic = analysis.knowledge.learning.first(where: { $0.id == id })
        else { continue }
        let resources = topic.resources.prefix(3).map { resource in
          MarkdownText.part(String(resource.gain.trimmingSuffix(".")))
            + notes.marks([resource.source]) + (resource.takes.map { " (\($0))" } ?? "")
        }
        lines.append(
          "**\(MarkdownText.part(topic.title))**, for \(MarkdownText.part(group.option.title)): \(resources.joined(separator: "; "))."
        )
      }
    }
    return lines
  }

  private func isMastered(_ option: DecisionOption) -> Bool {
    guard let skills = analysis.description.team?.value.skills else { return false }
    return option.skills.contains { name in
      guard let skill = skills[name]?.value else { return false }
      return skill == .working || skill == .expert
    }
  }
}
