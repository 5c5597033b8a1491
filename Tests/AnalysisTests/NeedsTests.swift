import Consistency
import Knowledge
import Testing

@testable import Analysis

/// What an operation must have, taken together.
@Suite struct NeedsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let requires: [String]
    var stated = "{}"
    let models: Set<String>
    let stance: Needs.Stance
    var scope: Need.Scope?
    var testDescription: String { "\(requires) \(stated)" }
  }

  static let cases: [Case] = [
    Case(requires: [], models: [], stance: .either),
    Case(requires: ["consistency: causal"], models: ["causal"], stance: .either),
    // The stronger takes the weaker in, in either order; what neither implies stays beside it.
    Case(
      requires: ["consistency: causal", "consistency: linearizable"], models: ["linearizable"],
      stance: .refuse),
    Case(
      requires: ["consistency: linearizable", "consistency: causal"], models: ["linearizable"],
      stance: .refuse),
    Case(
      requires: ["consistency: linearizable", "consistency: linearizable"],
      models: ["linearizable"], stance: .refuse),
    Case(
      requires: ["consistency: serializable", "consistency: linearizable"],
      models: ["serializable", "linearizable"], stance: .refuse),
    Case(
      requires: [
        "consistency: serializable", "consistency: linearizable",
        "consistency: strict-serializable",
      ], models: ["strict-serializable"], stance: .refuse),
    // The wider scope holds.
    Case(
      requires: [
        "consistency: linearizable, scope: store", "consistency: linearizable, scope: per-key",
      ], models: ["linearizable"], stance: .refuse, scope: .store),
    // Of two inferred stances the safe one holds, in either order.
    Case(requires: ["partition: continue"], models: [], stance: .continue),
    Case(requires: ["partition: continue", "partition: refuse"], models: [], stance: .refuse),
    Case(requires: ["partition: refuse", "partition: continue"], models: [], stance: .refuse),
    // No node that is cut off can keep what needs coordination, whatever else is inferred.
    Case(
      requires: ["partition: continue", "consistency: linearizable"], models: ["linearizable"],
      stance: .refuse),
    Case(
      requires: ["partition: continue", "consistency: causal"], models: ["causal"],
      stance: .continue),
    // What is stated wins, even where it cannot be kept: that is a conflict to tell of.
    Case(
      requires: ["partition: refuse"], stated: "{on_partition: continue}", models: [],
      stance: .continue),
    Case(
      requires: ["consistency: linearizable"], stated: "{on_partition: continue}",
      models: ["linearizable"], stance: .continue),
    Case(
      requires: ["partition: continue"], stated: "{on_partition: refuse}", models: [],
      stance: .refuse),
    // A stated model is joined with what is inferred.
    Case(
      requires: ["consistency: linearizable"], stated: "{consistency: causal}",
      models: ["linearizable"], stance: .refuse),
    Case(
      requires: ["consistency: causal"], stated: "{consistency: serializable}",
      models: ["causal", "serializable"], stance: .refuse),
  ]

  @Test(arguments: cases)
  func `needs are joined, and the stance follows`(_ item: Case) throws {
    let rules = item.requires.enumerated().map { index, requires in
      """
      - id: need-\(index)
        for: operation
        when: "true"
        requires: {\(requires)}
        why: So it is.
        sources: [{cite: w}]
      """
    }
    let knowledge = try tiny(
      rules.isEmpty
        ? [:]
        : [
          "requirements/a.yaml": rules.joined(separator: "\n")
        ])
    let analysis = try analyze("operations: {pay: {requirements: \(item.stated)}}", with: knowledge)
    let needs = try #require(analysis.operations.first?.needs)
    #expect(Set(needs.consistency.map(\.id)) == item.models)
    #expect(needs.consistency.count == item.models.count)
    #expect(needs.partition == item.stance)
    #expect(needs.scope == item.scope)
  }

  @Test func `each need keeps the rule or the statement that it comes from`() throws {
    let knowledge = try tiny([
      "requirements/a.yaml": """
      - id: need
        for: operation
        when: operation.is_write
        requires: {durability: true, ordering: per-key}
        why: "{operation.name} writes."
        sources: [{cite: w}]
      """
    ])
    let analysis = try analyze(
      """
      operations:
        save: {writes: [d], requirements: {ordering: total}}
        look: {reads: [d]}
      data: {d: {store: s}}
      stores: {s: {}}
      """, with: knowledge)
    let (save, look) = (analysis.operations[0].needs, analysis.operations[1].needs)
    #expect(save.durability && save.ordering == "total")
    #expect(save.because.map { $0.rule?.id } == [nil, "need", "need"])
    #expect(save.because.map { $0.why?.text } == [nil, "save writes.", "save writes."])
    #expect(!look.durability && look.ordering == "none" && look.because.isEmpty)
  }
}
