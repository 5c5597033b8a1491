import Knowledge
import Testing

@testable import Analysis

/// What is concluded from facts that are stated, assumed, computed or unknown.
@Suite struct ConclusionTests {
  static let immediate = "operation.retries.backoff == 'none'"

  struct Outcome: Sendable {
    let condition: String
    let operation: String
    let finds: Bool
    let asks: Bool
  }

  static let outcomes: [Outcome] = [
    Outcome(
      condition: immediate, operation: "{retries: {backoff: none}}", finds: true, asks: false),
    Outcome(
      condition: immediate, operation: "{retries: {backoff: constant}}", finds: false, asks: false),
    Outcome(condition: immediate, operation: "{}", finds: false, asks: true),
    Outcome(condition: immediate, operation: "{retries: {attempts: 3}}", finds: false, asks: true),
    // What is false whatever the answer is asks nothing, on either side; what is true finds.
    Outcome(
      condition: "operation.is_write && \(immediate)", operation: "{}", finds: false, asks: false),
    Outcome(
      condition: "\(immediate) && operation.is_write", operation: "{}", finds: false, asks: false),
    Outcome(
      condition: "!operation.is_write || \(immediate)", operation: "{}", finds: true, asks: false),
    Outcome(
      condition: "\(immediate) || !operation.is_write", operation: "{}", finds: true, asks: false),
    Outcome(
      condition: "!operation.is_write && \(immediate)", operation: "{}", finds: false, asks: true),
    // Lists that are left out are empty.
    Outcome(condition: "size(operation.steps) == 0", operation: "{}", finds: true, asks: false),
  ]

  @Test(arguments: outcomes)
  func `only what is known raises a finding, only what matters raises a question`(
    _ outcome: Outcome
  ) throws {
    let knowledge = try tiny([
      "findings/a.yaml": findingRule("rule", when: outcome.condition)
    ])
    let analysis = try analyze("operations: {pay: \(outcome.operation)}", with: knowledge)
    #expect(analysis.findings.map(\.rule.id) == (outcome.finds ? ["rule"] : []))
    #expect(analysis.questions.isEmpty == !outcome.asks)
    for question in analysis.questions {
      #expect(question.facts.allSatisfy { $0.hasPrefix("operations.pay.retries") })
      #expect(question.couldReveal.map(\.id) == ["rule"])
    }
  }

