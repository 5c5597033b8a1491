/// Shows diagnostics to people: the place, the line, carets under the span, and what to do.
///
/// ```
/// shop.yaml:4:7: error: unknown key 'replcas'
///  4 |       replcas: 3
///    |       ^^^^^^^ not a field of a store
///    = help: did you mean 'replicas'?
/// ```
/// Nothing of the input can steer the terminal: see `Text.escapedForTerminal`.
public struct DiagnosticRenderer: Sendable {
  private let color: Bool
  private let width: Int

  /// - Parameters:
  ///   - color: Use ANSI colours.
  ///   - width: Columns of the terminal; longer source lines are cut around the span. At most 160,
  ///     which is also what `nil` means; at least 40.
  public init(color: Bool, width: Int? = nil) {
    self.color = color
    self.width = min(max(width ?? 160, 40), 160)
  }

  /// One diagnostic with its notes and help, without a line break at the end.
  ///
  /// The first line is always `file:line:column: error: message`, or `file: error: message`.
  public func render(_ diagnostic: Diagnostic) -> String {
    let numbers = ([diagnostic.location] + diagnostic.notes.map(\.location))
      .compactMap { $0?.start.line }
    let gutter = numbers.max().map { String($0).utf8.count } ?? 1

    var lines = [
      header(
        diagnostic.severity, diagnostic.message, at: diagnostic.location,
        fileName: diagnostic.fileName)
    ]
    lines += snippet(
      at: diagnostic.location, label: diagnostic.label, severity: diagnostic.severity, gutter)
    lines += diagnostic.help.map { [remark("help", $0, gutter)] } ?? []
    for note in diagnostic.notes {
      guard let location = note.location else {
        lines.append(remark("note", note.message, gutter))
        continue
      }
      lines.append(header(.note, note.message, at: location, fileName: nil))
      lines += snippet(at: location, label: nil, severity: .note, gutter)
    }
    return lines.joined(separator: "\n")
  }

  /// All diagnostics in their order, a blank line between them, and last a line that counts them:
  /// `3 errors, 1 warning`. Empty for none; without a line break at the end.
  public func render(_ all: [Diagnostic]) -> String {
    guard !all.isEmpty else { return "" }
    let counts = Diagnostic.Severity.allCases.compactMap { severity -> String? in
      let count = all.count { $0.severity == severity }
      guard count > 0 else { return nil }
      return "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    let parts = all.map { render($0) } + [counts.joined(separator: ", ")]
    return parts.joined(separator: "\n\n")
  }

  private func header(
    _ severity: Diagnostic.Severity, _ message: String, at location: SourceLocation?,
    fileName: String?
  ) -> String {
    var place = ""
    if let location {
      let start = location.start
      place = "\(location.file.name):\(start.line):\(start.column)"
    } else if let fileName {
      place = fileName
    }
    let shownPlace = place.isEmpty ? "" : paint(Text.escapedForTerminal(place) + ":", .bold) + " "
    return shownPlace + paint("\(severity.rawValue):", style(of: severity)) + " "
      + paint(Text.escapedForTerminal(message), .bold)
  }

  private func snippet(
    at location: SourceLocation?, label: String?, severity: Diagnostic.Severity, _ gutter: Int
  ) -> [String] {
    guard let location, !location.file.bytes.isEmpty else { return [] }
    let number = location.start.line
    let room = max(width - gutter - 4, 16)
    let view = SourceLineView(location.file, line: number, span: location.span, width: room)
    let digits = String(number)
    let padding = String(repeating: " ", count: gutter - digits.utf8.count)
    let bar = paint(" \(padding)\(digits) |", .blue)
    let carets = String(repeating: "^", count: view.length)
    let marks = carets + (label.map { " " + Text.escapedForTerminal($0) } ?? "")
    return [
      view.text.isEmpty ? bar : bar + " " + view.text,
      paint(blank(gutter) + "|", .blue) + " " + String(repeating: " ", count: view.indent)
        + paint(marks, style(of: severity)),
    ]
  }

  private func remark(_ kind: String, _ message: String, _ gutter: Int) -> String {
    paint(blank(gutter) + "=", .blue) + " " + paint("\(kind):", .cyan) + " "
      + Text.escapedForTerminal(message)
  }

  private func blank(_ gutter: Int) -> String { String(repeating: " ", count: gutter + 2) }

  private enum Style: String {
    case bold = "1"
    case red = "1;31"
    case yellow = "1;33"
    case cyan = "1;36"
    case blue = "34"
  }

  private func style(of severity: Diagnostic.Severity) -> Style {
    switch severity {
    case .error: .red
    case .warning: .yellow
    case .note: .cyan
    }
  }

  private func paint(_ text: String, _ style: Style) -> String {
    color ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
