public import Diagnostics
import JSONDocument

/// A JSON report that an earlier run wrote, checked as far as it is read here.
public struct RecordedReport: Sendable {
  /// The file it was read from.
  public let fileName: String
  /// The name of the system that it reports on.
  public let systemName: String
  /// Its findings, in their order.
  let findings: [RecordedFinding]
  /// The whole document.
  let document: JSONValue

  /// The report in a file, and what keeps the file from being one.
  public static func read(_ file: SourceFile) -> (RecordedReport?, [Diagnostic]) {
    let (document, problems) = JSONReader.read(file)
    guard let document, problems.isEmpty else {
      let first = problems.first
      return (
        nil,
        [
          Diagnostic(
            "this is no JSON report: \(first?.message ?? "it cannot be read")",
            at: first?.location, fileName: file.name, help: writeOne)
        ]
      )
    }
    return read(document, file.name)
  }

  private static let writeOne =
    "'dsdesign analyze FILE --format json -o REPORT.json' writes one"

  /// The report that a JSON text holds, if it was written by this program.
  static func read(_ document: JSONValue, _ fileName: String) -> (RecordedReport?, [Diagnostic]) {
    func failed(_ message: String, _ help: String = writeOne) -> (RecordedReport?, [Diagnostic]) {
      (nil, [Diagnostic(message, at: nil, fileName: fileName, help: help)])
    }
    guard case .int(let version)? = document["dsdesign"], document["operations"]?.items != nil,
      let listed = document["findings"]?.items
    else { return failed("this JSON is no report of dsdesign") }
    guard version == 1 else {
      return failed(
        "this report has version \(version), and version 1 is read here",
        "a newer dsdesign wrote it; use that one, or write the report anew")
    }
    var findings: [RecordedFinding] = []
    for item in listed {
      guard let finding = RecordedFinding(item) else {
        return failed(
          item["fingerprint"]?.text == nil
            ? "a finding of this report has no fingerprint: an older dsdesign wrote it"
            : "a finding of this report lacks its rule, subject or severity",
          "write it anew: 'dsdesign analyze FILE --format json -o REPORT.json'")
      }
      findings.append(finding)
    }
    return (
      RecordedReport(
        fileName: fileName, systemName: document["system"]?["name"]?.text ?? "",
        findings: findings, document: document), []
    )
  }
}

extension JSONValue {
  var text: String? { if case .string(let text) = self { text } else { nil } }

  var items: [JSONValue]? { if case .array(let items) = self { items } else { nil } }

  var texts: [String] { items?.compactMap(\.text) ?? [] }

  var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }

  /// Any number as a double.
  var number: Double? {
    switch self {
    case .int(let number): Double(number)
    case .uint(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }
}
