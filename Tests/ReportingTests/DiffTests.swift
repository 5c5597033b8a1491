import Analysis
import Diagnostics
import JSONDocument
import Testing

@testable import Reporting

/// What differs between two designs.
@Suite struct DiffTests {
  // MARK: Guarantees

  private static func operation(
    gives: [String]?, needs: [String] = [], survives: [String] = [], losses: [JSONValue] = []
  ) -> RecordedOperation {
    func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    return RecordedOperation(
      [
        "name": "a", "cap": "CP",
        "consistency": [
          "required": texts(needs), "provided": gives.map(texts) ?? .null, "missing": [],
        ],
        "survives": ["losses": texts(survives)], "way": 0,
      ], ways: [["losses": .array(losses)]])
  }

  private static func changes(_ old: RecordedOperation, _ new: RecordedOperation)
    -> [GuaranteeChange]
  {
    GuaranteeComparison(old: old, new: new).changes
  }

  typealias Direction = GuaranteeChange.Direction

  @Test(
    arguments: [
      (["linearizable"], ["sequential"], [], Direction.weaker),
      (["sequential"], ["linearizable"], [], .stronger),
      (["strict-serializable"], ["serializable", "linearizable"], [], .weaker),
      (["linearizable"], ["linearizable", "serializable"], [], .stronger),
      (["linearizable"], ["serializable"], [], .incomparable),
      (["linearizable"], ["serializable"], ["causal"], .weaker),
      (["linearizable"], ["serializable"], ["read-committed"], .incomparable),
      (["read-committed"], [], [], .weaker), ([], ["eventual"], [], .stronger),
      (nil, ["eventual"], [], .stronger), (["eventual"], nil, [], .weaker),
      (["eventual"], ["of-the-future"], [], .incomparable),
    ] as [([String]?, [String]?, [String], Direction)])
  func `models are compared by their partial order`(
    _ old: [String]?, _ new: [String]?, _ needs: [String], _ direction: Direction
  ) throws {
    let changes = Self.changes(
      Self.operation(gives: old, needs: needs), Self.operation(gives: new, needs: needs))
    let given = try #require(changes.first { $0.aspect == "gives" })
    #expect(given.direction == direction)
  }

  @Test func `the same models in other words are no change`() {
    #expect(Self.changes(Self.operation(gives: nil), Self.operation(gives: nil)).isEmpty)
    let changes = Self.changes(
      Self.operation(gives: ["causal", "linearizable"]), Self.operation(gives: ["linearizable"]))
    #expect(changes.isEmpty)
  }

  @Test func `asking for less is told and is no weaker guarantee`() throws {
    let changes = Self.changes(
      Self.operation(gives: ["linearizable"], needs: ["linearizable"]),
      Self.operation(gives: ["linearizable"], needs: ["causal"]))
    #expect(changes.map(\.aspect) == ["needs"])
    #expect(changes.first?.direction == nil)
  }

  private static func loss(
    _ kind: String = "node", _ name: String = "db", _ outcome: String = "goes-on",
    in regions: [String] = [], loses: String? = nil
  ) -> JSONValue {
    [
      "kind": .string(kind), "name": .string(name), "outcome": .string(outcome),
      "refused_in": .array(regions.map { .string($0) }),
      "loses": loses.map { .string($0) } ?? .null,
    ]
  }

  @Test(arguments: [
    (loss(), loss("node", "db", "refuses"), Direction.weaker),
    (loss("node", "db", "pauses"), loss(), .stronger),
    (loss(), loss(loses: "unreplicated"), .weaker),
    (loss(loses: "unflushed"), loss(loses: "unreplicated"), .incomparable),
    (loss(loses: "unflushed"), loss(loses: "every-copy"), .weaker),
    (loss("node", "db", "refuses"), loss(loses: "unreplicated"), .weaker),
    (loss(loses: "unreplicated"), loss("node", "db", "refuses"), .weaker),
    (
      loss("node", "db", "refuses", in: ["eu"]), loss("node", "db", "refuses", in: ["eu", "us"]),
      .weaker
    ),
    (loss("node", "db", "refuses"), loss("node", "db", "refuses", in: ["eu"]), .stronger),
    (
      loss("node", "db", "refuses", in: ["us"]), loss("node", "db", "refuses", in: ["eu"]),
      .weaker
    ),
  ])
  func `each loss is compared by what happens`(
    _ old: JSONValue, _ new: JSONValue, _ direction: Direction
  ) {
    let changes = Self.changes(
      Self.operation(gives: [], losses: [old]), Self.operation(gives: [], losses: [new]))
    #expect(changes.map(\.direction) == [direction])
  }

  @Test func `while all power is off only what is lost counts`() {
    let changes = Self.changes(
      Self.operation(gives: [], losses: [Self.loss("power", "all", "pauses")]),
      Self.operation(gives: [], losses: [Self.loss("power", "all", "refuses")]))
    #expect(changes.isEmpty)
  }

