import Analysis
import ArgumentParser
import Evidence
import Glibc
import JSONDocument
import Knowledge
import Parallel
import Reporting
import SystemModel

struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Analyses a description and prints the report.")

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case markdown, json, html, sarif, github, junit

    /// What reads findings alone needs no runs.
    var showsEvidence: Bool { [.markdown, .json, .html].contains(self) }
  }

  enum EvidenceMode: String, CaseIterable, ExpressibleByArgument { case none, quick, full }

  @Argument(help: "The description; '-' reads standard input.", completion: .descriptions)
  var file: String

  @Option(help: "Form of the report: markdown, json, html, sarif, github or junit.")
  var format: Format = .markdown

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write the report to a file.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var gate: Gate

  @Option(help: "How much evidence to run: none, quick or full.")
  var evidence: EvidenceMode = .quick

  @Option(
    help: ArgumentHelp(
      "How much 'full' may run, as the time that takes on one usual core: 30s, 5m.",
      valueName: "duration"))
  var budget: String?

  @Option(
    help: ArgumentHelp(
      "Recompute the figures of an earlier JSON report, and say which still hold.",
      valueName: "report"))
  var verify: String?

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
    try gate.validate(file: file)
    let template = Once {
      Result { try ReportTemplate(BuiltIn.template("report/analysis.mustache")) }
    }.begun()
    let (description, source) = try readDescription(file)
    let knowledge = try common.loadKnowledge(products: description.productNames)
    Terminal.report(SettingCheck.diagnostics(description, in: source, knowledge: knowledge))
    let analysis = Analyzer(knowledge: knowledge).analyze(
      description, in: source,
      options: AnalysisOptions(today: try Calendar.date(today), seed: seed))
    Terminal.report(AcceptedRiskCheck.diagnostics(analysis))
    if let verify { return try self.verify(verify, analysis) }
    let report = Report(
      analysis, evidence: format.showsEvidence ? try runEvidence(analysis) : .init())
    let triage = try gate.triage(analysis)
    let text = try render(report, triage) { try template.value.get() }
    if let output { try Files.write(text, to: output) } else { Terminal.print(text) }
    if format != .github { gate.tell(analysis, triage) }
    // The program ends here: taking a large analysis apart first would cost a tenth of the time.
    withExtendedLifetime((analysis, report, knowledge, description)) {
      Terminal.exit(gate.isFailed(analysis, triage) ? 1 : 0)
    }
  }

  private func render(
    _ report: Report, _ triage: Triage, template: () throws -> ReportTemplate
  ) throws -> String {
    switch format {
    case .json:
      let comparison = gate.baseline.map { BaselineJSON(fileName: $0, triage) }
      return JSONReport(report, comparison: comparison).text()
    case .markdown:
      return MarkdownReport(report).render(try template())
    case .html: return try HTMLReport(report, files: BuiltIn.page).analysis(try template())
    case .sarif:
      return SARIFReport(report, triage: triage, version: DSDesign.configuration.version).text()
    case .github: return GitHubAnnotations(report, triage: triage).text()
    case .junit: return JUnitReport(report, triage: triage, threshold: gate.threshold).text()
    }
  }
}

extension Analyze {
  /// Runs what the options allow.
  private func runEvidence(_ analysis: Analysis) throws -> EvidenceReport {
    var seconds: Double?
    if let budget {
      guard let duration = try? Duration.parse(budget) else {
        throw Failure("'--budget \(budget)' is no duration", help: "write 30s or 5m")
      }
      seconds = duration.inSeconds
    }
    switch evidence {
    case .none: return EvidenceReport()
    case .quick:
      return EvidencePlanner(analysis, depth: .quick, seconds: seconds).report()
    case .full: return EvidencePlanner(analysis, depth: .full, seconds: seconds ?? 600).report()
    }
  }

  private func verify(_ path: String, _ analysis: Analysis) throws {
    let (value, diagnostics) = JSONReader.read(try Files.read(path))
    guard let value else { throw Failure(diagnostics) }
    let verification = Verification(value, analysis: analysis)
    Terminal.print(verification.text)
    Terminal.exit(verification.holds ? 0 : 1)
  }
}

/// The date, as accepted risks write it.
enum Calendar {
  /// A date given on the command line, or today.
  static func date(_ text: String?) throws(Failure) -> String {
    guard let text else { return today() }
    guard CalendarDate(text) != nil else {
      throw Failure("'\(text)' is no date", file: "--today", help: "such as 2026-12-31")
    }
    return text
  }

  static func today() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
  }
}
