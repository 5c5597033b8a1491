import Benchmarks
import JSONDocument

/// What was measured, beside an earlier run if there is one.
struct BenchOutput {
  var operations: OperationReport?
  var protocols: ProtocolReport?
  var earlier: BenchFile?

  /// As text of at most so many columns, where tables allow.
  func text(width: Int) -> String {
    let width = max(40, width)
    func paragraph(_ sentences: [String]) -> String {
      sentences.flatMap { BenchmarkTable.wrapped($0, width: width) }.joined(separator: "\n") + "\n"
    }
    var parts: [String] = []
    for section in sections {
      parts.append(section.heading + "\n" + paragraph(section.preamble))
      parts += section.tables.map { $0.text(width: width) }
      if !section.remarks.isEmpty { parts.append(paragraph(section.remarks)) }
      if let table = section.changes { parts.append(table.text(width: width)) }
      if !section.comparison.isEmpty { parts.append(paragraph(section.comparison)) }
    }
    return parts.joined(separator: "\n")
  }

  /// As Markdown.
  var markdown: String {
    var parts: [String] = []
    for section in sections {
      parts.append("# \(section.heading)\n")
      parts += section.preamble.map { $0 + "\n" }
      parts += section.tables.map { $0.markdown(level: 2) }
      if !section.remarks.isEmpty {
        parts.append("## How well it repeats\n")
        parts += section.remarks.map { $0 + "\n" }
      }
      guard !section.comparison.isEmpty else { continue }
      parts.append(section.changes?.markdown(level: 2) ?? "## Against the baseline\n")
      parts += section.comparison.map { $0 + "\n" }
    }
    return parts.joined(separator: "\n")
  }

  /// As JSON with a line break at the end.
  func json(withComparison: Bool) -> String {
    var root: JSONObject = ["dsdesign_bench": 1]
    if let operations {
      var value = OperationJSON.value(operations)
      if withComparison, let comparison, case .object(var object) = value {
        object["comparison"] = OperationJSON.value(comparison)
        value = .object(object)
      }
      root["operations"] = value
    }
    if let protocols {
      var value = ProtocolJSON.value(protocols)
      if withComparison, let before = earlier?.protocols, case .object(var object) = value {
        let lines = ProtocolJSON.differences(now: value, before: before)
        object["comparison"] = .array(lines.map { .string($0) })
        value = .object(object)
      }
      root["protocols"] = value
    }
    return JSONWriter.text(.object(root), pretty: true) + "\n"
  }

  // MARK: Sections

  private struct Section {
    var heading: String
    var preamble: [String]
    var tables: [BenchmarkTable]
    var remarks: [String] = []
    var changes: BenchmarkTable?
    var comparison: [String] = []
  }

  private var comparison: OperationComparison? {
    guard let operations, let before = earlier?.operations else { return nil }
    return OperationComparison(operations.results, against: before.results)
  }

  private var sections: [Section] {
    var sections: [Section] = []
    if let operations {
      var section = Section(
        heading: BenchKind.operations.heading, preamble: operations.preamble,
        tables: operations.tables, remarks: operations.verdict)
      if let comparison, let before = earlier?.operations {
        section.changes = comparison.table
        section.comparison = comparison.remarks(now: operations, before: before)
      } else if earlier != nil {
        section.comparison = ["The baseline has no operation benchmarks."]
      }
      sections.append(section)
    }
    if let protocols {
      var section = Section(
        heading: BenchKind.protocols.heading, preamble: protocols.preamble, tables: protocols.tables
      )
      if let before = earlier?.protocols {
        section.comparison = ProtocolJSON.differences(
          now: ProtocolJSON.value(protocols), before: before)
      } else if earlier != nil {
        section.comparison = ["The baseline has no protocol benchmarks."]
      }
      sections.append(section)
    }
    return sections
  }
}
