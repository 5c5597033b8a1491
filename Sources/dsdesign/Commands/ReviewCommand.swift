import Analysis
import ArgumentParser
import Diagnostics
import Knowledge
import Reporting

struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Writes the document that a team takes to a design review.",
    discussion: """
      One Markdown document: summary, goals, diagrams, guarantees, decisions, failure modes, \
      findings, plan, risks, questions, sign-off. --adr-dir keeps one record a decision beside it. \
      What a template of your own can use is told in docs/templates.md.
      """)

  @Argument(help: "The description; '-' reads standard input.", completion: .descriptions)
  var file: String

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
    let knowledge = try common.loadKnowledge(products: description.productNames)
    Terminal.report(SettingCheck.diagnostics(description, in: source, knowledge: knowledge))
    let date = try Calendar.date(today)
    let report = Report(
      Analyzer(knowledge: knowledge).analyze(
        description, in: source, options: AnalysisOptions(today: date, seed: seed)))
    let text = try render(Review(report))
    if let adrDir { try writeRecords(report, to: adrDir) }
    if let output { try Files.write(text, to: output) } else { Terminal.print(text) }
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

  private func render(_ review: Review) throws(Failure) -> String {
    let builtIn = "report/review.mustache"
    let file =
      try template.map { path throws(Failure) in try Files.read(path) }
      ?? SourceFile(name: builtIn, text: BuiltIn.template(builtIn))
    do {
      return try MarkdownReview(review).render(template: file)
    } catch {
      throw Failure([error.diagnostic])
    }
  }
}
