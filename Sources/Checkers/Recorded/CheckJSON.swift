public import JSONDocument

/// A report for programs.
public enum CheckJSON {
  /// The version of the form, raised when a member changes its meaning.
  public static let version = 1

  /// The report as one object.
  public static func value(_ report: CheckReport, file: String) -> JSONValue {
    var object: JSONObject = [
      "check": JSONValue(version), "file": .string(file), "model": .string(report.model.rawValue),
      "consistency": .string(report.consistency), "verdict": .string(report.verdict.rawValue),
      "operations": JSONValue(report.operationCount),
    ]
    if report.verdict == .undecided { object.append("reason", .string(report.reason)) }
    object.append("findings", .array(report.findings.map(value)))
    object.append("notes", .array(report.notes.map { .string($0) }))
    return .object(object)
  }

  private static func value(_ finding: CheckReport.Finding) -> JSONValue {
    [
      "name": .string(finding.name),
      "explanation": .array(finding.explanation.map { .string($0) }),
      "operations": .array(finding.operations.map(value)),
    ]
  }

  private static func value(_ operation: CheckReport.Operation) -> JSONValue {
    [
      "process": .string(operation.process), "operation": .string(operation.label),
      "line": JSONValue(operation.line),
      "answer_line": operation.answerLine.map { JSONValue($0) } ?? .null,
      "called": .int(operation.called),
      "answered": operation.answered.map { .int($0) } ?? .null,
    ]
  }
}
