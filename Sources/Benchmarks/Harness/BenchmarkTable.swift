/// A table of a benchmark report, as text for a terminal or as Markdown.
public struct BenchmarkTable: Sendable, Hashable {
  /// A column.
  public struct Column: Sendable, Hashable {
    /// What stands above it.
    public var title: String
    /// Whether its cells stand to the right, as numbers do.
    public var isNumber: Bool
    /// Whether it may be left out where there is no room: bars repeat what numbers say.
    public var isOptional: Bool

    /// A column of numbers unless told.
    public init(_ title: String, isNumber: Bool = true, isOptional: Bool = false) {
      self.title = title
      self.isNumber = isNumber
      self.isOptional = isOptional
    }
  }

  /// What it shows, in a few words.
  public var title: String
  /// A sentence below the title; empty for none.
  public var remark: String
  /// The columns.
  public var columns: [Column]
  /// The rows; each has a cell for every column.
  public var rows: [[String]]
  /// Sentences below the table.
  public var notes: [String]

  /// A table.
  public init(
    _ title: String, remark: String = "", columns: [Column], rows: [[String]], notes: [String] = []
  ) {
    self.title = title
    self.remark = remark
    self.columns = columns
    self.rows = rows
    self.notes = notes
  }

  /// The table as text, at most `width` columns wide if leaving out optional columns can make it so.
  public func text(width: Int) -> String {
    let full = columns.indices.map { $0 }
    let needed = full.filter { !columns[$0].isOptional }
    let shown = Self.width(of: lines(full)) <= width ? full : needed
    let head = [title] + (remark.isEmpty ? [] : Self.wrapped(remark, width: width))
    let foot = notes.flatMap { Self.wrapped("  " + $0, width: width, indent: 2) }
    return (head + lines(shown) + foot).joined(separator: "\n") + "\n"
  }

  /// The table as Markdown, without the columns that only draw.
  ///
  /// - Parameter level: Of the heading.
  public func markdown(level: Int) -> String {
    let shown = columns.indices.filter { !columns[$0].isOptional }
    func row(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    var lines = [String(repeating: "#", count: level) + " " + title, ""]
    if !remark.isEmpty { lines += [remark, ""] }
    lines.append(row(shown.map { columns[$0].title }))
    lines.append(row(shown.map { columns[$0].isNumber ? "--:" : "---" }))
    lines += rows.map { cells in row(shown.map { cells[$0] }) }
    for note in notes { lines += ["", note] }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(_ shown: [Int]) -> [String] {
    let widths = shown.map { column in
      ([columns[column].title] + rows.map { $0[column] }).map(\.unicodeScalars.count).max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      let padded = zip(shown, widths).map { column, width in
        let cell = cells[column]
        let space = String(repeating: " ", count: width - cell.unicodeScalars.count)
        return columns[column].isNumber ? space + cell : cell + space
      }
      var line = "  " + padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
    return [line(columns.map(\.title))] + rows.map(line)
  }

  private static func width(of lines: [String]) -> Int {
    lines.map(\.unicodeScalars.count).max() ?? 0
  }

  /// A sentence on lines of at most `width` columns.
  public static func wrapped(_ text: String, width: Int, indent: Int = 0) -> [String] {
    let blank = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = String(text.prefix { $0 == " " })
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.unicodeScalars.count + 1 + word.unicodeScalars.count > width {
        lines.append(line)
        (line, isEmpty) = (blank, true)
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return isEmpty ? lines : lines + [line]
  }
}
