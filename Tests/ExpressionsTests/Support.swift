import Diagnostics
import Expressions

/// What an expression yields, as an expression would write it; problems as `problem: …`.
func result(
  _ text: String, _ variables: [(name: String, value: Value)] = [], isChecked: Bool = false
) -> String {
  let environment = Environment(
    records: [], variables: variables.map { ($0.name, isChecked ? $0.value.type : .dyn) },
    isChecked: isChecked)
  let (program, problems) = Program.compile(text, in: environment)
  guard let program else {
    return problems.map { "problem: \($0.message)" }.joined(separator: "\n")
  }
  let value = program.evaluate(variables.map(\.value))
  if let error = value.evaluationError { return error.kind.rawValue }
  return value.debugDescription
}

/// A small world: operations that write data.
enum World {
  static let data = RecordType(
    name: "data",
    fields: [
      RecordField(name: "name", type: .string, meaning: "Its name."),
      RecordField(
        name: "invariants", type: .list(.string), meaning: "What must always hold.",
        words: ["non-negative", "unique"]),
    ])

  static let operation = RecordType(
    name: "operation",
    fields: [
      RecordField(name: "name", type: .string, meaning: "Its name."),
      RecordField(
        name: "guard", type: .string, meaning: "What protects its writes.",
        words: ["none", "optimistic", "lock"]),
      RecordField(name: "writes", type: .list(.record("data")), meaning: "What it writes."),
      RecordField(name: "rate", type: .double, unit: "requests/s", meaning: "How often it runs."),
      RecordField(name: "retries", type: .int, meaning: "How often it tries again."),
      RecordField(name: "store", type: .record("data"), meaning: "Where it writes."),
      RecordField(name: "commutative", type: .bool, meaning: "Whether order does not matter."),
    ])

  static let environment = Environment(
    records: [data, operation],
    variables: [("operation", .record("operation")), ("limit", .int)],
    functions: [
      .knowledge(name: "known", doc: "Whether it is known."),
      FunctionDeclaration(
        name: "implies", parameters: .string, .string, result: .bool, doc: "Whether a gives b."
      ) { left, right in .bool(left == right) },
    ])

  static func record(_ type: RecordType, _ path: String, _ values: [String: Value]) -> Record {
    let record = Record(type: type, path: path)
    for (name, value) in values { record[name] = value }
    return record
  }

  static let stock = record(
    data, "data.stock", ["name": .string("stock"), "invariants": .strings(["non-negative"])])
  static let orders = record(
    data, "data.orders", ["name": .string("orders"), "invariants": .strings([])])

  /// An operation of which `guard`, `commutative` and `store` are not known.
  static let place = record(
    operation, "operations.place",
    [
      "name": .string("place"), "writes": .list([.record(orders), .record(stock)]),
      "rate": .double(20), "retries": .null,
    ])

  static func compile(_ text: String, expecting: ValueType? = nil) -> (Program?, [Diagnostic]) {
    Program.compile(text, in: environment, expecting: expecting)
  }

  /// The value for `place`, with a limit of 3.
  static func evaluate(_ text: String) -> Value {
    let (program, problems) = compile(text)
    guard let program else {
      return .error(
        EvaluationError(.invalidArgument, problems.map(\.message).joined(separator: "; ")))
    }
    return program.evaluate([.record(place), .int(3)])
  }

  /// The premises for `place`, as `path = value`.
  static func trace(_ text: String) -> (value: String, premises: [String]) {
    guard let program = compile(text).0 else { return ("does not compile", []) }
    let (value, premises) = program.trace([.record(place), .int(3)])
    return (
      value.debugDescription,
      premises.map { "\($0.fact.path) = \($0.value.debugDescription)" }
    )
  }
}
