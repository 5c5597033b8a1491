import Checklist
import Knowledge
import SystemModel

/// What a person tells the walk, by a key or by a line.
enum WalkCommand: Equatable {
  case step(Walk.Step)
  /// A text is to be typed, at the terminal.
  case editNote, editOwner, editDue
  case help, quit

  /// The keys, in the order in which they are told.
  static let keys: [(key: Character, words: String)] = [
    ("y", "yes"), ("p", "partly"), ("n", "no"), ("x", "not applicable"), ("e", "note"),
    ("o", "owner"), ("d", "due date"), ("u", "take the answer back"), ("b", "back"), ("s", "skip"),
    ("q", "quit"), ("?", "help"),
  ]

  /// What a key means; `nil`: nothing.
  init?(key: Character) {
    switch key.lowercased() {
    case "y": self = .step(.answer(.yes))
    case "p": self = .step(.answer(.partly))
    case "n": self = .step(.answer(.no))
    case "x": self = .step(.answer(.notApplicable))
    case "e": self = .editNote
    case "o": self = .editOwner
    case "d": self = .editDue
    case "u": self = .step(.takeBack)
    case "b": self = .step(.back)
    case "s": self = .step(.skip)
    case "q": self = .quit
    case "?", "h": self = .help
    default: return nil
    }
  }

  /// What is wrong with a line.
  struct Mistake: Error, Equatable {
    let message: String
    let help: String
  }

  /// What a line means: a key, the word it stands for, or `e`, `o` or `d` with a text.
  init(line: String) throws(Mistake) {
    let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    let text = words.joined(separator: " ")
    if let answer = ChecklistAnswer(written: text) {
      self = .step(.answer(answer))
      return
    }
    let rest = words.count > 1 ? String(words[1].drop { $0 == " " }) : ""
    switch words.first?.lowercased() {
    case nil, "skip": self = .step(.skip)
    case "e", "note": self = .step(.note(rest))
    case "o", "owner": self = .step(.owner(rest))
    case "d", "due":
      guard let date = try Self.date(rest) else {
        self = .step(.due(nil))
        return
      }
      self = .step(.due(date))
    case "back": self = .step(.back)
    case "quit": self = .quit
    case let word?:
      guard rest.isEmpty, word.count == 1, let command = WalkCommand(key: Character(word)) else {
        throw Mistake(
          message: "'\(line)' is no answer",
          help: "y, p, n, x (not applicable), e NOTE, o OWNER, d DATE, u, b, s or q")
      }
      self = command
    }
  }

  /// A date as it is typed; `nil` for nothing.
  static func date(_ text: String) throws(Mistake) -> CalendarDate? {
    guard !text.isEmpty else { return nil }
    guard let date = CalendarDate(text) else {
      throw Mistake(message: "'\(text)' is no date", help: "write it as 2026-12-31")
    }
    return date
  }
}
