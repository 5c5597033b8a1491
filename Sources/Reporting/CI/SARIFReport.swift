import Analysis
import Diagnostics
import JSONDocument
import Knowledge
import SystemModel

/// The findings of a report as SARIF 2.1.0, for code scanning and editors.
///
/// Accepted risks are suppressions that stand in the source (the description holds them), with their
/// reason; one whose day has passed suppresses nothing.
/// - Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
public struct SARIFReport {
  let analysis: Analysis
  private let triage: Triage
  private let version: String
  private let words: FindingWords
  private let prose: Prose

  /// A renderer for `report`.
  ///
  /// - Parameter version: The program's own, such as `1.4.0`.
  public init(_ report: Report, triage: Triage, version: String) {
    analysis = report.analysis
    self.triage = triage
    self.version = version
    words = FindingWords(analysis: report.analysis)
    prose = Prose(report.analysis)
  }

  /// The log, with a newline at its end.
  public func text() -> String {
    let rules = SARIFRules(analysis.findings.map(\.rule), analysis.knowledge.citations)
    let results = zip(analysis.findings, triage.standings).map { finding, standing in
      result(finding, standing, ruleIndex: rules.index(of: finding.rule))
    }
    let run: JSONValue = [
      "tool": [
        "driver": [
          "name": "dsdesign", "version": .string(version), "semanticVersion": .string(version),
          "shortDescription": ["text": "Reviews the design of a distributed system."],
          "rules": rules.metadata,
        ]
      ],
      "automationDetails": ["id": .string("dsdesign/\(FileURI.reference(fileName))/")],
      "columnKind": "unicodeCodePoints",
      "invocations": [["executionSuccessful": true]],
      "results": .array(results),
    ]
    let log: JSONValue = [
      "$schema":
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0", "runs": [run],
    ]
    return JSONWriter.text(log, pretty: true) + "\n"
  }

  private var fileName: String { analysis.facts.file.name }

  private func result(_ finding: Finding, _ standing: Triage.Standing, ruleIndex: Int)
    -> JSONValue
  {
    var result: JSONObject = [
      "ruleId": .string(finding.rule.id), "ruleIndex": JSONValue(ruleIndex),
      "level": .string(SARIFRules.level(finding.rule.severity)),
      "message": message(finding),
      "locations": [location(finding)],
      "relatedLocations": .array(related(finding)),
      "partialFingerprints": ["dsdesignFinding/v1": .string(finding.fingerprint)],
      "suppressions": .array(suppressions(finding)),
    ]
    if triage.isCompared { result["baselineState"] = .string(state(finding, standing)) }
    result["properties"] = [
      "severity": .string(finding.rule.severity.rawValue),
      "category": .string(finding.rule.category),
    ]
    return .object(result)
  }

  private func message(_ finding: Finding) -> JSONValue {
    let markdown = [
      prose.full(finding.message), "*Actual:* \(MarkdownText.inline(words.actual(finding))).",
      "*Expected:* \((RemedyText.text([finding]).map { $0 + " " } ?? "") + prose.full(finding.instead))",
    ].joined(separator: "\n\n")
    return [
      "text": .string(SARIFText.message(words.whole(finding))),
      "markdown": .string(SARIFText.message(markdown)),
    ]
  }

  private func state(_ finding: Finding, _ standing: Triage.Standing) -> String {
    switch standing {
    case .accepted(let isKnown): isKnown ? "unchanged" : "new"
    case .known: "unchanged"
    case .open(.new), .open(.notCompared): "new"
    case .open(.acceptanceEnded), .open(.moreSevere): "updated"
    }
  }

  // MARK: Places

  private func location(_ finding: Finding) -> JSONValue {
    [
      "physicalLocation": place(finding.location.span),
      "logicalLocations": [
        [
          "name": .string(finding.subject.name),
          "fullyQualifiedName": .string(finding.subject.path),
          "kind": .string(finding.subject.kind.rawValue),
        ]
      ],
    ]
  }

  /// Where the description states what the finding rests on.
  private func related(_ finding: Finding) -> [JSONValue] {
    PremiseText(analysis: analysis).telling(finding).compactMap { premise in
      guard case .stated(let span) = premise.origin, span != finding.location.span else {
        return nil
      }
      return [
        "physicalLocation": place(span),
        "message": [
          "text": .string(
            SARIFText.message("\(premise.path) is \(MarkdownText.clean(premise.valueText))"))
        ],
      ]
    }
  }

  private func place(_ span: SourceSpan) -> JSONValue {
    let location = SourceLocation(file: analysis.facts.file, span: span)
    let (start, end) = (location.start, location.end)
    var artifact: JSONObject = ["uri": .string(FileURI.reference(fileName))]
    if !FileURI.isAbsolute(fileName), fileName != "<stdin>" {
      artifact["uriBaseId"] = "%SRCROOT%"
    }
    return [
      "artifactLocation": .object(artifact),
      "region": [
        "startLine": JSONValue(start.line), "startColumn": JSONValue(start.column),
        "endLine": JSONValue(end.line), "endColumn": JSONValue(end.column),
      ],
    ]
  }

  private func suppressions(_ finding: Finding) -> [JSONValue] {
    guard finding.isAccepted, let accepted = finding.accepted else { return [] }
    var suppression: JSONObject = ["kind": "inSource", "status": "accepted"]
    suppression["justification"] = .string(
      accepted.because.map { MarkdownText.clean($0) } ?? "accepted; no reason is stated")
    let entry = analysis.description.acceptedRisks.items.first { risk in
      risk.rule.value == finding.rule.id
        && (risk.subject.map { $0.value == finding.subject.name } ?? true)
    }
    if let entry { suppression["location"] = ["physicalLocation": place(entry.span)] }
    if let until = accepted.until { suppression["properties"] = ["until": .string(until)] }
    return [.object(suppression)]
  }
}

/// Texts as SARIF wants them.
enum SARIFText {
  /// A message: braces would be placeholders, so they are doubled (§3.11.5).
  static func message(_ text: String) -> String {
    text.replacing("{", with: "{{").replacing("}", with: "}}")
  }
}
