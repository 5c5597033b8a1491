/// The format of descriptions as a value: what `dsdesign schema` and the manual are made from.
public enum Schema {
  /// Every kind of record that a description can have, each once, the description itself first.
  public static let records: [any Record.Type] = {
    var found: [any Record.Type] = []
    visit(SystemDescription.self, &found)
    return found
  }()

  /// The record of that name, as in `FieldType.record`.
  public static func record(named name: String) -> (any Record.Type)? {
    records.first { $0.recordName == name }
  }

  private static func visit(_ record: any Record.Type, _ found: inout [any Record.Type]) {
    guard !found.contains(where: { $0.recordName == record.recordName }) else { return }
    found.append(record)
    for field in record.fields where !field.isDerived {
      for inner in field.syntax.records { visit(inner, &found) }
    }
  }
}

extension Syntax {
  /// The records that a value may be or hold.
  var records: [any Record.Type] {
    switch self {
    case .record(let record): [record]
    case .list(let element, _), .map(let element), .percentiles(let element): element.records
    case .either(let choices): choices.flatMap(\.records)
    default: []
    }
  }
}
