import Analysis
import Diagnostics
import Foundation
import FoundationXML
import JSONDocument
import Knowledge
import SystemModel
import Testing

@testable import Reporting

/// SARIF, workflow commands and JUnit's XML.
@Suite struct CIFormatsTests {
  static let yaml = TriageTests.yaml

  private static func report(_ yaml: String, today: String? = nil, name: String = "system.yaml")
    throws -> Report
  {
    let file = SourceFile(name: name, text: yaml)
    let (description, problems) = SystemDescription.read(file)
    return Report(
      Analyzer(knowledge: Sample.knowledge).analyze(
        try #require(description, "\(problems.map(\.message))"), in: file,
        options: AnalysisOptions(today: today)))
  }

  // MARK: SARIF

  private static func sarif(_ report: Report, since old: RecordedReport? = nil) throws
    -> (run: JSONValue, results: [JSONValue])
  {
    let findings = report.analysis.findings
    let triage = old.map { Triage(findings, since: $0) } ?? Triage(findings)
    let text = SARIFReport(report, triage: triage, version: "1.2.3").text()
    let log = try #require(JSONReader.read(SourceFile(name: "log", text: text)).0)
    let run = try #require(log["runs"]?.items?.first)
    return (run, run["results"]?.items ?? [])
  }

  @Test func `each finding is a result of a rule that is described`() throws {
    let report = try Self.report(Self.yaml)
    let (run, results) = try Self.sarif(report)
    let rules = run["tool"]?["driver"]?["rules"]?.items ?? []
    #expect(results.count == report.analysis.findings.count)
    #expect(!results.isEmpty)
    for (result, finding) in zip(results, report.analysis.findings) {
      let index = try #require(result["ruleIndex"]?.number)
      #expect(rules[Int(index)]["id"]?.text == finding.rule.id)
      #expect(result["message"]?["text"]?.text?.contains("Actual: ") == true)
      #expect(result["message"]?["text"]?.text?.contains("Expected: ") == true)
      let region = result["locations"]?.items?.first?["physicalLocation"]?["region"]
      #expect(region?["startLine"]?.number == Double(finding.location.start.line))
      #expect(region?["endColumn"]?.number == Double(finding.location.end.column))
    }
    for rule in rules {
      #expect(rule["help"]?["text"]?.text?.isEmpty == false)
      #expect(rule["help"]?["markdown"]?.text?.contains("**Instead.**") == true)
      #expect(rule["help"]?["text"]?.text?.contains("**") == false)
    }
  }

  @Test func `fingerprints survive moved lines and tell subjects apart`() throws {
    func fingerprints(_ yaml: String) throws -> [String] {
      try Self.sarif(try Self.report(yaml)).results.compactMap {
        $0["partialFingerprints"]?["dsdesignFinding/v1"]?.text
      }
    }
    let here = try fingerprints(Self.yaml)
    #expect(try fingerprints("\n\n# moved\n" + Self.yaml) == here)
    #expect(Set(here).count == here.count)
  }

