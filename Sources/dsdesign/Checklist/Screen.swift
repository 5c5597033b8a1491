import Diagnostics
import Glibc
import Reporting

/// Text on the terminal, or on whatever standard output is: one line after the other, never moved
/// about, so that a dumb terminal, a screen reader and a file get the same.
struct Screen {
  /// Whether bold and dim are used; meaning never rests on them.
  let usesStyle: Bool
  /// Set once the terminal is gone: nothing more can be shown.
  private(set) var isLost = false

  init() { usesStyle = Terminal.usesColor(1) }

  /// Columns to write in: those of the terminal, at most 100, at least 20.
  var width: Int {
    var size = winsize()
    var columns = 0
    if ioctl(1, UInt(TIOCGWINSZ), &size) == 0 { columns = Int(size.ws_col) }
    if columns == 0 { columns = Terminal.environment("COLUMNS").flatMap { Int($0) } ?? 80 }
    return min(max(columns, 20), 100)
  }

  mutating func show(_ paragraphs: [ChecklistPage.Paragraph]) {
    for paragraph in paragraphs {
      switch paragraph.kind {
      case .title:
        line("")
        show(Text.wrapped(paragraph.text, width: width, first: "== ", rest: "   "), "1")
        line("")
      case .heading:
        line("")
        show(Text.wrapped(paragraph.text, width: width), "1")
      case .text: show(Text.wrapped(paragraph.text, width: width), nil)
      case .item: show(Text.wrapped(paragraph.text, width: width, first: "- ", rest: "  "), nil)
      }
    }
  }

  /// A remark of the tool's own.
  mutating func say(_ text: String) { show(Text.wrapped(text, width: width), nil) }

  private mutating func show(_ lines: [String], _ style: String?) {
    for text in lines {
      if let style, usesStyle { line("\u{1B}[\(style)m\(text)\u{1B}[0m") } else { line(text) }
    }
  }

  mutating func line(_ text: String) { write(text + "\n") }

  /// Text as it is; the caller has made it safe.
  mutating func write(_ text: String) {
    let bytes = Array(text.utf8)
    var offset = 0
    while offset < bytes.count, !isLost {
      let count = bytes.withUnsafeBytes {
        Glibc.write(1, $0.baseAddress! + offset, bytes.count - offset)
      }
      if count > 0 { offset += count } else if errno != EINTR { isLost = true }
    }
  }
}
