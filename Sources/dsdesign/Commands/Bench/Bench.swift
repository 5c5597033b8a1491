import Analysis
import ArgumentParser
import Benchmarks
import Diagnostics
import Evidence
import SystemModel

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures the reference algorithms, on this machine and on a topology.",
    discussion: """
      Two kinds, which have nothing to do with each other. Operation benchmarks take wall-clock \
      time on this machine: what an algorithm's own computing costs, without network and disk. \
      They are measured in rounds that are spread over the run, so that it can say whether \
      another run would come out alike. Protocol benchmarks run whole protocols in virtual time \
      on a topology: messages, latency from each place, what a lost leader and a partition do, \
      and the load that saturates. They depend on the seed alone.

      A name stands for all that begin with it: 'bench raft', 'bench vector-clock or-set', \
      'bench primary-backup'. Without names everything is measured, which takes a minute or two.

      --save keeps a run, --baseline compares with one kept and tells what changed beyond the \
      noise.

      Exit codes: 0 measured · 2 could not run.

      Examples: dsdesign bench vector-clock --save before.json
      dsdesign bench raft multi-leader --system system.yaml
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, markdown, json }

  @Argument(help: ArgumentHelp("What to measure; everything unless told.", valueName: "algorithm"))
  var algorithms: [String] = []

  @Flag(help: "List what can be measured, and stop.")
  var list = false

  @Option(help: "Only one kind: operations or protocols.")
  var only: BenchKind?

  @Option(
    help: ArgumentHelp(
      "Run the protocols on the topology of a description; '-' reads standard input.",
      valueName: "file"))
  var system: String?

  @Option(help: "Form of the result: text, markdown or json.")
  var format: Format = .text

  @Option(
    help: ArgumentHelp("Compare with a run kept by --save or --format json.", valueName: "file"))
  var baseline: String?

  @Option(help: ArgumentHelp("Keep the run in a file, as JSON.", valueName: "file"))
  var save: String?

  @Option(help: ArgumentHelp("Rounds over all operations, 1 to 99.", valueName: "n"))
  var rounds = 9

  @Option(help: ArgumentHelp("How long a sample of an operation takes.", valueName: "time"))
  var sampleTime = "1ms"

  @Option(help: "Seed of protocols, and of the order of operations.")
  var seed: UInt64 = 1

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    var chosen = try BenchSelection(algorithms)
    // A topology means nothing to operations.
    if let kind = only ?? (system == nil ? nil : .protocols) { try chosen.restrict(to: kind) }
    if list { return Terminal.print(chosen.listing) }
    let settings = try settings()
    let plan = try plan()
    var output = BenchOutput(earlier: try baseline.map { try BenchFile($0) })
    if let save { try Files.checkWritable(save) }
    if !chosen.operations.isEmpty { output.operations = measure(chosen.operations, settings) }
    if !chosen.protocols.isEmpty { output.protocols = simulate(chosen.protocols, plan) }
    if let save { try Files.write(output.json(withComparison: false), to: save) }
    switch format {
    case .text: Terminal.print(output.text(width: Terminal.width(default: 100)))
    case .markdown: Terminal.print(output.markdown)
    case .json: Terminal.print(output.json(withComparison: true))
    }
  }

  private func settings() throws(Failure) -> OperationHarness.Settings {
    guard (1...99).contains(rounds) else {
      throw Failure("there can be 1 to 99 rounds, not \(rounds)", file: "--rounds")
    }
    let option = OptionText("--sample-time", sampleTime)
    let time: Duration = try option.quantity(option.whole)
    guard time >= .microseconds(10), time <= .seconds(1) else {
      throw option.failure(
        "a sample takes 10us to 1s", at: option.whole,
        help: "1ms is long: the clock is read in less than a ten-thousandth of it")
    }
    let (seconds, attoseconds) = time.components
    return .init(
      rounds: rounds, sampleTime: seconds * 1_000_000_000 + attoseconds / 1_000_000_000, seed: seed)
  }

  private func measure(
    _ chosen: [AlgorithmBenchmarks], _ settings: OperationHarness.Settings
  ) -> OperationReport {
    let machine = BenchMachine.read(version: DSDesign.configuration.version)
    let harness = OperationHarness(
      settings: settings, clock: BenchMachine.nanoseconds, heapBytes: BenchMachine.heapBytes)
    let before = BenchMachine.reading()
    var progress = ProgressLine("measuring operations")
    let results = harness.run([OperationBenchmarks.harness] + chosen) { progress.show($0) }
    progress.clear()
    let after = BenchMachine.reading()
    let measured = Array(results.dropFirst())
    return OperationReport(
      machine: machine, settings: settings,
      emptyLoop: results.first?.sizes.first?.operations.first?.median, results: measured,
      repeatability: Repeatability(measured, on: machine, before: before, after: after))
  }

  private func plan() throws(Failure) -> ProtocolBenchmarks.Plan {
    var plan = ProtocolBenchmarks.Plan.threeZones
    if let system {
      let (description, source) = try readDescription(system)
      let knowledge = try common.loadKnowledge(products: description.productNames)
      let topology = TopologyWays(description, knowledge: knowledge)
      guard !topology.places.isEmpty else {
        throw Failure(
          "the description has no topology to run on", file: source.name,
          help: "add 'topology' with regions and their zones")
      }
      plan = .init(topology, named: Text.escapedForTerminal(source.name))
      let analysis = Analyzer(knowledge: knowledge).analyze(description, in: source)
      plan.described = RunBuilder(analysis).described
    }
    plan.seed = seed
    return plan
  }

  private func simulate(
    _ kinds: [ProtocolKind], _ plan: ProtocolBenchmarks.Plan
  ) -> ProtocolReport {
    var progress = ProgressLine("simulating protocols")
    let results = ProtocolBenchmarks(plan).run(kinds) { progress.show($0) }
    progress.clear()
    return ProtocolReport(plan: plan, results: results)
  }
}

extension BenchKind: ExpressibleByArgument {}
