import Diagnostics
import Expressions
import SystemModel

/// Turns what the description states into facts, field by field, from the model's own declaration.
///
/// A nested record becomes a record of its own; its path continues that of its owner, so that every
/// fact can be found, or written, in the description.
struct StatedFacts {
  private(set) var types: [String: RecordType] = [:]
  private var layouts: [String: StatedLayout] = [:]

  /// Types of all records that can be nested in subjects.
  init(nested records: [any SystemModel.Record.Type]) {
    for record in records {
      types[record.recordName] = Self.type(of: record)
      layouts[record.recordName] = StatedLayout(record.fields)
    }
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

  /// Fills the leading fields of `record` from `view`, which declares the fields of the layout.
  func fill(_ record: Expressions.Record, from view: RecordView, _ layout: StatedLayout) {
    var origins = record.origins ?? Array(repeating: .computed, count: record.values.count)
    for field in layout.fields {
      guard let place = field.place else { continue }
      if let fallback = field.fallback {
        record.values[place] = value(fallback, path: record.path, key: field.key)
      }
      origins[place] = field.origin
    }
    for stated in view.statedFields {
      let field = layout.fields[stated.index]
      if let place = field.place {
        record.values[place] = value(stated.value.value, path: record.path, key: field.key)
        origins[place] = .stated(stated.value.span)
      } else if let fact = field.replacedBy {
        origins[fact] = .stated(stated.value.span)
      }
    }
    record.origins = origins
  }

  /// A nested record, whole.
  func record(_ view: RecordView, path: String) -> Expressions.Record {
    guard let type = types[view.name], let layout = layouts[view.name] else {
      preconditionFailure("the record type '\(view.name)' is not registered")
    }
    let record = Expressions.Record(type: type, path: path)
    fill(record, from: view, layout)
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

}

/// Where the fields of a record of the model go among the facts, and what holds when nothing is
/// stated. Made once: descriptors are large, and records as many as operations and data items.
struct StatedLayout: Sendable {
  struct Field: Sendable {
    let key: String
    /// Where it goes; `nil`: it is left out.
    var place: Int?
    /// Of a field that is left out, the computed fact that stands for it and keeps the place where
    /// the field is stated.
    var replacedBy: Int?
    let fallback: FieldValue?
    /// Where the fallback, or its absence, comes from.
    let origin: FactOrigin
  }

  private(set) var fields: [Field]

  /// The fields at the places of their declaration.
  init(_ descriptors: [FieldDescriptor]) {
    fields = descriptors.enumerated().map { index, field in
      let origin: FactOrigin =
        switch field.default {
        case nil: .unknown
        case .list(let items)? where items.isEmpty: .computed
        case .map(let entries)? where entries.isEmpty: .computed
        default: .assumed
        }
      return Field(key: field.key, place: index, fallback: field.default, origin: origin)
    }
  }

  /// - Parameters:
  ///   - places: For each field its place, `nil` where it is left out.
  ///   - replacedBy: For each field that is left out, the fact that stands for it.
  init(_ descriptors: [FieldDescriptor], places: [Int?], replacedBy: [Int?]) {
    self.init(descriptors)
    for index in fields.indices {
      fields[index].place = places[index]
      fields[index].replacedBy = replacedBy[index]
    }
  }
}
