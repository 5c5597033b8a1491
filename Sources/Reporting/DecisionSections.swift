import Analysis
import Expressions
import Knowledge

/// The recommended approach: decision by decision, what changes first.
struct DecisionSections {
  let report: Report
  let notes: Footnotes

  private var analysis: Analysis { report.analysis }

  /// Decisions whose answer differs from what the description does, or that it leaves open.
  private var changing: [DecisionGroup] { report.decisionGroups.filter { $0.current != $0.choice } }
  private var keeping: [DecisionGroup] { report.decisionGroups.filter { $0.current == $0.choice } }

  /// The whole in a few sentences.
  var approach: String {
    var sentences: [String] = []
    let replaced = changing.filter { $0.current != nil }
    let open = changing.filter { $0.current == nil }
    if !replaced.isEmpty {
      let changes = replaced.prefix(6).map { group in
        "\(names(group)) from \(lowercased(group.topic.options[group.current!].title)) to \(lowercased(group.option.title))"
      }
      sentences.append("Change \(Words.joined(changes)).")
    }
    if !open.isEmpty {
      let choices = open.prefix(8).map { "\(lowercased($0.option.title)) for \(names($0))" }
      sentences.append("Settle what the description leaves open: \(Words.joined(choices)).")
    }
    if !keeping.isEmpty {
      let kept = keeping.prefix(6).map { "\(lowercased($0.option.title)) for \(names($0))" }
      sentences.append("Keep \(Words.joined(kept)).")
    }
    return sentences.isEmpty
      ? "No decision topic applies to what is described." : sentences.joined(separator: " ")
  }

  var changed: [[String: Any]] { changing.prefix(MarkdownReport.rowLimit).map(section) }

  /// One line each: the answer, why, and what was not chosen.
  var kept: [String] {
    keeping.prefix(MarkdownReport.rowLimit).map { group in
      let rejected = rejectedOptions(group, limit: 2)
      return
        "**\(MarkdownText.sentence(group.topic.title)) for \(names(group)): \(MarkdownText.sentence(group.option.title)).** \(why(group))"
        + (rejected.isEmpty ? "" : " Not chosen: \(rejected)")
    }
  }

  /// When to look again, for every answer.
  var revisits: [String] {
    var seen: Set<String> = []
    return report.decisionGroups.flatMap { group -> [String] in
      let bindings = analysis.facts.bindings(group.decisions[0].subject)
      return group.option.revisit.map { template in
        "\(MarkdownText.sentence(group.option.title)) for \(names(group)): when \(MarkdownText.sentence(template.render(bindings, format: ValueText.plain)))"
      }
    }.filter { seen.insert($0).inserted }.prefix(12).map(\.self)
  }

  private func section(_ group: DecisionGroup) -> [String: Any] {
    let first = group.decisions[0]
    let bindings = analysis.facts.bindings(first.subject)
    func text(_ template: TextTemplate) -> String {
      template.render(bindings, format: ValueText.plain)
    }
    var view: [String: Any] = [
      "title":
        "\(MarkdownText.sentence(group.topic.title)) for \(names(group)): \(MarkdownText.sentence(group.option.title))",
      "question":
        "\(MarkdownText.full(text(group.topic.asks))) \(MarkdownText.full(text(group.option.summary)))",
      "why": why(group),
    ]
    view["against"] = against(group)
    if let current = group.current {
      view["now"] =
        "The description uses \(lowercased(group.topic.options[current].title)): \(verdict(group, current))"
    }
    let rejected = rejectedOptions(group, limit: 6)
    view["rejected"] = rejected.isEmpty ? nil : rejected
    let costs = group.option.costs.map { MarkdownText.full(text($0)) }
    view["costs"] = costs.isEmpty ? nil : costs.joined(separator: " ")
    let revisit = group.option.revisit.map { MarkdownText.sentence(text($0)) }
    view["revisit"] = revisit.isEmpty ? nil : Words.joined(revisit).appendingFullStop
    if let simpler = group.option.simpler,
      let option = group.topic.options.first(where: { $0.id == simpler })
    {
      view["simpler"] =
        "\(MarkdownText.sentence(option.title)): \(MarkdownText.full(text(option.summary)))"
    }
    view["confidence"] = confidence(group)
    return view
  }

