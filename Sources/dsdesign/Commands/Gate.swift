import Analysis
import ArgumentParser
import Diagnostics
import Knowledge
import Reporting

/// Which findings fail a run.
struct Gate: ParsableArguments {
  enum FailOn: String, CaseIterable, ExpressibleByArgument {
    case critical, high, medium, low, note, never

    var severity: Severity? { Severity(rawValue: rawValue) }
  }

  @Option(
    help:
      "Exit with 1 when a finding is at or above this severity: critical, high, medium, low, note or never. Default: never; with --baseline: note."
  )
  var failOn: FailOn?

  @Option(
    help: ArgumentHelp(
      "A former JSON report: only findings that it does not have fail the run.",
      valueName: "report.json"), completion: .file(extensions: ["json"]))
  var baseline: String?

  @Flag(help: "Report only: findings never fail the run.")
  var exitZero = false

  /// Findings below it fail nothing; `nil`: none does.
  var threshold: Severity? { (failOn ?? (baseline == nil ? .never : .note)).severity }

  /// - Parameter file: The description: it and the former report cannot both be standard input.
  func validate(file: String) throws(Failure) {
    if file == "-", baseline == "-" {
      throw Failure(
        "the description and the former report cannot both be standard input", file: "--baseline")
    }
  }

  func triage(_ analysis: Analysis) throws(Failure) -> Triage {
    guard let baseline else { return Triage(analysis.findings) }
    let (report, problems) = RecordedReport.read(try Files.read(baseline, kind: .report))
    guard let report else { throw Failure(problems) }
    return Triage(analysis.findings, since: report)
  }

  /// The findings that fail the run, as indices.
  private func failing(_ analysis: Analysis, _ triage: Triage) -> [Int] {
    guard let threshold else { return [] }
    return triage.open.filter { analysis.findings[$0].rule.severity >= threshold }
  }

  func isFailed(_ analysis: Analysis, _ triage: Triage) -> Bool {
    !exitZero && !failing(analysis, triage).isEmpty
  }

  /// What is new since the former report, on standard error: the report itself tells of all.
  func tell(_ analysis: Analysis, _ triage: Triage) {
    guard triage.isCompared else { return }
    let shown = 20
    let open = triage.open
    var diagnostics = open.prefix(shown).map { index in
      let finding = analysis.findings[index]
      return Diagnostic(
        .warning,
        "\(words(triage.standings[index])): \(finding.rule.severity.rawValue) · \(finding.rule.id) · \(finding.subject.name)",
        at: finding.location)
    }
    if open.count > shown {
      diagnostics.append(
        Diagnostic(
          .note, "\(open.count - shown) more findings are new since \(baseline ?? "")", at: nil,
          fileName: analysis.facts.file.name))
    }
    Terminal.report(diagnostics)
  }

  private func words(_ standing: Triage.Standing) -> String {
    switch standing {
    case .open(.acceptanceEnded): "no longer accepted"
    case .open(.moreSevere): "more severe than before"
    default: "new"
    }
  }
}
