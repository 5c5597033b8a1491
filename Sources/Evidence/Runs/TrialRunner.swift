public import Benchmarks
import Parallel

/// Makes the runs of trials, each once, spread over the cores.
///
/// What comes out does not depend on how many cores there are: every run stands alone, and results
/// are joined in the order of the trials.
public struct TrialRunner: Sendable {
  let builder: RunBuilder

  /// With runs from `builder`.
  public init(_ builder: RunBuilder) { self.builder = builder }

  private enum Work: Hashable, Sendable {
    case run(ProtocolRun)
    case costs(ProtocolRun)
  }

  private enum Outcome: Sendable {
    case figures(ProtocolFigures)
    case costs(ProtocolCosts)
    case nothing
  }

  /// Runs trials, and counts what an operation of each target costs.
  public func run(_ trials: [Trial]) -> TrialResults {
    var works: [Work] = []
    var index: [Work: Int] = [:]
    func add(_ work: Work) -> Int {
      if let known = index[work] { return known }
      index[work] = works.count
      works.append(work)
      return works.count - 1
    }
    var results = TrialResults()
    var runs: [(trial: Trial, kind: ProtocolKind, places: [(UInt64, Int)])] = []
    var costs: [RunTarget: Int] = [:]
    for trial in trials {
      guard let built = try? builder.run(trial.target) else { continue }
      let places = (0..<trial.seeds).map { step -> (UInt64, Int) in
        let seed = trial.seed &+ UInt64(step)
        return (seed, add(.run(built.under(trial.faults, seed: seed))))
      }
      runs.append((trial, built.run.kind, places))
      if costs[trial.target] == nil { costs[trial.target] = add(.costs(built.run)) }
      results.built[trial.target] = built
    }
    let outcomes = Self.outcomes(of: works)
    for (trial, kind, places) in runs {
      var result = TrialResult(kind)
      for (seed, place) in places {
        if case .figures(let figures) = outcomes[place] { result.add(figures, seed: seed) }
      }
      results.results[trial] = result
    }
    for (target, place) in costs {
      if case .costs(let counted) = outcomes[place] { results.costs[target] = counted }
    }
    return results
  }

  private static func outcomes(of works: [Work]) -> [Outcome] {
    Chunks.map(works, count: max(1, works.count), smallest: 2) { part in
      part.map { work -> Outcome in
        switch work {
        case .run(let run): run.figures().map { .figures($0) } ?? .nothing
        case .costs(let run): run.costs().map { .costs($0) } ?? .nothing
        }
      }
    }.flatMap(\.self)
  }
}

/// What trials measured.
public struct TrialResults: Sendable {
  fileprivate(set) var results: [Trial: TrialResult] = [:]
  fileprivate(set) var costs: [RunTarget: ProtocolCosts] = [:]
  fileprivate(set) var built: [RunTarget: BuiltRun] = [:]

  /// What a trial measured; `nil` when it could not be run.
  public func result(_ trial: Trial) -> TrialResult? { results[trial] }
  /// What an operation costs.
  public func costs(_ target: RunTarget) -> ProtocolCosts? { costs[target] }
  /// The run that a target stands for.
  public func built(_ target: RunTarget) -> BuiltRun? { built[target] }
}
