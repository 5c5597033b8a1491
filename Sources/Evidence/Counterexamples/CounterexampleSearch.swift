public import Analysis
import Benchmarks
import Knowledge
import Parallel

/// Looks for runs that show what findings warn of, makes them small, and tells them.
public struct CounterexampleSearch: Sendable {
  private let analysis: Analysis
  private let builder: RunBuilder
  private let depth: EvidenceDepth

  /// For the findings of an analysis.
  public init(_ analysis: Analysis, _ builder: RunBuilder, depth: EvidenceDepth) {
    self.analysis = analysis
    self.builder = builder
    self.depth = depth
  }

  private var seeds: Int { depth == .quick ? 4 : 40 }
  private var casesAtMost: Int { depth == .quick ? 8 : 200 }

  /// One for each scenario and part of the description that critical and high findings are about.
  ///
  /// - Parameter budget: Events that may be simulated, by their estimate.
  func all(budget: Int) -> [Counterexample] {
    var cases: [(item: CounterexampleCase, rules: [Counterexample.Place])] = []
    var spent = 0
    for finding in analysis.findings where finding.rule.severity >= .high {
      guard let scenario = finding.rule.counterexample,
        let item = CounterexampleCase(
          scenario: scenario, about: finding.subject.name, builder)
      else { continue }
      let place = Counterexample.Place(rule: finding.rule.id, subject: finding.subject.name)
      // What two scenarios run alike is run once.
      if let known = cases.firstIndex(where: {
        $0.item.target == item.target && $0.item.faults == item.faults
      }) {
        cases[known].rules.append(place)
        continue
      }
      guard cases.count < casesAtMost, let built = try? builder.run(item.target) else { continue }
      // The first seed mostly shows it; making it small takes some runs that are smaller.
      spent += 3 * built.under(item.faults, seed: 1).estimatedEvents
      guard spent <= budget else { break }
      cases.append((item, [place]))
    }
    return Chunks.map(cases, count: max(1, cases.count), smallest: 2) { part in
      part.compactMap { item, rules in
        var found = first(item)
        found?.rules = rules
        return found
      }
    }.flatMap(\.self)
  }

  private func first(_ item: CounterexampleCase) -> Counterexample? {
    for step in 0..<seeds {
      if let found = counterexample(item, seed: analysis.options.seed &+ UInt64(step)) {
        return found
      }
    }
    return nil
  }

  /// The counterexample of an id.
  ///
  /// - Returns: `nil` when the run of this description does no harm.
  /// - Throws: ``RunProblem`` when there is nothing to run, in words.
  public func replay(_ id: CounterexampleID) throws(RunProblem) -> Counterexample? {
    guard CounterexampleCase.scenarios.contains(id.scenario) else {
      throw RunProblem(
        "there is no counterexample of '\(id.scenario)'; there are those of "
          + ValueText.joined(CounterexampleCase.scenarios))
    }
    guard let item = CounterexampleCase(scenario: id.scenario, about: id.subject, builder) else {
      throw RunProblem(
        "'\(id.subject)' is nothing that '\(id.scenario)' could be shown of in this description")
    }
    return counterexample(item, seed: id.seed)
  }

  private func counterexample(_ item: CounterexampleCase, seed: UInt64) -> Counterexample? {
    guard let built = try? builder.run(item.target) else { return nil }
    let run = built.under(item.faults, seed: seed)
    func harm(_ run: ProtocolRun) -> ProtocolFigures.Harm? {
      run.figures()?.harms.first { $0.kind == item.harm && $0.count > 0 }
    }
    guard harm(run) != nil else { return nil }
    let small = RunShrinking(stillShows: { harm($0) != nil }).smallest(run)
    guard let figures = small.figures(),
      let shown = figures.harms.first(where: { $0.kind == item.harm && $0.count > 0 })
    else { return nil }
    return Counterexample(
      id: CounterexampleID(scenario: item.scenario, subject: item.subject, seed: seed),
      rules: [], kind: run.kind, harm: shown, story: Story(run: small, harm: shown).lines,
      operations: figures.overall.before.called + figures.overall.during.called
        + figures.overall.after.called)
  }
}
