/// Text made safe for HTML and SVG, in elements as in quoted attributes.
enum HTMLText {
  /// Markup becomes text; characters that no page may hold, or that turn its direction, go.
  static func escape(_ text: String) -> String {
    guard text.utf8.contains(where: needsCare) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;".unicodeScalars
      case "<": result += "&lt;".unicodeScalars
      case ">": result += "&gt;".unicodeScalars
      case "\"": result += "&quot;".unicodeScalars
      case "'": result += "&#39;".unicodeScalars
      case "\n", "\t": result.append(scalar)
      case _ where MarkdownText.isInvisible(scalar): continue
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Most text is plain ASCII without markup and is passed through as it is.
  private static func needsCare(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22, 0x26, 0x27, 0x3C, 0x3E: true  // "&'<>
    case 0x20..<0x7F: false
    default: true
    }
  }
}

/// An element of HTML or SVG, written in the order in which it is told.
struct Markup {
  /// What was written so far.
  private(set) var text = ""

  /// Text of anybody.
  mutating func add(_ text: String) { self.text += HTMLText.escape(text) }

  /// Markup of this program.
  mutating func addMarkup(_ markup: String) { text += markup }

  /// - Parameter attributes: Their values are escaped; one that is `nil` is left out.
  mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:]) {
    text += "<\(name)"
    for (key, value) in attributes {
      if let value { text += " \(key)=\"\(HTMLText.escape(value))\"" }
    }
    text += ">"
  }

  /// - Parameter isLast: Whether a new line follows.
  mutating func close(_ name: String, isLast: Bool = false) {
    text += "</\(name)>" + (isLast ? "\n" : "")
  }

  /// An element with text in it.
  mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: String
  ) {
    open(name, attributes)
    add(content)
    close(name)
  }

  /// An element with other elements in it.
  mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:],
    _ content: (inout Markup) -> Void
  ) {
    open(name, attributes)
    content(&self)
    close(name)
  }
}
