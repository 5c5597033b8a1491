import Diagnostics
import EmbeddedFiles
import Expressions
import Knowledge

/// The part of the knowledge that calculators use: assumed numbers and citations.
enum CalcKnowledge {
  private static let paths: Set = ["knowledge/citations.yaml", "knowledge/defaults.yaml"]

  /// Reads those files alone: all of them would take longer than most answers.
  static func load() throws(Failure) -> KnowledgeBase {
    let files = EmbeddedFiles.below("knowledge").filter { paths.contains($0.path) }
    let sources = files.map { file in
      KnowledgeSource(
        path: file.path, file: SourceFile(name: file.path, text: file.text),
        compact: file.compact)
    }
    // Neither file has expressions, so none is checked against the facts.
    let schema = FactSchema { _, _ in Environment.dyn(variables: [], functions: []) }
    let (base, diagnostics) = KnowledgeBase.load(sources, schema: schema)
    if diagnostics.contains(where: { $0.severity == .error }) { throw Failure(diagnostics) }
    return base
  }
}