  private func names(_ group: DecisionGroup) -> String {
    Words.subjects(group.decisions.map(\.subject.name), limit: 4, style: MarkdownText.code)
  }

  /// Reasons that hold for the choice, each once, with the rule, its lines and its sources.
  private func why(_ group: DecisionGroup) -> String {
    let reasons = texts(group, of: group.choice, \.supported, \.supported, limit: 4)
    let topic = "`\(group.topic.id)`"
    return reasons.isEmpty
      ? "Nothing asks for more than this, and it is the simplest option that is not ruled out (\(topic))."
      : reasons.joined(separator: " ") + " (\(topic)\(lines(group)))"
  }

  private func against(_ group: DecisionGroup) -> String? {
    let reasons = texts(group, of: group.choice, \.opposed, \.opposed, limit: 3)
    return reasons.isEmpty ? nil : reasons.joined(separator: " ")
  }

  /// The lines of the description that the first subject's reasons rest on.
  private func lines(_ group: DecisionGroup) -> String {
    let decision = group.decisions[0]
    let bindings = analysis.facts.bindings(decision.subject)
    var lines: [Int] = []
    for index in decision.verdicts[group.choice].supported {
      for premise in group.option.supported[index].when.trace(bindings).1 {
        if case .stated(let span) = analysis.facts.origin(of: premise.fact) {
          let line = analysis.facts.file.position(of: Int(span.start)).line
          if !lines.contains(line) { lines.append(line) }
        }
      }
    }
    guard !lines.isEmpty else { return "" }
    return
      ", line\(lines.count == 1 ? "" : "s") \(Words.joined(lines.sorted().prefix(4).map(String.init)))"
  }

  private func texts(
    _ group: DecisionGroup, of option: Int, _ held: KeyPath<OptionVerdict, [Int]>,
    _ arguments: KeyPath<DecisionOption, [Consideration]>, limit: Int
  ) -> [String] {
    var seen: Set<String> = []
    var texts: [String] = []
    for decision in group.decisions.prefix(8) {
      let bindings = analysis.facts.bindings(decision.subject)
      for index in decision.verdicts[option][keyPath: held] {
        let argument = group.topic.options[option][keyPath: arguments][index]
        let text = MarkdownText.full(argument.why.render(bindings, format: ValueText.plain))
        guard texts.count < limit, seen.insert(text).inserted else { continue }
        texts.append(text + notes.marks(argument.sources))
      }
    }
    return texts
  }

  private func rejectedOptions(_ group: DecisionGroup, limit: Int) -> String {
    let others = group.topic.options.indices.filter { $0 != group.choice }
    let ranked = others.filter { !verdict(group, $0).isEmpty }
    return ranked.prefix(limit).map { index in
      "*\(MarkdownText.sentence(group.topic.options[index].title))*: \(verdict(group, index))"
    }.joined(separator: " ")
  }

  /// Why an option was not chosen: what rules it out, what speaks against it, or what it lacks.
  private func verdict(_ group: DecisionGroup, _ option: Int) -> String {
    let excluded = texts(group, of: option, \.excluded, \.excluded, limit: 1)
    if !excluded.isEmpty { return excluded[0] }
    let opposed = texts(group, of: option, \.opposed, \.opposed, limit: 2)
    if !opposed.isEmpty { return opposed.joined(separator: " ") }
    let decision = group.decisions[0]
    let own = decision.verdicts[option].score
    let best = decision.verdicts[group.choice].score
    if own < best { return "possible, but less speaks for it here." }
    return own == best ? "would serve as well; the choice is the simpler one." : ""
  }

  private func confidence(_ group: DecisionGroup) -> String? {
    switch group.decisions[0].confidence {
    case .high: nil
    case .medium: "Medium: the runner-up is close."
    case .low: "Low: an answer to a question below could change it."
    }
  }

  private func lowercased(_ text: String) -> String {
    let text = MarkdownText.sentence(text)
    guard let first = text.first, text.dropFirst().first?.isUppercase != true else { return text }
    return first.lowercased() + text.dropFirst()
  }
}

extension String {
  var appendingFullStop: String { hasSuffix(".") ? self : self + "." }
}
