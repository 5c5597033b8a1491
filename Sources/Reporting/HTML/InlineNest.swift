/// Pairs runs of stars into emphasis while text is read, as CommonMark pairs delimiters.
struct InlineNest {
  /// What stands behind a run of stars that may still be closed; the lowest holds the text itself.
  private struct Frame {
    var stars: Int
    var content: [Inline] = []
  }

  private var frames = [Frame(stars: 0)]
  /// Deeper nesting is text: nobody reads it, and writers recurse.
  private static let depth = 12

  mutating func add(_ inline: Inline) {
    let top = frames.count - 1
    if case .text(let more) = inline, case .text(let text)? = frames[top].content.last {
      frames[top].content[frames[top].content.count - 1] = .text(text + more)
    } else {
      frames[top].content.append(inline)
    }
  }

  mutating func addStars(_ count: Int, opens: Bool, closes: Bool) {
    var left = count
    while closes, left > 0, let open = frames.last, open.stars > 0 {
      let used = min(2, left, open.stars)
      let wrapped = used == 2 ? Inline.strong(open.content) : .emphasis(open.content)
      left -= used
      frames.removeLast()
      if open.stars > used {
        frames.append(Frame(stars: open.stars - used, content: [wrapped]))
      } else {
        add(wrapped)
      }
    }
    guard left > 0 else { return }
    if opens, frames.count <= Self.depth {
      frames.append(Frame(stars: left))
    } else {
      add(.text(String(repeating: "*", count: left)))
    }
  }

  /// Everything read; stars that nothing closed are text.
  mutating func close() -> [Inline] {
    while frames.count > 1 {
      let open = frames.removeLast()
      add(.text(String(repeating: "*", count: open.stars)))
      for inline in open.content { add(inline) }
    }
    return frames[0].content
  }
}
