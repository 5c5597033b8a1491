import Analysis
import Expressions

/// Which operations a part of the description touches.
enum AffectedOperations {
  private static let direct = ["operations", "readers", "writers", "callers"]
  private static let through = [
    "protected_stores", "protected_services", "watched_stores", "watched_services",
    "affected_stores", "affected_services", "target_stores", "target_services",
  ]

  /// Names, in the order in which its facts list them.
  static func names(_ subject: Subject) -> [String] {
    if subject.kind == .operation { return [subject.name] }
    var seen: Set<String> = []
    return names(subject.record).filter { seen.insert($0).inserted }
  }

  private static func names(_ record: Record) -> [String] {
    direct.flatMap { records(record, $0) }.map { ValueText.plain(.record($0)) }
      + through.flatMap { records(record, $0) }.flatMap(names)
  }

  private static func records(_ record: Record, _ field: String) -> [Record] {
    guard case .list(let items)? = record[field] else { return [] }
    return items.compactMap { if case .record(let record) = $0 { record } else { nil } }
  }
}
