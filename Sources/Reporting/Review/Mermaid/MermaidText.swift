/// Text inside the quotes of a Mermaid label.
///
/// Mermaid reads labels as Markdown, and `#…;` in them as characters by number; some words between
/// a colon and a semicolon it takes for styles. So punctuation is written by number wherever it could
/// mean something; the commas and slashes of rates and the hyphens and dots of ordinary names stay
/// readable.
enum MermaidText {
  /// One line of a label.
  static func label(_ text: String) -> String {
    let clean = MarkdownText.clean(text)
    guard let first = clean.unicodeScalars.first else { return " " }
    // "1." or "-" at the start of a line would be a list.
    let isPlain = first.properties.isAlphabetic
    var result = ""
    for scalar in clean.unicodeScalars {
      if isSafe(scalar) || isPlain && isSafeInside(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "#\(scalar.value);"
      }
    }
    return result
  }

  /// A label of several lines, in quotes.
  static func quoted(_ lines: [String]) -> String {
    "\"" + lines.map(label).joined(separator: "<br/>") + "\""
  }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", " ", ",", "/": true
    default: scalar.value > 0x9F && scalar.properties.isAlphabetic
    }
  }

  private static func isSafeInside(_ scalar: Unicode.Scalar) -> Bool {
    "-.()×–".unicodeScalars.contains(scalar)
  }
}
