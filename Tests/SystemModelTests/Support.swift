import Diagnostics
import SystemModel

/// Reads a description from a text.
func read(_ text: String) -> (SystemDescription?, [Diagnostic]) {
  SystemDescription.read(SourceFile(name: "system.yaml", text: text))
}

/// The problems of a description, each as `line:column message`.
func problems(_ text: String) -> [String] { read(text).1.map(summary) }

/// `line:column message`
func summary(_ diagnostic: Diagnostic) -> String {
  guard let start = diagnostic.location?.start else { return diagnostic.message }
  return "\(start.line):\(start.column) \(diagnostic.message)"
}

/// The text that a diagnostic points at.
func pointedAt(_ diagnostic: Diagnostic) -> String {
  diagnostic.location.map { $0.file.text(of: $0.span) } ?? ""
}

/// A description in which one more section, or several, can stand.
func description(with sections: String = "", operation: String = "{}") -> String {
  """
  dsdesign: 1
  system: {name: Shop}
  operations: {buy: \(operation)}
  \(sections)
  """
}

/// The value of an operation's fields.
func operation(_ fields: String) -> Operation? {
  read(description(operation: "{\(fields)}")).0?.operations["buy"]?.value
}

/// What is wrong with an operation's fields, without places.
func problems(operation fields: String) -> [String] {
  read(description(operation: "{\(fields)}")).1.map(\.message)
}
