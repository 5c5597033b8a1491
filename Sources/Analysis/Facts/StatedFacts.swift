import Diagnostics
import Expressions
import SystemModel

/// Turns what the description states into facts, field by field, from the model's own declaration.
///
/// A nested record becomes a record of its own; its path continues that of its owner, so that every
/// fact can be found, or written, in the description.
struct StatedFacts {
  private(set) var types: [String: RecordType] = [:]

  /// Types of all records that can be nested in subjects.
  init(nested records: [any SystemModel.Record.Type]) {
    for record in records { types[record.recordName] = Self.type(of: record) }
  }

  static func type(of record: any SystemModel.Record.Type) -> RecordType {
    RecordType(name: record.recordName, fields: record.fields.map(recordField))
  }

  static func recordField(_ field: FieldDescriptor) -> RecordField {
    RecordField(
      name: field.key, type: valueType(field.type), unit: unit(field.type), meaning: field.doc,
      words: words(field.type))
  }

  /// All that a field of a fixed vocabulary can hold: a rule that asks for another word is wrong.
  private static func words(_ type: FieldType) -> [String] {
    switch type {
    case .vocabulary(let words): words
    case .list(let element): words(element)
    default: []
    }
  }

  private static func unit(_ type: FieldType) -> String? {
    switch type {
    case .rate: "per second"
    case .bytes: "bytes"
    case .ratio: "fraction of one"
    default: nil
    }
  }

  static func valueType(_ type: FieldType) -> ValueType {
    switch type {
    case .bool: .bool
    case .integer: .int
    case .number, .rate, .bytes, .ratio: .double
    case .text, .vocabulary, .name: .string
    case .duration: .duration
    case .list(let element): .list(valueType(element))
    case .map(let element): .map(key: .string, value: valueType(element))
    case .record(let name): .record(name)
    case .any: .dyn
    }
  }

  /// Fills the leading fields of `record` from `view`, which declares the same fields.
  ///
  /// - Parameters:
  ///   - places: For each field of `view`, its place in the record; `nil` leaves it out.
  ///   - replacedBy: For each field that is left out, the computed fact that stands for it; it keeps
  ///     the place where the field is stated.
  func fill(
    _ record: Expressions.Record, from view: RecordView, places: [Int?], replacedBy: [Int?]
  ) {
    var origins = record.origins ?? Array(repeating: .computed, count: record.values.count)
    let fields = view.fields
    for (index, field) in fields.enumerated() {
      guard let place = places[index] else { continue }
      if let fallback = field.default {
        record.values[place] = value(fallback, path: record.path, key: field.key)
        origins[place] = Self.isEmptyList(fallback) ? .computed : .assumed
      } else {
        origins[place] = .unknown
      }
    }
    for field in view.statedFields {
      guard let place = places[field.index] else {
        if let fact = replacedBy[field.index] { origins[fact] = .stated(field.value.span) }
        continue
      }
      let stated = field.value
      record.values[place] = value(
        stated.value, path: record.path, key: fields[field.index].key)
      origins[place] = .stated(stated.span)
    }
    record.origins = origins
  }

  /// A nested record, whole.
  func record(_ view: RecordView, path: String) -> Expressions.Record {
    guard let type = types[view.name] else {
      preconditionFailure("the record type '\(view.name)' is not registered")
    }
    let record = Expressions.Record(type: type, path: path)
    fill(
      record, from: view, places: Array(view.fields.indices),
      replacedBy: Array(repeating: nil, count: view.fields.count))
    return record
  }

  func value(_ value: FieldValue, path: String, key: String) -> Value {
    switch value {
    case .bool(let flag): .bool(flag)
    case .integer(let number): .int(number)
    case .number(let number), .rate(let number), .bytes(let number), .ratio(let number):
      .double(number)
    case .text(let text), .name(let text): .string(text)
    case .duration(let duration): .duration(duration)
    case .list(let items):
      .list(
        items.enumerated().map { index, item in
          self.value(item.value, path: path, key: "\(key)[\(index)]")
        })
    case .map(let entries):
      .textMap(
        entries.map { entry in
          (
            entry.name,
            self.value(entry.value.value, path: path, key: "\(key).\(entry.name)")
          )
        })
    case .record(let view): .record(record(view, path: Self.join(path, key)))
    }
  }

  static func join(_ path: String, _ key: String) -> String {
    path.isEmpty ? key : "\(path).\(key)"
  }

  private static func isEmptyList(_ value: FieldValue) -> Bool {
    switch value {
    case .list(let items): items.isEmpty
    case .map(let entries): entries.isEmpty
    default: false
    }
  }
}
