import Analysis

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
