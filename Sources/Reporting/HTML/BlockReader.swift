/// Reads a Markdown document: the blocks that reports are written in.
///
/// Headings with `#`, paragraphs, nested lists, tables, code, quotations, rules, comments on
/// lines of their own, and footnotes. What is none of these is a paragraph, so nothing is ever lost.
struct BlockReader {
  private let lines: [Substring]
  private let depth: Int
  private var place = 0
  private var document = BlockDocument()

  /// Deeper lists and quotations are read as text.
  private static let deepest = 8

  private init(_ lines: [Substring], depth: Int) {
    self.lines = lines
    self.depth = depth
  }

  static func read(_ markdown: String) -> BlockDocument {
    var reader = BlockReader(
      markdown.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }, depth: 0)
    reader.readAll()
    return reader.document
  }

  private mutating func readAll() {
    while place < lines.count {
      if let block = next() { document.blocks.append(block) }
    }
  }

  /// The blocks of lines inside a list or quotation.
  private func inside(_ lines: [Substring]) -> [Block] {
    var reader = BlockReader(lines, depth: depth + 1)
    reader.readAll()
    return reader.document.blocks
  }

  private mutating func next() -> Block? {
    let line = lines[place]
    if BlockLine.isBlank(line) || skipComment() {
      place += 1
      return nil
    }
    if let fence = BlockLine.fence(line) { return code(fence) }
    if let (level, title) = BlockLine.heading(line) {
      place += 1
      return .heading(level: level, InlineReader.read(title))
    }
    if let note = BlockLine.note(line) {
      place += 1
      document.notes.append(.init(key: note.key, text: InlineReader.read(note.text)))
      return nil
    }
    if BlockLine.isRule(line) {
      place += 1
      return .rule
    }
    if startsTable(place) { return table() }
    if BlockLine.isCode(line) { return indentedCode() }
    if depth < Self.deepest {
      if let marker = BlockLine.marker(line) { return list(marker) }
      if BlockLine.isQuote(line) { return quote() }
    }
    return paragraph()
  }

  /// Goes to the last line of a comment that starts here.
  private mutating func skipComment() -> Bool {
    guard BlockLine.trimmed(lines[place]).hasPrefix("<!--"),
      let end = lines[place...].firstIndex(where: { $0.contains("-->") }),
      BlockLine.trimmed(lines[end]).hasSuffix("-->")
    else { return false }
    place = end
    return true
  }

  private mutating func code(_ fence: BlockLine.Fence) -> Block {
    place += 1
    var content: [Substring] = []
    while place < lines.count {
      let line = lines[place]
      place += 1
      if fence.isClosed(by: line) { break }
      content.append(BlockLine.dropping(fence.indent, from: line))
    }
    return .code(language: fence.language, text: content.joined(separator: "\n"))
  }

  /// Lines that stand four spaces in, and empty ones between them.
  private mutating func indentedCode() -> Block {
    var content: [Substring] = []
    while place < lines.count,
      BlockLine.isCode(lines[place]) || BlockLine.isBlank(lines[place])
    {
      content.append(BlockLine.dropping(4, from: lines[place]))
      place += 1
    }
    while let last = content.last, BlockLine.isBlank(last) { content.removeLast() }
    return .code(language: "", text: content.joined(separator: "\n"))
  }

  private mutating func quote() -> Block {
    var content: [Substring] = []
    while place < lines.count, BlockLine.isQuote(lines[place]) {
      let text = BlockLine.trimmed(lines[place]).dropFirst()
      content.append(text.first == " " ? text.dropFirst() : text)
      place += 1
    }
    return .quote(inside(content))
  }

  private mutating func paragraph() -> Block {
    let start = place
    repeat { place += 1 } while place < lines.count && continuesParagraph(place)
    let text = InlineReader.read(
      lines[start..<place].map { BlockLine.trimmed($0) }.joined(separator: "\n"))
    if text.count == 1, case .mark(let name) = text[0] { return .figure(name) }
    return .paragraph(text)
  }

  private func continuesParagraph(_ index: Int) -> Bool {
    let line = lines[index]
    return !BlockLine.isBlank(line) && BlockLine.fence(line) == nil
      && BlockLine.heading(line) == nil && BlockLine.note(line) == nil && !BlockLine.isRule(line)
      && !BlockLine.isQuote(line) && !startsTable(index)
      && BlockLine.marker(line).map { $0.number ?? 1 != 1 } ?? true
  }

  // MARK: Lists

  private mutating func list(_ first: BlockLine.Marker) -> Block {
    var items: [[Block]] = []
    while place < lines.count, let marker = BlockLine.marker(lines[place]),
      marker.isSameKind(as: first), !BlockLine.isRule(lines[place])
    {
      items.append(inside(item(marker)))
    }
    return .list(start: first.number, items: items)
  }

  /// The lines of one item, without their indentation.
  private mutating func item(_ marker: BlockLine.Marker) -> [Substring] {
    var content = [lines[place].dropFirst(marker.width)]
    var isAfterBlank = false
    place += 1
    while place < lines.count {
      let line = lines[place]
      let isBlank = BlockLine.isBlank(line)
      let isInside = BlockLine.indent(of: line) >= marker.width
      // A line that is not indented may go on with a paragraph, but never with a further item.
      let goesOn = !isAfterBlank && BlockLine.marker(line) == nil && continuesParagraph(place)
      guard isBlank || isInside || goesOn else { break }
      content.append(isInside ? BlockLine.dropping(marker.width, from: line) : line)
      isAfterBlank = isBlank
      place += 1
    }
    while let last = content.last, BlockLine.isBlank(last) { content.removeLast() }
    return content
  }

  // MARK: Tables

  private func startsTable(_ index: Int) -> Bool {
    guard index + 1 < lines.count, BlockLine.trimmed(lines[index]).first == "|" else {
      return false
    }
    let rule = BlockLine.cells(lines[index + 1])
    return BlockLine.trimmed(lines[index + 1]).first == "|"
      && rule.allSatisfy { cell in
        cell.contains("-") && cell.allSatisfy { $0 == "-" || $0 == ":" }
      }
      && rule.count == BlockLine.cells(lines[index]).count
  }

  private mutating func table() -> Block {
    let header = BlockLine.cells(lines[place]).map { InlineReader.read($0) }
    place += 2
    var rows: [[[Inline]]] = []
    while place < lines.count, BlockLine.trimmed(lines[place]).first == "|" {
      var row = BlockLine.cells(lines[place]).prefix(header.count).map { InlineReader.read($0) }
      while row.count < header.count { row.append([]) }
      rows.append(row)
      place += 1
    }
    return .table(header: header, rows: rows)
  }
}
