import Analysis
import Diagnostics
import Knowledge

/// Conflicts and findings in full.
struct FindingSections {
  let report: Report
  let prose: Prose
  let notes: Footnotes
  /// Whether sections are marked for a page.
  var isForPage = false

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

  var sections: [FindingText] {
    // A run that shows several findings is told with the first of them.
    var told: [String: String] = [:]
    return report.openFindingGroups.prefix(MarkdownReport.rowLimit).enumerated().map {
      index, group in
      var text = section(group)
      text.counterexample = EvidenceSections(report: report).counterexample(group, &told)
      if isForPage { text.mark = PageParts.Name.finding(index).mark }
      return text
    }
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

  func section(_ group: FindingGroup) -> FindingText {
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
    let except = group.rule.except.map {
      prose.full($0, analysis.facts.bindings(first.subject))
    }
    return FindingText(
      severity: group.rule.severity.rawValue,
      title: MarkdownText.part(Words.capitalized(group.rule.title)), rule: group.rule.id,
      subjects: Words.joined(places) + ".", message: messages.joined(separator: " "),
      why: reasons.joined(separator: " ") + notes.marks(group.rule.sources),
      instead: remedies.joined(separator: " "), remedy: RemedyText.text(group.findings),
      except: except, premises: premises(first), counterexample: nil)
  }

  /// The facts that made the rule fire, with their lines.
  private func premises(_ finding: Finding) -> String {
    let texts = premiseText.telling(finding).map { premise in
      "\(MarkdownText.code(premise.path)) is \(MarkdownText.code(premiseText.value(premise))) (\(premiseText.origin(premise)))"
    }
    return texts.isEmpty
      ? "the shape of the description." : texts.joined(separator: " · ") + "."
  }

  /// Texts that differ by more than names, at most three.
  private func distinct(_ texts: [String]) -> [String] {
    var seen = DistinctTexts()
    return Array(texts.filter { seen.isNew($0) }.prefix(3))
  }
}

/// A finding in full, each part as Markdown on one line.
struct FindingText {
  let severity: String
  let title: String
  let rule: String
  /// Each subject with its place.
  let subjects: String
  let message: String
  let why: String
  let instead: String
  /// The settings that would clear it.
  let remedy: String?
  let except: String?
  /// The facts that made the rule fire.
  let premises: String
  /// A run that shows it.
  var counterexample: [String: Any]?
  /// Where a page sets it apart (`PageMark`).
  var mark: String?
}
