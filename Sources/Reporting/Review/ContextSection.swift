import Analysis
import SystemModel

/// What the system is and what it must reach, each goal beside its estimate.
struct ContextSection {
  let builder: ReviewBuilder

  private static let assumptionLimit = 8

  private var analysis: Analysis { builder.analysis }

  var context: Review.Context {
    let shown = analysis.operations.indices.prefix(ReviewBuilder.rowLimit)
    let clashes = zip(analysis.clashes, builder.numbers.clashes).map { clash, view in
      view.merging(["text": "\(view["text"] as? String ?? "")\(departure(clash))"]) { $1 }
    }
    let conflicts = clashes + builder.findingSections.conflicts
    let assumptions = MarkdownReport(builder.report).assumptionLines(Self.assumptionLimit)
    return .init(
      text: ContextParagraph(analysis: analysis).details, goals: shown.map(goal),
      furtherGoals: ReviewBuilder.further(
        analysis.operations.count, shown: shown.count, "operation"),
      missed: builder.numbers.availability.map { .init($0) },
      conflicts: conflicts.map {
        .init(title: $0["title"] as? String ?? "", text: $0["text"] as? String ?? "")
      },
      assumptions: assumptions.map { .init($0) },
      furtherAssumptions: ReviewBuilder.further(
        analysis.assumptions.count, shown: assumptions.count, "assumption"),
      estimates: analysis.numbers.operations.contains {
        $0.latency != nil || $0.availability != nil
      }
        ? builder.numbers.note : nil)
  }

  /// Where the stated priorities would give up what a decision of this review keeps: which, and why.
  private func departure(_ clash: Clash) -> String {
    guard let settled = clash.isDecided ? clash.byPriorities?.way : clash.settled,
      let group = (builder.numbering.records + builder.numbering.settled).first(where: { group in
        group.topic.id == "cap-stance" && group.option.id == "cp"
          && group.decisions.contains { $0.subject.name == clash.subject }
      }), clash.relaxations[settled].gives.contains("consistency"),
      let other = group.topic.options.firstIndex(where: { $0.id == "ap" }),
      let reason = builder.decisionSections.reason(group, other)
    else { return "" }
    return
      " **\(builder.numbering.id(group)) departs from that**, because the priorities do not say what becomes of the broken rule: \(MarkdownText.continued(reason)) Whoever decides for the priorities has to say how it is repaired."
  }

  private func goal(_ index: Int) -> Review.Context.Goal {
    let operation = analysis.operations[index]
    let numbers =
      analysis.numbers.operations.indices.contains(index)
      ? builder.numbers.row(index, alike: [index]) : [:]
    let floor = numbers["floor"].flatMap { ["–", "0 s", "not known"].contains($0) ? nil : $0 }
    return .init(
      operation: MarkdownText.tableCode(operation.subject.name), load: load(index),
      latency: numbers["budget"] ?? "–",
      latencyEstimate: (numbers["p99"] ?? "–") + (floor.map { " (distance \($0))" } ?? ""),
      availability: numbers["target"] ?? "–", availabilityEstimate: numbers["availability"] ?? "–",
      dataLoss: dataLoss(index), recovery: recovery(index), survives: survives(index))
  }

  // MARK: Stated requirements

  private func stated<Value: Sendable>(
    _ index: Int, _ field: KeyPath<Requirements, Stated<Value>?>
  ) -> Value? {
    let operations = analysis.description.operations
    let own =
      operations.indices.contains(index) ? operations[index].value.requirements?.value : nil
    return (own?[keyPath: field] ?? analysis.description.requirements?.value[keyPath: field])?.value
  }

  private func load(_ index: Int) -> String {
    let operations = analysis.description.operations
    guard operations.indices.contains(index) else { return "–" }
    let operation = operations[index].value
    let parts = [
      operation.rate.map { "\($0.value)" },
      operation.from.isEmpty
        ? nil : "from \(builder.names(operation.from.values.map(\.description), limit: 3))",
    ].compactMap(\.self)
    return parts.isEmpty ? "–" : parts.joined(separator: " ")
  }

  private func dataLoss(_ index: Int) -> String {
    switch stated(index, \.dataLoss) {
    case .nothing?: "nothing"
    case .atMost(let time)?: "the last \(ValueText.time(time))"
    case nil: analysis.operations[index].needs.durability ? "nothing (inferred)" : "not said"
    }
  }

  private func recovery(_ index: Int) -> String {
    stated(index, \.recoveryTime).map { ValueText.time($0) } ?? "not said"
  }

  private func survives(_ index: Int) -> String {
    stated(index, \.survive).map { $0.rawValue.replacing("-", with: " ") } ?? "not said"
  }
}
