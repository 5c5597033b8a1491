import Testing

@testable import Analysis

/// What follows from a decision: the order of a saga, and the way from what is in use.
@Suite struct FollowUpTests {
  private static func plan(_ steps: String) throws -> SagaPlan? {
    let text = """
      topology: {regions: {r: {zones: [a]}}}
      stores: {db: {product: postgresql, replicas: [r/a]}}
      data: {order: {store: db}, stock: {store: db}}
      services: {bank: {external: true}, post: {external: true}}
      operations: {buy: {steps: \(steps), requirements: {atomicity: all-or-nothing}}}
      """
    let analysis = try analyze(text, with: ProjectKnowledge.base)
    return analysis.decisions.first { $0.topic.id == "transaction-pattern" }?.saga
  }

  /// `name role [undone when refused]`
  private static func lines(_ plan: SagaPlan?) -> [String] {
    plan?.steps.map { "\($0.name) \($0.role.rawValue) \($0.undos)" } ?? []
  }

  @Test func `what was done is undone in reverse, and nothing after the point of no return`() throws
  {
    let plan = try Self.plan(
      """
      [{do: create, writes: [order], undo: cancel}, {do: reserve, writes: [stock], undo: release},
       {do: charge, calls: bank}, {do: ship, calls: post, retriable: true}]
      """)
    #expect(
      Self.lines(plan) == [
        "create compensatable []", #"reserve compensatable ["cancel"]"#,
        #"charge pivot ["release", "cancel"]"#, "ship retriable []",
      ])
    #expect(plan?.pivot == 2)
    #expect(plan?.keepsOrder == true)
    #expect(plan?.gaps == [])
  }

  @Test func `a step that can only be repeated moves behind the point of no return`() throws {
    let plan = try Self.plan(
      """
      [{do: ship, calls: post, retriable: true}, {do: create, writes: [order], undo: cancel},
       {do: charge, calls: bank}]
      """)
    #expect(plan?.steps.map(\.name) == ["create", "charge", "ship"])
    #expect(plan?.keepsOrder == false)
  }

  @Test(
    arguments: [
      (
        "[{do: create, writes: [order]}, {do: charge, calls: bank}]",
        [SagaPlan.Gap.noUndo(step: "create", pivot: "charge")]
      ),
      (
        "[{do: charge, calls: bank}, {do: mark, writes: [order]}]",
        [.perhapsRefusableAfterPivot(step: "mark", pivot: "charge")]
      ),
      (
        "[{do: charge, calls: bank}, {do: mark, writes: [order], retriable: false}]",
        [.refusableAfterPivot(step: "mark", pivot: "charge")]
      ),
      (
        "[{do: create, writes: [order], undo: cancel, undo_reliable: false}, {do: charge, calls: bank}]",
        [.unreliableUndo(step: "create", undo: "cancel")]
      ),
      (
        "[{do: create, writes: [order], undo: cancel, undo_reliable: true}, {do: charge, calls: bank}]",
        []
      ),
      (
        "[{do: create, writes: [order], undo: cancel}, {do: charge, calls: bank, idempotent: false}]",
        [.notIdempotent(step: "charge", keyless: [])]
      ),
    ] as [(String, [SagaPlan.Gap])])
  func `what stands in the way is told`(steps: String, gaps: [SagaPlan.Gap]) throws {
    #expect(try Self.plan(steps)?.gaps == gaps)
  }

  @Test func `only what the steps call for is advised against half-done runs`() throws {
    let shared = try Self.plan(
      """
      [{do: reserve, writes: [stock], undo: release}, {do: charge, calls: bank}]
      """)
    // Nobody else writes the stock, no undo goes to a service, nothing is read before it is written.
    #expect(shared?.countermeasures.map(\.measure.id) == [])
    let remote = try Self.plan(
      "[{do: book, calls: post, undo: unbook}, {do: charge, calls: bank}]")
    #expect(remote?.countermeasures.map(\.measure.id) == ["version-file"])
  }

  private static let choice = """
    topic: way
    for: operation
    asks: "Which way does {operation.name} take?"
    current: "operation.guard"
    options:
      none:
        title: Nothing
        summary: Nothing.
        opposed: [{if: operation.is_write, strength: weak, why: It hurts.}]
      row-lock: {title: Lock, summary: A lock.}
      compare-and-set:
        title: Condition
        summary: A condition.
        supported: [{if: operation.is_write, strength: moderate, why: It fits.}]
        moves:
          - from: none
            steps:
              - {milestone: first, do: "Give {operation.name} a version."}
              - {milestone: second, do: Read less., if: "!operation.is_write"}
            back: Drop it.
    examples: [{system: {}, chooses: {}}]
    """

  @Test(
    arguments: [
      ("none", "compare-and-set", ["Give save a version."]),
      // Nothing speaks against it, and the other is not better by a strong reason.
      ("row-lock", "row-lock", nil), ("compare-and-set", "compare-and-set", nil),
      // From there no way is told.
      ("constraint", "compare-and-set", nil),
    ] as [(String, String, [String]?)])
  func `the way leads from what is in use to what is chosen`(
    inUse: String, chosen: String, steps: [String]?
  ) throws {
    let knowledge = try tiny(["decisions/a.yaml": Self.choice])
    let analysis = try analyze(
      "stores: {db: {}}\ndata: {doc: {store: db}}\noperations: {save: {writes: [doc], guard: \(inUse)}}",
      with: knowledge)
    let decision = try #require(analysis.decisions.first)
    #expect(decision.option.id == chosen)
    #expect(decision.migration?.steps.map(\.words.text) == steps)
    #expect(decision.migration?.back.text == (steps == nil ? nil : "Drop it."))
  }

  @Test func `what designs do by mistake is never chosen`() throws {
    let knowledge = try tiny([
      "decisions/a.yaml": """
      topic: way
      for: operation
      asks: "Which way does {operation.name} take?"
      current: "operation.guard"
      options:
        none:
          title: Nothing
          summary: Nothing.
          flaw: true
          supported: [{if: operation.is_write, strength: strong, why: It is easy.}]
        row-lock: {title: Lock, summary: A lock.}
      examples: [{system: {}, chooses: {}}]
      """
    ])
    let analysis = try analyze(
      "stores: {db: {}}\ndata: {doc: {store: db}}\noperations: {save: {writes: [doc], guard: none}}",
      with: knowledge)
    #expect(analysis.decisions.map(\.option.id) == ["row-lock"])
    #expect(analysis.decisions.map(\.confidence) == [.high])
  }
}
