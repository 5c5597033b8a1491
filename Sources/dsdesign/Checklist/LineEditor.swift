import Diagnostics
import Glibc

/// One line typed at the terminal: shown from its end, so that it may be longer than the screen.
struct LineEditor {
  /// How it ended.
  enum Outcome: Equatable {
    case entered(String)
    case cancelled
    /// What was typed so far, when the program is to end.
    case ended(String, KeyReader.Event)
  }

  let prompt: String

  /// Lets a person change `text`, which is shown as it is now.
  func edit(_ text: String, _ keys: KeyReader, _ screen: inout Screen) -> Outcome {
    var text = text
    while true {
      draw(text, &screen)
      let event = screen.isLost ? .lost : keys.next()
      switch event {
      case .character(let character): text.append(character)
      case .backspace: if !text.isEmpty { text.removeLast() }
      case .eraseLine: text = ""
      case .enter:
        screen.line("")
        return .entered(trimmed(text))
      case .escape:
        screen.line("")
        return .cancelled
      case .endOfInput:
        guard text.isEmpty else { continue }
        screen.line("")
        return .cancelled
      case .signal, .lost: return .ended(trimmed(text), event)
      case .left, .right, .redraw: continue
      }
    }
  }

  /// Writes the line over itself: a carriage return is all that it takes from the terminal.
  private func draw(_ text: String, _ screen: inout Screen) {
    let room = max(8, screen.width - 1 - Text.width(prompt))
    var shown = Text.escapedForTerminal(text)
    var isCut = false
    while Text.width(shown) > (isCut ? room - 1 : room) {
      shown.removeFirst()
      isCut = true
    }
    let line = prompt + (isCut ? "…" : "") + shown
    let rest = String(repeating: " ", count: max(0, screen.width - 1 - Text.width(line)))
    screen.write("\r\(line)\(rest)\r\(line)")
  }

  private func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
