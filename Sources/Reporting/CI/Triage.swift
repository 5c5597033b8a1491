public import Analysis
import Knowledge

/// Which findings of a report count, and which of them are new since an earlier one.
public struct Triage: Sendable {
  /// How a finding stands.
  public enum Standing: Sendable, Equatable {
    /// The team lives with it, and the date has not passed; whether the earlier report has it, too.
    case accepted(isKnown: Bool)
    /// The earlier report has it, as severe and not accepted.
    case known
    /// It counts.
    case open(Novelty)
  }

  /// Why a finding counts.
  public enum Novelty: Sendable, Equatable {
    /// There is no earlier report to hold it against.
    case notCompared
    /// The earlier report does not have it.
    case new
    /// The earlier report has it as accepted; it no longer is.
    case acceptanceEnded
    /// The earlier report has it as less severe.
    case moreSevere
  }

  /// One for each finding, in the order of the report.
  public let standings: [Standing]
  /// Findings of the earlier report that are gone, in its order.
  public let gone: [RecordedFinding]
  /// Whether there is an earlier report.
  public let isCompared: Bool

  /// Indices of the findings that count.
  public var open: [Int] {
    standings.indices.filter { if case .open = standings[$0] { true } else { false } }
  }

  /// Every finding that is not accepted counts.
  public init(_ findings: [Finding]) {
    standings = findings.map { $0.isAccepted ? .accepted(isKnown: false) : .open(.notCompared) }
    gone = []
    isCompared = false
  }

  /// A finding that the earlier report has does not count.
  ///
  /// Each finding of the earlier report stands for one of now: with the same rule and subject, at
  /// least as severe, and not accepted, for what was accepted until a day is looked at again
  /// afterwards.
  public init(_ findings: [Finding], since baseline: RecordedReport) {
    var old: [String: [Int]] = [:]
    for (index, finding) in baseline.findings.enumerated() {
      old[finding.fingerprint, default: []].append(index)
    }
    var isMatched = [Bool](repeating: false, count: baseline.findings.count)
    /// Takes the first earlier finding that is like this one and not taken.
    func take(_ finding: Finding, _ suits: (RecordedFinding) -> Bool) -> Bool {
      let free = old[finding.fingerprint]?.first {
        !isMatched[$0] && suits(baseline.findings[$0])
      }
      guard let free else { return false }
      isMatched[free] = true
      return true
    }
    var standings = [Standing](repeating: .accepted(isKnown: false), count: findings.count)
    for (index, finding) in findings.enumerated() where !finding.isAccepted {
      if take(finding, { !$0.isAccepted && $0.severity >= finding.rule.severity }) {
        standings[index] = .known
      }
    }
    for (index, finding) in findings.enumerated() where standings[index] != .known {
      if finding.isAccepted {
        standings[index] = .accepted(isKnown: take(finding) { _ in true })
      } else if take(finding, { !$0.isAccepted }) {
        standings[index] = .open(.moreSevere)
      } else {
        standings[index] = .open(take(finding) { _ in true } ? .acceptanceEnded : .new)
      }
    }
    self.standings = standings
    gone = baseline.findings.indices.filter { !isMatched[$0] }.map { baseline.findings[$0] }
    isCompared = true
  }
}