  @Test func `an accepted risk is suppressed until its day has passed`() throws {
    let rule = try #require(try Self.report(Self.yaml).analysis.findings.first).rule.id
    let yaml =
      Self.yaml + "\naccepted_risks:\n- {rule: \(rule), because: 'we {know}', until: 2026-06-30}\n"
    func suppressions(_ today: String) throws -> [[JSONValue]] {
      try Self.sarif(try Self.report(yaml, today: today)).results.map {
        try #require($0["suppressions"]?.items)
      }
    }
    let accepted = try suppressions("2026-06-30").flatMap(\.self)
    #expect(!accepted.isEmpty)
    for suppression in accepted {
      #expect(suppression["kind"]?.text == "inSource")
      #expect(suppression["justification"]?.text == "we {know}")
      let line = suppression["location"]?["physicalLocation"]?["region"]?["startLine"]?.number
      #expect(line == Double(yaml.split(separator: "\n").count))
    }
    #expect(try suppressions("2026-07-01").allSatisfy(\.isEmpty))
    let late = try Self.sarif(try Self.report(yaml, today: "2026-07-01")).results
    #expect(
      late.contains { $0["message"]?["text"]?.text?.contains("that day has passed") == true })
  }

  @Test func `the state against an earlier report is on every result or on none`() throws {
    let report = try Self.report(Self.yaml)
    let alone = try Self.sarif(report).results
    #expect(alone.allSatisfy { $0["baselineState"] == nil })
    let old = try TriageTests.recorded(report)
    let same = try Self.sarif(report, since: old).results
    #expect(same.allSatisfy { $0["baselineState"]?.text == "unchanged" })
    let worse = try Self.report(
      Self.yaml.replacing("{mode: manual}", with: "{mode: automatic, fencing: none}"))
    let states = Set(
      try Self.sarif(worse, since: old).results.compactMap { $0["baselineState"]?.text })
    #expect(states == ["unchanged", "new"])
  }

  @Test(arguments: [
    ("a.yaml", "a.yaml"), ("./a b.yaml", "a%20b.yaml"), ("/etc/a.yaml", "file:///etc/a.yaml"),
    ("x:y/ü.yaml", "x%3Ay/%C3%BC.yaml"), ("../a.yaml", "../a.yaml"), ("a%20b", "a%2520b"),
    ("<stdin>", "stdin"),
  ])
  func `paths become URI references`(_ path: String, _ reference: String) {
    #expect(FileURI.reference(path) == reference)
  }

  @Test func `braces in messages are no placeholders`() {
    #expect(SARIFText.message("set {p99: 1}") == "set {{p99: 1}}")
  }

  // MARK: Workflow commands

  @Test(arguments: [
    ("plain", "plain", "plain"), ("100 %", "100 %25", "100 %25"),
    ("a\r\nb", "a%0D%0Ab", "a%0D%0Ab"), ("a:b,c", "a:b,c", "a%3Ab%2Cc"), ("%0A", "%250A", "%250A"),
    ("::error::x", "::error::x", "%3A%3Aerror%3A%3Ax"),
  ])
  func `what would end a command is escaped`(_ text: String, _ data: String, _ property: String) {
    #expect(GitHubAnnotations.escaped(text) == data)
    #expect(GitHubAnnotations.escaped(property: text) == property)
  }

  @Test func `each finding is one command on one line`() throws {
    let report = try Self.report(Self.yaml, name: "a,b.yaml")
    let triage = Triage(report.analysis.findings)
    let lines = GitHubAnnotations(report, triage: triage).text().split(separator: "\n")
    #expect(lines.count == report.analysis.findings.count + 1)
    for line in lines.dropLast() {
      #expect(line.hasPrefix("::error file=a%2Cb.yaml,line=") || !line.hasPrefix("::error"))
      #expect(line.hasPrefix("::"))
    }
    #expect(lines.last == "dsdesign: \(report.analysis.findings.count) findings")
  }

  @Test func `what is known is a notice and what is accepted is counted`() throws {
    let report = try Self.report(Self.yaml)
    let old = try TriageTests.recorded(report)
    let text = GitHubAnnotations(
      report, triage: Triage(report.analysis.findings, since: old)
    ).text()
    #expect(!text.contains("::error"))
    #expect(text.contains("title=known · "))
    let rule = try #require(report.analysis.findings.first).rule.id
    let accepted = try Self.report(Self.yaml + "\naccepted_risks: [{rule: \(rule)}]\n")
    let shown = GitHubAnnotations(accepted, triage: Triage(accepted.analysis.findings)).text()
    #expect(!shown.contains("\(rule)::"))
    #expect(shown.hasSuffix(" accepted\n"))
  }

  // MARK: JUnit

  @Test func `texts become XML`() {
    #expect(XML.text("a<b> & \"c\"\n") == "a&lt;b&gt; &amp; \"c\"\n")
    #expect(XML.quoted("a<b> & \"c\"\n\t") == "\"a&lt;b&gt; &amp; &quot;c&quot;&#10;&#9;\"")
    #expect(XML.text("a\u{0}b\u{1B}[0m\u{FFFF}") == "a\u{FFFD}b\u{FFFD}[0m\u{FFFD}")
  }

  private static func junit(
    _ report: Report, since old: RecordedReport? = nil, threshold: Severity? = nil
  ) throws -> (tests: Int, failures: Int, skipped: Int, text: String) {
    let findings = report.analysis.findings
    let triage = old.map { Triage(findings, since: $0) } ?? Triage(findings)
    let text = JUnitReport(report, triage: triage, threshold: threshold).text()
    let reader = Counter()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    #expect(parser.parse())
    return (
      reader.counts["testcase"] ?? 0, reader.counts["failure"] ?? 0, reader.counts["skipped"] ?? 0,
      text
    )
  }

  private final class Counter: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) { counts[name, default: 0] += 1 }
  }

  @Test func `each finding is a test, and so is what has none`() throws {
    let report = try Self.report(Self.yaml)
    let (tests, failures, skipped, text) = try Self.junit(report)
    #expect(failures == report.analysis.findings.count)
    #expect(tests > failures)
    #expect(skipped == 0)
    #expect(text.contains("tests=\"\(tests)\" failures=\"\(failures)\""))
    #expect(text.contains("classname=\"stores.db\""))
    #expect(text.contains("classname=\"system\""))
  }

  @Test func `what is below the threshold passes and what is known is skipped`() throws {
    let report = try Self.report(Self.yaml)
    let findings = report.analysis.findings
    let critical = findings.count { $0.rule.severity == .critical }
    let gated = try Self.junit(report, threshold: .critical)
    #expect(gated.failures == critical)
    #expect(gated.text.contains("<system-out>") == (critical < findings.count))
    let same = try Self.junit(report, since: try TriageTests.recorded(report))
    #expect(same.failures == 0)
    #expect(same.skipped == findings.count)
  }

  // MARK: Plain text

  @Test(arguments: [
    ("set `a` to ``b`c``", "set a to b`c"), ("*the store* and **why**", "the store and why"),
    ("2 * 3 is 2*3", "2 * 3 is 2*3"), (#"a\_b \* c"#, "a_b * c"), ("`*` alone", "* alone"),
    ("a *b* (*c*), *d*.", "a b (c), d."), ("`` ` ``", "`"), ("", ""),
  ])
  func `markup goes and text stays`(_ markdown: String, _ text: String) {
    #expect(MarkdownText.plain(markdown) == text)
  }
}
