internal import Diagnostics

/// Where the text of an expression stands in a file.
struct Placement: Sendable {
  private let text: String
  private let location: SourceLocation?

  /// - Parameter location: Of the text, or of the YAML scalar around it; `nil` for a text of its own.
  init(_ text: String, at location: SourceLocation?) {
    self.text = text
    self.location = location
  }

  /// The place of a part of the expression, as near as quotes and folded lines allow.
  func location(of span: SourceSpan) -> SourceLocation {
    guard let location else {
      return SourceLocation(file: SourceFile(name: "<expression>", text: text), span: span)
    }
    let start = offset(of: Int(span.start), in: location)
    // The end of a part is the end of its last byte: after that the line may break.
    let end = span.end > span.start ? offset(of: Int(span.end) - 1, in: location) + 1 : start
    return SourceLocation(file: location.file, span: SourceSpan(start: start, end: end))
  }

  /// The offset in the file of a byte of the expression: reads both side by side, past quotes, the
  /// header of a block, escapes, line breaks and indentation.
  private func offset(of target: Int, in location: SourceLocation) -> Int {
    let file = location.file.bytes
    let start = min(Int(location.span.start), file.count)
    let bytes = Array(text.utf8)
    if file[start...].starts(with: bytes) { return start + target }
    var scalar = ScalarReader(file: file, place: start)
    for byte in bytes.prefix(target) {
      guard scalar.pass(byte) else { return min(start + target, file.count) }
    }
    return scalar.place(of: target < bytes.count ? bytes[target] : nil)
  }
}

/// Reads a YAML scalar byte by byte, beside the text that it stands for.
private struct ScalarReader {
  private let file: [UInt8]
  private var place: Int
  private var quote: UInt8?
  /// Whether the last byte passed was white space, of which the file may have more or less.
  private var isInSpace = false

  init(file: [UInt8], place: Int) {
    self.file = file
    self.place = place
    guard let first = peek() else { return }
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
      quote = first
      self.place += 1
    } else if first == UInt8(ascii: "|") || first == UInt8(ascii: ">") {
      while let byte = peek(), byte != 0x0A { _ = byte; self.place += 1 }
    }
  }

  /// Passes one byte of the text; `false` when the file does not have it.
  mutating func pass(_ byte: UInt8) -> Bool {
    if isSpace(byte) {
      guard let next = peek(), isSpace(next) else { return isInSpace }
      isInSpace = true
      place += 1
      // Whatever follows a line break or belongs to one.
      if next != byte || byte == 0x0A { skipSpace() }
      return true
    }
    isInSpace = false
    skipSpace()
    guard let next = peek() else { return false }
    if quote == UInt8(ascii: "\""), next == UInt8(ascii: "\\") {
      place += 2
      return true
    }
    if quote == UInt8(ascii: "'"), next == UInt8(ascii: "'"), byte == next {
      place += 2
      return true
    }
    guard next == byte else { return false }
    place += 1
    return true
  }

  /// Where the next byte of the text stands; `nil` for the end of the text.
  func place(of byte: UInt8?) -> Int {
    guard let byte, !isSpace(byte) else { return place }
    var copy = self
    copy.skipSpace()
    return copy.place
  }

  private func peek() -> UInt8? { place < file.count ? file[place] : nil }

  private mutating func skipSpace() {
    while let next = peek(), isSpace(next) { _ = next; place += 1 }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
