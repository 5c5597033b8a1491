/// Reads the Markdown inside a block: the subset that reports are written in.
///
/// That is escapes, code spans, emphasis with stars, links, addresses in angle brackets, marks of
/// footnotes and four entities, each by the rules of CommonMark. Everything else is text; in
/// particular no HTML is let through.
/// - Complexity: O(length), up to the look-ahead of runs of backticks.
struct InlineReader {
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var text = ""
  private var nest = InlineNest()
  /// Lengths of runs of backticks that nothing behind `place` closes.
  private var unclosed: Set<Int> = []

  private init(_ markdown: some StringProtocol) { scalars = Array(markdown.unicodeScalars) }

  static func read(_ markdown: some StringProtocol) -> [Inline] {
    var reader = InlineReader(markdown)
    return reader.read()
  }

  private mutating func read() -> [Inline] {
    while let scalar = peek(0) {
      switch scalar {
      case "\\": readEscape()
      case "`": readCode()
      case "*": readStars()
      case "<": readAddress()
      case "[": readBracket()
      case "&": readEntity()
      case PageMark.start: readMark()
      default: take(1)
      }
    }
    flush()
    return nest.close()
  }

  private func peek(_ offset: Int) -> Unicode.Scalar? {
    scalars.indices.contains(place + offset) ? scalars[place + offset] : nil
  }

  /// So many characters as text.
  private mutating func take(_ count: Int) {
    text.unicodeScalars.append(contentsOf: scalars[place..<place + count])
    place += count
  }

  private mutating func flush() {
    if !text.isEmpty { nest.add(.text(text)) }
    text = ""
  }

  private mutating func add(_ inline: Inline, length: Int) {
    flush()
    nest.add(inline)
    place += length
  }

  private func string(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  /// How many of the same character stand at a place.
  private func run(of scalar: Unicode.Scalar, at start: Int) -> Int {
    var end = start
    while end < scalars.count, scalars[end] == scalar { end += 1 }
    return end - start
  }

  // MARK: Kinds of piece

  private mutating func readEscape() {
    guard let next = peek(1), next.isASCII, next.isMarkdownPunctuation else { return take(1) }
    place += 1
    take(1)
  }

  private mutating func readCode() {
    let fence = run(of: "`", at: place)
    guard !unclosed.contains(fence) else { return take(fence) }
    var close = place + fence
    while close < scalars.count {
      let length = run(of: "`", at: close)
      if length == fence { break }
      close += max(length, 1)
    }
    guard close < scalars.count else {
      unclosed.insert(fence)
      return take(fence)
    }
    var inside = place + fence..<close
    let isPadded =
      inside.count > 1 && scalars[inside.lowerBound] == " " && scalars[close - 1] == " "
    if isPadded, scalars[inside].contains(where: { $0 != " " }) {
      inside = inside.lowerBound + 1..<close - 1
    }
    add(.code(string(inside).replacing("\n", with: " ")), length: close + fence - place)
  }

  private mutating func readStars() {
    let count = run(of: "*", at: place)
    let before = place > 0 ? scalars[place - 1] : " "
    let after = place + count < scalars.count ? scalars[place + count] : " "
    flush()
    place += count
    nest.addStars(
      count,
      opens: !after.isMarkdownSpace
        && (!after.isMarkdownPunctuation || before.isMarkdownSpace || before.isMarkdownPunctuation),
      closes: !before.isMarkdownSpace
        && (!before.isMarkdownPunctuation || after.isMarkdownSpace || after.isMarkdownPunctuation))
  }

  /// `<https://example.org>`.
  private mutating func readAddress() {
    guard let end = find(">", stops: ["<", " ", "\n"]) else { return take(1) }
    let address = string(place + 1..<end)
    guard address.hasPrefix("https://") || address.hasPrefix("http://") else { return take(1) }
    add(.link([.text(address)], target: address), length: end + 1 - place)
  }

  /// `[^key]` or `[words](target)`.
  private mutating func readBracket() {
    guard let end = find("]", stops: ["[", "\n"]) else { return take(1) }
    if peek(1) == "^", end > place + 2 {
      return add(.note(string(place + 2..<end)), length: end + 1 - place)
    }
    guard end + 1 < scalars.count, scalars[end + 1] == "(" else { return take(1) }
    var close = end + 2
    while close < scalars.count, !") \n(".unicodeScalars.contains(scalars[close]) { close += 1 }
    guard close < scalars.count, scalars[close] == ")" else { return take(1) }
    let target = string(end + 2..<close)
    guard Self.isSafe(target) else { return take(1) }
    add(
      .link(InlineReader.read(string(place + 1..<end)), target: target), length: close + 1 - place)
  }

  /// The next `wanted`, unless one of `stops` comes first.
  private func find(_ wanted: Unicode.Scalar, stops: Set<Unicode.Scalar>) -> Int? {
    var end = place + 1
    while end < scalars.count, scalars[end] != wanted {
      if stops.contains(scalars[end]) { return nil }
      end += 1
    }
    return end < scalars.count ? end : nil
  }

  /// Whether a link may lead there: to a page, a letter, or a place beside the document.
  private static func isSafe(_ target: String) -> Bool {
    guard let colon = target.firstIndex(of: ":") else { return !target.isEmpty }
    return ["http", "https", "mailto"].contains(target[..<colon].lowercased())
  }

  private mutating func readEntity() {
    for (name, character) in [("lt", "<"), ("gt", ">"), ("amp", "&"), ("quot", "\"")] {
      let length = name.count + 2
      guard place + length <= scalars.count, string(place..<place + length) == "&\(name);" else {
        continue
      }
      text += character
      place += length
      return
    }
    take(1)
  }

  private mutating func readMark() {
    guard let end = find(PageMark.end, stops: ["\n"]) else {
      place += 1
      return
    }
    add(.mark(string(place + 1..<end)), length: end + 1 - place)
  }
}

extension Unicode.Scalar {
  var isMarkdownSpace: Bool { properties.isWhitespace }

  /// Punctuation and symbols, as CommonMark tells them from letters.
  var isMarkdownPunctuation: Bool {
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol:
      true
    default: false
    }
  }
}
