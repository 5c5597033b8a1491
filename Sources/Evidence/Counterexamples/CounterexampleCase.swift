import Analysis
import Benchmarks
import Knowledge

/// What is run to show the harm of a scenario.
struct CounterexampleCase: Sendable {
  var scenario: String
  /// As descriptions name it.
  var subject: String
  var target: RunTarget
  var faults: [FaultKind]
  var harm: ProtocolFigures.HarmKind

  /// The scenarios that have counterexamples.
  static let scenarios = [
    "async-failover", "unclean-election", "split-brain", "lease-pause", "dual-write-crash",
    "saga-crash", "stale-read",
  ]

  /// - Returns: `nil` where the scenario has nothing to run for what the finding is about.
  init?(scenario: String, about subject: String, _ builder: RunBuilder) {
    self.scenario = scenario
    self.subject = subject
    let ground = builder.ground
    func store(_ name: String) -> RunTarget? {
      ground.store(name).map { RunTarget(.store(name, operation: $0.users.first)) }
    }
    let found: (RunTarget, [FaultKind], ProtocolFigures.HarmKind)?
    switch scenario {
    case "async-failover", "unclean-election":
      let watched = ground.detection(subject)?.watched
      found = store(watched ?? subject).map { ($0, [.leaderLoss], .lostWrites) }
    case "split-brain":
      let watched = ground.detection(subject)?.watched
      found = store(watched ?? subject).map { ($0, [.leaderCut], .lostWrites) }
    case "lease-pause":
      found = ground.coordination(subject).map {
        (RunTarget(.coordination($0.name)), [.leaderPause], .staleEffects)
      }
    case "dual-write-crash":
      found = ground.operation(subject).map {
        (RunTarget(.event(operation: $0.name)), [.outageAndRestart], .lostEvents)
      }
    case "saga-crash":
      found = ground.operation(subject).map {
        (RunTarget(.steps(operation: $0.name)), [.outageAndRestart], .halfDone)
      }
    case "stale-read":
      found = ground.operation(subject).flatMap { operation in
        operation.stores.first.map {
          (RunTarget(.store($0, operation: operation.name)), [.partition], .staleReads)
        }
      }
    default: found = nil
    }
    guard let (target, faults, harm) = found, (try? builder.run(target)) != nil else { return nil }
    self.target = target
    self.faults = faults
    self.harm = harm
  }
}
