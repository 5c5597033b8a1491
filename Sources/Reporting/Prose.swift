import Analysis
import Expressions
import Knowledge

/// Sentences of the knowledge about one description, as Markdown.
///
/// What the knowledge wrote is trusted markup. What comes from the description is not: its names
/// become code spans, every other text of it is escaped.
struct Prose {
  private let names: Set<String>

  /// - Complexity: O(subjects).
  init(_ analysis: Analysis) {
    var names: Set<String> = []
    for kind in SubjectKind.allCases where kind != .system {
      names.formUnion(analysis.facts.all(kind).map(\.name))
    }
    for region in analysis.description.topology?.regions.entries ?? [] {
      names.insert(region.name)
      names.formUnion(region.value.zoneNames.map { "\(region.name)/\($0)" })
    }
    self.names = names
  }

  /// A value inside a sentence.
  func value(_ value: Value) -> String {
    switch value {
    case .string(let text): string(text)
    case .record: MarkdownText.code(ValueText.plain(value))
    case .list(let items): ValueText.joined(items.map(self.value))
    default: MarkdownText.inline(ValueText.plain(value))
    }
  }

  /// A full sentence, or several.
  func full(_ text: BoundText) -> String { MarkdownText.full(text.text(format: value)) }

  /// A full sentence, or several.
  func full(_ template: TextTemplate, _ bindings: [Value]) -> String {
    MarkdownText.full(template.render(bindings, format: value))
  }

  /// A part of a sentence.
  func part(_ text: BoundText) -> String {
    MarkdownText.part(text.text(format: value))
  }

  /// A part of a sentence.
  func part(_ template: TextTemplate, _ bindings: [Value]) -> String {
    MarkdownText.part(template.render(bindings, format: value))
  }

  /// Text without markup in which names may stand anywhere.
  ///
  /// Only names that are no English words are set off: "order" mostly means an order.
  func plain(_ text: String) -> String {
    var result = ""
    var word = ""
    func flush() {
      result +=
        word.contains("-") && names.contains(word)
        ? MarkdownText.code(word) : MarkdownText.inline(word, trimmed: false)
      word = ""
    }
    for character in text {
      if character.isLetter || character.isNumber || "-_/".contains(character) {
        word.append(character)
      } else {
        flush()
        result += MarkdownText.inline(String(character), trimmed: false)
      }
    }
    flush()
    return result
  }

  private func string(_ text: String) -> String {
    if names.contains(text) { return MarkdownText.code(text) }
    // Marked names are code spans, what stands between them is text.
    var result = ""
    var piece = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case ValueText.nameMarks.start:
        result += plain(String(piece))
        piece.removeAll()
      case ValueText.nameMarks.end:
        result += MarkdownText.code(String(piece))
        piece.removeAll()
      default: piece.append(scalar)
      }
    }
    return result + plain(String(piece))
  }
}

/// Tells texts about different subjects apart only when more than the names in them differs.
struct DistinctTexts {
  private var seen: Set<String> = []

  /// Whether no text of the same shape was seen before.
  mutating func isNew(_ text: String) -> Bool { seen.insert(Self.shape(of: text)).inserted }

  /// The text with each code span, or list of them, replaced by one mark.
  static func shape(of text: String) -> String {
    var shape = ""
    for piece in MarkdownText.pieces(text) {
      guard piece.isCode else {
        let isSeparator = piece.text == ", " || piece.text == " and "
        // Held back: it belongs to the shape only when no further name follows.
        shape += isSeparator && shape.hasSuffix("`") ? "\u{E000}" : piece.text
        continue
      }
      if shape.hasSuffix("\u{E000}") { shape.removeLast() } else { shape += "`" }
    }
    return shape
  }
}

extension BoundText {
  /// The text without markup, as one or more full sentences.
  var sentence: String {
    let text = self.text
    return ".!?:".contains(text.last ?? ".") ? text : text + "."
  }
}
