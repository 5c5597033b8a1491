import Analysis
import Knowledge
import Mustache
import Parallel
import SystemModel

/// Renders a report as Markdown: builds what the template shows, then lets Mustache place it.
public struct MarkdownReport: @unchecked Sendable {
  let report: Report
  let prose: Prose
  let notes: Footnotes
  /// Whether the places of charts and of what a page sets apart are marked.
  let isForPage: Bool
  /// How many rows of one kind a reader is shown; JSON has them all.
  static let rowLimit = 40
  /// With more findings than this, nothing is told of what is right.
  private static let strengthLimit = 500

  var analysis: Analysis { report.analysis }

  /// A renderer for `report`.
  public init(_ report: Report) { self.init(report, isForPage: false) }

  init(_ report: Report, isForPage: Bool) {
    self.report = report
    self.isForPage = isForPage
    prose = Prose(report.analysis)
    notes = Footnotes(report.analysis.knowledge.citations)
  }

  /// The same renderer, citing into other notes.
  private init(_ other: MarkdownReport, notes: Footnotes) {
    report = other.report
    prose = other.prose
    isForPage = other.isForPage
    self.notes = notes
  }

  /// The document.
  ///
  /// - Parameter template: Mustache text; the built-in one is `templates/report/analysis.mustache`.
  /// - Throws: When the template does not parse.
  public func render(template: String) throws -> String {
    render(try ReportTemplate(template))
  }

  /// The document, in a template that was read before.
  public func render(_ template: ReportTemplate) -> String {
    var view = content()
    view["footnotes"] = notes.lines.isEmpty ? nil : ["lines": notes.lines]
    return template.compiled.render(view)
  }

  /// What the template shows. Parts are written side by side; each notes what it cites, and the
  /// notes are put together in the order of the parts.
  private func content() -> [String: Any] {
    let parts = Chunks.map(Self.parts, count: Self.parts.count, smallest: 2) { parts in
      Part(writing: parts, for: self)
    }
    var view: [String: Any] = [:]
    for part in parts {
      view.merge(part.view) { $1 }
      notes.add(part.notes)
    }
    return view
  }

  /// Parts of the document in the order in which they cite, the longest to write first.
  private static let parts: [@Sendable (MarkdownReport, inout [String: Any]) -> Void] = [
    { $0.addDecisions(to: &$1) }, { $0.addSettled(to: &$1) }, { $0.addSteps(to: &$1) },
    { $0.addFindings(to: &$1) },
    { $0.addNumbers(to: &$1) }, { $0.addContext(to: &$1) }, { $0.addNextSteps(to: &$1) },
  ]

  /// Some parts of the document, written by one thread.
  private struct Part: @unchecked Sendable {
    var view: [String: Any] = [:]
    let notes: Footnotes

    init(
      writing parts: ArraySlice<@Sendable (MarkdownReport, inout [String: Any]) -> Void>,
      for report: MarkdownReport
    ) {
      notes = Footnotes(report.notes.citations)
      let own = MarkdownReport(report, notes: notes)
      for part in parts { part(own, &view) }
    }
  }

  private func addContext(to view: inout [String: Any]) {
    view["name"] = MarkdownText.inline(analysis.description.system.value.name.value)
    view["file"] = MarkdownText.code(analysis.facts.file.name)
    view["counts"] = counts
    view["verdict"] = verdict
    view["context"] = ContextParagraph(analysis: analysis).text
    view["operations"] = operations()
    let gaps = GapSections(analysis: analysis)
    let shortfalls = gaps.shortfalls
    view["gaps"] = shortfalls.isEmpty ? nil : ["items": shortfalls]
    view["excess"] = list(gaps.excess)
    addFindingsAtAGlance(to: &view)
    view["assumed"] = assumed()
  }

  private func addNumbers(to view: inout [String: Any]) {
    let numbers = NumbersSections(analysis: analysis, isForPage: isForPage)
    view["numbers"] = numbers.table
    view["figure"] = isForPage ? PageParts.Name.figures : nil
    view["losses"] = numbers.losses
    view["availability"] = list(numbers.availability)
    view["timing"] = list(numbers.timing)
    view["placement"] = list(numbers.placement)
  }

  private func addDecisions(to view: inout [String: Any]) {
    let decisions = DecisionSections(report: report, prose: prose, notes: notes)
    view["approach"] = decisions.approach
    view["decisions"] = decisions.changed
  }

