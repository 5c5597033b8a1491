import Analysis
import Diagnostics
import Knowledge

/// Conflicts and findings in full.
struct FindingSections {
  let report: Report
  let notes: Footnotes

  private var analysis: Analysis { report.analysis }

  var conflicts: [[String: Any]] {
    analysis.conflicts.prefix(MarkdownReport.rowLimit).map { conflict in
      let finding = analysis.findings[conflict.finding]
      let ways = conflict.relaxations.enumerated().map { index, way in
        "\(MarkdownText.sentence(way.text.text)) (favours \(way.favours))"
      }
      var text =
        "\(MarkdownText.full(conflict.because.text)) Any one of these frees it: \(ways.joined(separator: " · "))."
      if let settled = conflict.settled, let priority = conflict.settledBy {
        text +=
          " Of the priorities stated, \(priority) is the first that tells them apart: \(MarkdownText.full(conflict.relaxations[settled].text.text))"
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
    report.findingGroups.filter(\.isAccepted).flatMap { group in
      group.findings.map { finding in
        let until = finding.accepted?.until.map { " until \($0)" } ?? ""
        let because = finding.accepted?.because.map { ": \(MarkdownText.inline($0))" } ?? ""
        return
          "\(finding.rule.severity.rawValue) · `\(finding.rule.id)` for \(MarkdownText.code(finding.subject.name)), accepted\(until)\(because)"
      }
    }
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
    let messages = distinct(group.findings.prefix(3).map { MarkdownText.full($0.message.text) })
    let reasons = distinct(group.findings.prefix(3).map { MarkdownText.full($0.why.text) })
    let remedies = distinct(group.findings.prefix(3).map { MarkdownText.full($0.instead.text) })
    var view: [String: Any] = [
      "severity": group.rule.severity.rawValue,
      "title": "\(MarkdownText.sentence(Words.capitalized(group.rule.title))) (`\(group.rule.id)`)",
      "subjects": Words.joined(places) + ".",
      "message": messages.joined(separator: " "),
      "why": reasons.joined(separator: " ") + notes.marks(group.rule.sources),
      "instead": remedies.joined(separator: " "),
      "premises": premises(first),
    ]
    if let except = group.rule.except {
      view["except"] = MarkdownText.full(
        except.render(analysis.facts.bindings(first.subject), format: ValueText.plain))
    }
    return view
  }

  /// The facts that made the rule fire, with their lines.
  private func premises(_ finding: Finding) -> String {
    var seen: Set<String> = []
    let texts = finding.derivation.premises.compactMap { premise -> String? in
      guard seen.insert(premise.path).inserted else { return nil }
      if case .record = premise.value { return nil }
      if case .list(let items) = premise.value, case .record? = items.first { return nil }
      return
        "\(MarkdownText.code(premise.path)) is \(MarkdownText.inline(premise.valueText)) (\(origin(premise)))"
    }
    return texts.isEmpty
      ? "the shape of the description." : texts.prefix(6).joined(separator: " · ") + "."
  }

  private func origin(_ premise: FactPremise) -> String {
    switch premise.origin {
    case .stated(let span): "line \(analysis.facts.file.position(of: Int(span.start)).line)"
    case .assumed: "assumed"
    case .computed: "computed"
    case .unknown: "not stated"
    }
  }

  private func distinct(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}
