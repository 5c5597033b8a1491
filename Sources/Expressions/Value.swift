/// A CEL value, or why there is none.
///
/// `unknown` and `error` are values of evaluation only: no expression can write or catch them.
public enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  /// Within ±2⁶³ − 1 nanoseconds; outside that range every operation is an error.
  case duration(Duration)
  case timestamp(Timestamp)
  case list([Value])
  case map(ValueMap)
  case record(Record)
  indirect case type(ValueType)
  /// The facts that would settle it. Stored in a record without facts, it reads as that field's own.
  case unknown(UnknownFacts)
  indirect case error(EvaluationError)
}

extension Value {
  /// A list of strings, the commonest fact.
  public static func strings(_ strings: some Sequence<String>) -> Value {
    .list(strings.map { .string($0) })
  }

  /// The error as a value.
  static func failure(_ kind: EvaluationError.Kind, _ message: String) -> Value {
    .error(EvaluationError(kind, message))
  }

  /// Whether this is exactly `true`: not unknown, not an error, not another type.
  public var isTrue: Bool { if case .bool(true) = self { true } else { false } }

  /// Whether this is exactly `false`.
  public var isFalse: Bool { if case .bool(false) = self { true } else { false } }

  /// The facts that would settle an unknown; `nil` for everything else.
  public var unknownFacts: UnknownFacts? {
    if case .unknown(let facts) = self { facts } else { nil }
  }

  /// The error; `nil` for everything else.
  public var evaluationError: EvaluationError? {
    if case .error(let error) = self { error } else { nil }
  }

  /// Whether there is a value: neither unknown nor an error.
  public var isKnown: Bool {
    switch self {
    case .unknown, .error: false
    default: true
    }
  }

  /// The run-time type: `list(dyn)` for every list. `dyn` when there is no value.
  public var type: ValueType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .duration: .duration
    case .timestamp: .timestamp
    case .list: .list(.dyn)
    case .map: .map(key: .dyn, value: .dyn)
    case .record(let record): .record(record.type.name)
    case .type: .type
    case .unknown, .error: .dyn
    }
  }
}

extension Value: Equatable {
  /// Whether both are the same value of the same type: `int(1)` is not `uint(1)`, NaN is itself.
  ///
  /// For the language's own `==`, see `equality(_:_:)`.
  public static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.uint(let a), .uint(let b)): a == b
    case (.double(let a), .double(let b)): a == b || (a.isNaN && b.isNaN)
    case (.string(let a), .string(let b)): haveSameScalars(a, b)
    case (.bytes(let a), .bytes(let b)): a == b
    case (.duration(let a), .duration(let b)): a == b
    case (.timestamp(let a), .timestamp(let b)): a == b
    case (.list(let a), .list(let b)): a == b
    case (.map(let a), .map(let b)): a == b
    case (.record(let a), .record(let b)): a === b
    case (.type(let a), .type(let b)): a == b
    case (.unknown(let a), .unknown(let b)): a == b
    case (.error(let a), .error(let b)): a == b
    default: false
    }
  }
}
