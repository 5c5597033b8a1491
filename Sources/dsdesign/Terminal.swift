import Diagnostics
import Glibc

/// Standard output and error: whole writes, colour only where a person reads it.
enum Terminal {
  /// When to colour.
  enum Color: String, CaseIterable, Sendable {
    case auto, always, never
  }

  /// Set once by the command that has a `--color` option.
  nonisolated(unsafe) static var color = Color.auto

  static func usesColor(_ descriptor: Int32) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto:
      isatty(descriptor) == 1 && (environment("NO_COLOR") ?? "").isEmpty
        && environment("TERM") != "dumb"
    }
  }

  /// Whether a descriptor is a terminal that a person looks at.
  static func isPerson(at descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && environment("TERM") != "dumb"
  }

  static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  static func print(_ text: String) { write(Array(text.utf8), to: 1) }

  static func printError(_ text: String) { write(Array(text.utf8), to: 2) }

  static func report(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    printError(DiagnosticRenderer(color: usesColor(2)).render(diagnostics) + "\n")
  }

  /// Writes everything; a reader that went away (a closed pipe) ends the program quietly.
  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var offset = 0
    bytes.withUnsafeBytes { buffer in
      while offset < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
        if count > 0 {
          offset += count
        } else if errno != EINTR {
          if errno == EPIPE { exit(0) }
          if descriptor == 1 {
            printError("dsdesign: error: cannot write the output: \(errorText())\n")
          }
          exit(2)
        }
      }
    }
  }

  static func exit(_ code: Int32) -> Never { Glibc.exit(code) }

  static func errorText() -> String { String(cString: strerror(errno)) }
}
