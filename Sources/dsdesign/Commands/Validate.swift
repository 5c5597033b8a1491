import ArgumentParser
import Diagnostics
import SystemModel

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks descriptions and reports every problem in them.")

  @Argument(help: "Descriptions; '-' reads standard input.")
  var files: [String]

  @Option(help: "Colour of diagnostics: auto, always or never.")
  var color: Terminal.Color = .auto

  func run() throws {
    Terminal.color = color
    var problems: [Diagnostic] = []
    for path in files {
      do {
        problems += SystemDescription.read(try Files.read(path)).1
      } catch let failure {
        problems += failure.diagnostics
      }
    }
    if problems.contains(where: { $0.severity == .error }) { throw Failure(problems) }
    Terminal.report(problems)
  }
}
