/// A text that diagnostics point into: its name as the user wrote it, and its bytes.
///
/// A class, so that thousands of spans share one text without copying it.
public final class SourceFile: Sendable {
  /// The path as given on the command line, or `<stdin>`.
  public let name: String
  /// The UTF-8 bytes, without a byte order mark.
  public let bytes: [UInt8]
  /// Byte offset at which each line starts; the first is 0.
  private let lineStarts: [UInt32]

  /// Keeps the bytes and finds the starts of the lines (`\n`, `\r\n` and lone `\r` end one).
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts: [UInt32] = [0]
    bytes.withUnsafeBufferPointer { bytes in
      for (offset, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x0D {
        let isRestOfPair = byte == 0x0A && offset > 0 && bytes[offset - 1] == 0x0D
        if isRestOfPair { starts.removeLast() }
        starts.append(UInt32(clamping: offset + 1))
      }
    }
    lineStarts = starts
  }

  /// A file from a text, for tests and embedded data.
  public convenience init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The line and column of a byte offset, both from 1; columns count Unicode code points.
  ///
  /// - Complexity: O(log lines + line length).
  public func position(of offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    var low = 0
    var high = lineStarts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle - 1 }
    }
    var column = 1
    for byte in bytes[Int(lineStarts[low])..<offset] where byte & 0xC0 != 0x80 { column += 1 }
    return SourcePosition(line: low + 1, column: column)
  }

  /// The bytes of a line (from 1), without its line break; empty when there is no such line.
  public func byteRange(ofLine number: Int) -> Range<Int> {
    guard number >= 1, number <= lineStarts.count else { return bytes.count..<bytes.count }
    let start = Int(lineStarts[number - 1])
    var end = number < lineStarts.count ? Int(lineStarts[number]) : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  /// The text of a line (from 1), without its line break; empty when there is no such line.
  public func line(_ number: Int) -> String {
    String(decoding: bytes[byteRange(ofLine: number)], as: UTF8.self)
  }

  /// The text that a span covers.
  public func text(of span: SourceSpan) -> String {
    let start = min(Int(span.start), bytes.count)
    return String(
      decoding: bytes[start..<min(max(start, Int(span.end)), bytes.count)], as: UTF8.self)
  }
}

/// A place in a text for people: line and column from 1, the column in code points.
public struct SourcePosition: Hashable, Comparable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The column in code points, from 1.
  public var column: Int

  /// A place; both numbers count from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Earlier in the text first.
  public static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A half-open range of byte offsets in a `SourceFile`; 8 bytes, so every value can carry one.
public struct SourceSpan: Hashable, Comparable, Sendable {
  /// The first byte.
  public var start: UInt32
  /// One past the last byte; `start <= end`.
  public var end: UInt32

  /// A range of byte offsets.
  public init(start: Int, end: Int) {
    self.start = UInt32(clamping: start)
    self.end = UInt32(clamping: max(start, end))
  }

  /// Earlier start first, then earlier end.
  public static func < (left: Self, right: Self) -> Bool {
    (left.start, left.end) < (right.start, right.end)
  }
}

/// A span in a file.
public struct SourceLocation: Sendable {
  /// The text.
  public let file: SourceFile
  /// The bytes of it.
  public let span: SourceSpan

  /// A span of `file`.
  public init(file: SourceFile, span: SourceSpan) {
    self.file = file
    self.span = span
  }

  /// Where the span starts.
  public var start: SourcePosition { file.position(of: Int(span.start)) }
  /// Where the span ends (exclusive).
  public var end: SourcePosition { file.position(of: Int(span.end)) }
}
