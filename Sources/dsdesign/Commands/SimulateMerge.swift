import ArgumentParser
import Evidence
import JSONDocument

/// Puts the results of several machines together.
struct SimulateMerge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Puts JSON results of the same run together.")

  @Argument(help: "Results of 'simulate --format json', of one run and different seeds.")
  var results: [String]

  @Option(help: "Form of the result: text or json.")
  var format: SimulateRun.Format = .text

  func run() throws {
    var merged: SimulationReport?
    for path in results {
      let file = try Files.read(path)
      let (value, diagnostics) = JSONReader.read(file)
      guard let value else { throw Failure(diagnostics) }
      guard let report = SimulationReport(json: value) else {
        throw Failure(
          "this is no result of 'simulate --format json'", file: path)
      }
      guard let first = merged else {
        merged = report
        continue
      }
      guard first.command == report.command else {
        throw Failure(
          "this is another run than the first result's", file: path,
          help: "'\(report.command)', and the first is '\(first.command)'")
      }
      let seen = Set(first.figures.map(\.seed))
      if let twice = report.figures.first(where: { seen.contains($0.seed) }) {
        throw Failure("seed \(twice.seed) is in two results", file: path)
      }
      merged = SimulationReport(
        title: first.title, nodes: first.nodes, faults: first.faults, parameters: first.parameters,
        required: first.required, command: first.command, kind: first.kind,
        costs: first.costs, figures: first.figures + report.figures)
    }
    guard let merged, !merged.figures.isEmpty else { throw Failure("there is no result to merge") }
    Terminal.print(
      format == .json ? JSONWriter.text(merged.json, pretty: true) + "\n" : merged.text)
    Terminal.exit(merged.violation == nil ? 0 : 1)
  }
}
