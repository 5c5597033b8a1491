/// Text as XML 1.0 takes it.
enum XML {
  /// Content of an element.
  static func text(_ text: String) -> String { escaped(text, isAttribute: false) }

  /// The value of an attribute, with its quotes.
  static func quoted(_ text: String) -> String { "\"\(escaped(text, isAttribute: true))\"" }

  private static func escaped(_ text: String, isAttribute: Bool) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;".unicodeScalars
      case "<": result += "&lt;".unicodeScalars
      case ">": result += "&gt;".unicodeScalars
      case "\"" where isAttribute: result += "&quot;".unicodeScalars
      // A reader would make spaces, or one line break, of these.
      case "\t" where isAttribute, "\n" where isAttribute, "\r":
        result += "&#\(scalar.value);".unicodeScalars
      default: result.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return String(result)
  }

  /// Char of XML 1.0, §2.2.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
