import Analysis
import ArgumentParser
import Benchmarks
import Diagnostics
import Evidence
import JSONDocument
import Simulation

struct SimulateRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs it (what 'simulate FILE' does).")

  enum Trace: String, CaseIterable, ExpressibleByArgument { case text, json }
  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  @Argument(help: "The description; '-' reads standard input.", completion: .descriptions)
  var file: String

  @Option(
    help: ArgumentHelp("The operation whose protocol runs.", valueName: "name"),
    completion: .operations)
  var operation: String?

  @Option(
    help: ArgumentHelp("The store, where an operation has several.", valueName: "name"),
    completion: .stores)
  var store: String?

  @Option(
    help: ArgumentHelp("A lock, lease or election instead.", valueName: "name"),
    completion: .coordination)
  var coordination: String?

  @Option(
    help: ArgumentHelp("A failure detection instead.", valueName: "name"),
    completion: .failureDetection)
  var failureDetection: String?

  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp(
      "Another protocol than the one described: \(ProtocolKind.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "protocol"), completion: .list(ProtocolKind.allCases.map(\.rawValue)))
  var kind: String?

  @Option(
    help: ArgumentHelp(
      "What goes wrong; repeatable: \(FaultKind.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "kind"), completion: .list(FaultKind.allCases.map(\.rawValue)))
  var fault: [String] = []

  @Option(help: ArgumentHelp("What goes wrong, and when, from a YAML file.", valueName: "file"))
  var schedule: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "A parameter of the model; repeatable: \(Parameter.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "name=value"))
  var set: [String] = []

  @Option(help: ArgumentHelp("The seeds to run.", valueName: "a..b"))
  var seeds: String = "1..5"

  @Option(help: ArgumentHelp("Run only every n-th seed, from the i-th on.", valueName: "i/n"))
  var shard: String?

  @Option(help: ArgumentHelp("Replay the counterexample of a finding.", valueName: "id"))
  var replay: String?

  @Option(help: "Print everything that happens in the first seed's run: text or json lines.")
  var trace: Trace?

  @Option(help: "Form of the result: text or json.")
  var format: Format = .text

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let (description, source) = try readDescription(file)
    let knowledge = try common.loadKnowledge(products: description.productNames)
    let analysis = Analyzer(knowledge: knowledge).analyze(description, in: source)
    if let replay { return try self.replay(replay, analysis) }
    let target = try target(analysis)
    let builder = RunBuilder(analysis)
    let built: BuiltRun
    do throws(RunProblem) { built = try builder.run(target) } catch {
      throw Failure(error.message, file: file)
    }
    let faults = try faults(built)
    let seeds = try SeedRange(seeds, shard: shard)
    func run(_ seed: UInt64) -> ProtocolRun {
      switch faults {
      case .kinds(let kinds): built.under(kinds, seed: seed)
      case .schedule(let faults): built.under(faults, seed: seed)
      }
    }
    if let trace { return show(run(seeds.all[0]), as: trace) }
    let report = SimulationReport(
      title: "\(target.subject.name) as \(built.run.kind.rawValue)",
      nodes: built.run.nodeNames, faults: faults.words(built), parameters: built.parameters,
      required: RequiredChecks.kinds(of: target.subject, in: analysis),
      command: command(target), kind: built.run.kind, costs: built.run.costs(),
      figures: SeedRuns.run(seeds.all, run))
    Terminal.print(
      format == .json ? JSONWriter.text(report.json, pretty: true) + "\n" : report.text)
    Terminal.exit(report.violation == nil ? 0 : 1)
  }

  /// The command that repeats it, without seeds.
  private func command(_ target: RunTarget) -> String {
    var text = Trial(target, seed: 1).command(file)
    if let end = text.ranges(of: " --seeds ").first { text = String(text[..<end.lowerBound]) }
    text += fault.map { " --fault \($0)" }.joined()
    if let schedule { text += " --schedule \(schedule)" }
    return text
  }

  private func show(_ run: ProtocolRun, as trace: Trace) {
    for event in run.trace() {
      Terminal.print((trace == .json ? event.jsonLine : event.timelineLine) + "\n")
    }
  }

  private func replay(_ text: String, _ analysis: Analysis) throws {
    guard let id = CounterexampleID(text) else {
      throw Failure(
        "'\(text)' is no counterexample", help: "an id such as 'async-failover:orders-db:1'")
    }
    let search = CounterexampleSearch(analysis, RunBuilder(analysis), depth: .full)
    let found: Counterexample?
    do throws(RunProblem) { found = try search.replay(id) } catch {
      throw Failure(error.message, file: file)
    }
    guard let found else {
      Terminal.print("\(text): the run of this description does no such harm.\n")
      return
    }
    let lines = found.story.map { "  \($0)\n" }.joined()
    Terminal.print(
      "\(text): \(found.operations) operations of \(found.kind.rawValue)\n\n\(lines)")
    Terminal.exit(1)
  }
}
