import Analysis
import JSONDocument

/// A report held against an earlier one, as fingerprints for programs.
public struct BaselineJSON: Sendable {
  private let fileName: String
  private let triage: Triage

  /// - Parameter fileName: The earlier report.
  public init(fileName: String, _ triage: Triage) {
    self.fileName = fileName
    self.triage = triage
  }

  func value(_ findings: [Finding]) -> JSONValue {
    func fingerprints(_ belongs: (Triage.Standing) -> Bool) -> JSONValue {
      .array(
        zip(findings, triage.standings).filter { belongs($0.1) }.map {
          .string($0.0.fingerprint)
        })
    }
    return [
      "file": .string(fileName),
      "new": fingerprints { if case .open = $0 { true } else { false } },
      "known": fingerprints { $0 == .known },
      "gone": .array(triage.gone.map { .string($0.fingerprint) }),
    ]
  }
}
