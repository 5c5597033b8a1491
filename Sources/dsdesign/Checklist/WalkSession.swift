import Checklist
import Diagnostics
import Knowledge
import Reporting

/// A walk with the file that it is saved in, and where it is shown.
struct WalkSession {
  var walk: Walk
  let store: AnswersStore
  var screen = Screen()

  /// Shows the item that is asked.
  mutating func showItem() {
    guard let entry = walk.current, let position = walk.position else { return }
    screen.show(ChecklistPage(entry, in: walk.state).paragraphs(number: position + 1))
    screen.line("")
  }

  /// Takes a step and saves it; tells what was saved.
  ///
  /// - Throws: When it could not be saved; the walk is then where it was.
  mutating func take(_ step: Walk.Step) throws(Failure) {
    guard let change = walk.change(for: step) else {
      walk.take(step)
      return
    }
    let saved = try store.save(change)
    screen.say("Saved: \(Self.words(change))")
    walk.take(step, saved: saved)
  }

  private static func words(_ change: AnswerChange) -> String {
    switch change {
    case .answer(_, let answer, _, _): answer.rawValue
    case .note(_, let note): note.map { "note '\($0)'" } ?? "no note"
    case .owner(_, let owner): owner.map { "owner \($0)" } ?? "no owner"
    case .due(_, let due): due.map { "due \($0)" } ?? "no date"
    case .takeBack: "no answer"
    }
  }

  /// Tells how the checklist stands and where the answers are.
  mutating func close() {
    screen.line("")
    screen.show(ChecklistPage.closing(walk.state))
    screen.say(
      store.exists ? "Answers: \(store.path)" : "Nothing was answered; there is no answers file.")
  }
}
