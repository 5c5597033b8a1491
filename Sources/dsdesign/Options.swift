import Analysis
import ArgumentParser
import Diagnostics
import EmbeddedFiles
import Knowledge
import Parallel
import Reporting
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
  ///   - products: Of the built-in products these are needed, the others perhaps; `nil`: all.
  ///   - withExamples: Whether the examples of rules are wanted.
  ///   - withChecklist: Whether the checklist is wanted beside some products; few commands read it.
  func loadKnowledge(
    products: Set<String>? = nil, withExamples: Bool = false, withChecklist: Bool = false
  ) throws(Failure) -> KnowledgeBase {
    var sources: [KnowledgeSource] = []
    for folder in knowledge { sources += try KnowledgeFolder.files(in: folder) }
    let schema = FactTypes.schema
    let own = KnowledgeFiles(sources, schema: schema)
    let loaded: (base: KnowledgeBase, diagnostics: [Diagnostic])
    if let products {
      let files = BuiltIn.knowledge()
      let wanted = files.filter {
        $0.productName.map(products.contains) ?? (withChecklist && $0.isChecklist)
      }
      let others = files.filter { $0.productName.map { !products.contains($0) } ?? false }
      loaded = KnowledgeBase.load(
        [BuiltIn.guidance.value, KnowledgeFiles(wanted, schema: schema), own],
        deferring: DeferredProducts(others, schema: schema))
    } else {
      let all = BuiltIn.knowledge(withExamples: withExamples)
      loaded = KnowledgeBase.load([KnowledgeFiles(all, schema: schema), own])
    }
    let (base, diagnostics) = loaded
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

  /// All but the products and the checklist, for an analysis; read on other cores from when it is
  /// first mentioned.
  static let guidance = Once {
    KnowledgeFiles(
      knowledge().filter { $0.productName == nil && !$0.isChecklist }, schema: FactTypes.schema)
  }.begun()

  static func template(_ path: String) -> String {
    EmbeddedFiles.text(of: "templates/\(path)") ?? ""
  }

  /// What makes a page of a document.
  static var page: HTMLReport.Files {
    HTMLReport.Files(
      page: template("report/page.mustache"), style: template("report/page.css"),
      script: template("report/page.js"))
  }
}

extension KnowledgeSource {
  /// Whether the checklist stands in it: an analysis does without.
  var isChecklist: Bool { path == "knowledge/checklist.yaml" }

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
