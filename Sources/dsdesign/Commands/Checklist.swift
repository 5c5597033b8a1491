import Analysis
import ArgumentParser
import Checklist
import Diagnostics
import Glibc
import JSONDocument
import Knowledge
import Reporting
import SystemModel

struct ChecklistCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checklist",
    abstract: "Walks the failure-resilience checklist for a description.",
    discussion: """
      Each item shows what the description already answers, what is right for this system, and a game \
      day that shows whether it is so. Keys: y yes, p partly, n no, x not applicable, e note, o owner, \
      d due date, u take the answer back, b back, s skip, q quit. Each is saved at once in \
      NAME.checklist.yaml beside the description, where comments of yours are kept. A later walk goes \
      on with what is unanswered, or stale because the facts it rests on have changed.

      Where standard input is no terminal, each line is a key, its word, or 'e NOTE', 'o OWNER', \
      'd DATE'; an empty line skips.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case markdown, json }

  @Argument(help: "The description; '-' reads standard input, with --list or --non-interactive.")
  var file: String

  @Flag(help: "Print the checklist with its answers and ask nothing.")
  var list = false

  @Flag(help: "Ask nothing, and exit with 1 when --fail-on says so.")
  var nonInteractive = false

  @Option(
    help: ArgumentHelp(
      "The answers file; NAME.checklist.yaml beside the description by default.", valueName: "file")
  )
  var answers: String?

  @Option(
    help: ArgumentHelp(
      "Exit with 1 for items that are unanswered, negative (no or partly), stale, overdue or contradicted (yes where the description shows no); several with commas, or never. With --non-interactive 'unanswered,negative,stale' by default.",
      valueName: "conditions"))
  var failOn: FailGates?

  @Option(help: "Form of the list: markdown or json.")
  var format: Format = .markdown

  @Flag(help: "In Markdown, print every item in full after the table.")
  var details = false

  @Option(
    help: ArgumentHelp("Begin the walk with this item.", valueName: "id"),
    completion: .checklistItems)
  var item: String?

  @Flag(help: "Walk every item, answered ones too.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "The date of answers, and that due dates are held against (YYYY-MM-DD); today by default.",
      valueName: "date"))
  var today: String?

  @OptionGroup var common: CommonOptions

  private var asksNothing: Bool { list || nonInteractive }

  func validate() throws {
    if let today, CalendarDate(today) == nil {
      throw ValidationError("'\(today)' is no date; write it as 2026-12-31.")
    }
    if file == "-", !asksNothing {
      throw ValidationError(
        "The description comes from standard input, so answers cannot: add --list or --non-interactive, or name the file."
      )
    }
  }

  func run() throws {
    common.apply()
    let analysis = try analyze()
    let prepared = analysis.preparedChecklist()
    let ids = prepared.map(\.item.id)
    if let item, !ids.contains(item) {
      throw Failure(
        "the checklist has no item '\(item)'", file: "checklist",
        help: Spelling.nearest(to: item, among: ids).map { "did you mean '\($0)'?" }
          ?? "'dsdesign checklist --list' lists the ids")
    }
    let store = answersPath.map { AnswersStore(path: $0, items: ids) }
    if asksNothing, answers != nil, store?.exists == false {
      throw Failure("there is no such answers file", file: answers)
    }
    let given = try store?.load().answers ?? [:]
    let state = ChecklistState(
      prepared, answers: given, today: CalendarDate(today ?? Calendar.today()))
    if asksNothing { return try finish(print(state, of: analysis)) }
    guard let store else { return }
    try finish(walk(state, store))
  }

  private var answersPath: String? {
    answers ?? (file == "-" ? nil : AnswersFile.path(besides: file))
  }

  private func analyze() throws -> Analysis {
    let (description, source) = try readDescription(file)
    let knowledge = try common.loadKnowledge(
      products: description.productNames, withChecklist: true)
    return Analyzer(knowledge: knowledge).analyze(
      description, in: source, options: AnalysisOptions(today: today ?? Calendar.today()))
  }

  // MARK: Forms

  private func print(_ state: ChecklistState, of analysis: Analysis) -> ChecklistState {
    switch format {
    case .markdown:
      Terminal.print(ChecklistMarkdown(state, of: analysis).document(inFull: details))
    case .json:
      let document = ChecklistJSON(state).document(
        system: analysis.description.system.value.name.value, file: file,
        answersFile: answersPath, failed: failed(state))
      Terminal.print(JSONWriter.text(document, pretty: true) + "\n")
    }
    return state
  }

  private func walk(_ state: ChecklistState, _ store: AnswersStore) throws -> ChecklistState {
    let walk = Walk(state, from: item, asksAll: all)
    var session = WalkSession(walk: walk, store: store)
    guard walk.current != nil else {
      session.close()
      session.screen.say(
        "Nothing is open; --all walks every item again, --item ID begins with one.")
      return state
    }
    if isatty(0) == 1, isatty(1) == 1, let keys = KeyReader() {
      var terminal = TerminalWalk(session: session, keys: keys)
      return terminal.run()
    }
    var piped = PipedWalk(session: session)
    return try piped.run()
  }

  // MARK: Exit

  private var gates: [ChecklistGate] {
    failOn?.gates ?? (nonInteractive ? [.unanswered, .negative, .stale] : [])
  }

  private func failed(_ state: ChecklistState) -> [(gate: ChecklistGate, item: String)] {
    gates.flatMap { gate in
      state.entries.filter { gate.holds($0, in: state) }.map { (gate, $0.id) }
    }
  }

  private func finish(_ state: ChecklistState) throws {
    let failed = failed(state)
    guard !failed.isEmpty else { return }
    for gate in gates {
      let items = failed.filter { $0.gate == gate }.map(\.item)
      if !items.isEmpty {
        Terminal.printError("checklist: \(gate.rawValue): \(items.joined(separator: ", "))\n")
      }
    }
    throw ExitCode(1)
  }
}

/// What fails a run: conditions with commas, or `never`.
struct FailGates: ExpressibleByArgument {
  let gates: [ChecklistGate]

  init?(argument: String) {
    if argument == "never" {
      gates = []
      return
    }
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    let read = words.compactMap { ChecklistGate(rawValue: String($0)) }
    guard read.count == words.count, !read.isEmpty else { return nil }
    gates = ChecklistGate.allCases.filter(read.contains)
  }

  static var allValueStrings: [String] { ChecklistGate.allCases.map(\.rawValue) + ["never"] }
}
