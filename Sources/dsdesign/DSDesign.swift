import ArgumentParser

/// The command line: arguments, files, terminal and exit codes; everything else is in the rooms.
@main
struct DSDesign: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dsdesign",
    abstract: "Reviews the design of a distributed system.",
    discussion: """
      Reads a description in YAML and tells what each operation needs, what the design really \
      gives, where it breaks and what to do instead. Start with 'dsdesign init'.

      Exit codes: 0 clean · 1 findings at or above --fail-on, or a check failed · 2 could not run.
      """,
    version: "0.1.0",
    subcommands: [
      Analyze.self, ReviewCommand.self, ChecklistCommand.self, Simulate.self, Diff.self,
      Validate.self, Query.self, Explain.self, Rules.self, Facts.self, Schema.self,
      Initialize.self, Calc.self, Products.self, Check.self, Bench.self,
      Manual.self,
    ])

  /// Runs the command; wrong usage exits with 2, as unreadable input does.
  static func main() {
    Heap.prepare()
    do {
      var command = try parsed()
      try command.run()
    } catch let exit as ExitCode {
      Terminal.exit(exit.rawValue)
    } catch let failure as Failure {
      Terminal.report(failure.diagnostics)
      Terminal.exit(2)
    } catch {
      let code = exitCode(for: error)
      if code == .success {
        Terminal.print(CompletionScript.mended(fullMessage(for: error)) + "\n")
        Terminal.exit(0)
      }
      Terminal.printError(fullMessage(for: error) + "\n")
      Terminal.exit(2)
    }
    Terminal.exit(0)
  }

  /// The command, as the arguments give it.
  ///
  /// Most runs are analyses: read by that command alone the arguments take a fifth of the time.
  /// Whatever is wrong with them is told by the whole tree of commands.
  private static func parsed() throws -> any ParsableCommand {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.first == "analyze" else { return try parseAsRoot() }
    // Whatever the arguments are, the guidance will be needed.
    _ = BuiltIn.guidance
    if let command = try? Analyze.parse(Array(arguments.dropFirst())) {
      return command
    }
    return try parseAsRoot()
  }
}
