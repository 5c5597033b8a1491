import Analysis
import ArgumentParser
import Diagnostics
import JSONDocument
import Knowledge

struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the knowledge, or tests rule files.", subcommands: [List.self, Test.self],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists every rule and decision.")

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    @Option(help: "text or json.")
    var format: Format = .text

    @OptionGroup var common: CommonOptions

    private struct Row {
      let id, kind, topic, severity, title: String
      let sources: [Source]
    }

    func run() throws {
      common.apply()
      let rows = Self.rows(try common.loadKnowledge())
      switch format {
      case .json:
        Terminal.print(
          JSONWriter.text(
            .array(
              rows.map { row in
                [
                  "id": .string(row.id), "kind": .string(row.kind), "topic": .string(row.topic),
                  "severity": row.severity.isEmpty ? .null : .string(row.severity),
                  "title": .string(row.title),
                  "sources": .array(
                    row.sources.map {
                      ["cite": .string($0.cite), "at": $0.at.map { .string($0) } ?? .null]
                    }),
                ]
              }), pretty: true) + "\n")
      case .text:
        let width = rows.map(\.id.count).max() ?? 0
        for row in rows {
          let pad = String(repeating: " ", count: width - row.id.count + 2)
          Terminal.print(
            "\(row.id)\(pad)\(row.kind)  \(row.severity.isEmpty ? row.topic : "\(row.severity)  \(row.topic)")\n"
          )
        }
        Terminal.print("\(rows.count) entries\n")
      }
    }

    private static func rows(_ knowledge: KnowledgeBase) -> [Row] {
      knowledge.requirements.map {
        Row(
          id: $0.id, kind: "requirement", topic: "requirements", severity: "", title: words($0.id),
          sources: $0.sources)
      }
        + knowledge.decisions.flatMap { topic in
          [
            Row(
              id: topic.id, kind: "decision", topic: topic.id, severity: "", title: topic.title,
              sources: topic.sources)
          ]
            + topic.options.map {
              Row(
                id: "\(topic.id)/\($0.id)", kind: "option", topic: topic.id, severity: "",
                title: $0.title, sources: $0.sources)
            }
        }
        + knowledge.findings.map {
          Row(
            id: $0.id, kind: "finding", topic: $0.category, severity: $0.severity.rawValue,
            title: $0.title, sources: $0.sources)
        }
        + knowledge.checklist.map {
          Row(
            id: $0.id, kind: "checklist", topic: "checklist", severity: "", title: $0.title,
            sources: $0.sources)
        }
    }

    private static func words(_ id: String) -> String {
      id.split(separator: "-").joined(separator: " ")
    }
  }

  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Loads rule files and runs their examples.",
      discussion:
        "A folder laid out as the built-in knowledge; files that only citations or milestones stand in may be left to it."
    )

    @Argument(help: "The folder.", completion: .directory)
    var folder: String

    @Flag(help: "The folder is the whole knowledge: do not load the built-in one beneath it.")
    var alone = false

    func run() throws {
      let files = try KnowledgeFolder.files(in: folder)
      let own = Set(files.map(\.path))
      let beneath =
        alone
        ? []
        : BuiltIn.knowledge().filter { file in
          !own.contains(String(file.path.split(separator: "/", maxSplits: 1).last ?? ""))
        }
      let (knowledge, diagnostics) = KnowledgeBase.load(beneath + files, schema: FactTypes.schema)
      if diagnostics.contains(where: { $0.severity == .error }) { throw Failure(diagnostics) }
      let outcome = ExampleRunner(knowledge: knowledge).run(only: { own.contains($0) })
      Terminal.report(outcome.failures)
      Terminal.print("\(outcome.passed) examples passed, \(outcome.failures.count) failed\n")
      if !outcome.failures.isEmpty { throw ExitCode(1) }
    }
  }
}
