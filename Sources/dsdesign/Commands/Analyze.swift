import Analysis
import ArgumentParser
import Glibc
import JSONDocument
import Knowledge
import Parallel
import Reporting

struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Analyses a description and prints the report.")

  enum Format: String, CaseIterable, ExpressibleByArgument { case markdown, json }

  enum Evidence: String, CaseIterable, ExpressibleByArgument { case none, quick, full }

  enum FailOn: String, CaseIterable, ExpressibleByArgument {
    case critical, high, medium, low, note, never

    func isReached(by severity: Severity) -> Bool {
      Severity(rawValue: rawValue).map { severity >= $0 } ?? false
    }
  }

  @Argument(help: "The description; '-' reads standard input.")
  var file: String

  @Option(help: "Form of the report: markdown or json.")
  var format: Format = .markdown

  @Option(name: .shortAndLong, help: ArgumentHelp("Write the report to a file.", valueName: "file"))
  var output: String?

  @Option(
    help:
      "Exit with 1 when a finding is at or above this severity: critical, high, medium, low, note or never."
  )
  var failOn: FailOn = .never

  @Option(help: "How much evidence to run: none, quick or full.")
  var evidence: Evidence = .quick

  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "The date that accepted risks are held against (YYYY-MM-DD); today by default.",
      valueName: "date"))
  var today: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let template = Ahead {
      Result { try ReportTemplate(BuiltIn.template("report/analysis.mustache")) }
    }
    let (description, source) = try readDescription(file)
    let knowledge = try common.loadKnowledge(products: description.productNames)
    Terminal.report(SettingCheck.diagnostics(description, in: source, knowledge: knowledge))
    let analysis = Analyzer(knowledge: knowledge).analyze(
      description, in: source,
      options: AnalysisOptions(today: today ?? Calendar.today(), seed: seed))
    let report = Report(analysis)
    let text =
      switch format {
      case .json: JSONReport(report).text()
      case .markdown: MarkdownReport(report).render(try template.value.get())
      }
    if let output { try Files.write(text, to: output) } else { Terminal.print(text) }
    let counts = analysis.findings.filter { !$0.isAccepted }
    let isFailed = counts.contains { failOn.isReached(by: $0.rule.severity) }
    // The program ends here: taking a large analysis apart first would cost a tenth of the time.
    withExtendedLifetime((analysis, report, knowledge, description)) {
      Terminal.exit(isFailed ? 1 : 0)
    }
  }
}

/// The date, as accepted risks write it.
enum Calendar {
  static func today() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
  }
}
