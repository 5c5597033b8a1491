import Analysis
import Expressions
import JSONDocument
import Reporting

/// Values of expressions as JSON and back.
enum FactJSON {
  /// A JSON value as CEL sees it: whole numbers are int, others double.
  static func value(_ json: JSONValue) -> Value {
    switch json {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .int(let number): .int(number)
    case .uint(let number): .uint(number)
    case .double(let number): .double(number)
    case .string(let text): .string(text)
    case .array(let items): .list(items.map { value($0) })
    case .object(let members): map(members)
    }
  }

  private static func map(_ members: JSONObject) -> Value {
    let entries = members.members.map { (key: Value.string($0.key), value: value($0.value)) }
    return (try? ValueMap(entries)).map { .map($0) } ?? .null
  }

  /// A value as JSON: durations as text (`1.5s`), records as the path that names them.
  static func value(_ value: Value) -> JSONValue {
    switch value {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .int(number)
    case .uint(let number): return number <= UInt64(Int64.max) ? .int(Int64(number)) : .uint(number)
    case .double(let number): return .double(number)
    case .string(let text): return .string(ValueText.unmarked(text))
    case .list(let items): return .array(items.map { self.value($0) })
    case .map(let map):
      return .object(
        JSONObject(map.entries.map { (key: key($0.key), value: self.value($0.value)) }))
    case .record(let record): return .string(record.path)
    default: return .string(value.debugDescription)
    }
  }

  private static func key(_ value: Value) -> String {
    if case .string(let text) = value { return text }
    return value.debugDescription
  }
}
