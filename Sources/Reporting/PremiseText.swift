import Analysis
import Expressions

/// Facts that a conclusion rests on, in the words of the description where it states them.
struct PremiseText {
  let analysis: Analysis
  /// Longer source text says no more than the value does.
  private static let limit = 40

  /// The value as the description writes it, else as the tool does.
  func value(_ premise: FactPremise) -> String {
    guard case .stated(let span) = premise.origin else { return premise.valueText }
    let source = analysis.facts.file.text(of: span)
    let isShort = !source.isEmpty && source.unicodeScalars.count <= Self.limit
    return isShort && !source.utf8.contains(0x0A) && !source.utf8.contains(0x0D)
      ? source : premise.valueText
  }

  /// The line that states it.
  func line(_ origin: FactOrigin) -> Int? {
    guard case .stated(let span) = origin else { return nil }
    return analysis.facts.file.position(of: Int(span.start)).line
  }

  /// Stated facts before assumed ones, computed ones last.
  func rank(_ premise: FactPremise) -> Int {
    switch premise.origin {
    case .stated: 0
    case .assumed: 1
    case .unknown: 2
    case .computed: 3
    }
  }

  /// The facts that made a rule fire, at most six: what the description says first, for that is what
  /// its authors can change. Each once; whole records and names say nothing.
  func telling(_ finding: Finding) -> [FactPremise] {
    var seen: Set<String> = []
    let premises = finding.derivation.premises
    let ordered = (0...3).flatMap { rank in premises.filter { self.rank($0) == rank } }
    return Array(
      ordered.filter { premise in
        guard seen.insert(premise.path).inserted else { return false }
        if case .record = premise.value { return false }
        if premise.path.hasSuffix(".name") { return false }
        if case .list(let items) = premise.value, case .record? = items.first { return false }
        return true
      }.prefix(6))
  }

  /// `line 12`, `assumed`, `computed`, `not stated`.
  func origin(_ premise: FactPremise) -> String {
    switch premise.origin {
    case .stated: "line \(line(premise.origin) ?? 0)"
    case .assumed: "assumed"
    case .computed: "computed"
    case .unknown: "not stated"
    }
  }
}