  @Test func `a kind of loss that one design cannot have is not compared`() {
    let linked = [Self.loss("node"), Self.loss("link", "a-b")]
    let old = Self.operation(gives: [], survives: ["node", "link"], losses: linked)
    let new = Self.operation(gives: [], survives: ["node"], losses: [Self.loss("node")])
    #expect(Self.changes(old, new).isEmpty)
    let weak = Self.operation(gives: [], survives: ["link"], losses: linked)
    #expect(Self.changes(old, weak).map(\.direction) == [.weaker])
  }

  // MARK: Whole designs

  private static func diff(_ old: String, _ new: String) throws -> DesignDiff {
    DesignDiff(
      from: try TriageTests.recorded(try Sample.report(old)),
      to: try TriageTests.recorded(try Sample.report(new)))
  }

  /// Three nodes, of which the first acknowledges alone and another takes over by itself.
  private static let lossy = TriageTests.yaml
    .replacing("zones: [a, b]", with: "zones: [a, b, c]")
    .replacing(
      "replicas: [r/a, r/b], failover: {mode: automatic",
      with: "replicas: [r/a, r/b, r/c], failover: {mode: automatic")
  /// The same with commits that wait for one of the others.
  private static let safe = lossy.replacing(
    "db: {product: postgresql,",
    with: "db: {product: postgresql, settings: {synchronous_standby_names: 'ANY 1 (*)'},")

  @Test func `no change is one sentence`() throws {
    let diff = try Self.diff(TriageTests.yaml, "# moved\n" + TriageTests.yaml)
    #expect(diff.isEmpty)
    #expect(!diff.isWeaker)
    let text = DiffMarkdown(diff).text()
    #expect(text.split(separator: "\n").count == 1)
    #expect(text.hasPrefix("No guarantee, decision, finding or number differs"))
  }

  @Test func `what got worse is told, and the way back is stronger`() throws {
    let worse = try Self.diff(Self.safe, Self.lossy)
    #expect(worse.isWeaker)
    #expect(worse.findings.new.contains { $0.rule == "async-failover-loses-writes" })
    #expect(DiffMarkdown(worse).text().contains("**A guarantee got weaker.**"))
    let back = try Self.diff(Self.lossy, Self.safe)
    #expect(!back.isWeaker)
    #expect(back.guarantees.contains { $0.direction == .stronger })
    #expect(back.findings.gone.contains { $0.rule == "async-failover-loses-writes" })
  }

  @Test func `operations come and go without weakening any`() throws {
    let more = TriageTests.yaml.replacing(
      "  jot:", with: "  look: {reads: [order]}\n  jot:")
    let grown = try Self.diff(TriageTests.yaml, more)
    #expect(grown.added.map(\.name) == ["look"])
    #expect(!grown.isWeaker)
    let shrunk = try Self.diff(more, TriageTests.yaml)
    #expect(shrunk.removed.map(\.name) == ["look"])
    #expect(!shrunk.isWeaker)
    #expect(DiffMarkdown(shrunk).text().contains("`look` is gone"))
  }

  @Test func `a risk that is accepted is a change and no new finding`() throws {
    let rule = try #require(try Sample.report(TriageTests.yaml).analysis.findings.first).rule.id
    let diff = try Self.diff(
      TriageTests.yaml, TriageTests.yaml + "\naccepted_risks: [{rule: \(rule)}]\n")
    #expect(diff.findings.new.isEmpty && diff.findings.gone.isEmpty)
    #expect(diff.findings.changed.allSatisfy { $0.new.isAccepted && $0.new.rule == rule })
    #expect(!diff.findings.changed.isEmpty)
    #expect(DiffMarkdown(diff).text().contains("- now accepted: `\(rule)`"))
  }

  @Test func `numbers differ as far as they are shown, and targets are told`() throws {
    func pair(_ p99: Double) -> JSONValue {
      ["latency": ["p99_ms": .double(p99), "budget_ms": 500.0]]
    }
    func change(_ old: Double, _ new: Double) -> [NumberChange] {
      let before = RecordedOperation(pair(old), ways: [])
      let after = RecordedOperation(pair(new), ways: [])
      return NumberComparison.changes([(old: before, new: after)], .null, .null)
    }
    #expect(change(100.01, 100.02).isEmpty)
    #expect(change(100, 200).map(\.meets) == [.init(before: true, after: true)])
    #expect(change(100, 501).map(\.meets) == [.init(before: true, after: false)])
  }

  @Test func `JSON has what Markdown shows`() throws {
    let diff = try Self.diff(Self.safe, Self.lossy)
    let file = SourceFile(name: "diff.json", text: DiffJSON(diff).text())
    let value = try #require(JSONReader.read(file).0)
    #expect(value["weaker"]?.flag == true)
    #expect(value["guarantees"]?.items?.count == diff.guarantees.count)
    #expect(value["findings"]?["new"]?.items?.count == diff.findings.new.count)
    #expect(value["numbers"]?.items?.count == diff.numbers.count)
  }
}
