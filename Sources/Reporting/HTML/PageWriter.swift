import Knowledge

/// Writes a document as the parts of a page: its head, its contents, its sections, its notes.
///
/// Sections nest as headings do. Marks become what `parts` has for them, or nothing.
struct PageWriter {
  /// A page in parts, each of them markup.
  struct Page {
    var header = ""
    var contents = ""
    var sections = ""
    var notes = ""
    /// Of the document's first heading, as plain text.
    var title = ""
  }

  private static let references = "References"
  private let parts: PageParts
  private let document: BlockDocument
  private let inlines: InlineWriter
  private var markup = Markup()
  private var anchors = Anchors()
  /// Levels of the sections that are open.
  private var open: [Int] = []
  private var entries: [(level: Int, id: String, title: String)] = []
  /// The heading that a table or code belongs to.
  private var heading = "page-title"

  private init(_ document: BlockDocument, parts: PageParts) {
    self.document = document
    self.parts = parts
    inlines = InlineWriter(notes: document.notes, parts: parts)
  }

  static func write(_ document: BlockDocument, parts: PageParts) -> Page {
    var writer = PageWriter(document, parts: parts)
    return writer.write()
  }

  private mutating func write() -> Page {
    var page = Page()
    let body = document.blocks.firstIndex { if case .heading(2, _) = $0 { true } else { false } }
    let start = body ?? document.blocks.count
    for block in document.blocks[..<start] {
      if case .heading(1, let text) = block, page.title.isEmpty {
        page.title = text.plain
        markup.addMarkup("<h1 id=\"page-title\">\(inlines.html(text))</h1>\n")
      } else {
        write(block)
      }
    }
    page.header = take()
    // Notes bring this heading with them.
    let last = Block.heading(level: 2, [.text(Self.references)])
    let isTold = !document.notes.isEmpty && document.blocks.last == last
    for block in document.blocks[start...].dropLast(isTold ? 1 : 0) { write(block) }
    closeSections(downTo: 0)
    page.sections = take()
    if !document.notes.isEmpty {
      entries.append((2, "page-notes", Self.references))
      writeNotes()
    }
    page.notes = take()
    writeContents()
    page.contents = take()
    return page
  }

  private mutating func take() -> String {
    defer { markup = Markup() }
    return markup.text
  }

  // MARK: Blocks

  private mutating func write(_ block: Block) {
    switch block {
    case .heading(let level, let text): writeHeading(level, text)
    case .paragraph(let text): markup.addMarkup("<p>\(inlines.html(text))</p>\n")
    case .list(let start, let items): writeList(start, items)
    case .table(let header, let rows): writeTable(header, rows)
    case .code(let language, let text): writeCode(language, text)
    case .quote(let blocks):
      markup.open("blockquote")
      for block in blocks { write(block) }
      markup.close("blockquote", isLast: true)
    case .rule: markup.addMarkup("<hr>\n")
    case .figure(let name): if let figure = parts.figures[name] { markup.addMarkup(figure) }
    }
  }

  private mutating func writeHeading(_ level: Int, _ text: [Inline]) {
    // A second title is a section like others.
    let level = max(2, level)
    closeSections(downTo: level - 1)
    let id = anchors.anchor(for: text.plain)
    heading = id
    let finding = parts.finding(in: text)
    markup.open(
      "section",
      [
        "class": finding.map { "finding \($0.severity.rawValue)" }, "aria-labelledby": id,
        "data-severity": finding?.severity.rawValue, "data-operations": finding?.list,
      ])
    markup.addMarkup("\n<h\(level) id=\"\(id)\">\(inlines.html(text))</h\(level)>\n")
    open.append(level)
    entries.append((level, id, text.plain))
  }

  private mutating func closeSections(downTo level: Int) {
    while let last = open.last, last > level {
      markup.close("section", isLast: true)
      open.removeLast()
    }
  }

  private mutating func writeList(_ start: Int?, _ items: [[Block]]) {
    if let start {
      markup.open("ol", ["start": start == 1 ? nil : "\(start)"])
    } else {
      markup.open("ul")
    }
    markup.addMarkup("\n")
    for item in items {
      markup.open("li")
      for (index, block) in item.enumerated() {
        if index == 0, case .paragraph(let text) = block {
          markup.addMarkup(inlines.html(text))
          if item.count > 1 { markup.addMarkup("\n") }
        } else {
          write(block)
        }
      }
      markup.close("li", isLast: true)
    }
    markup.close(start == nil ? "ul" : "ol", isLast: true)
  }

