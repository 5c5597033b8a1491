import ArgumentParser
import Benchmarks
import Diagnostics
import JSONDocument
import SystemModel

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures the reference algorithms, on this machine and on a topology.",
    discussion: """
      Operation benchmarks take wall-clock time on this machine: what an algorithm's own \
      computing costs, without network and disk. They warm up, calibrate, and measure in rounds \
      that are spread over the run, so that they can say whether another run would come out \
      alike. They do not depend on any topology.

      A name stands for all that begin with it: 'bench raft', 'bench vector-clock or-set'.

      --save keeps a run, --baseline compares with one kept and tells what changed beyond the \
      noise.

      Exit codes: 0 measured · 2 could not run.

      Example: dsdesign bench vector-clock --save before.json
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, markdown, json }

  @Argument(help: ArgumentHelp("What to measure; everything unless told.", valueName: "algorithm"))
  var algorithms: [String] = []

  @Flag(help: "List what can be measured, and stop.")
  var list = false

  @Option(help: "Form of the result: text, markdown or json.")
  var format: Format = .text

  @Option(
    help: ArgumentHelp("Compare with a run kept by --save or --format json.", valueName: "file"))
  var baseline: String?

  @Option(help: ArgumentHelp("Keep the run in a file, as JSON.", valueName: "file"))
  var save: String?

  @Option(help: ArgumentHelp("Rounds over all operations, 1 to 99.", valueName: "n"))
  var rounds = 9

  @Option(
    help: ArgumentHelp("How long a sample takes, 10us to 1s.", valueName: "time"))
  var sampleTime = "1ms"

  @Option(help: "Orders the benchmarks of each round.")
  var seed: UInt64 = 1

  @Option(help: "Colour of diagnostics: auto, always or never.")
  var color: Terminal.Color = .auto

  func run() throws {
    Terminal.color = color
    let chosen = try BenchSelection(algorithms).operations
    if list { return Terminal.print(BenchSelection.listing(chosen)) }
    let settings = try settings()
    let earlier = try baseline.map { try BenchFile.read($0) }
    let report = measure(chosen, settings)
    let output = BenchOutput(report, against: earlier)
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
        "a sample takes 10 us to 1 s", at: option.whole,
        help: "1ms is long enough for a clock that is read in 50 ns")
    }
    let nanoseconds =
      time.components.seconds * 1_000_000_000
      + time.components.attoseconds / 1_000_000_000
    return .init(rounds: rounds, sampleTime: nanoseconds, seed: seed)
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
}