  @Test func `one question is asked for all subjects that leave the same fact open`() throws {
    let knowledge = try tiny([
      "findings/a.yaml": findingRule("rule", when: "operation.idempotent"),
      "questions.yaml": "operation.idempotent: \"May {operation.name} be repeated?\"",
    ])
    let analysis = try analyze(
      "operations: {a: {}, b: {idempotent: false}, c: {}}", with: knowledge)
    #expect(analysis.questions.map(\.asks) == ["May a be repeated? (and for 1 more)"])
    #expect(
      analysis.questions.map(\.facts) == [["operations.a.idempotent", "operations.c.idempotent"]])
  }

  @Test(
    arguments: [
      // What only a note or a low finding hangs on is not worth a question.
      ("operation.idempotent", Severity.low, false), ("operation.idempotent", .medium, true),
      // No answer makes it true.
      ("operation.rate < 0.0", .high, false), ("operation.rate > 50.0", .high, true),
      ("operation.idempotent && !operation.is_write && operation.is_write", .high, false),
    ])
  func `a question is asked only if an answer tells something above low`(
    condition: String, severity: Severity, isAsked: Bool
  ) throws {
    let knowledge = try tiny([
      "findings/a.yaml": findingRule("rule", when: condition, severity: severity)
    ])
    let analysis = try analyze("operations: {a: {}}", with: knowledge)
    #expect(analysis.questions.isEmpty == !isAsked)
  }

  @Test func `a question tells what follows from each answer`() throws {
    let knowledge = try tiny([
      "findings/a.yaml": findingRule(
        "late", for: .coordination, when: "coordination.fencing == 'none'", severity: .high),
      "decisions/a.yaml": """
      topic: holder
      for: coordination
      asks: "Who holds {coordination.name}?"
      options:
        one: {title: One, summary: One holds it.}
        many:
          title: Many
          summary: Many hold it.
          supported: [{if: coordination.fencing == 'token', strength: strong, why: Late ones stop.}]
      examples: [{system: {}, chooses: {}}]
      """,
      "questions.yaml":
        "coordination.fencing: \"Is a late holder of {coordination.name} stopped?\"",
    ])
    let analysis = try analyze(
      "stores: {db: {}}\ncoordination: {job: {store: db}}", with: knowledge)
    let question = try #require(analysis.questions.first)
    #expect(question.asks == "Is a late holder of job stopped?")
    #expect(question.answers.map(\.values) == [["none"], ["token"]])
    #expect(question.answers.map { $0.reveals.map(\.id) } == [["late"], []])
    #expect(question.answers.map { $0.changes.map(\.option.id) } == [[], ["many"]])
  }

  @Test func `a fact inside another is asked for in its own words`() throws {
    let knowledge = try tiny([
      "findings/a.yaml": findingRule(
        "loss", when: "operation.requirements.survive == 'region'", severity: .high),
      "questions.yaml":
        "operation.requirements.survive: \"What must {operation.name} survive?\"",
    ])
    let analysis = try analyze("operations: {pay: {}}", with: knowledge)
    #expect(analysis.questions.map(\.asks) == ["What must pay survive?"])
    #expect(analysis.questions.map(\.facts) == [["operations.pay.requirements.survive"]])
  }

  static let store =
    "stores:\n  db: {replicas: [r/a, r/b]%}\ntopology: {regions: {r: {zones: [a, b]}}}"

  @Test(arguments: [("", ["stores.db.role"]), (", role: source-of-truth", [])])
  func `a default that a finding rests on is an assumption, a stated value is none`(
    _ role: String, _ assumed: [String]
  ) throws {
    let knowledge = try tiny([
      "findings/a.yaml": findingRule("rule", for: .store, when: "store.role == 'source-of-truth'")
    ])
    let text = Self.store.replacing("%", with: role)
    let analysis = try analyze(text, with: knowledge)
    #expect(analysis.findings.map(\.rule.id) == ["rule"])
    #expect(analysis.assumptions.flatMap(\.facts) == assumed)
    for assumption in analysis.assumptions {
      #expect(assumption.value == "source-of-truth")
      #expect(assumption.usedBy == ["rule"])
    }
  }

  @Test func `a default that no conclusion rests on is not listed`() throws {
    let knowledge = try tiny([
      "findings/a.yaml": findingRule("rule", for: .store, when: "store.role == 'cache'")
    ])
    #expect(try analyze(Self.store.replacing("%", with: ""), with: knowledge).assumptions.isEmpty)
  }

  @Test func `a premise is stated at its place, assumed, or computed`() throws {
    let when = "store.role == 'source-of-truth' && store.nodes == 2 && store.shards == 4"
    let knowledge = try tiny(["findings/a.yaml": findingRule("rule", for: .store, when: when)])
    let analysis = try analyze(
      Self.store.replacing("%", with: ",\n    shards: 4"), with: knowledge)
    let finding = try #require(analysis.findings.first)
    let premises = finding.derivation.premises
    #expect(premises.map(\.path) == ["stores.db.role", "stores.db.nodes", "stores.db.shards"])
    #expect(premises.map(\.valueText) == ["source-of-truth", "2", "4"])
    #expect(premises.prefix(2).map(\.origin) == [.assumed, .computed])
    guard case .stated(let span) = premises[2].origin else {
      Issue.record("shards is stated, not \(premises[2].origin)")
      return
    }
    let file = finding.location.file
    #expect(file.position(of: Int(span.start)).line == 3)
    #expect(finding.location.start.line == 3, "the first stated premise about the subject")
  }

  @Test(arguments: [
    ("{writes: [d],\n    timeout: 5s}", "points: [operation.timeout]", 2),
    ("{writes: [d],\n    timeout: 5s}", "points: [operation.rate, operation.timeout]", 2),
    ("{writes: [d],\n\n    rate: 5/s}", "points: [operation.timeout]", 1),
  ])
  func `a finding points to the first fact it names that is stated, else to its subject`(
    _ operation: String, _ points: String, _ line: Int
  ) throws {
    let knowledge = try tiny([
      "findings/a.yaml": findingRule(
        "rule", when: "size(operation.calls) == 0", more: "  \(points)")
    ])
    let analysis = try analyze(
      "operations: {pay: \(operation)}\ndata: {d: {store: s}}\nstores: {s: {}}", with: knowledge)
    #expect(analysis.findings.map(\.location.start.line) == [line])
  }

  @Test func `findings stand by severity, then by place, then by rule`() throws {
    let knowledge = try tiny([
      "findings/a.yaml": [
        findingRule("low", when: "true", severity: .low),
        findingRule("high", when: "operation.name == 'b'", severity: .high),
        findingRule("also-low", when: "true", severity: .low),
        findingRule("note", for: .system, when: "true", severity: .note),
        findingRule("critical", when: "operation.name == 'c'", severity: .critical),
      ].joined(separator: "\n")
    ])
    let analysis = try analyze("operations:\n  a: {}\n  b: {}\n  c: {}", with: knowledge)
    #expect(
      analysis.findings.map { "\($0.rule.id) \($0.subject.name)" } == [
        "critical c", "high b", "low a", "also-low a", "low b", "also-low b", "low c",
        "also-low c", "note example",
      ])
  }
}
