/// A chart of a page with its caption, and the same as tables for those who read rather than look.
struct PageFigure {
  /// Unique on the page.
  let id: String
  let title: String
  /// How to read it, in plain text.
  let caption: String
  let svg: String
  /// Whether it keeps its size on a narrow screen and is scrolled there.
  var isWide = false
  var tables: [PageTable] = []

  var html: String {
    var markup = Markup()
    markup.open("figure", ["class": "chart"])
    markup.element("figcaption") { markup in
      markup.element("strong", [:], "\(title).")
      markup.add(" \(caption)")
    }
    if isWide {
      markup.open(
        "div", ["class": "scroll", "role": "group", "tabindex": "0", "aria-label": title])
      markup.addMarkup(svg)
      markup.close("div")
    } else {
      markup.addMarkup(svg)
    }
    let tables = tables.filter { !$0.rows.isEmpty }
    if !tables.isEmpty {
      markup.open("details")
      markup.element("summary", [:], "\(title), as \(tables.count == 1 ? "a table" : "tables")")
      for table in tables { markup.addMarkup(table.html) }
      markup.close("details")
    }
    markup.close("figure", isLast: true)
    return markup.text
  }
}

/// A table of plain text.
struct PageTable {
  let caption: String
  let header: [String]
  let rows: [[String]]

  /// Long tables end with a count.
  var html: String {
    let shown = rows.prefix(MarkdownReport.rowLimit)
    var markup = Markup()
    markup.open(
      "div", ["class": "scroll", "role": "group", "tabindex": "0", "aria-label": caption])
    markup.open("table")
    markup.element("caption", [:], caption)
    markup.element("thead") { markup in
      markup.element("tr") { markup in
        for name in header { markup.element("th", ["scope": "col"], name) }
      }
    }
    markup.element("tbody") { markup in
      for row in shown {
        markup.element("tr") { markup in
          for (column, cell) in row.enumerated() {
            if column == 0 {
              markup.element("th", ["scope": "row"], cell)
            } else {
              markup.element("td", [:], cell)
            }
          }
        }
      }
    }
    markup.close("table")
    markup.close("div", isLast: true)
    if rows.count > shown.count {
      markup.element("p", [:], "\(Words.count(rows.count - shown.count, "further row")).")
    }
    return markup.text
  }
}
