import Analysis
import Diagnostics
import Knowledge

/// Conflicts and findings in full.
struct FindingSections {
  let report: Report
  let prose: Prose
  let notes: Footnotes

  private var analysis: Analysis { report.analysis }
  private var premiseText: PremiseText { PremiseText(analysis: analysis) }

  var conflicts: [[String: Any]] {
    analysis.ruleConflicts.prefix(MarkdownReport.rowLimit).map { conflict in
      let finding = analysis.findings[conflict.finding]
      let ways = conflict.relaxations.enumerated().map { index, way in
        "\(MarkdownText.continued(String(prose.part(way.text).trimmingSuffix(".")))) (favours \(way.favours))"
      }
      var text =
        "\(prose.full(conflict.because)) Any one of these frees it: \(ways.joined(separator: " · "))."
      if let settled = conflict.settled, let priority = conflict.settledBy {
        text +=
          " Of the priorities stated, \(priority) is the first that tells them apart: \(MarkdownText.continued(prose.full(conflict.relaxations[settled].text)))"
      } else {
        text += " The stated priorities do not tell them apart: the team has to choose."
      }
      return [
        "title":
          "Requirements of \(MarkdownText.code(finding.subject.name)) that cannot all hold: \(Words.joined(conflict.requirements.map(MarkdownText.code)))",
        "text": text,
      ]
    }
  }

  var sections: [[String: Any]] {
    report.findingGroups.filter { !$0.isAccepted }.prefix(MarkdownReport.rowLimit).map(section)
  }

  var accepted: [String] {
    let findings = report.findingGroups.filter(\.isAccepted).flatMap(\.findings)
    let lines = findings.prefix(MarkdownReport.rowLimit).map { finding in
      let until = finding.accepted?.until.map { " until \(MarkdownText.inline($0))" } ?? ""
      let because = finding.accepted?.because.map { ": \(MarkdownText.inline($0))" } ?? ""
      return
        "\(finding.rule.severity.rawValue) · `\(finding.rule.id)` for \(MarkdownText.code(finding.subject.name)) at \(Places.text(finding.location)), accepted\(until)\(because)"
    }
    let more = findings.count - lines.count
    return more > 0 ? lines + ["\(ValueText.grouped(Int64(more))) more, in the JSON report"] : lines
  }

  private func section(_ group: FindingGroup) -> [String: Any] {
    let first = group.findings[0]
    let shown = group.findings.prefix(5)
    var places = shown.map {
      "\(MarkdownText.code($0.subject.name)) at \(Places.text($0.location))"
    }
    if group.findings.count > 5 {
      places.append("\(ValueText.grouped(Int64(group.findings.count - 5))) more")
    }
    let messages = distinct(group.findings.prefix(3).map { prose.full($0.message) })
    let reasons = distinct(group.findings.prefix(8).map { prose.full($0.why) })
    let remedies = distinct(group.findings.prefix(8).map { prose.full($0.instead) })
    var view: [String: Any] = [
      "severity": group.rule.severity.rawValue,
      "title": "\(MarkdownText.part(Words.capitalized(group.rule.title))) (`\(group.rule.id)`)",
      "subjects": Words.joined(places) + ".",
      "message": messages.joined(separator: " "),
      "why": reasons.joined(separator: " ") + notes.marks(group.rule.sources),
      "instead": remedies.joined(separator: " "),
      "premises": premises(first),
    ]
    if let remedy = RemedyText.text(group.findings) { view["remedy"] = remedy }
    view["counterexample"] = EvidenceSections(report: report).counterexample(group)
    if let except = group.rule.except {
      view["except"] = prose.full(except, analysis.facts.bindings(first.subject))
    }
    return view
  }

  /// The facts that made the rule fire, with their lines.
  private func premises(_ finding: Finding) -> String {
    var seen: Set<String> = []
    // What the description says first: that is what its authors can change.
    let premises = [FactPremise](finding.derivation.premises)
    let ordered = (0...3).flatMap { rank in premises.filter { premiseText.rank($0) == rank } }
    let texts = ordered.compactMap { premise -> String? in
      guard seen.insert(premise.path).inserted else { return nil }
      if case .record = premise.value { return nil }
      if case .list(let items) = premise.value, case .record? = items.first { return nil }
      return
        "\(MarkdownText.code(premise.path)) is \(MarkdownText.code(premiseText.value(premise))) (\(premiseText.origin(premise)))"
    }
    return texts.isEmpty
      ? "the shape of the description." : texts.prefix(6).joined(separator: " · ") + "."
  }

  /// Texts that differ by more than names, at most three.
  private func distinct(_ texts: [String]) -> [String] {
    var seen = DistinctTexts()
    return Array(texts.filter { seen.isNew($0) }.prefix(3))
  }
}
