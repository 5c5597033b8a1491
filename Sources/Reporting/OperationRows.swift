import Analysis
import Diagnostics
import Knowledge

/// The table of operations: what each needs, why, what it gets; the worst off first when many.
struct OperationRows {
  let analysis: Analysis

  private var premises: PremiseText { PremiseText(analysis: analysis) }

  var rows: [OperationRow] {
    let worst = self.worst(of: .operation)
    let stores = self.worst(of: .store)
    return shown.map { index in
      let operation = analysis.operations[index]
      return row(operation, worst[operation.subject.name], stores)
    }
  }

  /// Positions of the operations that are told, in the order in which they are.
  var shown: [Int] {
    guard analysis.operations.count > MarkdownReport.rowLimit else {
      return Array(analysis.operations.indices)
    }
    let worst = self.worst(of: .operation)
    let entries = analysis.operations.enumerated().map { index, operation in
      (
        index: index, missing: operation.missing.count,
        worst: worst[operation.subject.name] ?? .note
      )
    }
    return entries.sorted { left, right in
      if left.missing != right.missing { return left.missing > right.missing }
      return left.worst != right.worst ? left.worst > right.worst : left.index < right.index
    }.prefix(MarkdownReport.rowLimit).map(\.index)
  }

  private func worst(of kind: SubjectKind) -> [String: Severity] {
    Dictionary(
      analysis.findings.filter { $0.subject.kind == kind && !$0.isAccepted }
        .map { ($0.subject.name, $0.rule.severity) }, uniquingKeysWith: max)
  }

  private func row(
    _ operation: OperationAnalysis, _ worst: Severity?, _ stores: [String: Severity]
  ) -> OperationRow {
    OperationRow(
      name: operation.subject.name, operation: MarkdownText.tableCode(operation.subject.name),
      needs: needs(operation.needs), because: because(operation.needs), gets: gets(operation),
      verdict: verdict(operation, worst, stores))
  }

  private func needs(_ needs: Needs) -> String {
    var parts: [String] = [stance(needs)]
    if !needs.consistency.isEmpty {
      let models = needs.consistency.map(\.id).joined(separator: " + ")
      parts.append(models + (needs.scope.map { " \(scope($0))" } ?? ""))
    }
    if !needs.session.isEmpty { parts.append(needs.session.map(\.id).joined(separator: ", ")) }
    if needs.atomicity { parts.append("all or nothing") }
    if needs.durability { parts.append("no acknowledged write lost") }
    if needs.exactlyOnce { parts.append("one effect each") }
    if needs.convergence { parts.append("merging copies") }
    if needs.ordering != "none" { parts.append("\(needs.ordering) order") }
    return parts.joined(separator: " · ")
  }

  private func stance(_ needs: Needs) -> String {
    switch needs.partition {
    case .refuse: "CP"
    case .continue: "AP"
    case .either: "CP or AP"
    }
  }

  private func scope(_ scope: Need.Scope) -> String {
    switch scope {
    case .perKey: "for each item"
    case .perShard: "inside a shard"
    case .store: "over the store"
    case .acrossStores: "across stores"
    }
  }

  /// The two rules that ask for most, each with the line that its premises stand on.
  private func because(_ needs: Needs) -> String {
    var seen: Set<String> = []
    let reasons = needs.because.filter {
      seen.insert($0.rule?.id ?? "stated\($0.derivation.premises.first?.path ?? "")").inserted
    }
    guard !reasons.isEmpty else { return "nothing stated or inferred asks for more" }
    let texts = reasons.prefix(3).map { requirement -> String in
      let lines = requirement.derivation.premises.compactMap { premises.line($0.origin) }
      let place = lines.first.map { ", line \($0)" } ?? ""
      if let rule = requirement.rule { return "`\(rule.id)`\(place)" }
      let premise = requirement.derivation.premises.first
      let field = premise?.path.split(separator: ".").last.map(String.init) ?? "stated"
      return "\(MarkdownText.tableCode("\(field): \(premise.map(premises.value) ?? "")"))\(place)"
    }
    return texts.joined(separator: "; ") + (reasons.count > 3 ? "; \(reasons.count - 3) more" : "")
  }

  private func gets(_ operation: OperationAnalysis) -> String {
    guard let provided = operation.provided else { return "not known" }
    return provided.isEmpty ? "no guarantee" : provided.joined(separator: " + ")
  }

  private func hasMore(_ needs: Needs) -> Bool {
    needs.atomicity || needs.durability || needs.exactlyOnce || needs.convergence
      || needs.ordering != "none"
  }

  private func verdict(
    _ operation: OperationAnalysis, _ worst: Severity?, _ stores: [String: Severity]
  ) -> String {
    if !operation.missing.isEmpty {
      return "**not met**: \(operation.missing.joined(separator: ", "))"
    }
    if let worst, worst >= .high { return "**\(worst.rawValue) finding**" }
    // What a store does to all writes it does to these.
    let written = operation.subject.names(of: "written_stores").compactMap { name in
      stores[name].map { (name: name, severity: $0) }
    }
    if let gravest = written.max(by: { $0.severity < $1.severity }), gravest.severity >= .high {
      return "**\(gravest.severity.rawValue) finding** on \(MarkdownText.tableCode(gravest.name))"
    }
    if operation.provided == nil {
      return hasMore(operation.needs) || !operation.needs.consistency.isEmpty
        || !operation.needs.session.isEmpty ? "not known" : "nothing to meet"
    }
    // Whether the other needs hold is what findings tell, of the operation and of its stores.
    let met = hasMore(operation.needs) ? "consistency met" : "met"
    return worst.map { $0 >= .medium ? "\(met), \($0.rawValue) finding" : met } ?? met
  }
}

/// One operation in the table; all but the name is Markdown for a cell.
struct OperationRow {
  let name: String
  let operation: String
  let needs: String
  let because: String
  let gets: String
  let verdict: String
}
