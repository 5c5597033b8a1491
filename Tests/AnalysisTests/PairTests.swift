import Testing

@testable import Analysis

/// Two systems that differ in one fact get reports that differ in what follows from it.
@Suite struct PairTests {
  @Test(arguments: Pair.all)
  func `one fact changes what follows from it, and nothing else`(_ pair: Pair) throws {
    let pieces = pair.base.split(separator: pair.first, omittingEmptySubsequences: false)
    try #require(pieces.count == 2, "'\(pair.first)' stands \(pieces.count - 1) times")
    let first = try analyze(pair.base, with: ProjectKnowledge.base)
    let second = try analyze(pieces.joined(separator: pair.second), with: ProjectKnowledge.base)
    let differences = Self.differences(first, second)
    #expect(differences == pair.differs)

    // What is to be done changes only where a finding or a decision does.
    let concerned = Set(differences.map { $0.split(separator: " ")[1] })
    for (one, other) in [(first, second), (second, first)] {
      let planned = Set(other.steps.map(Self.line))
      for step in one.steps where !planned.contains(Self.line(step)) {
        #expect(
          step.because.contains { concerned.contains(Substring($0)) },
          "'\(step.text)' because of \(step.because)")
      }
    }
  }

  @Test func `the pairs are of different facts`() {
    #expect(Set(Pair.all.map(\.fact)).count == Pair.all.count)
    #expect(Pair.all.count >= 30)
  }

  private static func line(_ step: PlannedStep) -> String {
    "\(step.milestone.id) \(step.because) \(step.subjects)"
  }

  private static func differences(_ first: Analysis, _ second: Analysis) -> [String] {
    let (old, new) = (findings(first), findings(second))
    let (before, after) = (decisions(first), decisions(second))
    return old.subtracting(new).sorted().map { "- \($0)" }
      + new.subtracting(old).sorted().map { "+ \($0)" }
      + Set(before.keys).union(after.keys).sorted().compactMap { topic in
        let (old, new) = (before[topic] ?? "none", after[topic] ?? "none")
        return old == new ? nil : "~ \(topic): \(old) -> \(new)"
      }
  }

  private static func findings(_ analysis: Analysis) -> Set<String> {
    Set(analysis.findings.map { "\($0.rule.id) \($0.subject.name)" })
  }

  private static func decisions(_ analysis: Analysis) -> [String: String] {
    let pairs = analysis.decisions.map {
      ("\($0.topic.id) \($0.subject.name)", $0.option.id + ($0.isKept ? " (kept)" : ""))
    }
    return Dictionary(pairs) { first, _ in first }
  }
}
