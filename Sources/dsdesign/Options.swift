import Analysis
import ArgumentParser
import Diagnostics
import EmbeddedFiles
import Knowledge
import SystemModel

/// What every command that reads a description takes.
struct CommonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Lay the rules of a folder over the built-in ones; repeatable.", valueName: "dir"))
  var knowledge: [String] = []

  @Option(help: "Colour of diagnostics: auto, always or never.")
  var color: Terminal.Color = .auto

  func apply() { Terminal.color = color }

  /// The built-in knowledge and the folders laid over it; any problem in it ends the command.
  func loadKnowledge() throws(Failure) -> KnowledgeBase {
    let (base, diagnostics) = try loadKnowledgeReporting()
    if diagnostics.contains(where: { $0.severity == .error }) { throw Failure(diagnostics) }
    return base
  }

  /// The same, with the problems instead of an end.
  func loadKnowledgeReporting() throws(Failure) -> (KnowledgeBase, [Diagnostic]) {
    var files = BuiltIn.knowledgeFiles
    for folder in knowledge { files += try KnowledgeFolder.files(in: folder) }
    return KnowledgeBase.load(files, schema: FactTypes.schema)
  }
}

extension Terminal.Color: ExpressibleByArgument {}

/// The knowledge and templates inside the binary.
enum BuiltIn {
  static var knowledgeFiles: [(path: String, file: SourceFile)] {
    EmbeddedFiles.below("knowledge").map { ($0.path, SourceFile(name: $0.path, text: $0.text)) }
  }

  static func template(_ path: String) -> String { EmbeddedFiles.text(of: "templates/\(path)") ?? "" }
}

/// A folder of knowledge files laid out as the built-in ones are.
enum KnowledgeFolder {
  static func files(in folder: String) throws(Failure) -> [(path: String, file: SourceFile)] {
    var files: [(path: String, file: SourceFile)] = []
    for path in try Files.yamlFiles(below: folder) {
      files.append((path, try Files.read("\(folder)/\(path)")))
    }
    if files.isEmpty { throw Failure("there is no YAML file in this folder", file: folder) }
    return files
  }
}

/// Reads and checks a description; problems end the command, warnings are shown.
func readDescription(_ path: String) throws(Failure) -> (SystemDescription, SourceFile) {
  let file = try Files.read(path)
  let (description, diagnostics) = SystemDescription.read(file)
  guard let description else { throw Failure(diagnostics) }
  Terminal.report(diagnostics)
  return (description, file)
}
