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
    family: key-value
    managed: offered
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
    /// Line, column and message of each problem, and its help; the beginning where that is long.
    let told: [String]
    var testDescription: String { "\(path): \(right) as \(wrong.isEmpty ? "nothing" : wrong)" }

    init(_ path: String, _ right: String, _ wrong: String, _ told: String...) {
      self.path = path
      self.right = right
      self.wrong = wrong
      self.told = told
    }
  }

  static let mistakes: [Mistake] = [
    Mistake(
      "findings/a.yaml", "n.is_write &&", "n.is_writ &&",
      "6:19 operation has no field 'is_writ' (did you mean 'is_write'?)"),
    Mistake(
      "findings/a.yaml", "n.rate > 5.0", "n.rate > 5.0 && siz([1]) > 0",
      "6:55 there is no function 'siz' (did you mean 'size'?)"),
    Mistake(
      "findings/a.yaml", "n.rate > 5.0", "n.rate > 'fast'",
      "6:46 no overload of '>' for double and string"),
    Mistake(
      "findings/a.yaml", "operation.is_write && operation.rate > 5.0", "operation.rate",
      "6:9 the result must be bool, not double"),
    Mistake(
      "findings/a.yaml", "for: operation", "for: store",
      "6:9 nothing is named 'operation' here (the names here are store)",
      "6:31 nothing is named 'operation' here (the names here are store)"),
    Mistake(
      "findings/a.yaml", "for: operation", "for: operations",
      "5:8 'operations' is no subject (one of system, operation, data, "),
    Mistake(
      "findings/a.yaml", "{operation.name}", "{operation.nam}",
      "7:24 operation has no field 'nam' (did you mean 'name'?)"),
    Mistake(
      "findings/a.yaml", "{operation.name}", "{operation.name",
      "7:29 expected an operator or '}', found 'is'"),
    Mistake(
      "findings/a.yaml", "cite: raft14", "cite: raft41",
      "10:20 there is no citation 'raft41' (did you mean 'raft14'?)"),
    Mistake(
      "findings/a.yaml", "cite: raft14", "cit: raft14",
      "10:14 a source has no field 'cit' (did you mean 'cite'?)", "10:13 a source needs 'cite'"),
    Mistake(
      "findings/a.yaml", "category: retry-storm", "category: retry-strom",
      "3:13 there is no category 'retry-strom' (did you mean 'retry-storm'?)"),
    Mistake(
      "findings/a.yaml", "milestone: replication", "milestone: replicaton",
      "11:14 there is no milestone 'replicaton' (did you mean 'replication'?)"),
    Mistake(
      "findings/a.yaml", "severity: high", "severity: hihg",
      "4:13 'hihg' is no severity (one of note, low, medium, high, critical)"),
    Mistake(
      "findings/a.yaml", "why: It waits.", "wy: It waits.",
      "8:3 a finding rule has no field 'wy' (did you mean 'why'?)", "1:3 a finding rule needs 'why'"
    ),
    Mistake(
      "findings/a.yaml", "  why: It waits.\n", "",
      "1:3 a finding rule needs 'why'"),
    Mistake(
      "findings/a.yaml", "id: slow-write", "id: Slow_write",
      "1:7 the id 'Slow_write' is not in kebab-case"),
    Mistake(
      "findings/a.yaml", "    allowed: [{a: 2}]", "",
      "13:5 a finding rule has examples of both kinds: caught and allowed"),
    Mistake(
      "findings/a.yaml", "caught: [{a: 1}]", "caught: []",
      "13:5 a finding rule has examples of both kinds: caught and allowed"),
    Mistake(
      "findings/a.yaml", "sources: [{cite: raft14, at: ch. 3}]", "sources: raft14",
      "10:12 sources is a list, not text"),
    Mistake(
      "findings/a.yaml", "milestone: replication", "points: [operation.rat]",
      "11:12 'operation.rat' leads to no fact: operation has no field 'rat' (did you mean 'rate'?)"
    ),
    Mistake(
      "findings/a.yaml", "milestone: replication", "points: [operaton.rate]",
      "11:12 'operaton.rate' leads to no fact: nothing is named 'operaton' here (did you mean "),
    Mistake(
      "findings/a.yaml", "milestone: replication", "points: operation.rate.p99",
      "11:11 'operation.rate.p99' leads to no fact: what stands before 'p99' has no parts"),
    Mistake(
      "findings/a.yaml", "milestone: replication",
      "conflict: {between: [operation.rats], relaxations: [{to: Wait., favours: latency}]}",
      "11:24 'operation.rats' leads to no fact: operation has no field 'rats' (did you mean 'rate'?)"
    ),
    Mistake(
      "requirements/a.yaml", "partition: refuse", "ordering: sometimes",
      "4:67 'sometimes' is no order (one of per-key, causal, total)"),
    Mistake(
      "requirements/a.yaml", "y: linearizable", "y: linearisable",
      "4:27 there is no consistency model 'linearisable' (did you mean 'linearizable'?)"),
    Mistake(
      "requirements/a.yaml", "per-key", "per-row",
      "4:48 'per-row' is no scope (one of per-key, per-shard, store, across-stores)"),
    Mistake(
      "requirements/a.yaml", "partition: refuse", "partitions: refuse",
      "4:57 requires has no field 'partitions' (did you mean 'partition'?)"),
    Mistake(
      "decisions/a.yaml", "simpler: wait", "simpler: wiat",
      "11:5 option 'refuse' names 'wiat' as simpler, which is no option here (did you mean 'wait'?)"
    ),
    Mistake(
      "decisions/a.yaml", "simpler: wait",
      "moves: [{from: wiat, steps: [{milestone: replication, do: Move.}], back: Move back.}]",
      "11:5 option 'refuse' names 'wiat' as what it is reached from, which is no option here"),
    Mistake(
      "decisions/a.yaml", "simpler: wait", "plan: sage", "13:15 'sage' is no plan (one of saga)"),
    Mistake(
      "decisions/a.yaml", "\n  - {system: {a: 1}, chooses: {pay: wait}}", " []",
      "15:11 a decision has examples of what it chooses"),
    Mistake(
      "decisions/a.yaml", "strength: strong", "strength: strongest",
      "8:52 'strongest' is no strength (one of weak, moderate, strong)"),
    Mistake(
      "decisions/a.yaml", "strength: strong, ", "",
      "8:17 an argument needs 'strength'"),
    Mistake(
      "decisions/a.yaml", "pay: wait", "pay: wiat",
      "16:37 'wiat' is no option of this decision"),
    Mistake(
      "decisions/a.yaml", "learn: consensus", "learn: consensos",
      "9:12 there is no learning topic 'consensos' (did you mean 'consensus'?)"),
    Mistake(
      "decisions/a.yaml", "milestone: replication", "milestone: replicaton",
      "14:25 there is no milestone 'replicaton' (did you mean 'replication'?)"),
    Mistake(
      "decisions/a.yaml", "title: Refuse", "titel: Refuse",
      "11:5 an option has no field 'titel' (did you mean 'title'?)",
      "11:5 an option needs 'title'"),
    Mistake(
      "products/a.yaml", "reads: linearizable", "read: linearizable",
      "7:11 there is no provided fact 'read'; did you mean 'reads'?"),
    Mistake(
      "products/a.yaml", "reads: linearizable", "reads: linearisable",
      "7:11 'linearisable' is no consistency model"),
    Mistake(
      "products/a.yaml", "flush: each-write", "flush: sometimes",
      "7:32 'flush' is one of each-write, interval, none"),
    Mistake(
      "products/a.yaml", "write_quorum: \"2\"", "write_quorum: most",
      "7:51 'write_quorum' is a number, 'majority', 'all' or an expression in braces"),
    Mistake(
      "products/a.yaml", "transactions: \"true\"", "transactions: \"yes\"",
      "7:70 'transactions' is one of true, false"),
    Mistake(
      "products/a.yaml", "store.nodes == 1", "store.node == 1",
      "9:17 store has no field 'node' (did you mean 'nodes'?)"),
    Mistake(
      "products/a.yaml", "kind: store\n", "",
      "1:1 a product needs 'kind'"),
  ]

  @Test(arguments: mistakes)
  func `a mistake is told at its place`(_ mistake: Mistake) {
    let text = replacing(mistake.right, mistake.wrong, in: Self.files[mistake.path]!)
    let (_, problems) = load([(mistake.path, text)])
    let told = problems.map(summary)
    #expect(
      told.count == mistake.told.count && zip(told, mistake.told).allSatisfy { $0.hasPrefix($1) },
      "\(told)")
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
