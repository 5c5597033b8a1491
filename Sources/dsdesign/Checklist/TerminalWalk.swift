import Checklist
import Diagnostics
import Glibc

/// The walk at a terminal: one key, one step, each saved before the next is read.
struct TerminalWalk {
  var session: WalkSession
  let keys: KeyReader

  /// Walks until the end, until quit, or until the program is told to end.
  mutating func run() -> ChecklistState {
    var isShown = false
    while session.walk.current != nil {
      if !isShown { session.showItem() }
      prompt()
      isShown = true
      let event = session.screen.isLost ? .lost : keys.next()
      switch event {
      case .character(let character):
        guard let command = WalkCommand(key: character) else {
          session.screen.line("")
          session.screen.say("'\(character)' means nothing here; '?' tells the keys.")
          continue
        }
        session.screen.line(String(character))
        guard perform(command, &isShown) else { return finish() }
      case .enter, .right:
        session.screen.line("skip")
        perform(.step(.skip), &isShown)
      case .left:
        session.screen.line("back")
        perform(.step(.back), &isShown)
      case .redraw:
        session.screen.line("")
        isShown = false
      case .endOfInput: return finish()
      case .signal, .lost: leave(by: event)
      case .backspace, .escape, .eraseLine: session.screen.line("")
      }
    }
    return finish()
  }

  private mutating func finish() -> ChecklistState {
    keys.restore()
    session.close()
    return session.walk.state
  }

  /// - Returns: Whether the walk goes on.
  @discardableResult
  private mutating func perform(_ command: WalkCommand, _ isShown: inout Bool) -> Bool {
    switch command {
    case .step(let step):
      let position = session.walk.position
      take(step)
      isShown = session.walk.position == position && step != .back
    case .editNote:
      edit("note: ", session.walk.current?.given?.note) { .note($0) }
    case .editOwner:
      edit("owner: ", session.walk.current?.given?.owner) { .owner($0) }
    case .editDue: editDue()
    case .help: help()
    case .quit: return false
    }
    return true
  }

  private mutating func take(_ step: Walk.Step) {
    do { try session.take(step) } catch { tell(error) }
  }

  /// Nothing was saved; the item stays, and the person can try again.
  private mutating func tell(_ failure: Failure) {
    let text = DiagnosticRenderer(color: false, width: session.screen.width)
      .render(failure.diagnostics)
    session.screen.line(text)
    session.screen.say("Not saved. Mend it and press the key again, or q to quit.")
  }

  private mutating func edit(_ prompt: String, _ text: String?, _ step: (String) -> Walk.Step) {
    switch LineEditor(prompt: prompt).edit(text ?? "", keys, &session.screen) {
    case .entered(let new): if new != text ?? "" { take(step(new)) }
    case .cancelled: break
    case .ended(let new, let event):
      // What was typed so far is worth more than the unfinished sentence costs.
      if !new.isEmpty, new != text { take(step(new)) }
      leave(by: event)
    }
  }

  private mutating func editDue() {
    var typed = session.walk.current?.given?.due?.description ?? ""
    while true {
      switch LineEditor(prompt: "due (2026-12-31): ").edit(typed, keys, &session.screen) {
      case .entered(let text):
        do throws(WalkCommand.Mistake) {
          take(.due(try WalkCommand.date(text)))
          return
        } catch {
          session.screen.say("\(error.message): \(error.help). Escape leaves it as it was.")
          typed = text
        }
      case .cancelled: return
      case .ended(_, let event): leave(by: event)
      }
    }
  }

  private mutating func prompt() {
    let keys = WalkCommand.keys.map { "\($0.key) \($0.words)" }.joined(separator: " · ")
    session.screen.say(keys)
    session.screen.write("> ")
  }

  private mutating func help() {
    session.screen.say(
      "Each key is saved at once, in \(session.store.path). Enter or the right arrow skips, the left arrow goes back, Ctrl-C leaves. While typing: Enter saves, Escape leaves the text as it was, Ctrl-U clears it."
    )
    session.screen.say(
      "'yes' means: you have seen it hold, not only that it should. An answer is stale once the facts that it rests on have changed."
    )
  }

  /// Everything is saved already.
  private mutating func leave(by event: KeyReader.Event) -> Never {
    guard case .signal(let number) = event else {
      keys.restore()
      Terminal.exit(2)
    }
    if number != SIGHUP {
      session.screen.line("")
      session.screen.say("Stopped; every answer is kept.")
    }
    keys.end(by: number)
  }
}
