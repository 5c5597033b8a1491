/// What a line of Markdown starts.
enum BlockLine {
  static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

  static func indent(of line: Substring) -> Int { line.prefix { $0 == " " }.count }

  static func dropping(_ indent: Int, from line: Substring) -> Substring {
    line.dropFirst(min(indent, self.indent(of: line)))
  }

  static func trimmed(_ line: Substring) -> Substring {
    var line = line.drop(while: \.isWhitespace)
    while let last = line.last, last.isWhitespace { line.removeLast() }
    return line
  }

  static func heading(_ line: Substring) -> (level: Int, title: Substring)? {
    let level = line.prefix { $0 == "#" }.count
    guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
    return (level, trimmed(line.dropFirst(level)))
  }

  static func isQuote(_ line: Substring) -> Bool { trimmed(line).first == ">" }

  /// At least three of `-`, `*` or `_`, and nothing else.
  static func isRule(_ line: Substring) -> Bool {
    let text = line.filter { $0 != " " }
    guard text.count > 2, let first = text.first, "-*_".contains(first) else { return false }
    return text.allSatisfy { $0 == first }
  }

  /// `[^key]: text`.
  static func note(_ line: Substring) -> (key: String, text: Substring)? {
    guard line.hasPrefix("[^"), let end = line.firstIndex(of: "]") else { return nil }
    let rest = line[line.index(after: end)...]
    let key = line.dropFirst(2).prefix { $0 != "]" }
    guard rest.hasPrefix(":"), !key.isEmpty else { return nil }
    return (String(key), trimmed(rest.dropFirst()))
  }

  // MARK: Lists

  /// The start of a list's item.
  struct Marker {
    /// Of its content, from the line's start.
    let width: Int
    /// `nil` for a bullet.
    let number: Int?
    /// `-`, `*`, `+`, or what stands behind the number.
    let sign: Character

    func isSameKind(as other: Marker) -> Bool { sign == other.sign }
  }

  static func marker(_ line: Substring) -> Marker? {
    let indent = indent(of: line)
    let text = line.dropFirst(indent)
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard indent < 4, digits.count < 10, let sign = text.dropFirst(digits.count).first,
      (digits.isEmpty ? "-*+" : ".)").contains(sign),
      text.dropFirst(digits.count + 1).first == " "
    else { return nil }
    return Marker(width: indent + digits.count + 2, number: Int(digits), sign: sign)
  }

  // MARK: Code

  /// Four spaces in; behind a paragraph it goes on with that instead.
  static func isCode(_ line: Substring) -> Bool { indent(of: line) > 3 && !isBlank(line) }

  /// The start of a block of code.
  struct Fence {
    let indent: Int
    let sign: Character
    let length: Int
    let language: String

    func isClosed(by line: Substring) -> Bool {
      let text = trimmed(line)
      return text.count >= length && text.allSatisfy { $0 == sign }
    }
  }

  static func fence(_ line: Substring) -> Fence? {
    let text = trimmed(line)
    guard let sign = text.first, sign == "`" || sign == "~" else { return nil }
    let length = text.prefix { $0 == sign }.count
    let language = trimmed(text.dropFirst(length))
    guard length > 2, !language.contains("`") else { return nil }
    return Fence(indent: indent(of: line), sign: sign, length: length, language: String(language))
  }

  // MARK: Tables

  /// The cells of a row; an escaped bar ends none and loses its backslash.
  static func cells(_ line: Substring) -> [Substring] {
    var cells: [Substring] = []
    var cell = ""
    var isEscaped = false
    var row = trimmed(line)
    if row.first == "|" { row.removeFirst() }
    for character in row {
      if character == "|", isEscaped {
        cell.removeLast()
        cell.append("|")
      } else if character == "|" {
        cells.append(trimmed(cell[...]))
        cell = ""
      } else {
        cell.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    if !isBlank(cell[...]) { cells.append(trimmed(cell[...])) }
    return cells
  }
}
