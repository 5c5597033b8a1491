import Analysis
import Knowledge

/// The part of the knowledge that calculators use: assumed numbers and citations.
enum CalcKnowledge {
  static func load() throws(Failure) -> KnowledgeBase {
    let paths: Set = ["knowledge/citations.yaml", "knowledge/defaults.yaml"]
    let sources = BuiltIn.knowledge(products: []).filter { paths.contains($0.path) }
    let (base, diagnostics) = KnowledgeBase.load(sources, schema: FactTypes.schema)
    if diagnostics.contains(where: { $0.severity == .error }) { throw Failure(diagnostics) }
    return base
  }
}
