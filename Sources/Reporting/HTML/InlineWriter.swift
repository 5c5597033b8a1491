import Knowledge

/// Writes text inside a block as HTML.
struct InlineWriter {
  /// Numbers of footnotes by key.
  private let numbers: [String: Int]
  private let parts: PageParts

  init(notes: [BlockDocument.Note], parts: PageParts) {
    numbers = Dictionary(
      zip(notes.map(\.key), 1...), uniquingKeysWith: { first, _ in first })
    self.parts = parts
  }

  /// - Note: A finding's severity in its title becomes a badge.
  func html(_ inlines: [Inline]) -> String {
    var markup = Markup()
    var rest = inlines[...]
    if let severity = parts.finding(in: inlines)?.severity.rawValue,
      case .text(let text)? = inlines.first, let place = text.firstRange(of: severity)
    {
      markup.add(String(text[..<place.lowerBound]))
      markup.element("span", ["class": "badge \(severity)"], severity)
      markup.add(String(text[place.upperBound...]))
      rest = inlines.dropFirst()
    }
    write(rest, into: &markup)
    return markup.text
  }

  private func write(_ inlines: some Sequence<Inline>, into markup: inout Markup) {
    for inline in inlines { write(inline, into: &markup) }
  }

  private func write(_ inline: Inline, into markup: inout Markup) {
    switch inline {
    case .text(let text): markup.add(text)
    case .code(let text): markup.element("code", [:], text)
    case .emphasis(let inside): markup.element("em") { write(inside, into: &$0) }
    case .strong(let inside): markup.element("strong") { write(inside, into: &$0) }
    case .link(let inside, let target):
      markup.element("a", ["href": target, "rel": "noopener noreferrer"]) {
        write(inside, into: &$0)
      }
    case .note(let key): writeNote(key, into: &markup)
    case .mark: break
    }
  }

  private func writeNote(_ key: String, into markup: inout Markup) {
    guard let number = numbers[key] else { return markup.add("[^\(key)]") }
    markup.element("sup") { markup in
      markup.element(
        "a", ["href": "#note-\(number)", "aria-label": "Reference \(number)"], "\(number)")
    }
  }
}
