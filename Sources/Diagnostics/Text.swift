/// Makes text that came from outside safe to show.
public enum Text {
  /// The text with everything that could steer a terminal or mislead the eye made visible.
  ///
  /// Control characters (C0, DEL, C1), bidirectional controls, line and paragraph separators and
  /// other invisible format characters become `\n`, `\r`, `\t` or `\u{202E}`. The result is one
  /// line. Everything else, among it the joiners of emoji and of Indic scripts, stays.
  public static func escapedForTerminal(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isUnsafe(scalar) { result += escape(scalar) } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E: false
    case 0...0x1F, 0x7F...0x9F: true
    case 0xAD, 0x061C, 0x180E: true  // soft hyphen, Arabic letter mark, Mongolian separator
    case 0x200B, 0x200E...0x200F: true  // zero width space, direction marks
    case 0x2028...0x202E: true  // separators, embeddings and overrides
    case 0x2060...0x206F: true  // invisible operators, isolates, deprecated format characters
    case 0xFEFF, 0xFFF9...0xFFFB: true  // byte order mark, interlinear annotations
    case 0xE0000...0xE007F: true  // tags: text that nobody sees
    default: false
    }
  }

  static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
  }
}
