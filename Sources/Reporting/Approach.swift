import Analysis
import Knowledge

/// The recommended approach in a few sentences: where to start, what to settle, what to keep.
///
/// Decisions about subjects with findings come first, the worst finding leading.
struct Approach {
  let report: Report
  private let worst: [String: Finding]

  init(_ report: Report) {
    self.report = report
    // Findings stand in order of severity, so the first of a subject is its worst.
    worst = Dictionary(
      report.analysis.findings.filter { !$0.isAccepted }
        .map { (Self.key($0.subject), $0) },
      uniquingKeysWith: { first, _ in first })
  }

  var text: String {
    let groups = ranked(report.decisionGroups)
    var changed = groups.filter { $0.current != nil && $0.current != $0.choice }
    if let first, let place = changed.firstIndex(where: { isAbout(first, $0) }) {
      changed.insert(changed.remove(at: place), at: 0)
    }
    let open = groups.filter { $0.current == nil }
    let kept = groups.filter { $0.current == $0.choice }
    let sentences = [
      start(changed.first), change(Array(changed.dropFirst())), settle(open, changed.isEmpty),
      keep(kept),
    ].compactMap(\.self)
    return sentences.isEmpty
      ? "No decision topic applies to what is described." : sentences.joined(separator: " ")
  }

  /// The finding to begin with, and the decision about its subject if one changes.
  private func start(_ group: DecisionGroup?) -> String? {
    var sentences: [String] = []
    if let first {
      let title = MarkdownText.continued(MarkdownText.part(first.rule.title))
      sentences.append(
        "Start with \(MarkdownText.code(first.findings[0].subject.name)), where the worst finding stands: \(title) (\(first.rule.severity.rawValue), `\(first.rule.id)`)."
      )
    }
    if let group {
      let isAbout = first.map { self.isAbout($0, group) } ?? false
      let opening =
        isAbout ? "There, move" : first == nil ? "Move" : "Among the decisions, first move"
      sentences.append("\(opening) \(movement(group)).")
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// The worst finding worth to begin with.
  private var first: FindingGroup? {
    report.findingGroups.first { !$0.isAccepted && $0.rule.severity >= .medium }
  }

  private func isAbout(_ findings: FindingGroup, _ group: DecisionGroup) -> Bool {
    let subject = Self.key(findings.findings[0].subject)
    return group.decisions.contains { Self.key($0.subject) == subject }
  }

  private func change(_ groups: [DecisionGroup]) -> String? {
    groups.isEmpty ? nil : "Then move \(list(groups, limit: 3, movement))."
  }

  private func settle(_ groups: [DecisionGroup], _ isFirst: Bool) -> String? {
    guard !groups.isEmpty else { return nil }
    return
      "\(isFirst ? "Settle" : "Then settle") what the description leaves open: \(list(groups, limit: 3, choice))."
  }

  private func keep(_ groups: [DecisionGroup]) -> String? {
    groups.isEmpty ? nil : "Keep \(list(groups, limit: 3, choice))."
  }

  private func movement(_ group: DecisionGroup) -> String {
    let current = group.current.map { title(group.topic.options[$0]) } ?? "what is there"
    return "\(group.subjectNames) from \(current) to \(title(group.option))"
  }

  private func choice(_ group: DecisionGroup) -> String {
    "\(title(group.option)) for \(group.subjectNames)"
  }

  private func title(_ option: DecisionOption) -> String {
    "*\(MarkdownText.continued(MarkdownText.part(option.title)))*"
  }

  private func list(
    _ groups: [DecisionGroup], limit: Int, _ words: (DecisionGroup) -> String
  ) -> String {
    let shown = groups.prefix(groups.count == limit + 1 ? limit + 1 : limit).map(words)
    let more = groups.count - shown.count
    let parts = more > 0 ? shown + ["\(more) more, told below"] : shown
    guard parts.count > 1 else { return parts[0] }
    return parts.dropLast().joined(separator: "; ") + "; and " + parts[parts.count - 1]
  }

  /// Stable: groups of the same rank stay in the order of the description.
  func ranked(_ groups: [DecisionGroup]) -> [DecisionGroup] {
    groups.enumerated().map { (offset: $0.offset, group: $0.element, rank: rank($0.element)) }
      .sorted { $0.rank != $1.rank ? $0.rank > $1.rank : $0.offset < $1.offset }.map(\.group)
  }

  private func rank(_ group: DecisionGroup) -> Int {
    group.decisions.lazy.map { decision in
      guard let severity = worst[Self.key(decision.subject)]?.rule.severity else { return 0 }
      return (Severity.allCases.firstIndex(of: severity) ?? 0) + 1
    }.max() ?? 0
  }

  private static func key(_ subject: Subject) -> String {
    "\(subject.kind.rawValue) \(subject.name)"
  }
}
