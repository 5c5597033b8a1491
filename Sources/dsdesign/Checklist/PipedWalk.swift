import Checklist
import Diagnostics
import Glibc

/// The walk through a pipe: one line, one step.
struct PipedWalk {
  var session: WalkSession

  /// Walks until the end of the lines or of the checklist.
  mutating func run() throws(Failure) -> ChecklistState {
    var number = 0
    session.showItem()
    while session.walk.current != nil, let line = Self.line() {
      number += 1
      let command: WalkCommand
      do { command = try WalkCommand(line: line) } catch {
        throw Failure(
          "line \(number): \(error.message)", file: "<stdin>",
          help: "\(error.help); what came before is saved")
      }
      let position = session.walk.position
      switch command {
      case .step(let step): try session.take(step)
      case .quit:
        session.close()
        return session.walk.state
      case .editNote, .editOwner, .editDue, .help: break
      }
      if session.walk.position != position { session.showItem() }
    }
    session.close()
    return session.walk.state
  }

  /// The next line without its break; `nil` at the end of input.
  private static func line() -> String? {
    var bytes: [UInt8] = []
    while true {
      var byte: UInt8 = 0
      let count = Glibc.read(0, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return bytes.isEmpty ? nil : text(bytes) }
      if byte == 0x0A { return text(bytes) }
      // Nobody types more, and a note of this length helps nobody.
      if bytes.count < 1 << 16 { bytes.append(byte) }
    }
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.last == 0x0D ? bytes.dropLast() : bytes[...], as: UTF8.self)
  }
}
