public import Analysis
import Benchmarks
import Knowledge

/// Chooses what to run for an analysis, has it run, and compares.
public struct EvidencePlanner: Sendable {
  private let analysis: Analysis
  private let builder: RunBuilder
  private let depth: EvidenceDepth
  /// Events that may be simulated, by their estimate.
  private let budget: Int

  /// How many simulated events a second of budget stands for: about what one core does. The budget
  /// is held by this estimate and not by a clock, so that equal inputs give equal reports.
  public static let eventsPerSecond = 600_000
  /// What `quick` may take.
  static let quickBudget = 1_500_000

  /// - Parameter seconds: The budget of `full`; `nil`: none.
  public init(_ analysis: Analysis, depth: EvidenceDepth, seconds: Double? = nil) {
    self.analysis = analysis
    self.depth = depth
    builder = RunBuilder(analysis)
    let full = seconds.map { Int(min(max(0, $0), 1e6) * Double(Self.eventsPerSecond)) } ?? .max
    budget = depth == .quick ? min(full, Self.quickBudget) : full
  }

  /// A comparison that is to be run.
  private struct Draft {
    var decision: Decision
    var scenario: String
    var subject: RunSubject
    var variants: [Variant]
    var columns: [Comparison.Column]
    var first: BuiltRun

    var trials: [Trial] = []

    var key: String {
      "\(decision.topic.id)/\(decision.subject.name)/\(decision.subject.kind.rawValue)"
    }
  }

  private struct Variant {
    var title: String
    var option: String?
    var target: RunTarget
    var isChosen: Bool
    var isInUse: Bool
  }

  /// Runs all that the budget allows.
  public func report() -> EvidenceReport {
    var report = EvidenceReport()
    var spent = 0
    var drafts: [Draft] = []
    var seen: Set<Trial> = []
    for draft in inTurn(analysis.decisions.compactMap(draft)) {
      let decision = draft.decision
      let new = draft.trials.filter { !seen.contains($0) }
      let cost = new.reduce(0) { $0 + estimate($1) }
      guard spent + cost <= budget else {
        report.leftOut.append("\(decision.topic.id)/\(decision.subject.name)")
        continue
      }
      spent += cost
      seen.formUnion(new)
      drafts.append(draft)
    }
    let places = Dictionary(
      uniqueKeysWithValues: analysis.decisions.enumerated().map {
        ("\($1.topic.id)/\($1.subject.name)/\($1.subject.kind.rawValue)", $0)
      })
    drafts.sort { places[$0.key, default: 0] < places[$1.key, default: 0] }
    let trials = drafts.flatMap(\.trials)
    let results = TrialRunner(builder).run(trials)
    report.comparisons = drafts.compactMap { comparison($0, results) }
    report.counterexamples = CounterexampleSearch(analysis, builder, depth: depth).all(
      budget: max(0, budget - spent) + budget / 4)
    return report
  }

  /// The first decision of each topic, then the second of each, and so on: where the budget ends, no
  /// topic goes without.
  private func inTurn(_ drafts: [Draft]) -> [Draft] {
    var seen: [String: Int] = [:]
    let turns = drafts.map { draft -> Int in
      seen[draft.decision.topic.id, default: 0] += 1
      return seen[draft.decision.topic.id] ?? 0
    }
    return drafts.indices.sorted { (turns[$0], $0) < (turns[$1], $1) }.map { drafts[$0] }
  }

  private func estimate(_ trial: Trial) -> Int {
    guard let built = try? builder.run(trial.target) else { return 0 }
    return built.under(trial.faults, seed: trial.seed).estimatedEvents * trial.seeds
  }

