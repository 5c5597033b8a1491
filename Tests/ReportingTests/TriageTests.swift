import Analysis
import Diagnostics
import JSONDocument
import Testing

@testable import Reporting

/// Findings held against an earlier report.
@Suite struct TriageTests {
  /// One order in one place, written by an operation that must not lose it.
  static let yaml = """
    dsdesign: 1
    system: {name: Shop}
    topology: {regions: {r: {zones: [a, b]}}}
    stores:
      db: {product: postgresql, replicas: [r/a, r/b], failover: {mode: automatic, fencing: none}}
      log: {product: postgresql, replicas: [r/a, r/b], failover: {mode: manual}}
    data: {order: {store: db, class: order}, note: {store: log, class: order}}
    operations:
      buy: {writes: [order], requirements: {data_loss: none}}
      jot: {writes: [note], requirements: {data_loss: none}}
    """

  static func recorded(_ report: Report) throws -> RecordedReport {
    try recorded(JSONReport(report).text())
  }

  static func recorded(_ text: String) throws -> RecordedReport {
    let (report, problems) = RecordedReport.read(SourceFile(name: "old.json", text: text))
    return try #require(report, "\(problems.map(\.message))")
  }

  private static func triage(_ new: Report, _ old: RecordedReport) -> Triage {
    Triage(new.analysis.findings, since: old)
  }

  @Test func `moved lines make no new finding`() throws {
    let old = try Sample.report(Self.yaml)
    try #require(!old.analysis.findings.isEmpty)
    let moved = try Sample.report("# one line\n# and another\n" + Self.yaml)
    let triage = Self.triage(moved, try Self.recorded(old))
    #expect(triage.open.isEmpty)
    #expect(triage.gone.isEmpty)
    #expect(triage.standings.allSatisfy { $0 == .known })
  }

  @Test func `a new finding does not hide behind an old one of the same rule`() throws {
    let old = try Sample.report(Self.yaml)
    let rules = Set(old.analysis.findings.filter { $0.subject.name == "db" }.map(\.rule.id))
    let worse = try Sample.report(
      Self.yaml.replacing("{mode: manual}", with: "{mode: automatic, fencing: none}"))
    let triage = Self.triage(worse, try Self.recorded(old))
    let new = triage.open.map { worse.analysis.findings[$0] }
    #expect(new.contains { $0.subject.name == "log" && rules.contains($0.rule.id) })
    #expect(!new.contains { $0.subject.name == "db" })
    #expect(triage.open.allSatisfy { triage.standings[$0] == .open(.new) })
  }

  @Test func `each old finding stands for one new one`() throws {
    let report = try Sample.report(Self.yaml)
    let twice = report.analysis.findings + report.analysis.findings
    let triage = Triage(twice, since: try Self.recorded(report))
    #expect(triage.open.count == report.analysis.findings.count)
  }

  @Test func `what is gone is told`() throws {
    let old = try Sample.report(Self.yaml)
    let better = try Sample.report(
      Self.yaml.replacing("{mode: automatic, fencing: none}", with: "{mode: manual}"))
    let triage = Self.triage(better, try Self.recorded(old))
    #expect(triage.gone.contains { $0.rule == "unfenced-automatic-failover" && $0.subject == "db" })
    #expect(!triage.gone.contains { $0.subject == "log" })
  }

  @Test func `a finding that became more severe counts`() throws {
    let report = try Sample.report(Self.yaml)
    let severities = ["critical", "high", "medium", "low"]
    let text = severities.reduce(JSONReport(report).text()) {
      $0.replacing("\"severity\":\"\($1)\",\"subject\"", with: "\"severity\":\"note\",\"subject\"")
    }
    let triage = Self.triage(report, try Self.recorded(text))
    #expect(triage.open.count == report.analysis.findings.count)
    #expect(triage.standings.allSatisfy { $0 == .open(.moreSevere) })
  }

  @Test func `a risk that is no longer accepted counts, and an accepted one never does`() throws {
    let plain = try Sample.report(Self.yaml)
    let rule = try #require(plain.analysis.findings.first).rule.id
    let accepted = try Sample.report(Self.yaml + "\naccepted_risks: [{rule: \(rule)}]\n")
    let ended = Self.triage(plain, try Self.recorded(accepted))
    #expect(!ended.open.isEmpty)
    #expect(
      ended.open.allSatisfy {
        ended.standings[$0] == .open(.acceptanceEnded)
          && plain.analysis.findings[$0].rule.id == rule
      })
    let begun = Self.triage(accepted, try Self.recorded(plain))
    #expect(begun.open.isEmpty)
    #expect(begun.standings.contains(.accepted(isKnown: true)))
  }

  @Test func `without an earlier report all that is not accepted counts`() throws {
    let report = try Sample.report(Self.yaml)
    #expect(Triage(report.analysis.findings).open.count == report.analysis.findings.count)
  }

  @Test(arguments: [
    ("", "no JSON report"), ("dsdesign: 1\n", "no JSON report"), ("[]", "no report of dsdesign"),
    ("{\"dsdesign\": 1}", "no report of dsdesign"),
    ("{\"dsdesign\": 1, \"operations\": {}, \"findings\": []}", "no report of dsdesign"),
    ("{\"dsdesign\": 2, \"operations\": [], \"findings\": []}", "version 2"),
    ("{\"dsdesign\": 1, \"operations\": [], \"findings\": [{}]}", "no fingerprint"),
    (
      "{\"dsdesign\": 1, \"operations\": [], \"findings\": [{\"fingerprint\": \"a@b\"}]}",
      "lacks its rule"
    ),
  ])
  func `what is no report is refused`(_ text: String, _ words: String) throws {
    let (report, problems) = RecordedReport.read(SourceFile(name: "old.json", text: text))
    #expect(report == nil)
    #expect(problems.count == 1)
    #expect(problems.first?.message.contains(words) == true, "\(problems.map(\.message))")
    #expect(problems.first?.help != nil)
  }

  @Test func `a report without findings is one`() throws {
    let text = "{\"dsdesign\": 1, \"operations\": [], \"findings\": []}"
    #expect(try Self.recorded(text).findings.isEmpty)
  }
}
