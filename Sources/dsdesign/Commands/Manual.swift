import Analysis
import ArgumentParser
import Diagnostics
import JSONDocument
import Knowledge

/// Prints the parts of the manual pages that are made, not written; `scripts/man.sh` places them.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints a part of the manual pages.", shouldDisplay: false)

  enum Part: String, CaseIterable, ExpressibleByArgument {
    case commands, options, fields, facts, functions, categories, milestones
  }

  @Argument(help: "The part.")
  var part: Part

  func run() throws {
    switch part {
    case .commands: Terminal.print(try pages().commands)
    case .options: Terminal.print(try pages().commonOptions)
    case .fields: Terminal.print(ReferencePages.fields)
    case .facts: Terminal.print(ReferencePages.facts)
    case .functions: Terminal.print(ReferencePages.functions)
    case .categories: Terminal.print(ReferencePages.categories(knowledge))
    case .milestones: Terminal.print(ReferencePages.milestones(knowledge))
    }
  }

  private var knowledge: KnowledgeBase {
    KnowledgeBase.load(BuiltIn.knowledge(), schema: FactTypes.schema).0
  }

  /// The argument parser tells what it knows as the answer to an option of its own.
  private func pages() throws(Failure) -> CommandPages {
    do {
      _ = try DSDesign.parseAsRoot(["--experimental-dump-help"])
    } catch {
      let dump = SourceFile(name: "<commands>", text: DSDesign.fullMessage(for: error))
      if let value = JSONReader.read(dump).0, let pages = CommandPages(dump: value) {
        return pages
      }
    }
    throw Failure("the argument parser does not describe its commands", file: "manual")
  }
}
