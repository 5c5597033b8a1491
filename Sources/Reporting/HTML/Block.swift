/// A block of a document.
enum Block: Equatable {
  case heading(level: Int, [Inline])
  case paragraph([Inline])
  /// Numbered from `start`, or with bullets.
  case list(start: Int?, items: [[Block]])
  /// Every row has as many cells as the header.
  case table(header: [[Inline]], rows: [[[Inline]]])
  case code(language: String, text: String)
  case quote([Block])
  case rule
  /// A mark alone on its line: something that only the page has (`PageMark`).
  case figure(String)
}

/// A document as blocks.
struct BlockDocument: Equatable {
  var blocks: [Block] = []
  /// The footnotes in the order in which they stand.
  var notes: [Note] = []

  struct Note: Equatable {
    let key: String
    let text: [Inline]
  }
}
