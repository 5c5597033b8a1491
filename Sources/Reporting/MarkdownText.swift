/// Text from a description, made safe for the place in a Markdown document where it stands.
enum MarkdownText {
  /// Inline text: no markup of the input takes effect, no control character survives.
  static func inline(_ text: String) -> String {
    var result = ""
    for scalar in clean(text).unicodeScalars {
      if "\\`*_[]<>|#".unicodeScalars.contains(scalar) { result.unicodeScalars.append("\\") }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// A code span: as many backticks as it takes.
  static func code(_ text: String) -> String {
    let text = clean(text)
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let pad = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + pad + text + pad + fence
  }

  /// A code span in a table: a bar would end the cell even inside the span.
  static func tableCode(_ text: String) -> String {
    escaping(code(text), [0x7C: "\\|"])
  }

  /// Sentences of the knowledge with facts filled in: markup is kept, line breaks are not.
  static func sentence(_ text: String) -> String {
    escaping(clean(text), [0x7C: "\\|", 0x3C: "&lt;"])
  }

  private static func escaping(_ text: String, _ replacements: [UInt8: String]) -> String {
    guard text.utf8.contains(where: { replacements[$0] != nil }) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if let replacement = replacements[byte] { bytes += replacement.utf8 } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// One line without control or direction-changing characters.
  static func clean(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var pendingSpace = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x20: pendingSpace = !result.isEmpty
      case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: continue
      default:
        if pendingSpace { result.append(" ") }
        pendingSpace = false
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The sentence with a full stop at its end and a capital at its start.
  static func full(_ text: String) -> String {
    let text = sentence(text)
    guard let first = text.first else { return "" }
    let start = first.isLetter && first.isLowercase ? first.uppercased() + text.dropFirst() : text
    return ".!?:".contains(start.last ?? ".") ? start : start + "."
  }
}
