import Analysis
import ArgumentParser
import Diagnostics
import EmbeddedFiles
import Knowledge
import Parallel
import SystemModel

/// What every command that reads a description takes.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Lay the rules of a folder over the built-in ones; repeatable.", valueName: "dir"),
    completion: .directory)
  var knowledge: [String] = []

  @Option(help: "Colour of diagnostics: auto, always or never.")
  var color: Terminal.Color = .auto

  func apply() { Terminal.color = color }

  /// The built-in knowledge and the folders laid over it; any problem in it ends the command.
  ///
  /// - Parameters:
  ///   - products: Of the built-in products only these are needed; `nil`: all.
  ///   - withExamples: Whether the examples of rules are wanted.
  func loadKnowledge(products: Set<String>? = nil, withExamples: Bool = false) throws(Failure)
    -> KnowledgeBase
  {
    var sources: [KnowledgeSource] = []
    for folder in knowledge { sources += try KnowledgeFolder.files(in: folder) }
    let builtIn =
      products.map { products in
        [
          BuiltIn.guidance.value,
          KnowledgeFiles(
            BuiltIn.knowledge().filter { $0.productName.map(products.contains) ?? false },
            schema: FactTypes.schema),
        ]
      }
      ?? [KnowledgeFiles(BuiltIn.knowledge(withExamples: withExamples), schema: FactTypes.schema)]
    let (base, diagnostics) = KnowledgeBase.load(
      builtIn + [KnowledgeFiles(sources, schema: FactTypes.schema)])
    if diagnostics.contains(where: { $0.severity == .error }) { throw Failure(diagnostics) }
    return base
  }
}

extension Terminal.Color: ExpressibleByArgument {}

/// The knowledge and templates inside the binary.
enum BuiltIn {
  /// Checked when it was built, so taken as it was parsed then; with the examples of its rules it
  /// is read and checked anew.
  static func knowledge(withExamples: Bool = false) -> [KnowledgeSource] {
    EmbeddedFiles.below("knowledge").map { file in
      KnowledgeSource(
        path: file.path, file: SourceFile(name: file.path, text: file.text),
        compact: withExamples ? nil : file.compact)
    }
  }

  /// All but the products, for an analysis; read on other cores from when it is first mentioned.
  static let guidance = Ahead {
    KnowledgeFiles(knowledge().filter { $0.productName == nil }, schema: FactTypes.schema)
  }

  static func template(_ path: String) -> String {
    EmbeddedFiles.text(of: "templates/\(path)") ?? ""
  }
}

extension KnowledgeSource {
  /// The product whose file it is.
  var productName: String? {
    guard path.hasPrefix("knowledge/products/") else { return nil }
    return String(path.dropFirst("knowledge/products/".count).dropLast(".yaml".count))
  }
}

/// A folder of knowledge files laid out as the built-in ones are.
enum KnowledgeFolder {
  static func files(in folder: String) throws(Failure) -> [KnowledgeSource] {
    var files: [KnowledgeSource] = []
    for path in try Files.yamlFiles(below: folder) {
      files.append(KnowledgeSource(path: path, file: try Files.read("\(folder)/\(path)")))
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

extension SystemDescription {
  /// The products that its stores name.
  var productNames: Set<String> { Set(stores.compactMap { $0.value.product?.value }) }
}
