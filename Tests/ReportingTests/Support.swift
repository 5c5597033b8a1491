import Analysis
import Diagnostics
import Foundation
import JSONDocument
import Knowledge
import SystemModel
import Testing

@testable import Reporting

/// Reports on descriptions, with the knowledge of the package.
enum Sample {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func file(_ path: String) throws -> SourceFile {
    SourceFile(
      name: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
  }

  static let knowledge: KnowledgeBase = {
    let folder = root.appending(path: "knowledge")
    let paths = (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String })
    let sources = (paths ?? []).filter { $0.hasSuffix(".yaml") }.sorted().compactMap { path in
      (try? file("knowledge/\(path)")).map { KnowledgeSource(path: path, file: $0) }
    }
    return KnowledgeBase.load(sources, schema: FactTypes.schema).0
  }()

  static func report(_ yaml: String, name: String = "system.yaml") throws -> Report {
    let file = SourceFile(name: name, text: yaml)
    let (description, problems) = SystemDescription.read(file)
    return Report(
      Analyzer(knowledge: knowledge).analyze(
        try #require(description, "\(problems.map(\.message))"), in: file))
  }

  static func starter(_ name: String) throws -> Report {
    let file = try file("templates/systems/\(name).yaml")
    return try report(String(decoding: file.bytes, as: UTF8.self), name: "\(name).yaml")
  }

  static func markdown(_ report: Report) throws -> String {
    let template = try file("templates/report/analysis.mustache")
    return try MarkdownReport(report).render(
      template: String(decoding: template.bytes, as: UTF8.self))
  }

  static let starters = [
    "order-platform", "payments-ledger", "social-feed", "collaborative-editor", "iot-telemetry",
    "settlement-network",
  ]
}

/// The cells of a table's row; an escaped bar ends none.
func cells(_ row: Substring) -> Int {
  var count = -1
  var isEscaped = false
  for character in row {
    if character == "|", !isEscaped { count += 1 }
    isEscaped = character == "\\" && !isEscaped
  }
  return count
}
