import ArgumentParser
import SystemModel

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the JSON Schema of descriptions, or of the JSON report.",
    discussion: """
      For editors with the YAML language server, save it and put this line first in a description:
      # yaml-language-server: $schema=dsdesign.schema.json
      """)

  @Flag(help: "The schema of 'analyze --format json' instead.")
  var report = false

  func run() throws {
    Terminal.print(
      report ? BuiltIn.template("report/report.schema.json") : SystemModel.Schema.jsonSchema())
  }
}
