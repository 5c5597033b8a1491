import Analysis
import Diagnostics
public import Knowledge

/// The findings of a report as JUnit's XML, which every CI shows as tests.
///
/// One test for each finding: its class is what the finding is about, its name the rule. What no rule
/// finds fault with has one test that passes, so that the counts tell how much was looked at.
public struct JUnitReport {
  private let analysis: Analysis
  private let triage: Triage
  private let threshold: Severity?
  private let words: FindingWords

  /// A renderer for `report`.
  ///
  /// - Parameter threshold: Findings below it pass, with their text as output; `nil`: none does.
  public init(_ report: Report, triage: Triage, threshold: Severity?) {
    analysis = report.analysis
    self.triage = triage
    self.threshold = threshold
    words = FindingWords(analysis: report.analysis)
  }

  private struct Case {
    enum Outcome { case passes, passesWithOutput, fails, skipped }

    let outcome: Outcome
    let xml: String
  }

  private struct Suite {
    let name: String
    var cases: [Case] = []

    func count(_ outcome: Case.Outcome) -> Int { cases.count { $0.outcome == outcome } }

    var counts: String { JUnitReport.counts([self]) }
  }

  /// The document.
  public func text() -> String {
    let suites = suites()
    let name = "dsdesign: \(analysis.description.system.value.name.value)"
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\(XML.quoted(name)) \(Self.counts(suites))>\n"
    for suite in suites {
      text += "  <testsuite name=\(XML.quoted(suite.name)) \(suite.counts)>\n"
      for test in suite.cases { text += test.xml }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private static func counts(_ suites: [Suite]) -> String {
    func sum(_ count: (Suite) -> Int) -> Int { suites.reduce(0) { $0 + count($1) } }
    return
      "tests=\"\(sum { $0.cases.count })\" failures=\"\(sum { $0.count(.fails) })\" errors=\"0\" skipped=\"\(sum { $0.count(.skipped) })\" time=\"0\""
  }

  /// One for each kind of subject, in a fixed order; the subjects in that of the description.
  private func suites() -> [Suite] {
    var found: [String: [Int]] = [:]
    for (index, finding) in analysis.findings.enumerated() {
      found[finding.subject.path, default: []].append(index)
    }
    return SubjectKind.allCases.compactMap { kind in
      var suite = Suite(name: kind.rawValue)
      for subject in analysis.facts.all(kind) {
        let findings = found[subject.path] ?? []
        suite.cases += findings.isEmpty ? [clean(subject)] : findings.map(test)
      }
      return suite.cases.isEmpty ? nil : suite
    }
  }

  private func clean(_ subject: Subject) -> Case {
    Case(outcome: .passes, xml: element(subject, "no-finding", subject.span, nil))
  }

  private func test(_ index: Int) -> Case {
    let finding = analysis.findings[index]
    func test(_ outcome: Case.Outcome, _ body: String) -> Case {
      Case(
        outcome: outcome,
        xml: element(finding.subject, finding.rule.id, finding.location.span, body))
    }
    switch triage.standings[index] {
    case .accepted:
      return test(
        .skipped, "<skipped message=\(XML.quoted(words.acceptance(finding)))/>")
    case .known:
      return test(.skipped, "<skipped message=\"known: the earlier report has it\"/>")
    case .open where threshold.map { finding.rule.severity < $0 } ?? false:
      return test(
        .passesWithOutput, "<system-out>\(XML.text(details(finding)))</system-out>")
    case .open:
      return test(
        .fails,
        "<failure message=\(XML.quoted(words.message(finding))) type=\"\(finding.rule.severity.rawValue)\">\(XML.text(details(finding)))</failure>"
      )
    }
  }

  private func details(_ finding: Finding) -> String {
    let start = finding.location.start
    return
      "\(finding.rule.severity.rawValue): \(words.whole(finding))\n\(finding.location.file.name):\(start.line):\(start.column)\ndsdesign explain \(finding.rule.id)"
  }

  private func element(_ subject: Subject, _ name: String, _ span: SourceSpan, _ body: String?)
    -> String
  {
    let file = analysis.facts.file
    let line = file.position(of: Int(span.start)).line
    let start =
      "    <testcase classname=\(XML.quoted(subject.path)) name=\(XML.quoted(name)) file=\(XML.quoted(file.name)) line=\"\(line)\" time=\"0\""
    return body.map { "\(start)>\($0)</testcase>\n" } ?? "\(start)/>\n"
  }
}