  private func draft(_ decision: Decision) -> Draft? {
    let runs = analysis.knowledge.scenarioRuns(topic: decision.topic.id)
    guard let scenario = runs.first?.scenario,
      runs.contains(where: { $0.option == decision.option.id })
    else { return nil }
    func run(_ option: Int) -> ScenarioRun? {
      runs.first { $0.option == decision.topic.options[option].id }
    }
    guard
      let family = run(decision.choice).flatMap({ ProtocolKind(rawValue: $0.protocolName) })?
        .family, let subject = subject(decision.subject, family)
    else { return nil }
    var variants: [Variant] = []
    var described: ProtocolKind?
    func add(_ option: Int) {
      guard let run = run(option), variants.count < 4 else { return }
      let target = target(run, subject, isInUse: option == decision.current)
      let choice = decision.topic.options[option]
      guard !variants.contains(where: { $0.option == choice.id }),
        (try? builder.run(target)) != nil
      else { return }
      // Of several options that are run as the description's protocol, one is what it does.
      let isTaken = variants.contains(where: \.isInUse)
      variants.append(
        Variant(
          title: choice.title, option: choice.id, target: target,
          isChosen: option == decision.choice,
          isInUse: option == decision.current
            || decision.current == nil && !isTaken && option != decision.choice
              && target.kind == described && target.changes.isEmpty
        ))
    }
    if let current = decision.current, run(current) != nil {
      add(current)
    } else if let built = try? builder.run(RunTarget(subject)) {
      described = built.run.kind
    }
    let isOption = decision.topic.options.indices.contains { option in
      option != decision.choice
        && run(option).map { $0.protocolName == described?.rawValue && $0.changes.isEmpty } == true
    }
    if let described, !isOption {
      variants.append(
        Variant(
          title: "as described", option: nil, target: RunTarget(subject, described),
          isChosen: false, isInUse: true))
    }
    add(decision.choice)
    for option in decision.topic.options.indices
    where run(option).map({ $0.protocolName == described?.rawValue }) ?? false {
      add(option)
    }
    for option in rivals(decision) { add(option) }
    guard let chosen = variants.first(where: \.isChosen),
      let built = try? builder.run(chosen.target)
    else { return nil }
    let columns = Columns(
      family: family,
      regions: family == .lock || family == .detection
        ? [] : built.run.site.clients.map { built.run.site.places[$0].name }, cut: built.cutWords,
      depth: depth
    ).all
    var draft = Draft(
      decision: decision, scenario: scenario, subject: subject, variants: variants,
      columns: columns, first: built)
    draft.trials = variants.flatMap { variant in columns.map { trial($0, variant.target) } }
    return draft
  }

  /// Serious alternatives: the least opposed first, then what is ruled out.
  private func rivals(_ decision: Decision) -> [Int] {
    decision.verdicts.indices.filter { $0 != decision.choice && $0 != decision.current }
      .sorted { left, right in
        let (a, b) = (decision.verdicts[left], decision.verdicts[right])
        if a.excluded.isEmpty != b.excluded.isEmpty { return a.excluded.isEmpty }
        return a.score != b.score ? a.score > b.score : left < right
      }
  }

  private func target(_ run: ScenarioRun, _ subject: RunSubject, isInUse: Bool) -> RunTarget {
    let kind = ProtocolKind(rawValue: run.protocolName)
    let changes = isInUse ? [] : run.changes.compactMap { ParameterChange($0) }
    return RunTarget(subject, kind, changes: changes)
  }

  private func subject(_ subject: Subject, _ family: ProtocolKind.Family) -> RunSubject? {
    switch (subject.kind, family) {
    case (.store, .replication):
      return .store(subject.name, operation: builder.ground.store(subject.name)?.users.first)
    case (.operation, .transaction): return .steps(operation: subject.name)
    case (.operation, .publication): return .event(operation: subject.name)
    case (.operation, .replication):
      guard let store = builder.ground.operation(subject.name)?.stores.first else { return nil }
      return .store(store, operation: subject.name)
    case (.coordination, .lock): return .coordination(subject.name)
    case (.failureDetection, .detection): return .detection(subject.name)
    default: return nil
    }
  }

  private func trial(_ column: Comparison.Column, _ target: RunTarget) -> Trial {
    Trial(target, column.faults, seed: analysis.options.seed, seeds: column.seeds)
  }

  private func comparison(_ draft: Draft, _ results: TrialResults) -> Comparison? {
    let rows = draft.variants.compactMap { variant -> Comparison.Row? in
      guard let built = results.built(variant.target) else { return nil }
      let figures = draft.columns.map { column in
        column.measures.map { Figure($0, trial(column, variant.target), results) }
      }
      return Comparison.Row(
        title: variant.title, option: variant.option, kind: built.run.kind,
        target: variant.target, isChosen: variant.isChosen, isInUse: variant.isInUse,
        added: built.added, figures: figures)
    }
    guard rows.contains(where: \.isChosen) else { return nil }
    return Comparison(
      topic: draft.decision.topic.id, subject: draft.decision.subject.name,
      scenario: draft.scenario, about: draft.subject, columns: draft.columns, rows: rows,
      cut: draft.first.cutWords, verdict: Deciding(rows: rows).sentence,
      parameters: parameters(draft, results), seed: analysis.options.seed)
  }

  /// Of all variants, each once.
  private func parameters(_ draft: Draft, _ results: TrialResults) -> [ParameterInUse] {
    var found: [ParameterInUse] = []
    for variant in draft.variants {
      for parameter in results.built(variant.target)?.parameters ?? []
      where !found.contains(parameter) && parameter.field != "--set" {
        found.append(parameter)
      }
    }
    return found
  }
}
