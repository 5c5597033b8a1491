import Diagnostics

/// Ends a command with diagnostics on standard error and exit code 2.
struct Failure: Error {
  let diagnostics: [Diagnostic]

  init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  init(_ message: String, file: String? = nil, help: String? = nil) {
    diagnostics = [Diagnostic(.error, message, at: nil, fileName: file, help: help)]
  }
}
