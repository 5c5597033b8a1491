import Diagnostics
import Knowledge

/// A calculation as text: what was given, the answer, tables, notes and formulas.
struct CalculationText {
  private let calculation: Calculation
  private let inputs: Inputs
  private let sources: [String: Citation]
  private let explains: Bool
  private static let width = 98

  /// - Parameter explains: Add what assumed numbers rest on, and the formulas.
  init(
    _ calculation: Calculation, _ inputs: Inputs, sources: [String: Citation], explains: Bool
  ) {
    self.calculation = calculation
    self.inputs = inputs
    self.sources = sources
    self.explains = explains
  }

  /// The whole, with a line break at the end.
  var text: String {
    var parts = [rows(inputs.rows), rows(calculation.rows)]
    parts += calculation.tables.map(table)
    parts.append(calculation.notes.flatMap { Self.wrapped("- " + $0, indent: 2) })
    if explains { parts += [assumptions, formulas] }
    let shown = parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    return shown.joined(separator: "\n\n") + "\n"
  }

  private func rows(_ rows: [Calculation.Row]) -> [String] {
    let labels = rows.map { Self.width(of: $0.label) }.max() ?? 0
    let values = rows.map { Self.width(of: $0.figure.text) }.filter { $0 <= 24 }.max() ?? 0
    return rows.map { row in
      let value = Text.escapedForTerminal(row.figure.text)
      let line = Self.padded(row.label, labels) + "  "
      guard let remark = row.remark else { return line + value }
      return line + Self.padded(value, values) + "  " + Text.escapedForTerminal(remark)
    }
  }

  private func table(_ table: Calculation.Table) -> [String] {
    let cells = table.rows.map { $0.map { Text.escapedForTerminal($0.text) } }
    let widths = table.columns.indices.map { column in
      ([table.columns[column].title] + cells.map { $0[column] }).map(Self.width).max() ?? 0
    }
    func line(_ texts: [String], _ isNumber: (Int) -> Bool) -> String {
      let padded = texts.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - Self.width(of: text))
        return isNumber(column) ? space + text : text + space
      }
      var joined = "  " + padded.joined(separator: "  ")
      while joined.last == " " { joined.removeLast() }
      return joined
    }
    let numeric = table.rows.first.map { $0.map(\.isNumber) } ?? []
    let right = { (column: Int) in numeric.indices.contains(column) && numeric[column] }
    return [table.heading, line(table.columns.map(\.title), right)] + cells.map { line($0, right) }
  }

  /// Numbers of the knowledge that were filled in, with what they rest on.
  private var assumptions: [String] {
    let known = inputs.assumed.compactMap { assumption in assumption.known }
    guard !known.isEmpty else { return [] }
    return ["Assumed"]
      + known.flatMap { number in
        Self.wrapped("  \(number.id) \(number.text): \(number.meaning)", indent: 4)
          + number.sources.flatMap {
            Self.wrapped("    " + Self.citation($0, sources), indent: 6)
          }
      }
  }

  private var formulas: [String] {
    ["Formulas and sources"]
      + calculation.formulas.flatMap { formula in
        Self.wrapped("  " + formula.text, indent: 4)
          + formula.sources.flatMap {
            Self.wrapped("    " + Self.citation($0, sources), indent: 6)
          }
          + (formula.sources.isEmpty ? ["    derived from the definitions"] : [])
      }
  }

  /// `Gray and Cheriton 1989, §3: authors, title, venue, year. <url>`.
  static func citation(_ source: Source, _ sources: [String: Citation]) -> String {
    guard let citation = sources[source.cite] else { return source.cite }
    let place = source.at.map { ", \($0)" } ?? ""
    return "\(citation.short)\(place): \(citation.text)." + (citation.url.map { " <\($0)>" } ?? "")
  }

  private static func wrapped(_ text: String, indent: Int) -> [String] {
    var lines: [String] = []
    var line = String(text.prefix { $0 == " " })
    let blank = String(repeating: " ", count: indent)
    for word in text.split(separator: " ") {
      let isFirst = line.allSatisfy { $0 == " " }
      if !isFirst, width(of: line) + 1 + width(of: String(word)) > width {
        lines.append(line)
        line = blank + word
      } else {
        line += (isFirst ? "" : " ") + word
      }
    }
    return lines + [line]
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - Self.width(of: text)))
  }

  /// Labels and values have neither wide nor joining characters.
  private static func width(of text: String) -> Int { text.unicodeScalars.count }
}
