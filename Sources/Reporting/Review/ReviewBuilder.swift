import Analysis
import Knowledge

extension Review {
  /// A review of an analysis.
  ///
  /// - Parameter checklist: The failure checklist as far as it was walked; `nil`: not yet.
  public init(_ report: Report, checklist: Checklist? = nil) {
    self.init(report, checklist: checklist, isForPage: false)
  }

  /// - Parameter isForPage: Whether places that a page fills are marked.
  init(_ report: Report, checklist: Checklist?, isForPage: Bool) {
    let builder = ReviewBuilder(report, isForPage: isForPage)
    let analysis = report.analysis
    name = MarkdownText.inline(analysis.description.system.value.name.value)
    file = MarkdownText.code(analysis.facts.file.name)
    counts = MarkdownReport(report).counts
    date = analysis.options.today.map { MarkdownText.inline($0) }
    // In the order of the document: footnotes are listed as they are first used.
    summary = SummarySection(builder: builder).summary
    context = ContextSection(builder: builder).context
    topology = TopologyDiagram(analysis: analysis).diagram
    dataFlow = DataFlowDiagram(description: analysis.description).diagram
    guarantees = builder.guarantees
    decisions = DecisionRecords(builder: builder).decisions
    failureModes = FailureModeSection(builder: builder).failureModes
    survival = builder.survival
    self.checklist = checklist
    findings = builder.findings
    plan = PlanSection(builder: builder).plan
    acceptedRisks = builder.acceptedRisks
    questions = builder.questions
    signOff = SignOffSection(builder: builder).rows
    references = builder.notes.lines
    figure = isForPage ? PageParts.Name.figures : nil
  }
}

/// What the sections of a review share: the report, its words, its footnotes and its short ids.
struct ReviewBuilder {
  let report: Report
  let prose: Prose
  let notes: Footnotes
  let numbers: NumbersSections
  let decisionSections: DecisionSections
  let findingSections: FindingSections
  let numbering: Numbering
  /// Whether places that a page fills are marked.
  let isForPage: Bool

  var analysis: Analysis { report.analysis }

  /// So many rows of one kind are shown; the JSON report has them all.
  static let rowLimit = MarkdownReport.rowLimit

  init(_ report: Report, isForPage: Bool = false) {
    self.report = report
    self.isForPage = isForPage
    prose = Prose(report.analysis)
    notes = Footnotes(report.analysis.knowledge.citations)
    numbers = NumbersSections(analysis: report.analysis, isForPage: isForPage)
    decisionSections = DecisionSections(report: report, prose: prose, notes: notes)
    findingSections = FindingSections(report: report, prose: prose, notes: notes)
    numbering = Numbering(report, decisionSections)
  }

  /// The same for a document of its own, with footnotes of its own.
  func withOwnNotes() -> ReviewBuilder {
    ReviewBuilder(self, Footnotes(analysis.knowledge.citations))
  }

  private init(_ other: ReviewBuilder, _ notes: Footnotes) {
    report = other.report
    isForPage = other.isForPage
    prose = other.prose
    self.notes = notes
    numbers = other.numbers
    decisionSections = DecisionSections(report: report, prose: prose, notes: notes)
    findingSections = FindingSections(report: report, prose: prose, notes: notes)
    numbering = other.numbering
  }

  /// Names as code spans, some of them when they are many.
  func names(_ names: [String], limit: Int = 4) -> String {
    Words.subjects(names, limit: limit, style: MarkdownText.tableCode)
  }

  /// The title of an option, to stand inside a sentence.
  func title(_ option: DecisionOption) -> String {
    MarkdownText.cell(MarkdownText.continued(MarkdownText.part(option.title)))
  }

  /// `12 further …`; `nil` when nothing is left out.
  static func further(_ all: Int, shown: Int, _ noun: String) -> String? {
    all > shown ? "\(Words.count(all - shown, "further \(noun)")) in the JSON report." : nil
  }

  // MARK: Guarantees

