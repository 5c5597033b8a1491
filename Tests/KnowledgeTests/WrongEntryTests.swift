import Diagnostics
import Knowledge
import Testing

/// Every mistake in a knowledge file is an error at its place, with the spelling that was meant.
@Suite struct WrongEntryTests {
  static let finding = """
    - id: slow-write
      title: Slow
      category: retry-storm
      severity: high
      for: operation
      when: operation.is_write && operation.rate > 5.0
      message: "{operation.name} is slow"
      why: It waits.
      instead: Wait less.
      sources: [{cite: raft14, at: ch. 3}]
      milestone: replication
      examples:
        caught: [{a: 1}]
        allowed: [{a: 2}]
    """
  static let requirement = """
    - id: writes-last
      for: operation
      when: operation.is_write
      requires: {consistency: linearizable, scope: per-key, partition: refuse}
      why: It is written.
      sources: [{cite: abadi12}]
    """
  static let decision = """
    topic: stance
    for: operation
    asks: "What does {operation.name} do?"
    options:
      wait:
        title: Wait
        summary: It waits.
        supported: [{if: operation.is_write, strength: strong, why: It writes.}]
        learn: consensus
      refuse:
        title: Refuse
        summary: It refuses.
        simpler: wait
        steps: [{milestone: replication, do: Refuse.}]
    examples:
      - {system: {a: 1}, chooses: {pay: wait}}
    """
  static let product = """
    product: box
    name: Box
    kind: store
    settings:
      sync: {meaning: Whether it waits., default: "on"}
    profiles:
      - set: {reads: linearizable, flush: each-write, write_quorum: "2", transactions: "true"}
        sources: [{cite: raft14}]
      - when: store.nodes == 1
        set: {loses_acknowledged: node-loss}
        sources: [{cite: raft14}]
    """
  static let files = [
    "findings/a.yaml": finding, "requirements/a.yaml": requirement, "decisions/a.yaml": decision,
    "products/a.yaml": product,
  ]

  @Test(arguments: files.keys.sorted())
  func `the entry that the mistakes are made in loads`(_ path: String) {
    let (_, problems) = load([(path, Self.files[path]!)])
    #expect(problems.map(summary) == [])
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let path: String
    let right: String
    let wrong: String
    let told: [String]
    var testDescription: String { "\(path): \(wrong)" }

    init(_ path: String, _ right: String, _ wrong: String, _ told: String...) {
      self.path = path
      self.right = right
      self.wrong = wrong
      self.told = told
    }
  }

  static let mistakes: [Mistake] = [
    Mistake("findings/a.yaml", "n.is_write &&", "n.is_writ &&", "?"),
    Mistake("findings/a.yaml", "n.rate > 5.0", "n.rate > 5.0 && siz([1]) > 0", "?"),
    Mistake("findings/a.yaml", "n.rate > 5.0", "n.rate > 'fast'", "?"),
    Mistake("findings/a.yaml", "operation.is_write && operation.rate > 5.0", "operation.rate", "?"),
    Mistake("findings/a.yaml", "for: operation", "for: store", "?"),
    Mistake("findings/a.yaml", "for: operation", "for: operations", "?"),
    Mistake("findings/a.yaml", "{operation.name}", "{operation.nam}", "?"),
    Mistake("findings/a.yaml", "{operation.name}", "{operation.name", "?"),
    Mistake("findings/a.yaml", "cite: raft14", "cite: raft41", "?"),
    Mistake("findings/a.yaml", "cite: raft14", "cit: raft14", "?"),
    Mistake("findings/a.yaml", "category: retry-storm", "category: retry-strom", "?"),
    Mistake("findings/a.yaml", "milestone: replication", "milestone: replicaton", "?"),
    Mistake("findings/a.yaml", "severity: high", "severity: hihg", "?"),
    Mistake("findings/a.yaml", "why: It waits.", "wy: It waits.", "?"),
    Mistake("findings/a.yaml", "  why: It waits.\n", "", "?"),
    Mistake("findings/a.yaml", "id: slow-write", "id: Slow_write", "?"),
    Mistake("findings/a.yaml", "    allowed: [{a: 2}]", "", "?"),
    Mistake("findings/a.yaml", "caught: [{a: 1}]", "caught: []", "?"),
    Mistake("findings/a.yaml", "sources: [{cite: raft14, at: ch. 3}]", "sources: raft14", "?"),
    Mistake("requirements/a.yaml", "y: linearizable", "y: linearisable", "?"),
    Mistake("requirements/a.yaml", "per-key", "per-row", "?"),
    Mistake("requirements/a.yaml", "partition: refuse", "partitions: refuse", "?"),
    Mistake("decisions/a.yaml", "simpler: wait", "simpler: wiat", "?"),
    Mistake("decisions/a.yaml", "strength: strong", "strength: strongest", "?"),
    Mistake("decisions/a.yaml", "strength: strong, ", "", "?"),
    Mistake("decisions/a.yaml", "pay: wait", "pay: wiat", "?"),
    Mistake("decisions/a.yaml", "learn: consensus", "learn: consensos", "?"),
    Mistake("decisions/a.yaml", "milestone: replication", "milestone: replicaton", "?"),
    Mistake("decisions/a.yaml", "summary: It waits.", "sumary: It waits.", "?"),
    Mistake("products/a.yaml", "reads: linearizable", "read: linearizable", "?"),
    Mistake("products/a.yaml", "reads: linearizable", "reads: linearisable", "?"),
    Mistake("products/a.yaml", "flush: each-write", "flush: sometimes", "?"),
    Mistake("products/a.yaml", "write_quorum: \"2\"", "write_quorum: most", "?"),
    Mistake("products/a.yaml", "transactions: \"true\"", "transactions: \"yes\"", "?"),
    Mistake("products/a.yaml", "store.nodes == 1", "store.node == 1", "?"),
    Mistake("products/a.yaml", "kind: store\n", "", "?"),
  ]

  @Test(arguments: mistakes)
  func `a mistake is told at its place`(_ mistake: Mistake) {
    let text = replacing(mistake.right, mistake.wrong, in: Self.files[mistake.path]!)
    let (_, problems) = load([(mistake.path, text)])
    #expect(problems.map(summary) == mistake.told)
    #expect(problems.allSatisfy { $0.severity == .error && $0.location?.file.name == mistake.path })
  }

  @Test func `a misspelt fact is shown as file, line and column`() throws {
    let text = replacing("n.rate > 5.0", "n.rat > 5.0", in: Self.finding)
    let (_, problems) = load([("findings/a.yaml", text)])
    let first = try #require(problems.first)
    let shown = DiagnosticRenderer(color: false).render(first)
    #expect(shown.hasPrefix("findings/a.yaml:6:41: error: "))
    #expect(shown.contains("did you mean 'rate'?"))
  }

  @Test func `an entry with a mistake is left out and the others stay`() {
    let wrong = replacing("n.is_write &&", "n.is_writ &&", in: Self.finding)
    let other = replacing("slow-write", "slow-read", in: Self.finding)
    let (base, problems) = load([("findings/a.yaml", wrong + "\n" + other)])
    #expect(problems.count == 1)
    #expect(base.findings.map(\.id) == ["slow-read"])
  }

  @Test(arguments: ["notes/a.yaml", "a.yaml", "finding/a.yaml"])
  func `a file outside the known folders is an error`(_ path: String) {
    let (_, problems) = load([(path, Self.finding)])
    #expect(problems.map(\.message) == ["'\(path)' is no knowledge file"])
  }
}
