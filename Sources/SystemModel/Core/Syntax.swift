/// How a value is written in the file.
public indirect enum Syntax: Sendable {
  case boolean
  /// Zero or more.
  case integer
  case number
  case text
  /// One of these words.
  case words([String])
  /// A number with a unit; `positive` when zero makes no sense.
  case quantity(QuantityKind, positive: Bool)
  /// The name of something that the description has.
  case name(NameTarget)
  /// Year, month, day: `2026-12-31`.
  case date
  /// A list, of exactly so many entries if a count is given.
  case list(Syntax, count: Int?)
  /// A map from names that the user chooses.
  case map(Syntax)
  /// A map from percentiles such as `p99`.
  case percentiles(Syntax)
  /// A map with the fields of a record.
  case record(any Record.Type)
  /// A map of settings, nested or not.
  case settings
  /// The whole number that stands for this format.
  case constant(Int)
  /// Any of these.
  case either([Syntax])

  /// What is wanted, in words that follow "must be".
  var words: String {
    switch self {
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .text: "a text"
    case .words(let words):
      words.count > 6 ? "one of the known words" : "one of \(commaSeparated(words))"
    case .quantity(let kind, _): "\(kind.title) such as \(kind.example)"
    case .name(.place): NameTarget.place.title
    case .name(let target): "the name of \(target.title)"
    case .date: "a date such as 2026-12-31"
    case .list(.name(let target), count: let count?): "a list of \(count) \(target.plural)"
    case .list(_, count: let count?): "a list of \(count)"
    case .list: "a list"
    case .map, .settings: "a map"
    case .percentiles: "a map such as {p50: 10ms, p99: 40ms}"
    case .record(let record): "a map with the fields of \(record.title)"
    case .constant(let number): "\(number)"
    case .either(let choices): choices.map(\.words).joined(separator: ", or ")
    }
  }
}

/// Words with commas between.
func commaSeparated(_ words: some Sequence<String>) -> String { words.joined(separator: ", ") }
