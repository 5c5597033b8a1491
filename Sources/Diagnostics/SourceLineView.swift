/// One line of a source text laid out for a terminal, with a span of it to underline.
struct SourceLineView {
  /// The line, safe to print; cut to the width with `…` where something is left out.
  let text: String
  /// Columns before the underline, from 0.
  let indent: Int
  /// Columns of the underline, at least 1.
  let length: Int

  /// Lays out the line at which `span` starts.
  ///
  /// Only bytes near the span are read, so a line of many megabytes costs no more than a short one.
  /// - Parameter width: Columns for the text, at least 16.
  init(_ file: SourceFile, line number: Int, span: SourceSpan, width: Int) {
    let line = file.byteRange(ofLine: number)
    let start = min(max(Int(span.start), line.lowerBound), line.upperBound)
    let end = min(max(Int(span.end), start), line.upperBound)
    let reach = 8 * width
    let window = Self.window(of: line, in: file.bytes, around: start, reach: reach)
    let cells = Self.cells(file.bytes, window)

    let total = cells.last.map(\.endColumn) ?? 0
    let first = cells.first { $0.bytes.upperBound > start }?.column ?? total
    let last =
      end > start ? cells.last { $0.bytes.lowerBound < end }?.endColumn ?? total : first + 1
    let isWhole = window == line && max(total, last) <= width
    let left =
      isWhole || (last < width && window.lowerBound == line.lowerBound)
      ? 0 : max(0, first - width / 3)
    let shown = cells.filter { $0.column >= left && (isWhole || $0.endColumn <= left + width - 2) }

    let lead = left > 0 || window.lowerBound > line.lowerBound ? "…" : ""
    let isCutAfter =
      (shown.last?.endColumn ?? total) < total || window.upperBound < line.upperBound
    var text = lead + shown.map(\.text).joined()
    while !isCutAfter, text.last == " " { text.removeLast() }
    self.text = isCutAfter ? text + "…" : text
    let origin = shown.first?.column ?? first
    indent = lead.count + first - origin
    length = max(1, min(last, max(shown.last?.endColumn ?? 0, first + 1)) - first)
  }

  private struct Cell {
    var text: String
    var bytes: Range<Int>
    var column: Int
    var endColumn: Int
  }

  /// The part of a line within `reach` bytes of a place, cut between characters.
  private static func window(
    of line: Range<Int>, in bytes: [UInt8], around place: Int, reach: Int
  ) -> Range<Int> {
    var start = max(line.lowerBound, place - reach)
    var end = min(line.upperBound, place + reach)
    let isContinuation = { (offset: Int) in bytes[offset] & 0xC0 == 0x80 }
    while start > line.lowerBound, place - start < reach + 3, isContinuation(start) { start -= 1 }
    while end < line.upperBound, end - place < reach + 3, isContinuation(end) { end += 1 }
    return start..<end
  }

  private static func cells(_ bytes: [UInt8], _ range: Range<Int>) -> [Cell] {
    var cells: [Cell] = []
    var offset = range.lowerBound
    var column = 0
    var previous: Unicode.Scalar = " "
    var flagIsOpen = false
    while offset < range.upperBound {
      let (scalar, length) = decode(bytes, at: offset, end: range.upperBound)
      var width = scalar.map(DisplayWidth.of) ?? 0
      if previous == "\u{200D}" { width = 0 }
      let isFlag = scalar.map { (0x1F1E6...0x1F1FF).contains($0.value) } ?? false
      if isFlag, flagIsOpen { width = 0 }
      flagIsOpen = isFlag && !flagIsOpen

      let text = Self.text(of: scalar, byte: bytes[offset], column: column)
      if text.isWritten { width = text.value.utf8.count }
      let next = offset..<offset + length
      if width == 0, !cells.isEmpty {
        cells[cells.count - 1].text += text.value
        cells[cells.count - 1].bytes = cells[cells.count - 1].bytes.lowerBound..<next.upperBound
      } else {
        cells.append(
          Cell(text: text.value, bytes: next, column: column, endColumn: column + width))
        column += width
      }
      previous = scalar ?? " "
      offset += length
    }
    return cells
  }

  /// What stands for a scalar; `isWritten` when we wrote it ourselves, in ASCII.
  private static func text(
    of scalar: Unicode.Scalar?, byte: UInt8, column: Int
  ) -> (value: String, isWritten: Bool) {
    guard let scalar else {
      let hex = String(byte, radix: 16, uppercase: true)
      return ("\\x" + (hex.count < 2 ? "0" : "") + hex, true)
    }
    if scalar == "\t" { return (String(repeating: " ", count: 4 - column % 4), true) }
    if Text.isUnsafe(scalar) { return (Text.escape(scalar), true) }
    return (String(Character(scalar)), false)
  }

  /// The scalar that starts at an offset and its length; `nil` and 1 when the byte starts none.
  private static func decode(
    _ bytes: [UInt8], at offset: Int, end: Int
  ) -> (Unicode.Scalar?, Int) {
    var decoder = Unicode.UTF8()
    var iterator = bytes[offset..<min(end, offset + 4)].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return (nil, 1) }
    return (scalar, UTF8.width(scalar))
  }
}
