/// Values as YAML text.
enum YAMLText {
  /// A map in block style, without a line break at its end; the first line is not indented.
  static func block(_ entries: [YAMLValue.Entry], indent: Int, newline: String) -> String {
    let margin = newline + String(repeating: " ", count: indent)
    return entries.map { entry in
      switch entry.value {
      case .text(let text): "\(scalar(entry.key)): \(scalar(text))"
      case .map(let inner) where inner.isEmpty: "\(scalar(entry.key)): {}"
      case .map(let inner):
        "\(scalar(entry.key)):\(margin)  \(block(inner, indent: indent + 2, newline: newline))"
      }
    }.joined(separator: margin)
  }

  /// A value in flow style, on one line.
  static func flow(_ value: YAMLValue) -> String {
    switch value {
    case .text(let text): scalar(text)
    case .map(let entries):
      "{" + entries.map { "\(scalar($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// A scalar that reads back as the text: plain where that is safe in every style, else quoted.
  static func scalar(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

  /// Words of ASCII letters, digits and a few signs with single spaces between; numbers and booleans
  /// are texts to readers that want a text, null is not.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) || isDigit(first), text.utf8.count <= 200
    else { return false }
    var previous = UInt8(ascii: " ")
    for byte in text.utf8 {
      let isSpace = byte == UInt8(ascii: " ") && previous != byte
      guard isLetter(byte) || isDigit(byte) || isSpace || "-_./%()+'".utf8.contains(byte) else {
        return false
      }
      previous = byte
    }
    return previous != UInt8(ascii: " ") && text.lowercased() != "null"
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value):
        result += "\\x" + hex(scalar.value, 2)
      case "\u{2028}", "\u{2029}", "\u{FEFF}": result += "\\u" + hex(scalar.value, 4)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func hex(_ value: UInt32, _ width: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
