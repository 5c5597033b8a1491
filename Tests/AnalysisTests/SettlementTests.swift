import Knowledge
import Testing

@testable import Analysis

/// Conflicts, accepted risks, and the plan.
@Suite struct SettlementTests {
  static let conflict = findingRule(
    "clash", when: "operation.is_write || true", severity: .high,
    more: """
        conflict:
          between: [operation.requirements.staleness, system.constraints]
          relaxations:
            - {to: "{operation.name} waits", favours: correctness}
            - {to: "{operation.name} goes on", favours: availability}
      """)

  @Test(
    arguments: [
      ("[correctness, availability]", "pay waits", "correctness"),
      ("[availability, correctness]", "pay goes on", "availability"),
      ("[cost, simplicity, availability]", "pay goes on", "availability"),
      ("[cost]", nil, nil), ("[]", nil, nil),
    ] as [(String, String?, String?)])
  func `the first stated priority that some way out serves settles a conflict`(
    _ priorities: String, _ way: String?, _ by: String?
  ) throws {
    let analysis = try analyze(
      "priorities: \(priorities)\noperations: {pay: {}}",
      with: tiny(["findings/a.yaml": Self.conflict]))
    let conflict = try #require(analysis.conflicts.first)
    #expect(analysis.conflicts.count == 1)
    #expect(conflict.settled.map { conflict.relaxations[$0].text.text } == way)
    #expect(conflict.settledBy == by)
    #expect(
      conflict.requirements == ["operations.pay.requirements.staleness", "system.constraints"])
    #expect(analysis.findings[conflict.finding].rule.id == "clash")
  }

  struct Acceptance: Sendable {
    let risk: String
    var today: String?
    /// Accepted findings, with whether their date has passed; others are not accepted.
    let accepted: [String: Bool]
  }

  @Test(arguments: [
    Acceptance(risk: "{rule: one}", accepted: ["a": false, "b": false]),
    Acceptance(risk: "{rule: one, subject: b}", accepted: ["b": false]),
    Acceptance(risk: "{rule: other, subject: b}", accepted: [:]),
    Acceptance(risk: "{rule: one, subject: c}", accepted: [:]),
    Acceptance(
      risk: "{rule: one, subject: a, until: 2025-06-30}", today: "2025-06-29",
      accepted: ["a": false]),
    Acceptance(
      risk: "{rule: one, subject: a, until: 2025-06-30}", today: "2025-06-30",
      accepted: ["a": false]),
    Acceptance(
      risk: "{rule: one, subject: a, until: 2025-06-30}", today: "2025-07-01",
      accepted: ["a": true]),
    Acceptance(risk: "{rule: one, subject: a, until: 2025-06-30}", accepted: ["a": false]),
  ])
  func `a risk is accepted for its rule and subject, until its date`(_ item: Acceptance) throws {
    let rule = findingRule("one", when: "true", more: "  milestone: first")
    let analysis = try analyze(
      "operations: {a: {}, b: {}}\naccepted_risks: [\(item.risk)]",
      with: tiny(["findings/a.yaml": rule]), options: AnalysisOptions(today: item.today))
    #expect(analysis.findings.count == 2, "an accepted finding is still told")
    let accepted = analysis.findings.compactMap { finding in
      finding.accepted.map { (finding.subject.name, $0.isExpired) }
    }
    #expect(Dictionary(accepted) { $1 } == item.accepted)
    let counting = analysis.findings.filter { $0.accepted?.isExpired ?? true }.map(\.subject.name)
    #expect(analysis.steps.flatMap(\.subjects) == counting, "only what counts asks for work")
  }

  @Test func `what is accepted stands after the others of its severity`() throws {
    let rules = [
      findingRule("one", when: "true", severity: .medium),
      findingRule("two", when: "true", severity: .low),
    ].joined(separator: "\n")
    let analysis = try analyze(
      "operations: {a: {}, b: {}}\naccepted_risks: [{rule: one, subject: a}]",
      with: tiny(["findings/a.yaml": rules]))
    #expect(
      analysis.findings.map { "\($0.rule.id) \($0.subject.name)" } == [
        "one b", "one a", "two a", "two b",
      ])
  }

  @Test func `steps stand by milestone, in it the most severe first, decisions last`() throws {
    let decision = """
      topic: topic
      for: operation
      asks: What?
      examples: [{system: {}, chooses: {}}]
      options:
        a:
          title: A
          summary: S.
          steps:
            - {milestone: second, do: "Decide late {operation.name}."}
            - {milestone: first, do: Decide early.}
            - {milestone: first, do: Never., if: operation.name == 'z'}
      """
    let rules = [
      findingRule("late", when: "true", severity: .critical, more: "  milestone: second"),
      findingRule("low", when: "true", severity: .low, more: "  milestone: first"),
      findingRule("high", when: "true", severity: .high, more: "  milestone: first"),
      findingRule("note", when: "true", severity: .note, more: "  milestone: first"),
      findingRule("no-milestone", when: "true", severity: .high),
    ].joined(separator: "\n")
    let analysis = try analyze(
      "operations: {x: {}, y: {}}",
      with: tiny(["findings/a.yaml": rules, "decisions/a.yaml": decision]))
    #expect(
      analysis.steps.map { "\($0.milestone.id): \($0.text)" } == [
        "first: Mend high.", "first: Mend low.", "first: Decide early.", "second: Mend late.",
        "second: Decide late x.",
      ])
    #expect(analysis.steps.allSatisfy { $0.subjects == ["x", "y"] }, "like is told once")
  }
}
