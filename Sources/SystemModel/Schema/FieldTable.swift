/// A line of the table of fields.
public struct FieldRow: Hashable, Sendable {
  /// Where the field stands: `operations.NAME.steps[].do`.
  public let path: String
  /// How its value is written.
  public let type: String
  /// What it means.
  public let meaning: String
  /// What holds when it is left out; `nil`: unknown.
  public let `default`: String?
  /// Whether it must be there.
  public let isRequired: Bool
}

extension Schema {
  /// Every field with its path, in the order of the format.
  ///
  /// A record that stands in several places is laid out in the first; the others refer to it.
  public static func fieldTable() -> [FieldRow] {
    var table = FieldTable()
    table.add(SystemDescription.self, under: "")
    return table.rows
  }
}

private struct FieldTable {
  var rows: [FieldRow] = []
  /// Where each record was laid out.
  private var places: [String: String] = [:]

  mutating func add(_ record: any Record.Type, under path: String) {
    for field in record.fields where !field.isDerived {
      let path = path.isEmpty ? field.key : "\(path).\(field.key)"
      let repeated = field.syntax.records.first.flatMap { places[$0.recordName] }
      let type = field.syntax.tableType
      rows.append(
        FieldRow(
          path: path, type: repeated.map { "\(type), as \($0)" } ?? type, meaning: field.doc,
          default: field.default.flatMap(\.tableText), isRequired: field.isRequired))
      for inner in field.syntax.records where places[inner.recordName] == nil {
        let place = path + field.syntax.pathSuffix
        places[inner.recordName] = place
        add(inner, under: place)
      }
    }
  }
}

extension Syntax {
  /// The type in a table.
  var tableType: String {
    switch self {
    case .boolean: "bool"
    case .integer: "integer"
    case .number: "number"
    case .text: "text"
    case .words(let words): words.map { "`\($0)`" }.joined(separator: " ")
    case .quantity(let kind, _): kind.noun
    case .name(let target): "name of \(target.title)"
    case .date: "date"
    case .list(let element, count: let count?): "list of \(count): \(element.tableType)"
    case .list(.name(let target), count: nil): "list of \(target.plural)"
    case .list(.text, count: nil): "list of texts"
    case .list(.record, count: nil): "list of maps"
    case .list(let element, count: nil): "list of: \(element.tableType)"
    case .map(.record): "map by name"
    case .map(let element): "map from name to \(element.tableType)"
    case .percentiles: "map from percentile to duration"
    case .record: "map"
    case .settings: "map of settings"
    case .constant(let number): "\(number)"
    case .either(let choices): choices.map(\.tableType).joined(separator: " or ")
    }
  }

  /// What follows a field's path on the way to the fields of its value.
  var pathSuffix: String {
    switch self {
    case .list(let element, _): "[]" + element.pathSuffix
    case .map(let element): ".NAME" + element.pathSuffix
    case .either(let choices):
      choices.first { !$0.records.isEmpty }?.pathSuffix ?? ""
    default: ""
    }
  }
}

extension FieldValue {
  /// A default in a table; `nil` for an empty list or map, which goes without saying.
  var tableText: String? {
    switch self {
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): brief(value)
    case .text(let value), .name(let value): value
    case .duration(let value): value.notation
    case .rate, .bytes, .ratio, .list, .map, .record: nil
    }
  }
}
