import Analysis
import Diagnostics
import Knowledge

/// The findings of a report as workflow commands: GitHub shows them beside the lines they concern.
///
/// What an earlier report knows is a notice. Accepted risks are only counted: they stand in the file
/// that is annotated.
/// - Source: GitHub Docs, Workflow commands for GitHub Actions.
public struct GitHubAnnotations {
  private let analysis: Analysis
  private let triage: Triage
  private let words: FindingWords

  /// A renderer for `report`.
  public init(_ report: Report, triage: Triage) {
    analysis = report.analysis
    self.triage = triage
    words = FindingWords(analysis: report.analysis)
  }

  /// One command a line, the most severe first, and a line that sums them up.
  public func text() -> String {
    let open = triage.open.map { analysis.findings[$0] }
    let known = zip(analysis.findings, triage.standings).filter { $0.1 == .known }.map(\.0)
    let lines =
      open.map { command(level($0.rule.severity), $0, "") }
      + known.map { command("notice", $0, "known · ") }
    return (lines + [summary(open.count, known.count)]).joined(separator: "\n") + "\n"
  }

  /// GitHub shows ten of each level a step, so the count is told, too.
  private func summary(_ open: Int, _ known: Int) -> String {
    let accepted = triage.standings.count - open - known
    return "dsdesign: "
      + (triage.isCompared ? Words.count(open, "new finding") : Words.count(open, "finding"))
      + (known > 0 ? ", \(known) known" : "") + (accepted > 0 ? ", \(accepted) accepted" : "")
  }

  private func level(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .note: "notice"
    }
  }

  private func command(_ level: String, _ finding: Finding, _ prefix: String) -> String {
    let location = finding.location
    let (start, end) = (location.start, location.end)
    var properties: [(String, String)] = []
    if location.file.name != "<stdin>" {
      properties = [
        ("file", location.file.name), ("line", "\(start.line)"), ("endLine", "\(end.line)"),
      ]
      // Columns are only taken inside one line.
      if start.line == end.line {
        properties += [("col", "\(start.column)"), ("endColumn", "\(end.column)")]
      }
    }
    properties.append(
      ("title", "\(prefix)\(finding.rule.severity.rawValue) · \(finding.rule.id)"))
    let listed = properties.map { "\($0.0)=\(Self.escaped(property: $0.1))" }
    return
      "::\(level) \(listed.joined(separator: ","))::\(Self.escaped(words.whole(finding)))"
  }

  /// Text of a command: what would end the line, and the sign of escapes itself.
  static func escaped(_ text: String) -> String {
    text.replacing("%", with: "%25").unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// Value of a property: also what would end it.
  static func escaped(property text: String) -> String {
    escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
