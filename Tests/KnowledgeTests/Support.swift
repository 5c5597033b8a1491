import Diagnostics
import Expressions
import Knowledge

/// A small world of facts, so that these tests do not change with what the analysis knows.
let facts = FactSchema { _, kind in
  let operation = RecordType(
    name: "operation",
    fields: [
      RecordField(name: "name", type: .string, meaning: "Its name."),
      RecordField(name: "is_write", type: .bool, meaning: "It changes something."),
      RecordField(name: "rate", type: .double, meaning: "Requests."),
    ])
  let store = RecordType(
    name: "store",
    fields: [
      RecordField(name: "name", type: .string, meaning: "Its name."),
      RecordField(name: "nodes", type: .int, meaning: "Its nodes."),
      RecordField(
        name: "settings", type: .map(key: .string, value: .string), meaning: "Its settings."),
    ])
  let subject: [(name: String, type: ValueType)] =
    switch kind {
    case .operation: [("operation", .record("operation"))]
    case .store: [("store", .record("store"))]
    default: []
    }
  return Environment(records: [operation, store], variables: subject)
}

/// What every set of files below refers to.
let shared: [(path: String, text: String)] = [
  (
    "citations.yaml",
    """
    abadi12: {title: Tradeoffs, short: Abadi 2012}
    raft14: {authors: D. Ongaro, title: Raft, venue: ATC, year: 2014, short: Raft}
    """
  ),
  ("categories.yaml", "retry-storm: Retries feed an overload.\nstale-read: Old values."),
  (
    "milestones.yaml",
    "stop-the-bleeding: {title: First, exit: It stops.}\nreplication: {title: Then, exit: Done.}"
  ),
  (
    "learning.yaml",
    "consensus: {title: Agreement, resources: [{cite: raft14, for: Judging a log.}]}"
  ),
]

func load(_ files: [(path: String, text: String)]) -> (KnowledgeBase, [Diagnostic]) {
  KnowledgeBase.load(
    (shared + files).map {
      KnowledgeSource(path: $0.path, file: SourceFile(name: $0.path, text: $0.text))
    }, schema: facts)
}

/// `line:column message`, and the help where there is some.
func summary(_ diagnostic: Diagnostic) -> String {
  let start = diagnostic.location.map { "\($0.start.line):\($0.start.column) " } ?? ""
  return start + diagnostic.message + (diagnostic.help.map { " (\($0))" } ?? "")
}

/// Replaces the one place where `old` stands; a table that misses its place must not pass.
func replacing(_ old: String, _ new: String, in text: String) -> String {
  let pieces = text.split(separator: old, omittingEmptySubsequences: false)
  precondition(pieces.count == 2, "'\(old)' stands \(pieces.count - 1) times")
  return pieces.joined(separator: new)
}
