extension Text {
  /// Columns that a text takes on a terminal; a joined emoji counts as its parts at most.
  public static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + DisplayWidth.of($1) }
  }

  /// A text in lines of at most `width` columns, broken at spaces, the first line with `first`
  /// before it and the others with `rest`.
  ///
  /// A word that is longer than a line is cut. At least 8 columns are used for text, whatever
  /// `width` says. Line breaks in the text are spaces; nothing in it can steer the terminal.
  public static func wrapped(
    _ text: String, width: Int, first: String = "", rest: String = ""
  ) -> [String] {
    let room = (max(8, width - self.width(first)), max(8, width - self.width(rest)))
    var lines: [String] = []
    var line = ""
    func limit() -> Int { lines.isEmpty ? room.0 : room.1 }
    func close() {
      lines.append((lines.isEmpty ? first : rest) + line)
      line = ""
    }
    for word in text.split(whereSeparator: { $0 == " " || $0.isNewline }) {
      var word = escapedForTerminal(String(word))
      if !line.isEmpty {
        if self.width(line) + 1 + self.width(word) <= limit() {
          line += " " + word
          continue
        }
        close()
      }
      while self.width(word) > limit() {
        line = prefix(of: &word, width: limit())
        close()
      }
      line = word
    }
    if !line.isEmpty || lines.isEmpty { close() }
    return lines
  }

  /// As many characters as fit, at least one, taken from the front.
  private static func prefix(of text: inout String, width: Int) -> String {
    var taken = ""
    var used = 0
    while let character = text.first {
      let size = self.width(String(character))
      guard taken.isEmpty || used + size <= width else { break }
      taken.append(text.removeFirst())
      used += size
    }
    return taken
  }
}
