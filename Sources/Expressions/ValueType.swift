/// What an expression yields, as the type checker sees it.
public indirect enum ValueType: Hashable, Sendable {
  /// Decided at run time; every type fits and every operation is allowed.
  case dyn
  /// No value at all: the element type of `[]` and `{}`. It fits every type.
  case nothing
  case null, bool, int, uint, double, string, bytes, duration, timestamp
  /// The type of types: `type(1)`, or the name `int` used as a value.
  case type
  case list(ValueType)
  case map(key: ValueType, value: ValueType)
  /// A fact-holder with declared fields, by the name of its `RecordType`.
  case record(String)
}

extension ValueType {
  /// Whether a value of static type `other` may stand where this type is expected.
  ///
  /// `null` fits records, durations and timestamps, as in the CEL checker.
  func accepts(_ other: ValueType) -> Bool {
    switch (self, other) {
    case (.dyn, _), (_, .dyn), (_, .nothing), (.nothing, _): true
    case (.record, .null), (.duration, .null), (.timestamp, .null): true
    case (.list(let element), .list(let otherElement)): element.accepts(otherElement)
    case (.map(let key, let value), .map(let otherKey, let otherValue)):
      key.accepts(otherKey) && value.accepts(otherValue)
    default: self == other
    }
  }

  /// The type of a value that is either of the two; `nil` when they have nothing in common.
  func joined(with other: ValueType) -> ValueType? {
    switch (self, other) {
    case (.nothing, let type), (let type, .nothing): type
    case (.dyn, _), (_, .dyn): .dyn
    case (.record, .null), (.duration, .null), (.timestamp, .null): self
    case (.null, .record), (.null, .duration), (.null, .timestamp): other
    case (.list(let left), .list(let right)): left.joined(with: right).map { .list($0) }
    case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
      if let key = leftKey.joined(with: rightKey), let value = leftValue.joined(with: rightValue) {
        .map(key: key, value: value)
      } else {
        nil
      }
    default: self == other ? self : nil
    }
  }

  /// The same type with `dyn` for what no element ever told (`[]` is a `list(dyn)` to the outside).
  var settled: ValueType {
    switch self {
    case .nothing: .dyn
    case .list(let element): .list(element.settled)
    case .map(let key, let value): .map(key: key.settled, value: value.settled)
    default: self
    }
  }

  /// Whether the type may hold a value that another value is compared with by `<`.
  var isOrdered: Bool {
    switch self {
    case .bool, .int, .uint, .double, .string, .bytes, .duration, .timestamp, .dyn, .nothing: true
    default: false
    }
  }

  /// The run-time type: elements and keys are not told apart there.
  var erased: ValueType {
    switch self {
    case .list: .list(.dyn)
    case .map: .map(key: .dyn, value: .dyn)
    default: self
    }
  }

  /// Whether `value` is of this type at run time; elements of lists and maps are not looked at.
  func accepts(value: Value) -> Bool {
    switch (self, value) {
    case (.dyn, _), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double),
      (.string, .string), (.bytes, .bytes), (.duration, .duration), (.timestamp, .timestamp),
      (.type, .type), (.list, .list), (.map, .map), (.null, .null):
      true
    case (.record(let name), .record(let record)): record.type.name == name
    default: false
    }
  }
}

extension ValueType: CustomStringConvertible {
  /// The type as the specification writes it: `list(string)`, `map(string, int)`, `null_type`.
  public var description: String {
    switch self {
    case .dyn, .nothing: "dyn"
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .duration: "duration"
    case .timestamp: "timestamp"
    case .type: "type"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .record(let name): name
    }
  }

  /// The name by which an expression denotes the type: `int`, `list`, `google.protobuf.Duration`.
  public var denotation: String {
    switch self {
    case .duration: "google.protobuf.Duration"
    case .timestamp: "google.protobuf.Timestamp"
    case .list: "list"
    case .map: "map"
    default: description
    }
  }

  /// The types that have a name in the language, by that name.
  static let denotations: [String: ValueType] = Dictionary(
    uniqueKeysWithValues: [
      .null, .bool, .int, .uint, .double, .string, .bytes, .duration, .timestamp, .type,
      .list(.dyn), .map(key: .dyn, value: .dyn),
    ].map { ($0.denotation, $0) })
}