  /// Decisions that are told in a line or by their evidence.
  private func addSettled(to view: inout [String: Any]) {
    let decisions = DecisionSections(report: report, prose: prose, notes: notes)
    view["alsoSettled"] = list(decisions.alsoSettled)
    view["kept"] = list(decisions.kept)
    let others = decisions.otherEvidence
    view["otherEvidence"] = others.isEmpty ? nil : ["tables": others]
    view["evidenceLeftOut"] = EvidenceSections(report: report).leftOut
    view["revisits"] = list(decisions.revisits)
  }

  private func addSteps(to view: inout [String: Any]) {
    let steps = stepSections()
    view["steps"] = steps
    if steps.isEmpty { view["noSteps"] = "Nothing has to change." }
    let plans = PlanSections(report: report, prose: prose, notes: notes)
    view["sagas"] = plans.sagas
    view["migrations"] = plans.migrations
  }

  private func addFindings(to view: inout [String: Any]) {
    let findings = FindingSections(
      report: report, prose: prose, notes: notes, isForPage: isForPage)
    view["conflicts"] =
      NumbersSections(analysis: analysis, isForPage: isForPage).clashes + findings.conflicts
    view["findings"] = findings.sections
    view["accepted"] = list(findings.accepted)
    view["strengths"] = list(strengths())
  }

  private func addNextSteps(to view: inout [String: Any]) {
    let next = NextSteps(
      report: report, text: prose.full, plain: prose.plain, name: MarkdownText.code)
    view["nextSteps"] = next.steps.map { ["text": $0] }
    view["questions"] = next.questions
    view["learning"] = list(next.learning(notes))
  }

  private func list(_ items: [String]) -> [String: Any]? {
    items.isEmpty ? nil : ["items": items.map { ["text": $0] }]
  }

  // MARK: Places that a page fills

  /// Rows of findings, in the order of the report's groups.
  private func marked(_ rows: ArraySlice<[String: String]>) -> [[String: String]] {
    guard isForPage else { return Array(rows) }
    return rows.enumerated().map { index, row in
      row.merging(["mark": PageParts.Name.finding(index).mark]) { $1 }
    }
  }

  /// `5 operations, 4 stores and 2 regions`
  var counts: String {
    let regions = analysis.description.topology?.regions.entries.count ?? 0
    return Words.joined([
      Words.count(analysis.operations.count, "operation"),
      Words.count(analysis.facts.all(.store).count, "store"), Words.count(regions, "region"),
    ])
  }

  private var verdict: String {
    let blocking = analysis.findings.filter {
      $0.rule.severity >= .high && !$0.isAccepted
    }.count
    let knowledge =
      "\(analysis.knowledge.findings.count) finding rules, seed \(analysis.options.seed)"
    return blocking == 0
      ? "no critical or high finding · \(knowledge)"
      : "\(Words.count(blocking, "critical or high finding")) \(blocking == 1 ? "blocks" : "block") this design · \(knowledge)"
  }

  // MARK: Context

  private func operations() -> [String: Any] {
    let rows = OperationRows(analysis: analysis).rows
    var view: [String: Any] = ["rows": rows]
    if analysis.operations.count > rows.count {
      view["more"] =
        "\(ValueText.grouped(Int64(analysis.operations.count - rows.count))) further operations are in the JSON report; those that miss most stand first here."
    }
    return view
  }

  private func addFindingsAtAGlance(to view: inout [String: Any]) {
    let groups = report.openFindingGroups
    guard !groups.isEmpty else {
      view["noFindings"] = "None: no rule found fault with the design as described."
      return
    }
    let summary = Severity.allCases.reversed().compactMap { severity -> String? in
      let count = groups.filter { $0.rule.severity == severity }.reduce(0) {
        $0 + $1.findings.count
      }
      return count == 0 ? nil : "\(ValueText.grouped(Int64(count))) \(severity.rawValue)"
    }
    let rows = groups.map { group in
      [
        "severity": group.rule.severity.rawValue,
        "finding":
          "\(MarkdownText.cell(MarkdownText.part(Words.capitalized(group.rule.title)))) (`\(group.rule.id)`)",
        "about": Words.subjects(
          group.findings.map(\.subject.name), limit: 3, style: MarkdownText.tableCode),
        "place": Places.text(group.findings[0].location)
          + (group.findings.count > 1
            ? " and \(ValueText.grouped(Int64(group.findings.count - 1))) more" : "")
          ,
      ]
    }
    var glance: [String: Any] = ["rows": marked(rows.prefix(Self.rowLimit))]
    glance["summary"] = Words.joined(summary) + "."
    if rows.count > Self.rowLimit {
      glance["more"] =
        "\(rows.count - Self.rowLimit) further rules found fault; they are in the JSON report."
    }
    view["glance"] = glance
  }

