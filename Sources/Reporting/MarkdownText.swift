/// Text made safe for the place in a Markdown document where it stands.
enum MarkdownText {
  /// Inline text of a description: no markup of it takes effect, no control character survives.
  static func inline(_ text: String) -> String { inline(text, trimmed: true) }

  /// - Parameter trimmed: Whether spaces at both ends go.
  static func inline(_ text: String, trimmed: Bool) -> String {
    let text = clean(text, trimmed: trimmed)
    guard text.utf8.contains(where: isMarkup) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isMarkup(byte) { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isMarkup(_ byte: UInt8) -> Bool {
    switch byte {
    // #&*<>[\]_`|~
    case 0x23, 0x26, 0x2A, 0x3C, 0x3E, 0x5B, 0x5C, 0x5D, 0x5F, 0x60, 0x7C, 0x7E: true
    default: false
    }
  }

  /// A code span: as many backticks as it takes.
  static func code(_ text: String) -> String {
    let text = clean(text)
    guard !text.isEmpty else { return "` `" }
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let pad = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + pad + text + pad + fence
  }

  /// A code span in a table.
  static func tableCode(_ text: String) -> String { cell(code(text)) }

  /// Markdown for a table's cell: a bar would end the cell, even inside a code span.
  static func cell(_ markdown: String) -> String {
    guard markdown.utf8.contains(UInt8(ascii: "|")) else { return markdown }
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in markdown.utf8 {
      if byte == UInt8(ascii: "|"), !isEscaped { bytes.append(UInt8(ascii: "\\")) }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Markdown of the knowledge on one line: its markup is kept, but nothing opens an HTML tag.
  static func part(_ markdown: String) -> String {
    let markdown = clean(markdown)
    guard markdown.utf8.contains(UInt8(ascii: "<")) else { return markdown }
    return pieces(markdown).map { piece in
      guard !piece.isCode else { return piece.text }
      var bytes: [UInt8] = []
      var isEscaped = false
      for byte in piece.text.utf8 {
        if byte == UInt8(ascii: "<"), !isEscaped {
          bytes += "&lt;".utf8
        } else {
          bytes.append(byte)
        }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      }
      return String(decoding: bytes, as: UTF8.self)
    }.joined()
  }

  /// `part` as a sentence: a full stop at its end, a capital at its start unless a name stands there.
  static func full(_ markdown: String) -> String {
    let text = part(markdown)
    guard let first = text.first else { return "" }
    let start = first.isLowercase ? first.uppercased() + text.dropFirst() : text
    return blockSafe(".!?:".contains(start.last ?? ".") ? start : start + ".")
  }

  /// Names of people, places and protocols at which titles begin.
  private static let properNames = ["Byzantine", "Lamport", "Paxos", "Raft", "Tendermint"]

  /// The text with a small letter at its start, unless an acronym or a name stands there.
  static func continued(_ text: String) -> String {
    guard let first = text.first, first.isUppercase else { return text }
    let second = text.dropFirst().first
    guard second == nil || second == " " || second!.isLowercase else { return text }
    // "I" and "A" alone: only the article is written small.
    if second == " ", first != "A" { return text }
    if properNames.contains(where: text.hasPrefix) { return text }
    return first.lowercased() + text.dropFirst()
  }

  /// Text at the start of a line that would otherwise begin a list, a heading or a rule.
  private static func blockSafe(_ text: String) -> String {
    guard let first = text.first else { return text }
    if "-+=".contains(first) { return "\\" + text }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let next = text.dropFirst(digits.count).first, ".)".contains(next),
      text.dropFirst(digits.count + 1).first.map({ $0 == " " }) ?? true
    else { return text }
    return digits + "\\" + text.dropFirst(digits.count)
  }

  /// Markdown cut where code spans start and end.
  ///
  /// - Complexity: O(length) for texts whose code spans are closed; bounded by runs of backticks.
  static func pieces(_ markdown: String) -> [(text: String, isCode: Bool)] {
    let bytes = Array(markdown.utf8)
    var pieces: [(text: String, isCode: Bool)] = []
    var start = 0
    var place = 0
    func run(_ place: Int) -> Int {
      var end = place
      while end < bytes.count, bytes[end] == UInt8(ascii: "`") { end += 1 }
      return end - place
    }
    func add(_ range: Range<Int>, isCode: Bool) {
      if !range.isEmpty {
        pieces.append((String(decoding: bytes[range], as: UTF8.self), isCode))
      }
    }
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "\\") {
        place += 2
        continue
      }
      let fence = run(place)
      guard fence > 0 else {
        place += 1
        continue
      }
      var close = place + fence
      var length = 0
      while close < bytes.count {
        length = run(close)
        if length == fence { break }
        close += max(length, 1)
      }
      guard close < bytes.count else {
        place += fence
        continue
      }
      add(start..<place, isCode: false)
      add(place..<close + fence, isCode: true)
      place = close + fence
      start = place
    }
    add(start..<bytes.count, isCode: false)
    return pieces
  }

  /// One line without control, direction-changing or invisible characters.
  static func clean(_ text: String, trimmed: Bool = true) -> String {
    if isClean(text) { return text }
    var result = String.UnicodeScalarView()
    var pendingSpace = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x20, 0x2028, 0x2029: pendingSpace = !(trimmed && result.isEmpty)
      case _ where isInvisible(scalar): continue
      default:
        if pendingSpace { result.append(" ") }
        pendingSpace = false
        result.append(scalar)
      }
    }
    if pendingSpace, !trimmed { result.append(" ") }
    return String(result)
  }

  /// Whether `clean` would change nothing, as is the rule: printable ASCII with single spaces inside.
  private static func isClean(_ text: String) -> Bool {
    var previous = UInt8(ascii: " ")
    for byte in text.utf8 {
      guard byte > 0x20 || byte == 0x20 && previous != 0x20, byte < 0x7F else { return false }
      previous = byte
    }
    return previous != 0x20 || text.isEmpty
  }

  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E: false
    case 0..<0x20, 0x7F...0x9F: true
    case 0xAD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F: true
    case 0x202A...0x202E, 0x2060...0x206F: true  // embeddings, overrides, isolates
    case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    case 0xE000...0xE003: true  // marks around names, and of pages
    default: false
    }
  }
}
