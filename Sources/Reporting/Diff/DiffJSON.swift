import JSONDocument

/// A difference for programs.
public struct DiffJSON {
  private let diff: DesignDiff

  /// A renderer for `diff`.
  public init(_ diff: DesignDiff) { self.diff = diff }

  /// The document, pretty-printed, with a newline at its end.
  public func text() -> String {
    let value: JSONValue = [
      "dsdesign_diff": 1,
      "old": .string(diff.oldName), "new": .string(diff.newName),
      "weaker": .bool(diff.isWeaker), "changed": .bool(!diff.isEmpty),
      "operations": [
        "new": texts(diff.added.map(\.name)), "gone": texts(diff.removed.map(\.name)),
      ],
      "guarantees": .array(diff.guarantees.map(guarantee)),
      "findings": [
        "new": .array(diff.findings.new.map(finding)),
        "gone": .array(diff.findings.gone.map(finding)),
        "changed": .array(
          diff.findings.changed.map { ["before": finding($0.old), "after": finding($0.new)] }),
      ],
      "decisions": .array(diff.decisions.map(decision)),
      "numbers": .array(diff.numbers.map(number)),
    ]
    return JSONWriter.text(value, pretty: true) + "\n"
  }

  private func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  private func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  private func guarantee(_ change: GuaranteeChange) -> JSONValue {
    [
      "operations": texts(change.operations), "what": .string(change.aspect),
      "before": .string(change.before), "after": .string(change.after),
      "direction": text(change.direction?.rawValue), "note": text(change.note),
    ]
  }

  private func finding(_ finding: RecordedFinding) -> JSONValue {
    [
      "fingerprint": .string(finding.fingerprint), "rule": .string(finding.rule),
      "subject": .string(finding.subject), "severity": .string(finding.severity.rawValue),
      "accepted": .bool(finding.isAccepted), "message": .string(finding.message),
      "place": text(finding.place),
    ]
  }

  private func decision(_ change: DecisionChange) -> JSONValue {
    func answer(_ answer: DecisionChange.Answer?) -> JSONValue {
      answer.map { ["choice": .string($0.choice), "current": text($0.current)] } ?? .null
    }
    return [
      "topic": .string(change.topic), "subjects": texts(change.subjects),
      "before": answer(change.before), "after": answer(change.after),
    ]
  }

  private func number(_ change: NumberChange) -> JSONValue {
    func value(_ number: Double?) -> JSONValue { number.map { .double($0) } ?? .null }
    return [
      "subjects": texts(change.subjects), "number": .string(change.key),
      "unit": .string(change.unit.rawValue), "before": value(change.before),
      "after": value(change.after),
      "meets_target": change.meets.map {
        ["before": .bool($0.before), "after": .bool($0.after)]
      } ?? .null,
    ]
  }
}
