public import ArgumentParser
public import Checkers
import Diagnostics
import Glibc
import JSONDocument
import SystemModel

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks whether a recorded history is linearizable, serializable, causal, ….",
    discussion: """
      A history is what clients saw: calls and answers, as Jepsen logs them, in EDN, or as JSON \
      lines with process, type (invoke, ok, fail, info), f, value and, for stores, key. An \
      operation without answer, or answered with info, may have taken effect at any later time or \
      never; one that failed did not. A cas that failed without an error found another value than \
      it expected.

      register: read, write. cas-register: also cas, with [expected new]. key-value: get, put, \
      append, delete of texts. list-append: transactions of [:append key element] and \
      [:r key [elements]].

      --consistency names what must hold. Registers: linearizable (the default), sequential, \
      causal, causal-memory, causal-convergence (or causal-plus), pram, read-your-writes, \
      monotonic-reads, monotonic-writes, writes-follow-reads; all but the first two need values \
      that are written once. key-value: linearizable, sequential. list-append: \
      strict-serializable (the default), serializable, snapshot-isolation, repeatable-read, \
      read-committed, read-uncommitted and other isolation levels, with strong-session- and \
      strong- variants.

      A violation is shown with few operations that show it, as a timeline.

      Exit codes: 0 holds · 1 violation · 2 could not decide or could not read.

      Example: dsdesign check etcd.log --model cas-register
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  @Argument(help: "The history; '-' reads standard input.", completion: .file())
  var file: String

  @Option(help: "What the objects are: register, cas-register, key-value or list-append.")
  var model: RecordedModel

  @Option(help: ArgumentHelp("What must hold; see above.", valueName: "name"))
  var consistency: String?

  @Option(help: "Form of the answer: text or json.")
  var format: Format = .text

  @Option(help: ArgumentHelp("Give up after so long, such as 30s or 5min.", valueName: "time"))
  var timeout = "60s"

  @Option(
    help: ArgumentHelp(
      "The value before the first write, as EDN (default: nil; of key-value: no text).",
      valueName: "value"))
  var initial: String?

  @Option(
    help: ArgumentHelp(
      "What a cas says that failed without an error: mismatch or ignored.", valueName: "meaning"))
  var failedCas: ObjectDecoding.FailedCompareAndSet = .mismatch

  @Option(help: "Colour of diagnostics: auto, always or never.")
  var color: Terminal.Color = .auto

  func run() throws {
    Terminal.color = color
    let check = RecordedCheck(
      model: model, consistency: try checkedConsistency(), initial: try initialValue(),
      failedCompareAndSet: failedCas, limits: CheckLimits(isExpired: try deadline()))
    let source = try Files.read(file)
    let (report, problems) = check.run(source)
    guard let report else { throw Failure(problems) }
    let name = Text.escapedForTerminal(source.name)
    switch format {
    case .text:
      Terminal.print(CheckText(report, file: name, width: Terminal.width(default: 100)).text)
    case .json:
      Terminal.print(
        JSONWriter.text(CheckJSON.value(report, file: source.name), pretty: true) + "\n")
    }
    switch report.verdict {
    case .holds: Terminal.exit(0)
    case .violation: Terminal.exit(1)
    case .undecided: Terminal.exit(2)
    }
  }

  private func checkedConsistency() throws(Failure) -> CheckedConsistency? {
    guard let consistency else { return nil }
    if let known = CheckedConsistency(consistency, for: model) { return known }
    let ids = CheckedConsistency.all(for: model).map(\.id)
    let near = Spelling.nearest(to: consistency, among: ids)
    throw Failure(
      "histories of \(model.rawValue) do not decide '\(consistency)'", file: "--consistency",
      help: near.map { "did you mean '\($0)'?" } ?? "expected one of \(ids.joined(separator: ", "))"
    )
  }

  private func initialValue() throws(Failure) -> RecordedValue {
    guard let initial else { return .null }
    if model == .keyValue { return .text(ByteText(initial)) }
    guard let value = RecordedValue(edn: initial) else {
      throw Failure("'\(initial)' is no value", file: "--initial", help: "such as 0, nil or \"a\"")
    }
    return value
  }

  private func deadline() throws(Failure) -> @Sendable () -> Bool {
    let length: Duration
    do {
      length = try Duration.parse(timeout)
    } catch {
      throw Failure("'\(timeout)' is no time", file: "--timeout", help: "such as 30s or 5min")
    }
    let end = ContinuousClock.now + length
    return { ContinuousClock.now >= end }
  }
}

extension RecordedModel: ExpressibleByArgument {}
extension ObjectDecoding.FailedCompareAndSet: ExpressibleByArgument {}

extension Terminal {
  /// The columns of the terminal that standard output is, if it is one.
  static func width(default columns: Int) -> Int {
    var size = winsize()
    let isKnown = isatty(1) == 1 && ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return isKnown ? Int(size.ws_col) : columns
  }
}
