import Analysis
import Knowledge

/// Who has to agree to what: roles that follow from what this review asks for.
struct SignOffSection {
  let builder: ReviewBuilder

  private var numbering: Numbering { builder.numbering }

  var rows: [Review.SignOff] {
    [decides, changes, runs, accepts].compactMap(\.self) + [
      .init(role: "Author of the design", agrees: "the description is what is, or will be, built"),
      .init(role: "Reviewer", agrees: "this review was read and discussed"),
    ]
  }

  private var decides: Review.SignOff? {
    let count = numbering.records.count
    return count == 0
      ? nil
      : .init(
        role: "Decides",
        agrees: count == 1 ? "D1" : "D1 to D\(count), each as proposed or otherwise")
  }

  /// Those who own what has to change.
  private var changes: Review.SignOff? {
    var seen: Set<String> = []
    let names = numbering.findings.filter { $0.rule.severity >= .medium }.flatMap(\.findings)
      .map(\.subject.name).filter { seen.insert($0).inserted }
    return names.isEmpty
      ? nil
      : .init(
        role: "Owners of \(builder.names(names, limit: 6))",
        agrees: "the fixes of part 9 and their place in the plan")
  }

  private var runs: Review.SignOff? {
    guard !builder.analysis.steps.isEmpty else { return nil }
    return .init(role: "Runs it", agrees: "the exit criteria of part 10 can be shown, and when")
  }

  private var accepts: Review.SignOff? {
    let risks = builder.analysis.findings.count { $0.accepted != nil }
    return .init(
      role: "Carries the risk",
      agrees: risks == 0
        ? "what stays open of part 9 until its milestone is reached"
        : "\(risks == 1 ? "R1" : "R1 to R\(risks)"), and what stays open of part 9 until its milestone is reached"
    )
  }
}
