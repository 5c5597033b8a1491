/// A piece of text inside a block of a document.
indirect enum Inline: Equatable {
  case text(String)
  case code(String)
  case emphasis([Inline])
  case strong([Inline])
  case link([Inline], target: String)
  /// The mark `[^key]` of a footnote.
  case note(String)
  /// Something that only the page knows; see `PageMark`.
  case mark(String)
}

extension [Inline] {
  /// The words without their markup.
  var plain: String {
    map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .emphasis(let inside), .strong(let inside), .link(let inside, _): inside.plain
      case .note, .mark: ""
      }
    }.joined()
  }

  /// The names of its marks.
  var marks: [String] {
    compactMap { if case .mark(let name) = $0 { name } else { nil } }
  }
}

/// Places in a document that a page fills or sets apart, and of which Markdown shows nothing.
///
/// Written between two characters of private use, which no text of a description keeps.
enum PageMark {
  static let start: Unicode.Scalar = "\u{E002}"
  static let end: Unicode.Scalar = "\u{E003}"

  static func text(_ name: String) -> String { "\(start)\(name)\(end)" }
}
