import JSONDocument

/// What differs between two designs in guarantees, decisions, findings and numbers; nothing else.
public struct DesignDiff {
  let oldName: String
  let newName: String
  let added: [RecordedOperation]
  let removed: [RecordedOperation]
  let guarantees: [GuaranteeChange]
  let decisions: [DecisionChange]
  let findings: FindingChanges
  let numbers: [NumberChange]

  /// The difference between two reports.
  public init(from old: RecordedReport, to new: RecordedReport) {
    oldName = old.fileName
    newName = new.fileName
    let before = Self.operations(old)
    let after = Self.operations(new)
    let oldByName = Dictionary(
      before.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let newNames = Set(after.map(\.name))
    added = after.filter { oldByName[$0.name] == nil }
    removed = before.filter { !newNames.contains($0.name) }
    let pairs = after.compactMap { operation in
      oldByName[operation.name].map { (old: $0, new: operation) }
    }
    var grouped = Grouping<GuaranteeChange>()
    for pair in pairs {
      for var change in GuaranteeComparison(old: pair.old, new: pair.new).changes {
        change.operations = []
        grouped.add(change, pair.new.name, \.operations)
      }
    }
    guarantees = grouped.items
    decisions = DecisionChange.changes(
      old.document["decisions"]?.items ?? [], new.document["decisions"]?.items ?? [])
    findings = FindingChanges(old.findings, new.findings)
    numbers = NumberComparison.changes(
      pairs, old.document["numbers"] ?? .null, new.document["numbers"] ?? .null)
  }

  private static func operations(_ report: RecordedReport) -> [RecordedOperation] {
    let ways = report.document["numbers"]?["ways"]?.items ?? []
    return (report.document["operations"]?.items ?? []).map {
      RecordedOperation($0, ways: ways)
    }
  }

  /// Whether some operation is given less than before.
  ///
  /// A change to models that the old ones neither imply nor are implied by is no such case, unless
  /// the operation needs one that it had. Nor is an operation that is gone.
  public var isWeaker: Bool { guarantees.contains { $0.direction == .weaker } }

  /// Whether nothing differs.
  public var isEmpty: Bool {
    added.isEmpty && removed.isEmpty && guarantees.isEmpty && decisions.isEmpty
      && findings.isEmpty && numbers.isEmpty
  }
}
