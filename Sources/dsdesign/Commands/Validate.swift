import Analysis
import ArgumentParser
import Diagnostics
import Knowledge
import SystemModel

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks descriptions and reports every problem in them.")

  @Argument(help: "Descriptions; '-' reads standard input.", completion: .descriptions)
  var files: [String]

  @Option(help: "Colour of diagnostics: auto, always or never.")
  var color: Terminal.Color = .auto

  func run() throws {
    Terminal.color = color
    var problems: [Diagnostic] = []
    for path in files {
      do {
        let file = try Files.read(path)
        let (description, found) = SystemDescription.read(file)
        problems += found
        if let description {
          problems += SettingCheck.diagnostics(
            description, in: file, knowledge: try Self.catalogue(description))
        }
      } catch let failure {
        problems += failure.diagnostics
      }
    }
    if problems.contains(where: { $0.severity == .error }) { throw Failure(problems) }
    Terminal.report(problems)
  }

  /// The products that the description names; settings are checked against them.
  private static func catalogue(_ description: SystemDescription) throws(Failure) -> KnowledgeBase {
    let names = description.productNames
    let sources = BuiltIn.knowledge().filter {
      $0.productName.map(names.contains) ?? $0.path.contains("citations")
    }
    let (base, problems) = KnowledgeBase.load(sources, schema: FactTypes.schema)
    if problems.contains(where: { $0.severity == .error }) { throw Failure(problems) }
    return base
  }
}
