/// A report for people: verdict, what was found, and a timeline of the operations that show it.
///
/// Printable ASCII only, whatever the history holds.
public struct CheckText: Sendable {
  private let report: CheckReport
  private let file: String
  private let width: Int

  /// - Parameters:
  ///   - file: The history's name, safe to print.
  ///   - width: Columns; at least 40 are used.
  public init(_ report: CheckReport, file: String, width: Int) {
    self.report = report
    self.file = file
    self.width = max(width, 40)
  }

  /// The text, with a line break at its end.
  public var text: String {
    let count = "\(report.operationCount) operation\(report.operationCount == 1 ? "" : "s")"
    var lines: [String] = []
    switch report.verdict {
    case .holds:
      lines.append("\(file): \(report.consistency) holds (\(count), \(report.model.rawValue))")
    case .undecided:
      lines.append("\(file): \(report.consistency) undecided: \(report.reason) (\(count))")
    case .violation:
      lines.append(
        "\(file): violates \(report.consistency) (\(count), \(report.model.rawValue))")
    }
    for finding in report.findings {
      lines += ["", "\(finding.name):"]
      lines += finding.explanation.flatMap { wrapped($0, indent: 2) }
      lines.append("")
      lines += Timeline(finding.operations, width: width).lines
    }
    if !report.notes.isEmpty { lines.append("") }
    for note in report.notes { lines += wrapped("note: \(note)", indent: 0) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func wrapped(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = margin
    for word in text.split(separator: " ") {
      if line.utf8.count > indent, line.utf8.count + 1 + word.utf8.count > width {
        lines.append(line)
        line = margin + "  "
      }
      line += (line.last == " " || line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }
}
