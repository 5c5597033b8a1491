import Analysis
import ArgumentParser
import Diagnostics
import JSONDocument
import Reporting
import SystemModel

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares two designs: guarantees, decisions, findings and numbers.",
    discussion: """
      Each of the two is a description or a JSON report of 'analyze'. The Markdown is made for a \
      comment on a pull request. Exit codes: 0 no guarantee got weaker · 1 some did, in the partial \
      order of consistency models or in what is survived · 2 could not run.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case markdown, json }

  @Argument(help: "The design before; '-' reads standard input.", completion: .designs)
  var old: String

  @Argument(help: "The design after.", completion: .designs)
  var new: String

  @Option(help: "Form of the answer: markdown or json.")
  var format: Format = .markdown

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write the answer to a file.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The date that accepted risks are held against (YYYY-MM-DD); today by default.",
      valueName: "date"))
  var today: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    if old == "-", new == "-" {
      throw Failure("only one of the two can be standard input", file: "diff")
    }
    let date = try Calendar.date(today)
    // What is odd about the old design is no longer worth a warning.
    let diff = DesignDiff(
      from: try report(old, date, showsWarnings: false),
      to: try report(new, date, showsWarnings: true))
    let text = format == .json ? DiffJSON(diff).text() : DiffMarkdown(diff).text()
    if let output { try Files.write(text, to: output) } else { Terminal.print(text) }
    if diff.isWeaker { throw ExitCode(1) }
  }

  /// The JSON report in a file, or that of the description in it: both are compared in one form.
  private func report(_ path: String, _ date: String, showsWarnings: Bool) throws(Failure)
    -> RecordedReport
  {
    let file = try Files.read(path, kind: path.hasSuffix(".json") ? .report : .description)
    if isReport(file) { return try checked(RecordedReport.read(file)) }
    let (description, diagnostics) = SystemDescription.read(file)
    guard let description else { throw Failure(diagnostics) }
    let knowledge = try common.loadKnowledge(products: description.productNames)
    if showsWarnings {
      Terminal.report(
        diagnostics + SettingCheck.diagnostics(description, in: file, knowledge: knowledge))
    }
    let analysis = Analyzer(knowledge: knowledge).analyze(
      description, in: file, options: AnalysisOptions(today: date))
    let text = JSONReport(Report(analysis)).text()
    return try checked(RecordedReport.read(SourceFile(name: file.name, text: text)))
  }

  private func checked(_ outcome: (RecordedReport?, [Diagnostic])) throws(Failure)
    -> RecordedReport
  {
    guard let report = outcome.0 else { throw Failure(outcome.1) }
    return report
  }

  /// A description may be JSON, too, but has no findings.
  private func isReport(_ file: SourceFile) -> Bool {
    let start = file.bytes.first { !" \t\r\n\u{FEFF}".utf8.contains($0) }
    return start == UInt8(ascii: "{") && JSONReader.read(file).0?["findings"] != nil
  }
}
