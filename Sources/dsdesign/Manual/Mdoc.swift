/// Pieces of a manual page in mdoc(7).
enum Mdoc {
  /// Running text: each sentence on a line of its own, none longer than 78 columns.
  static func text(_ text: String) -> String {
    var lines: [String] = []
    for sentence in sentences(text) {
      var line = ""
      for word in sentence.split(separator: " ") {
        if !line.isEmpty, line.utf8.count + 1 + word.utf8.count > 78 {
          lines.append(line)
          line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
      }
      if !line.isEmpty { lines.append(line) }
    }
    // A line that starts with a dot or a quote would be a request.
    return lines.map { (".'".contains($0.first ?? " ") ? "\\&" : "") + $0 + "\n" }.joined()
  }

  /// One argument of a macro, kept from being read as a macro itself.
  static func argument(_ text: String) -> String {
    "\"\\&\(escaped(text).replacing("\"", with: "\\(dq"))\""
  }

  /// A tagged list; nothing when there are no items.
  static func list(_ items: [(tag: String, text: String)]) -> String {
    guard !items.isEmpty else { return "" }
    return ".Bl -tag -width Ds\n"
      + items.map { ".It \($0.tag)\n\(text($0.text))" }.joined() + ".El\n"
  }

  private static func sentences(_ text: String) -> [String] {
    var sentences: [String] = []
    var sentence = ""
    var previous: Character = " "
    for character in escaped(text) {
      let isGap = character == " " || character == "\n"
      if isGap, ".?!".contains(previous) {
        sentences.append(sentence)
        sentence = ""
      } else {
        sentence.append(isGap ? " " : character)
      }
      if !isGap { previous = character }
      if isGap { previous = " " }
    }
    return sentences + [sentence]
  }

  /// Backslashes, and characters that not every formatter reads.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\e"
      case "\u{0}"..."\u{7E}": result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
      }
    }
  }
}