  var guarantees: Review.Guarantees {
    let rows = OperationRows(analysis: analysis).rows
    let indices = Dictionary(
      analysis.operations.enumerated().map { ($0.element.subject.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    let gaps = GapSections(analysis: analysis)
    return .init(
      rows: rows.map { row in
        let index = indices[row.name] ?? 0
        return .init(
          operation: MarkdownText.tableCode(row.name), needs: row.needs, because: row.because,
          gets: row.gets, verdict: verdict(row, analysis.operations[index]),
          fresh: analysis.numbers.operations.indices.contains(index)
            ? numbers.row(index, alike: [index])["fresh"] ?? "–" : "–")
      },
      furtherRows: Self.further(analysis.operations.count, shown: rows.count, "operation"),
      gaps: gaps.histories.map { .init(text: $0.text, steps: $0.steps.map { .init($0) }) },
      excess: gaps.excess.map { .init($0) })
  }

  /// What an operation misses, with the findings that say so; the plain verdict where none does.
  private func verdict(_ row: OperationRow, _ operation: OperationAnalysis) -> String {
    let found = numbering.findings.filter { group in
      group.rule.severity >= .medium && group.findings.contains { concerns($0, operation) }
    }
    let ids = Words.joined(found.compactMap { numbering.finding($0.rule.id) })
    if !operation.missing.isEmpty {
      return "**not met**: \(operation.missing.joined(separator: ", "))"
        + (found.isEmpty ? "" : " (\(ids))")
    }
    guard let worst = found.first?.rule.severity else { return row.verdict }
    return worst >= .high ? "**not met**: \(ids)" : "met, but \(ids)"
  }

  /// Whether a finding is about a need of an operation: about itself, about data that it writes, or
  /// about the loss of writes that it must not lose.
  private func concerns(_ finding: Finding, _ operation: OperationAnalysis) -> Bool {
    let subject = finding.subject
    if subject.kind == .operation { return subject.name == operation.subject.name }
    guard operation.subject.record["is_write"]?.isTrue == true,
      AffectedOperations.names(subject).contains(operation.subject.name)
    else { return false }
    return switch subject.kind {
    case .data: true
    case .store: Self.losses.contains(finding.rule.category) && operation.needs.durability
    default: false
    }
  }

  private static let losses: Set<String> = ["ack-write-loss", "no-durable-flush", "split-brain"]

  // MARK: Survival

  var survival: Review.Survival? {
    numbers.lossMatrix.map { matrix in
      .init(
        columns: matrix.columns,
        rows: matrix.rows.map { .init(operations: $0.operations, cells: $0.cells) },
        notes: matrix.notes.map { .init($0) }, furtherLosses: matrix.more)
    }
  }

  // MARK: Findings

  var findings: Review.Findings {
    let shown = numbering.findings.prefix(Self.rowLimit)
    let items = shown.enumerated().map { index, group -> Review.Findings.Item in
      let text = findingSections.section(group)
      return .init(
        id: numbering.finding(group.rule.id) ?? "", severity: text.severity, title: text.title,
        rule: text.rule, subjects: places(group), message: text.message, why: text.why,
        fix: text.instead, settings: text.remedy, exception: text.except,
        mark: isForPage ? PageParts.Name.finding(index).mark : nil)
    }
    return .init(
      counts: countsWithIDs, items: items,
      furtherFindings: Self.further(numbering.findings.count, shown: shown.count, "rule"))
  }

  /// The counts, and why there are fewer ids where one rule fires at several places.
  private var countsWithIDs: String? {
    let places = numbering.findings.reduce(0) { $0 + $1.findings.count }
    return severityCounts.map { counts in
      places == numbering.findings.count
        ? counts
        : "\(counts): \(places) places, told under \(Words.count(numbering.findings.count, "heading")), one for each rule"
    }
  }

  /// `2 critical, 9 high and 1 medium`; `nil` when nothing is open.
  var severityCounts: String? {
    let counts = Severity.allCases.reversed().compactMap { severity -> String? in
      let count = openFindings(severity)
      return count == 0 ? nil : "\(ValueText.grouped(Int64(count))) \(severity.rawValue)"
    }
    return counts.isEmpty ? nil : Words.joined(counts)
  }

  func openFindings(_ severity: Severity) -> Int {
    numbering.findings.filter { $0.rule.severity == severity }.reduce(0) { $0 + $1.findings.count }
  }

  // MARK: Accepted risks, questions

  var acceptedRisks: [Review.AcceptedRisk] {
    let findings = analysis.findings.filter { $0.accepted != nil }
    return findings.prefix(Self.rowLimit).enumerated().map { index, finding in
      let accepted = finding.accepted
      let day = accepted?.until.map { MarkdownText.cell(MarkdownText.inline($0)) }
      return .init(
        id: "R\(index + 1)",
        risk:
          "\(MarkdownText.cell(MarkdownText.part(Words.capitalized(finding.rule.title)))) (`\(finding.rule.id)`): \(MarkdownText.tableCode(finding.subject.name))",
        severity: finding.rule.severity.rawValue,
        because: accepted?.because.map { MarkdownText.cell(MarkdownText.inline($0)) }
          ?? "no reason stated",
        until: day.map { accepted?.isExpired == true ? "**over since \($0)**, counts again" : $0 }
          ?? "no date")
    }
  }

  var questions: Review.Questions {
    let next = NextSteps(
      report: report, text: prose.full, plain: prose.plain, name: MarkdownText.code)
    let full = next.questionLines(Self.questionLimit)
    // All that could reveal something of weight are named; what follows from them is in JSON.
    let short = next.shortQuestionLines(full.count..<max(full.count, tellingQuestions))
    let lines = full + short
    return .init(
      items: lines.enumerated().map { .init(id: "Q\($0.offset + 1)", text: $0.element) },
      further: Self.further(analysis.questions.count, shown: lines.count, "question"))
  }

  private static let questionLimit = 10

  /// How many questions stand before the last that could reveal a critical or high finding.
  var tellingQuestions: Int {
    analysis.questions.lastIndex { ($0.couldReveal.first?.severity ?? .note) >= .high }
      .map { $0 + 1 } ?? 0
  }

  /// `` `orders-db`, line 47 and `events`, line 64``.
  private func places(_ group: FindingGroup) -> String {
    let shown = group.findings.prefix(5).map { finding in
      "\(MarkdownText.code(finding.subject.name)), line \(finding.location.start.line)"
    }
    let more = group.findings.count - shown.count
    return (shown + (more > 0 ? ["\(ValueText.grouped(Int64(more))) more"] : []))
      .joined(separator: " · ")
  }
}
