import Analysis
import Diagnostics
import Foundation
import Knowledge
import SystemModel
import Testing

@testable import Checklist

/// A checklist of a few lines over real facts.
let items = """
  - id: leader
    title: The leader
    asks: Who takes over?
    looks_at:
      - for: store
        answers:
          - {answer: no, if: "store.failover.fencing == 'none'", says: "{store.name} has no fence.", points: [store.failover.fencing]}
          - {answer: yes, if: "store.failover.fencing == 'token'", says: "{store.name} has tokens."}
        expects: "{store.name} is fenced."
        verify: "Stop {store.name}."
    otherwise: There is no store.
    sources: []
    examples: [{system: {}, answer: not applicable}, {system: {}, answer: no}]
  - id: shards
    title: The shards
    asks: How many?
    looks_at:
      - for: store
        when: store.name == 'db'
        answers: [{answer: yes, if: store.shards > 1, says: "{store.shards} of them."}]
        expects: Many.
        verify: Count.
    otherwise: There is no db.
    sources: []
    examples: [{system: {}, answer: not applicable}, {system: {}, answer: no}]
  - id: never
    title: The queue
    asks: What of the queue?
    looks_at:
      - {for: service, answers: [], open: "Nobody knows {service.name}.", expects: Bound., verify: Fill.}
    otherwise: There is no service.
    sources: []
    examples: [{system: {}, answer: not applicable}, {system: {}, answer: no}]
  """

let design = """
  dsdesign: 1
  system: {name: example}
  operations: {idle: {}}
  stores:
    db: {failover: {fencing: none}}
    log: {failover: {fencing: token}}
  """

let ids = ["leader", "shards", "never"]

func analysis(_ text: String = design) throws -> Analysis {
  let (knowledge, problems) = KnowledgeBase.load(
    [
      KnowledgeSource(
        path: "checklist.yaml", file: SourceFile(name: "checklist.yaml", text: items))
    ], schema: FactTypes.schema)
  try #require(problems.isEmpty, "\(DiagnosticRenderer(color: false).render(problems))")
  let file = SourceFile(name: "design.yaml", text: text)
  let (description, mistakes) = SystemDescription.read(file)
  let shown = DiagnosticRenderer(color: false).render(mistakes)
  return Analyzer(knowledge: knowledge).analyze(try #require(description, "\(shown)"), in: file)
}

func state(
  _ text: String = design, answers: [String: GivenAnswer] = [:], today: String? = nil
) throws -> ChecklistState {
  ChecklistState(
    try analysis(text).preparedChecklist(), answers: answers,
    today: today.flatMap { CalendarDate($0) })
}

/// The answers of a text, which must be without mistakes.
func answers(_ text: String) throws -> AnswersFile {
  let (file, problems) = AnswersFile.read(SourceFile(name: "a.yaml", text: text), items: ids)
  return try #require(file, "\(DiagnosticRenderer(color: false).render(problems))")
}
