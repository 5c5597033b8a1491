internal import Diagnostics

/// Looks at the text around a syntax error. Offsets are bytes and may be the end of the text.
struct TextAround {
  let bytes: [UInt8]

  init(_ file: SourceFile) { bytes = file.bytes }

  /// Only white space is left.
  func isAtEnd(_ offset: Int) -> Bool {
    offset >= bytes.count
      || bytes[offset...].allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
  }

  func isBlank(_ offset: Int) -> Bool { bytes[offset] == 0x20 || bytes[offset] == 0x09 }

  private func isBreak(_ offset: Int) -> Bool { bytes[offset] == 0x0A || bytes[offset] == 0x0D }

  /// The line in which an offset stands, without its break.
  func line(of offset: Int) -> Range<Int> {
    var start = min(offset, bytes.count)
    while start > 0, !isBreak(start - 1) { start -= 1 }
    var end = min(offset, bytes.count)
    while end < bytes.count, !isBreak(end) { end += 1 }
    return start..<max(start, end)
  }

  /// The nearest line above with something but a comment on it.
  func lineAbove(_ line: Range<Int>) -> Range<Int>? {
    var line = line
    while line.lowerBound > 0 {
      line = self.line(of: line.lowerBound - 1)
      let first = firstNonBlank(of: line)
      if first < line.upperBound, bytes[first] != UInt8(ascii: "#") { return line }
    }
    return nil
  }

  func firstNonBlank(of line: Range<Int>) -> Int {
    line.first { !isBlank($0) } ?? line.upperBound
  }

  /// The line without blanks before and behind.
  func content(of line: Range<Int>) -> Range<Int> {
    let start = firstNonBlank(of: line)
    var end = line.upperBound
    while end > start, isBlank(end - 1) { end -= 1 }
    return start..<end
  }

  func indentation(of line: Range<Int>) -> Int { firstNonBlank(of: line) - line.lowerBound }

  /// A `-` that starts a list item.
  func isItem(at offset: Int) -> Bool {
    offset < bytes.count && bytes[offset] == UInt8(ascii: "-")
      && (offset + 1 == bytes.count || isBlank(offset + 1) || isBreak(offset + 1))
  }

  /// The first `: ` of a range.
  func firstColon(in range: Range<Int>) -> Int? {
    range.first {
      bytes[$0] == UInt8(ascii: ":") && $0 + 1 < bytes.count && (isBlank($0 + 1) || isBreak($0 + 1))
    }
  }

  /// A colon right behind the first word of a range, and something right behind the colon.
  func tightColon(in range: Range<Int>) -> Int? {
    let content = content(of: range)
    guard let end = content.first(where: { isBlank($0) || bytes[$0] == UInt8(ascii: ":") }),
      end > content.lowerBound, bytes[end] == UInt8(ascii: ":"), end + 1 < content.upperBound,
      !isBlank(end + 1), bytes[end + 1] != UInt8(ascii: "/")
    else { return nil }
    return end
  }

  /// The nearest bracket before an offset, behind which there is nothing.
  func lastOpenBracket(before offset: Int) -> Int? {
    bytes[..<min(offset, bytes.count)].lastIndex {
      $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{")
    }
  }

  /// The character that starts at an offset; empty at the end.
  func character(at offset: Int) -> Range<Int> {
    guard offset < bytes.count else { return bytes.count..<bytes.count }
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return offset..<end
  }

  /// From an offset to the next blank or break, at least one character.
  func token(at offset: Int) -> Range<Int> {
    let first = character(at: offset)
    var end = first.upperBound
    while end < bytes.count, !isBlank(end), !isBreak(end) { end += 1 }
    return first.isEmpty || isBreak(first.lowerBound)
      ? first.lowerBound..<first.lowerBound
      : first.lowerBound..<end
  }
}
