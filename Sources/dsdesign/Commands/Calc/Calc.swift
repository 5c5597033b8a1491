import ArgumentParser
import JSONDocument
import Quantities

/// One number and its formula, for people with one question and no description.
struct Calc: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Computes one thing without a description: quorums, staleness, leases and more.",
    discussion: """
      What an option leaves out is assumed and named in the answer. --explain adds the formulas \
      and their sources; --format json has the units in its keys.

      Example: dsdesign calc lease --ttl 10s --renew-every 3s --pause 1s --operation 200ms
      """,
    subcommands: [
      CalcQuorum.self, CalcStaleness.self, CalcLease.self, CalcDetector.self,
      CalcAvailability.self, CalcRetries.self, CalcClock.self,
    ])
}

/// What every calculator takes.
struct CalcOptions: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  @Option(help: "text or json.")
  var format: Format = .text

  @Flag(help: "Add the formulas and where they come from.")
  var explain = false

  /// Computes and prints; numbers that make no sense together end the command.
  func answer(_ name: String, _ compute: (inout Inputs) throws -> Calculation) throws {
    let knowledge = try CalcKnowledge.load()
    var inputs = Inputs(knowledge: knowledge)
    let calculation: Calculation
    do {
      calculation = try compute(&inputs)
    } catch let error as QuantityError {
      throw Failure(
        "\(error)", file: "calc \(name)",
        help: "'dsdesign calc \(name) --help' tells what each option means and has an example")
    }
    let sources = knowledge.citations
    switch format {
    case .text:
      Terminal.print(
        CalculationText(calculation, inputs, sources: sources, explains: explain).text)
    case .json:
      let json = CalculationJSON(
        calculation, inputs, name: name, sources: sources, explains: explain)
      Terminal.print(JSONWriter.text(json.value, pretty: true) + "\n")
    }
  }
}
