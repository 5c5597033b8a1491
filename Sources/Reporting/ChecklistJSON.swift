import Analysis
public import Checklist
import Diagnostics
public import JSONDocument
import Knowledge

/// The checklist as JSON, version 1 of its contract.
public struct ChecklistJSON {
  private let state: ChecklistState

  /// A renderer of `state`.
  public init(_ state: ChecklistState) { self.state = state }

  /// The document.
  ///
  /// - Parameters:
  ///   - system: The system's name.
  ///   - file: The description.
  ///   - answersFile: Where answers are kept; `nil`: nowhere.
  ///   - failed: What fails the run, by item.
  public func document(
    system: String, file: String, answersFile: String?,
    failed: [(gate: ChecklistGate, item: String)]
  ) -> JSONValue {
    [
      "dsdesign": 1, "system": ["name": .string(system), "file": .string(file)],
      "answers_file": text(answersFile), "counts": counts,
      "failed": .array(
        failed.map { ["because": .string($0.gate.rawValue), "item": .string($0.item)] }),
      "items": items,
    ]
  }

  private var counts: JSONValue {
    func count(_ condition: (ChecklistState.Entry) -> Bool) -> JSONValue {
      .int(Int64(state.count(condition)))
    }
    return [
      "yes": count { $0.answer == .yes }, "partly": count { $0.answer == .partly },
      "no": count { $0.answer == .no },
      "not_applicable": count { $0.answer == .notApplicable || $0.isNotConcerned },
      "unanswered": count { $0.answer == nil && !$0.isNotConcerned }, "stale": count(\.isStale),
      "overdue": count(state.isOverdue), "contradicted": count(\.isContradicted),
    ]
  }

  /// One object an item, in order; `review` has them too.
  public var items: JSONValue { .array(state.entries.map(item)) }

  private func item(_ entry: ChecklistState.Entry) -> JSONValue {
    let prepared = entry.prepared
    let given = entry.given
    return [
      "id": .string(entry.id), "title": .string(prepared.item.title),
      "question": .string(prepared.item.asks), "shows": text(prepared.answer?.rawValue),
      "evidence": .array(prepared.evidence.map(evidence)),
      "unsaid": .array(
        prepared.unsaid.map {
          [
            "asks": .string($0.asks), "fields": strings($0.paths), "subjects": strings($0.subjects),
          ]
        }),
      "exercises": .array(prepared.exercises.map(exercise)),
      "answer": text(given?.answer?.rawValue), "note": text(given?.note),
      "owner": text(given?.owner), "due": text(given?.due?.description),
      "answered": text(given?.answered?.description), "open": .bool(entry.isOpen),
      "stale": .bool(entry.isStale), "overdue": .bool(state.isOverdue(entry)),
      "contradicted": .bool(entry.isContradicted),
      "changes": .array(
        entry.changes.map {
          ["fact": text($0.path), "before": text($0.before), "now": text($0.now)]
        }),
      "sources": .array(
        prepared.item.sources.map { ["cite": .string($0.cite), "at": text($0.at)] }),
    ]
  }

  private func evidence(_ evidence: PreparedEvidence) -> JSONValue {
    [
      "answer": .string(evidence.answer.rawValue), "text": .string(evidence.text.sentence),
      "subjects": strings(evidence.subjects), "location": location(evidence.location),
      "rule": text(evidence.rule?.id), "severity": text(evidence.rule?.severity.rawValue),
      "accepted": .bool(evidence.isAccepted),
    ]
  }

  private func exercise(_ exercise: PreparedExercise) -> JSONValue {
    [
      "kind": .string(exercise.subject.kind.rawValue), "subject": .string(exercise.subject.name),
      "others": strings(exercise.others), "expects": .string(exercise.expects.sentence),
      "verify": .string(exercise.verify.sentence),
    ]
  }

  private func location(_ location: SourceLocation?) -> JSONValue {
    guard let location else { return nil }
    let start = location.start
    let end = location.end
    return [
      "file": .string(location.file.name), "line": .int(Int64(start.line)),
      "column": .int(Int64(start.column)), "end_line": .int(Int64(end.line)),
      "end_column": .int(Int64(end.column)),
    ]
  }

  private func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? nil }

  private func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
