public import Diagnostics
import Knowledge
import SystemModel

/// Accepted risks that accept nothing, because of a wrong name or because the risk is gone.
public enum AcceptedRiskCheck {
  /// A warning for each wrong name; a note for each risk that is not found any more.
  public static func diagnostics(_ analysis: Analysis) -> [Diagnostic] {
    let risks = analysis.description.acceptedRisks.items
    guard !risks.isEmpty else { return [] }
    let rules = Set(analysis.knowledge.findings.map(\.id))
    let subjects = Set(SubjectKind.allCases.flatMap { analysis.facts.all($0).map(\.name) })
    var found: [String: Set<String>] = [:]
    for finding in analysis.findings {
      found[finding.rule.id, default: []].insert(finding.subject.name)
    }
    return risks.compactMap { risk in
      func at(_ span: SourceSpan) -> SourceLocation {
        SourceLocation(file: analysis.facts.file, span: span)
      }
      let rule = risk.rule
      guard rules.contains(rule.value) else {
        return Diagnostic(
          .warning, "no finding rule is called '\(rule.value)'; this accepts nothing",
          at: at(rule.span), help: nearest(rule.value, rules, "'dsdesign rules list' lists them"))
      }
      if let subject = risk.subject, !subjects.contains(subject.value) {
        return Diagnostic(
          .warning, "nothing here is called '\(subject.value)'; this accepts nothing",
          at: at(subject.span), help: nearest(subject.value, subjects, nil))
      }
      let names = found[rule.value] ?? []
      guard risk.subject.map({ names.contains($0.value) }) ?? !names.isEmpty else {
        let about = risk.subject.map { " of '\($0.value)'" } ?? ""
        return Diagnostic(
          .note, "'\(rule.value)'\(about) is not found any more; this entry can go",
          at: at(risk.span)
        )
      }
      return nil
    }
  }

  private static func nearest(_ name: String, _ names: Set<String>, _ otherwise: String?) -> String?
  {
    Spelling.nearest(to: name, among: names.sorted()).map { "did you mean '\($0)'?" } ?? otherwise
  }
}
