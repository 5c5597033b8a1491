/// Writes JSON: equal values give equal bytes.
///
/// Doubles are written with the fewest digits that read back as the same double; NaN and the
/// infinities, which JSON lacks, as null. Control characters, DEL, U+2028 and U+2029 are escaped.
public enum JSONWriter {
  /// The text of a value, without a line break at the end.
  ///
  /// - Parameter pretty: One member or item a line, indented by two spaces; otherwise no white
  ///   space at all.
  public static func text(_ value: JSONValue, pretty: Bool = false) -> String {
    var bytes: [UInt8] = []
    write(value, pretty: pretty, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds the text of a value to a text.
  public static func write(_ value: JSONValue, pretty: Bool = false, into text: inout String) {
    text += self.text(value, pretty: pretty)
  }

  /// Adds the UTF-8 of a value to bytes: the fastest way to write much.
  public static func write(_ value: JSONValue, pretty: Bool = false, into bytes: inout [UInt8]) {
    var output = Output(bytes: bytes, isPretty: pretty)
    bytes = []  // gives up our reference, so that the buffer is not copied
    output.write(value)
    bytes = output.bytes
  }
}

private struct Output {
  var bytes: [UInt8]
  let isPretty: Bool
  private var depth = 0

  init(bytes: [UInt8], isPretty: Bool) {
    self.bytes = bytes
    self.isPretty = isPretty
  }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .int(let value): append(value.description)
    case .uint(let value): append(value.description)
    case .double(let value): append(value.isFinite ? value.description : "null")
    case .string(let value): quote(value)
    case .array(let items): enclose("[", items, "]") { $0.write($1) }
    case .object(let object):
      enclose("{", object.members, "}") { output, member in
        output.quote(member.key)
        output.append(output.isPretty ? ": " : ":")
        output.write(member.value)
      }
    }
  }

  private mutating func enclose<Element>(
    _ open: String, _ elements: [Element], _ close: String,
    _ write: (inout Self, Element) -> Void
  ) {
    append(open)
    depth += 1
    for (index, element) in elements.enumerated() {
      if index > 0 { append(",") }
      breakLine()
      write(&self, element)
    }
    depth -= 1
    if !elements.isEmpty { breakLine() }
    append(close)
  }

  private mutating func breakLine() {
    guard isPretty else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func quote(_ text: String) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      var written = 0
      var offset = 0
      while offset < utf8.count {
        guard let (escape, length) = Self.escape(utf8, at: offset) else {
          offset += 1
          continue
        }
        bytes.append(contentsOf: utf8[written..<offset])
        append(escape)
        offset += length
        written = offset
      }
      bytes.append(contentsOf: utf8[written...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// What is written instead of the bytes at an offset, and how many they are.
  @inline(__always)
  private static func escape(
    _ utf8: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> (String, Int)? {
    let byte = utf8[offset]
    if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      return nil
    }
    switch byte {
    case UInt8(ascii: "\""): return ("\\\"", 1)
    case UInt8(ascii: "\\"): return ("\\\\", 1)
    case 0x08: return ("\\b", 1)
    case 0x09: return ("\\t", 1)
    case 0x0A: return ("\\n", 1)
    case 0x0C: return ("\\f", 1)
    case 0x0D: return ("\\r", 1)
    case 0x7F: return ("\\u007f", 1)
    case 0..<0x20:
      return ("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16), 1)
    case 0xE2 where offset + 2 < utf8.count && utf8[offset + 1] == 0x80:
      if utf8[offset + 2] == 0xA8 { return ("\\u2028", 3) }
      return utf8[offset + 2] == 0xA9 ? ("\\u2029", 3) : nil
    default: return nil
    }
  }
}
