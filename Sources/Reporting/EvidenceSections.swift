import Analysis
import Evidence

/// What was run: tables beside decisions, stories beside findings.
struct EvidenceSections {
  let report: Report

  /// How many tables stand beside one decision that is told for several subjects.
  private static let tablesAtMost = 3

  private var file: String { report.analysis.facts.file.name }

  /// The tables of a decision; empty when nothing was run for it.
  func tables(_ group: DecisionGroup) -> [[String: Any]] {
    let comparisons = group.decisions.compactMap {
      report.evidence.comparison(topic: group.topic.id, subject: $0.subject.name)
    }
    return comparisons.prefix(Self.tablesAtMost).map(table)
  }

  private func table(_ comparison: Comparison) -> [String: Any] {
    let titles = ["option", "protocol"] + comparison.columns.map(\.title)
    let index = report.evidence.comparisons.firstIndex {
      $0.topic == comparison.topic && $0.subject == comparison.subject
    }
    return [
      "title":
        "**Evidence for \(MarkdownText.code(comparison.subject)).** \(verdict(comparison)) \(conditions(comparison))",
      "header": "| " + titles.map(MarkdownText.cell).joined(separator: " | ") + " |",
      "rule": "|" + String(repeating: "---|", count: titles.count),
      "rows": comparison.rows.map { ["text": row($0)] },
      "repeat": repetition(comparison),
      // Templates show it for a page only.
      "chart": PageParts.Name.evidence(index ?? 0).mark,
    ]
  }

  private func verdict(_ comparison: Comparison) -> String {
    MarkdownText.part(comparison.verdict)
  }

  /// Where the network is cut, and what the models rest on.
  private func conditions(_ comparison: Comparison) -> String {
    var parts: [String] = []
    if comparison.columns.contains(where: { $0.faults == [.partition] }) {
      parts.append("The cut runs between \(MarkdownText.inline(comparison.cut)).")
    }
    let stated = comparison.parameters.filter { $0.assumption == nil }
    let assumed = comparison.parameters.filter { $0.assumption != nil }
    func list(_ parameters: [ParameterInUse]) -> String {
      Words.joined(
        parameters.map { "\($0.name) \($0.value) (\(MarkdownText.code($0.field)))" })
    }
    if !stated.isEmpty { parts.append("Stated: \(list(stated)).") }
    if !assumed.isEmpty { parts.append("Assumed, and set there: \(list(assumed)).") }
    return parts.joined(separator: " ")
  }

  private func row(_ row: Comparison.Row) -> String {
    var title = MarkdownText.cell(MarkdownText.part(row.title))
    if row.isChosen { title = "**\(title)**" }
    if row.isInUse, row.option != nil { title += " (in use)" }
    if !row.added.isEmpty {
      title += ", with \(Words.joined(row.added.map { MarkdownText.inline($0) })) added"
    }
    let figures = row.figures.map { figures in figures.map(\.text).joined(separator: " / ") }
    let changes = row.target.changes.map { " --set \($0.text)" }.joined()
    return "| "
      + ([title, "`\(row.kind.rawValue)\(changes)`"] + figures).joined(separator: " | ") + " |"
  }

  /// How a sceptic repeats the table: one command for each kind of run.
  private func repetition(_ comparison: Comparison) -> String {
    guard let row = comparison.rows.first(where: \.isChosen) else { return "" }
    var seen: Set<String> = []
    let commands = row.all.map { $0.trial.command(file) }.filter { seen.insert($0).inserted }
    return
      "*Repeat* (another row: its protocol after `--protocol`, with its `--set`): "
      + commands.map(MarkdownText.code).joined(separator: " · ")
  }

  /// The story of a finding; one that was told before is only named.
  ///
  /// - Parameter told: The rules under which runs were told, by the command that replays them.
  func counterexample(_ group: FindingGroup, _ told: inout [String: String]) -> [String: Any]? {
    for finding in group.findings {
      if let example = report.evidence.counterexample(
        rule: group.rule.id, subject: finding.subject.name)
      {
        let command = example.command(file)
        if let rule = told[command] {
          return ["title": "the run told under `\(rule)` above", "lines": [[String: Any]]()]
        }
        told[command] = group.rule.id
        return [
          "title":
            "a run of \(Words.count(example.operations, "operation")) of `\(example.kind.rawValue)`, replayed by \(MarkdownText.code(command))",
          "lines": example.story.map { ["text": "    " + MarkdownText.codeLine($0)] },
        ]
      }
    }
    return nil
  }

  /// What the budget left no room for.
  var leftOut: String? {
    let all = report.evidence.leftOut
    guard !all.isEmpty else { return nil }
    return
      "For \(Words.count(all.count, "further decision")) nothing was run, to stay within the budget: \(Words.subjects(all, limit: 6, style: MarkdownText.code)). `--evidence full` runs them."
  }
}

extension MarkdownText {
  /// One line for a code block: no control character.
  static func codeLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
  }
}
