import Diagnostics
import Foundation
import Knowledge
import SystemModel
import Testing
import YAMLDocument

@testable import Analysis

/// A knowledge of a few lines, loaded as files are; a mistake in it fails the test.
func tiny(_ files: [String: String]) throws -> KnowledgeBase {
  let shared = [
    "citations.yaml": "w: {title: A work, short: Work}",
    "categories.yaml": "harm: It hurts.",
    "milestones.yaml":
      "first: {title: First, exit: Done.}\nsecond: {title: Second, exit: Done.}",
  ]
  let all = shared.merging(files) { $1 }.sorted { $0.key < $1.key }
  let (knowledge, problems) = KnowledgeBase.load(
    all.map { KnowledgeSource(path: $0.key, file: SourceFile(name: $0.key, text: $0.value)) },
    schema: FactTypes.schema)
  let renderer = DiagnosticRenderer(color: false)
  try #require(problems.isEmpty, "\(renderer.render(problems))")
  return knowledge
}

/// A finding rule with only what a test speaks about.
func findingRule(
  _ id: String, for kind: SubjectKind = .operation, when: String, severity: Severity = .medium,
  more: String = ""
) -> String {
  """
  - id: \(id)
    category: harm
    severity: \(severity.rawValue)
    for: \(kind.rawValue)
    when: "\(when)"
    message: "{\(kind == .system ? "size(system.operations)" : kind.rawValue + ".name")} is hurt"
    why: So it is.
    instead: Mend \(id).
    sources: [{cite: w}]
    examples: {caught: [{}], allowed: [{}]}
  \(more)
  """
}

/// Analyses a text; what every description has and no test needs to repeat is added at its end.
func analyze(
  _ text: String, with knowledge: KnowledgeBase, options: AnalysisOptions = .init()
) throws -> Analysis {
  var text = text
  if !text.hasSuffix("\n") { text += "\n" }
  func has(_ key: String) -> Bool { text.hasPrefix("\(key):") || text.contains("\n\(key):") }
  if !has("system") { text += "system: {name: example}\n" }
  if !has("operations") { text += "operations: {idle: {}}\n" }
  let file = SourceFile(name: "system.yaml", text: text + "dsdesign: 1\n")
  let (description, problems) = SystemDescription.read(file)
  let shown = DiagnosticRenderer(color: false).render(problems)
  return Analyzer(knowledge: knowledge).analyze(
    try #require(description, "\(shown)"), in: file, options: options)
}

/// The knowledge of the project, from its folder.
enum ProjectKnowledge {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "knowledge")

  /// In the order of the paths' bytes, as the tool loads them.
  static let files: [(path: String, file: SourceFile)] = {
    let found = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return (found ?? []).filter { $0.hasSuffix(".yaml") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .compactMap { path in
        let data = FileManager.default.contents(atPath: folder.appending(path: path).path)
        return data.map { (path, SourceFile(name: path, bytes: Array($0))) }
      }
  }()

  static let checked = KnowledgeBase.load(
    files.map { KnowledgeSource(path: $0.path, file: $0.file) }, schema: FactTypes.schema)

  static var base: KnowledgeBase { checked.0 }
}