  private mutating func writeCode(_ language: String, _ text: String) {
    // A diagram's source is for those who draw it elsewhere; the page has a map of its own.
    let isDiagram = language == "mermaid"
    if isDiagram {
      markup.open("details")
      markup.element("summary", [:], "Source of the diagram, in Mermaid")
    }
    defer { if isDiagram { markup.close("details", isLast: true) } }
    markup.open(
      "pre", ["tabindex": "0", "aria-label": language.isEmpty ? "Code" : "Code: \(language)"])
    markup.element("code", [:], text)
    markup.close("pre", isLast: true)
  }

  // MARK: Tables

  private mutating func writeTable(_ header: [[Inline]], _ rows: [[[Inline]]]) {
    markup.open(
      "div", ["class": "scroll", "role": "group", "tabindex": "0", "aria-labelledby": heading])
    markup.open("table")
    markup.element("thead") { markup in
      markup.element("tr") { markup in
        for cell in header {
          // A column of numbers or of short words may go without a name.
          let name = cell.isEmpty ? "td" : "th"
          markup.open(name, ["scope": cell.isEmpty ? nil : "col"])
          markup.addMarkup(inlines.html(cell))
          markup.close(name)
        }
      }
    }
    markup.addMarkup("\n")
    markup.open("tbody")
    // What a row is about stands in its first column, or behind a severity or a number.
    let subject = header.first.map { $0.isEmpty || $0.plain == "severity" } == true ? 1 : 0
    for row in rows { writeRow(row, subject: subject) }
    markup.close("tbody")
    markup.close("table")
    markup.close("div", isLast: true)
  }

  private mutating func writeRow(_ row: [[Inline]], subject: Int) {
    let finding = row.first.flatMap(parts.finding)
    markup.open(
      "tr",
      ["data-severity": finding?.severity.rawValue, "data-operations": finding?.list])
    for (column, cell) in row.enumerated() {
      let isSubject = column == subject
      let name = isSubject ? "th" : "td"
      let style = cell.marks.lazy.compactMap { HeatCell(mark: $0) }.first
      markup.open(name, ["scope": isSubject ? "row" : nil, "class": style.map { "heat \($0)" }])
      markup.addMarkup(inlines.html(cell))
      markup.close(name)
    }
    markup.close("tr", isLast: true)
  }

  // MARK: Contents and notes

  private mutating func writeContents() {
    markup.open("ol")
    var isInside = false
    var isFirst = true
    for entry in entries where entry.level < 4 {
      if entry.level == 2 {
        if isInside { markup.addMarkup("</li></ol>") }
        if !isFirst { markup.addMarkup("</li>\n") }
        isInside = false
      } else {
        markup.addMarkup(isInside ? "</li>\n" : "\n<ol>\n")
        isInside = true
      }
      isFirst = false
      markup.open("li")
      markup.element("a", ["href": "#\(entry.id)"], entry.title)
    }
    if isInside { markup.addMarkup("</li></ol>") }
    if !isFirst { markup.addMarkup("</li>") }
    markup.close("ol", isLast: true)
  }

  private mutating func writeNotes() {
    markup.open("section", ["class": "notes", "aria-labelledby": "page-notes"])
    markup.addMarkup("\n<h2 id=\"page-notes\">\(Self.references)</h2>\n<ol>\n")
    for (index, note) in document.notes.enumerated() {
      markup.open("li", ["id": "note-\(index + 1)"])
      markup.addMarkup(inlines.html(note.text))
      markup.close("li", isLast: true)
    }
    markup.addMarkup("</ol>\n")
    markup.close("section", isLast: true)
  }
}

extension PageParts.FindingTag {
  /// As a page's script reads it; `nil` when it concerns each operation.
  var list: String? { operations.map { $0.map(String.init).joined(separator: " ") } }
}

/// Ids of headings: made of their words, each once.
struct Anchors {
  private var used: [String: Int] = [:]

  mutating func anchor(for title: String) -> String {
    var words = "s"
    var isGap = true
    for scalar in title.unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9", "A"..."Z":
        if isGap { words += "-" }
        isGap = false
        words.unicodeScalars.append(contentsOf: String(scalar).lowercased().unicodeScalars)
      default: isGap = true
      }
    }
    used[words, default: 0] += 1
    let count = used[words]!
    // The sign keeps a counted id apart from one that ends in a number of its own.
    return count == 1 ? words : "\(words)_\(count)"
  }
}
