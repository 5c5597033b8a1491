import Analysis
import ArgumentParser
import Checklist
import Diagnostics
import Knowledge
import Reporting
import SystemModel

struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Writes the document that a team takes to a design review.",
    discussion: """
      One document, in Markdown or as a page: summary, goals, diagrams, guarantees, decisions, failure modes, \
      findings, plan, risks, questions, sign-off. --adr-dir keeps one record a decision beside it. \
      What a template of your own can use is told in docs/templates.md.
      """)

  @Argument(help: "The description; '-' reads standard input.", completion: .descriptions)
  var file: String

  enum Format: String, CaseIterable, ExpressibleByArgument { case markdown, html }

  @Option(help: "Form of the document: markdown or html.")
  var format: Format = .markdown

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write the document to a file.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("A Mustache template of your own.", valueName: "file"))
  var template: String?

  @Option(
    help: ArgumentHelp("Keep one record a decision in this folder.", valueName: "dir"),
    completion: .directory)
  var adrDir: String?

  @Option(
    help: ArgumentHelp(
      "The answers to the checklist; NAME.checklist.yaml beside the description by default.",
      valueName: "file"))
  var answers: String?

  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "The date of the review, that accepted risks are held against (YYYY-MM-DD); today by default.",
      valueName: "date"))
  var today: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let (description, source) = try readDescription(file)
    let knowledge = try common.loadKnowledge(
      products: description.productNames, withChecklist: true)
    Terminal.report(SettingCheck.diagnostics(description, in: source, knowledge: knowledge))
    let date = try Calendar.date(today)
    let report = Report(
      Analyzer(knowledge: knowledge).analyze(
        description, in: source, options: AnalysisOptions(today: date, seed: seed)))
    let checklist = Review.Checklist(
      try checklist(report.analysis, on: date), of: report.analysis)
    let text = try render(report, checklist)
    if let adrDir { try writeRecords(report, to: adrDir) }
    if let output { try Files.write(text, to: output) } else { Terminal.print(text) }
  }

  /// The checklist with the answers that were given so far.
  private func checklist(_ analysis: Analysis, on date: String) throws(Failure) -> ChecklistState {
    let prepared = analysis.preparedChecklist()
    var given: [String: GivenAnswer] = [:]
    if let path = answers ?? (file == "-" ? nil : AnswersFile.path(besides: file)) {
      let store = AnswersStore(path: path, items: prepared.map(\.item.id))
      if answers != nil, !store.exists {
        throw Failure("there is no such answers file", file: path)
      }
      given = try store.load().answers
    }
    return ChecklistState(prepared, answers: given, today: CalendarDate(date))
  }

  /// Brings the folder's decision records up to date, and says how many it wrote.
  private func writeRecords(_ report: Report, to folder: String) throws(Failure) {
    try Files.makeFolder(folder)
    var files: [(name: String, text: String)] = []
    for name in try Files.names(in: folder) where name.hasSuffix(".md") {
      let bytes = try Files.read("\(folder)/\(name)").bytes
      files.append((name, String(decoding: bytes, as: UTF8.self)))
    }
    let changes = RecordFolder(report, files: files).changes()
    for change in changes { try Files.write(change.text, to: "\(folder)/\(change.name)") }
    let new = changes.count(where: \.isNew)
    Terminal.printError(
      "\(folder): \(new) new \(new == 1 ? "record" : "records"), \(changes.count - new) changed\n")
  }

  private func render(_ report: Report, _ checklist: Review.Checklist) throws -> String {
    let builtIn = "report/review.mustache"
    let file =
      try template.map { path throws(Failure) in try Files.read(path) }
      ?? SourceFile(name: builtIn, text: BuiltIn.template(builtIn))
    do {
      return switch format {
      case .markdown:
        try MarkdownReview(Review(report, checklist: checklist)).render(template: file)
      case .html:
        try HTMLReport(report, files: BuiltIn.page)
          .review(checklist: checklist, template: file)
      }
    } catch let problem as TemplateProblem {
      throw Failure([problem.diagnostic])
    }
  }
}
