public import Expressions
import Knowledge

/// A fact as `dsdesign facts` lists it.
public struct FactListing: Sendable {
  /// `operation.needs.partition`
  public let name: String
  /// Its CEL type.
  public let type: String
  /// The unit of a number.
  public let unit: String?
  /// What it means, in a sentence.
  public let meaning: String
}

extension FactTypes {
  /// The functions that rules and queries have beside the standard ones.
  public static var functions: [FunctionDeclaration] { FactFunctions.all }

  /// Every fact that expressions can read: record by record, in the order of declaration.
  public static func listing() -> [(record: String, facts: [FactListing])] {
    recordTypes(.findings).map { type in
      (
        record: type.name,
        facts: type.fields.map {
          FactListing(
            name: "\(type.name).\($0.name)", type: "\($0.type)", unit: $0.unit, meaning: $0.meaning)
        }
      )
    }
  }

  /// The environment of `dsdesign query` and the values for it: parts of the description by name.
  public static func query(_ facts: FactBase) -> (environment: Environment, bindings: [Value]) {
    let sections: [(name: String, kind: SubjectKind)] = [
      ("operations", .operation), ("data", .data), ("stores", .store), ("services", .service),
      ("coordination", .coordination), ("failure_detection", .failureDetection),
      ("changes", .change), ("automation", .automation),
    ]
    let globals: [(name: String, type: ValueType)] = [
      ("system", .record("system")), ("topology", .record("topology")), ("team", .record("team")),
    ]
    let maps = sections.map {
      (name: $0.name, type: ValueType.map(key: .string, value: .record($0.kind.rawValue)))
    }
    let values = sections.map { section in
      Value.textMap(facts.all(section.kind).map { ($0.name, .record($0.record)) })
    }
    return (
      Environment(records: recordTypes(.findings), variables: globals + maps, functions: functions),
      facts.globals + values
    )
  }
}
