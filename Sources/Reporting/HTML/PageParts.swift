import Analysis
import Diagnostics
import Evidence
import Expressions
import Knowledge

/// What a page has beyond the words of its document, by the names of marks (`PageMark`).
struct PageParts {
  /// Charts and controls: markup that takes the place of a mark alone on its line.
  var figures: [String: String] = [:]
  /// Findings: what sections and rows are set apart by.
  var findings: [String: FindingTag] = [:]

  /// What a page sets a finding apart by.
  struct FindingTag {
    let severity: Severity
    /// Positions of the operations, of those that can be chosen, which it concerns; `nil`: each.
    let operations: [Int]?
  }

  /// The finding whose mark stands in a heading or cell.
  func finding(in text: [Inline]) -> FindingTag? {
    text.marks.lazy.compactMap { findings[$0] }.first
  }

  /// A mark's name.
  struct Name: Hashable {
    let text: String

    /// What a document carries where the part belongs.
    var mark: String { PageMark.text(text) }

    static let topology = Name(text: "topology")
    static let dataFlow = Name(text: "dataFlow")
    static let latency = Name(text: "latency")
    static let staleness = Name(text: "staleness")
    static let glanceFilter = Name(text: "glanceFilter")
    static let findingsFilter = Name(text: "findingsFilter")

    static func finding(_ index: Int) -> Name { Name(text: "finding-\(index)") }
    static func evidence(_ index: Int) -> Name { Name(text: "evidence-\(index)") }

    /// Marks by name, as templates see them: alone on their lines they become charts or controls.
    static let figures = Dictionary(
      uniqueKeysWithValues: [topology, dataFlow, latency, staleness, glanceFilter, findingsFilter]
        .map {
          ($0.text, $0.mark)
        })
  }

  /// Of a page that has nothing but its words.
  init() {}

  /// Charts, controls and findings of a report.
  init(_ report: Report) {
    let analysis = report.analysis
    figures[Name.topology.text] = TopologyFigure(analysis: analysis).figure?.html
    figures[Name.dataFlow.text] = DataFlowFigure(description: analysis.description).figure?.html
    figures[Name.latency.text] = LatencyFigure(analysis: analysis).figure?.html
    figures[Name.staleness.text] = StalenessFigure(analysis: analysis).figure?.html
    for (index, comparison) in report.evidence.comparisons.enumerated() {
      figures[Name.evidence(index).text] =
        EvidenceFigure(comparison: comparison, index: index).figure?.html
    }
    let operations = OperationRows(analysis: analysis).shown.map {
      analysis.operations[$0].subject.name
    }
    let concerns = FindingConcerns(operations)
    let groups = report.openFindingGroups.prefix(MarkdownReport.rowLimit)
    for (index, group) in groups.enumerated() {
      findings[Name.finding(index).text] = FindingTag(
        severity: group.rule.severity, operations: concerns.operations(of: group))
    }
    let filter = FindingFilter(
      severities: Severity.allCases.reversed().map { severity in
        (
          severity,
          groups.reduce(0) { $0 + ($1.rule.severity == severity ? $1.findings.count : 0) }
        )
      }, operations: operations)
    figures[Name.glanceFilter.text] = filter.html("Filter the findings at a glance")
    figures[Name.findingsFilter.text] = filter.html("Filter the findings in full")
  }
}

extension Report {
  /// Findings that the team does not live with, in the order in which they are told.
  var openFindingGroups: [FindingGroup] { findingGroups.filter { !$0.isAccepted } }
}

/// Which operations a finding concerns: the one that it is about, or those that use what it is about.
struct FindingConcerns {
  private let places: [String: Int]
  private static let users = ["operations", "callers", "readers", "writers"]
  private static let parts = [
    "protected_stores", "protected_services", "watched_stores", "watched_services",
    "affected_stores", "affected_services", "target_stores", "target_services",
  ]

  /// - Parameter operations: Those that can be told apart.
  init(_ operations: [String]) {
    places = Dictionary(
      zip(operations, operations.indices), uniquingKeysWith: { first, _ in first })
  }

  /// Their positions in order; `nil` when it concerns the system, and so each of them.
  func operations(of group: FindingGroup) -> [Int]? {
    var positions: Set<Int> = []
    for finding in group.findings {
      guard let names = names(finding.subject) else { return nil }
      for name in names { if let place = places[name] { positions.insert(place) } }
    }
    return positions.sorted()
  }

  private func names(_ subject: Subject) -> [String]? {
    switch subject.kind {
    case .system: nil
    case .operation: [subject.name]
    case .data, .store, .service: names(Self.users, of: subject.record)
    case .coordination, .failureDetection, .change, .automation:
      concerned(Self.parts.flatMap { records(subject.record[$0]) })
    }
  }

  /// What reaches no store or service concerns the whole.
  private func concerned(_ parts: [Record]) -> [String]? {
    parts.isEmpty ? nil : parts.flatMap { names(Self.users, of: $0) }
  }

  private func names(_ fields: [String], of record: Record) -> [String] {
    fields.flatMap { records(record[$0]) }.compactMap { operation in
      if case .string(let name)? = operation["name"] { name } else { nil }
    }
  }

  private func records(_ value: Value?) -> [Record] {
    guard case .list(let items)? = value else { return [] }
    return items.compactMap { if case .record(let record) = $0 { record } else { nil } }
  }
}

/// Controls that show some of the findings. A script shows them: without it they could do nothing.
struct FindingFilter {
  /// With the number of findings.
  let severities: [(severity: Severity, count: Int)]
  let operations: [String]

  /// - Parameter label: What it is to those who do not see it; each has its own.
  /// - Returns: `nil` when there is nothing to choose among.
  func html(_ label: String) -> String? {
    guard severities.reduce(0, { $0 + $1.count }) > 1 else { return nil }
    var markup = Markup()
    markup.open("form", ["class": "filter", "hidden": "", "aria-label": label])
    markup.element("fieldset") { markup in
      markup.element("legend", [:], "Severity")
      for (severity, count) in severities where count > 0 {
        markup.open("label")
        markup.addMarkup(
          "<input type=\"checkbox\" name=\"severity\" value=\"\(severity.rawValue)\" checked>")
        markup.add(" \(severity.rawValue) (\(ValueText.grouped(Int64(count))))")
        markup.close("label")
      }
    }
    if operations.count > 1 {
      markup.element("label") { markup in
        markup.add("Operation ")
        markup.element("select", ["name": "operation"]) { markup in
          markup.element("option", ["value": ""], "all")
          for (index, name) in operations.enumerated() {
            markup.element("option", ["value": "\(index)"], name)
          }
        }
      }
    }
    markup.element("button", ["type": "reset"], "Show all")
    markup.element("p", ["class": "count"], "")
    markup.close("form", isLast: true)
    return markup.text
  }
}
