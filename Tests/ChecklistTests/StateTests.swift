import Analysis
import Knowledge
import SystemModel
import Testing

@testable import Checklist

@Suite struct StateTests {
  private func answered(_ answer: ChecklistAnswer, _ item: String, in text: String = design)
    throws -> [String: GivenAnswer]
  {
    let entry = try #require(try state(text).entries.first { $0.id == item })
    let change = AnswerChange.answer(
      item: item, answer, on: nil, AnswerBasis(entry.prepared.basis))
    return [item: change.applied(to: nil)]
  }

  @Test func `what the description shows is the worst of its parts, or partly when they differ`()
    throws
  {
    let shown = try state().entries.map(\.prepared.answer)
    #expect(shown == [.partly, nil, .notApplicable])
    let evidence = try state().entries[0].prepared.evidence
    #expect(evidence.map(\.text.text) == ["db has no fence.", "log has tokens."])
    #expect(evidence[0].location?.start.line == 5)
  }

  @Test(arguments: [
    ("fencing: none", "fencing: token", ChecklistAnswer?.some(.yes)),
    ("fencing: token", "fencing: none", .some(.no)),
    ("fencing: token", "mode: manual", .some(.no)), ("fencing: none", "mode: manual", nil),
  ])
  func `the answer follows the facts`(old: String, new: String, wanted: ChecklistAnswer?) throws {
    let text = design.replacing(old, with: new)
    #expect(try state(text).entries[0].prepared.answer == wanted)
  }

  @Test func `an exercise is about the subject that fares worst`() throws {
    let exercise = try #require(try state().entries[0].prepared.exercises.first)
    #expect(exercise.verify.text == "Stop db.")
    #expect(exercise.others == ["log"])
    let turned = design.replacing("none", with: "stonith").replacing("token", with: "none")
    #expect(try state(turned).entries[0].prepared.exercises.first?.verify.text == "Stop log.")
  }

  @Test func `a fact that is not stated is asked for with its path`() throws {
    let unsaid = try state().entries[1].prepared.unsaid
    #expect(unsaid.map(\.paths) == [["stores.db.shards"]])
    let silent = try state(design + "\nservices: {shop: {}}").entries[2].prepared
    #expect(silent.answer == nil)
    #expect(silent.unsaid.map(\.asks) == ["Nobody knows shop."])
  }

  @Test func `an answer holds while its facts do, wherever they stand`() throws {
    let given = try answered(.yes, "leader")
    let moved =
      "# a comment\n\n" + design.replacing("\n    log", with: "\n    # of the log\n    log")
    #expect(try state(moved, answers: given).entries[0].isStale == false)
    let unrelated = design.replacing("idle: {}", with: "idle: {timeout: 2s}")
    #expect(try state(unrelated, answers: given).entries[0].isStale == false)
  }

  @Test func `an answer is stale once a fact has changed, come or gone`() throws {
    let given = try answered(.yes, "leader")
    func changes(_ old: String, _ new: String) throws -> [FactChange] {
      try state(design.replacing(old, with: new), answers: given).entries[0].changes
    }
    #expect(
      try changes("fencing: none", "fencing: token") == [
        FactChange(path: "stores.db.failover.fencing", before: "none", now: "token")
      ])
    #expect(try changes("log:", "logs:").map(\.path?.description).count == 2)
    let log = "log: {failover: {fencing: token}}"
    #expect(try !changes(log, "").isEmpty)
    #expect(
      try changes("{failover: {fencing: none}}", "{}").contains {
        $0.before == "none" && $0.now != "none"
      })
  }

  @Test func `of very many facts a fingerprint is kept`() {
    let facts = (0..<500).map { FactValue(path: "p\($0)", value: "\($0)") }
    let basis = AnswerBasis(facts)
    #expect(basis == .fingerprint("500 facts, fingerprint \(basis.text.suffix(16))"))
    #expect(basis.changes(to: facts).isEmpty)
    #expect(basis.changes(to: facts.dropLast() + [FactValue(path: "p499", value: "x")]).count == 1)
  }

  @Test func `nothing concerned is nothing to answer, until somebody answers it`() throws {
    let entry = try state().entries[2]
    #expect(entry.isNotConcerned && !entry.isOpen)
    var given = GivenAnswer()
    given.answer = .no
    let answered = try state(answers: ["never": given]).entries[2]
    #expect(!answered.isNotConcerned && answered.isNegative)
  }

  @Test func `each gate holds for what it names and nothing else`() throws {
    var negative = GivenAnswer()
    negative.answer = .partly
    negative.due = CalendarDate("2026-01-01")
    var contradicted = GivenAnswer()
    contradicted.answer = .yes
    let all = design.replacing("token", with: "none")
    let gated = try state(
      all, answers: ["leader": contradicted, "never": negative], today: "2026-01-02")
    func held(_ gate: ChecklistGate) -> [String] {
      gated.entries.filter { gate.holds($0, in: gated) }.map(\.id)
    }
    #expect(held(.unanswered) == ["shards"])
    #expect(held(.negative) == ["never"])
    #expect(held(.overdue) == ["never"])
    #expect(held(.contradicted) == ["leader"])
    #expect(held(.stale) == [])
    let onTheDay = try state(answers: ["never": negative], today: "2026-01-01")
    #expect(onTheDay.entries.allSatisfy { !onTheDay.isOverdue($0) })
  }
}

extension AnswerBasis {
  /// Of a fingerprint.
  fileprivate var text: String { if case .fingerprint(let text) = self { text } else { "" } }
}