  private func assumed() -> [String: Any]? {
    guard !analysis.assumptions.isEmpty else { return nil }
    let items = assumptionLines(12)
    var view: [String: Any] = ["items": items.map { ["text": $0] }]
    if analysis.assumptions.count > items.count {
      view["more"] = "… and \(analysis.assumptions.count - items.count) more, in the JSON report."
    }
    return view
  }

  /// The first assumptions: what it is, the value, the fields that replace it, what rests on it.
  func assumptionLines(_ limit: Int) -> [String] {
    analysis.assumptions.prefix(limit).map { assumption in
      let fields = Words.subjects(assumption.facts, limit: 3, style: MarkdownText.code)
      let value = ["true": "yes", "false": "no"][assumption.value] ?? assumption.value
      return
        "\(MarkdownText.part(String(assumption.meaning.trimmingSuffix(".")))): **\(MarkdownText.inline(value))** (\(fields); used by \(Words.subjects(assumption.usedBy, limit: 3, style: MarkdownText.code)))"
    }
  }

  // MARK: Steps

  private func stepSections() -> [[String: Any]] {
    var sections: [(milestone: Milestone, items: [[String: String]])] = []
    for step in analysis.steps {
      let item = ["text": stepText(step)]
      if sections.last?.milestone.id == step.milestone.id {
        sections[sections.count - 1].items.append(item)
      } else {
        sections.append((step.milestone, [item]))
      }
    }
    return sections.enumerated().map { index, section in
      [
        "number": index + 1, "title": MarkdownText.part(section.milestone.title),
        "items": section.items, "exit": MarkdownText.full(section.milestone.exit),
      ]
    }
  }

  private func stepText(_ step: PlannedStep) -> String {
    let reason = Words.subjects(step.because, limit: 3, style: MarkdownText.code)
    if !step.changes.isEmpty {
      return "\(Words.capitalized(RemedyText.changes(step.changes))). (\(reason))"
    }
    let subjects =
      step.subjects.count > 1
      ? " Also for \(Words.subjects(Array(step.subjects.dropFirst()), limit: 5, style: MarkdownText.code))."
      : ""
    return "\(prose.full(step.words))\(subjects) (\(reason))"
  }

  // MARK: Strengths

  /// The store in which a lock or an election is kept.
  private static func lockStore(_ subject: Subject) -> String? {
    guard subject.kind == .coordination, case .record(let store)? = subject.record["store"] else {
      return nil
    }
    return ValueText.plain(.record(store))
  }

  private func strengths() -> [String] {
    // With so many findings a reader looks for no strengths.
    guard analysis.findings.count <= Self.strengthLimit else { return [] }
    let grave = named(atLeast: .high)
    let met = analysis.operations.filter { operation in
      operation.provided != nil && operation.missing.isEmpty && !operation.needs.consistency.isEmpty
        && !grave.operations.contains(operation.subject.name)
        && grave.stores.isDisjoint(with: operation.subject.names(of: "stores"))
    }
    var items: [String] = []
    if !met.isEmpty {
      let names = Words.subjects(met.map(\.subject.name), limit: 6, style: MarkdownText.code)
      items.append(
        "\(names) \(met.count == 1 ? "gets" : "get") every consistency model that \(met.count == 1 ? "it needs" : "they need") from \(met.count == 1 ? "its" : "their") stores as configured."
      )
    }
    let faulted = named(atLeast: .medium).stores
    let sound = analysis.facts.all(.store).filter { !faulted.contains($0.name) }
    if !sound.isEmpty {
      items.append(
        "No finding of medium severity or more concerns \(Words.subjects(sound.map(\.name), limit: 6, style: MarkdownText.code))."
      )
    }
    return items
  }

  /// Operations that findings are about, and stores that they are about or rest on.
  private func named(atLeast severity: Severity) -> (operations: Set<String>, stores: Set<String>) {
    var operations: Set<String> = []
    var stores: Set<String> = []
    for finding in analysis.findings where finding.rule.severity >= severity {
      if finding.subject.kind == .operation { operations.insert(finding.subject.name) }
      if finding.subject.kind == .store { stores.insert(finding.subject.name) }
      if let store = Self.lockStore(finding.subject) { stores.insert(store) }
      for premise in finding.derivation.premises {
        let parts = premise.path.split(separator: ".", maxSplits: 2)
        if parts.count > 1, parts[0] == "stores" { stores.insert(String(parts[1])) }
      }
    }
    return (operations, stores)
  }
}
