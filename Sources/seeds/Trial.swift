import Algorithms
import Simulation

/// An algorithm under a kind of faults, seed by seed.
struct Trial: Sendable {
  var name: String
  /// Relative to the others, how many seeds.
  var weight: UInt64 = 1
  /// What is wrong with a seed; `nil` when all holds.
  var run: @Sendable (UInt64) -> String?

  static let all: [Trial] =
    RaftTrial.Kind.allCases.map { kind in
      Trial(name: "raft \(kind.rawValue)", weight: kind == .general ? 3 : 1) { seed in
        RaftTrial(kind, seed: seed).failure(seed: seed)
      }
    } + [
      Trial(name: "multi-paxos", weight: 3) { MultiPaxosTrial(seed: $0).failure(seed: $0) },
      Trial(name: "paxos", weight: 5) { SingleDecreePaxosTrial(seed: $0).failure(seed: $0) },
    ]
    + (Property.promises + Property.replication).map { Trial(name: $0.name, run: $0.check) }
}

/// A bug that a trial has to see within so many seeds.
struct PlantedBug: Sendable {
  var name: String
  var limit: UInt64
  var run: @Sendable (UInt64) -> String?

  /// The first seed that shows it, and how; in a quick run the one that did the last time.
  func firstSeed(isQuick: Bool) -> (UInt64, String)? {
    if isQuick, let seed = knownSeeds[name], let failure = run(seed) { return (seed, failure) }
    return Spread.failures(in: 0..<limit, atMost: 1, run).first
  }

  static let all: [PlantedBug] =
    RaftRule.allCases.filter(\.showsInRuns).map { rule in
      PlantedBug(name: "raft without \(rule)", limit: 3_000) { seed in
        let trial = RaftTrial(rule.trial, seed: seed, omissions: RaftOmissions(rule))
        return rule.isForLiveness ? trial.failure(seed: seed) : trial.violation(seed: seed)
      }
    }
    + PaxosRule.allCases.map { rule in
      PlantedBug(name: "multi-paxos without \(rule)", limit: 3_000) { seed in
        MultiPaxosTrial(seed: seed, omissions: PaxosOmissions(rule)).violation(seed: seed)
      }
    }
    + PaxosRule.allCases.map { rule in
      PlantedBug(name: "paxos without \(rule)", limit: 3_000) { seed in
        SingleDecreePaxosTrial(seed: seed, omissions: PaxosOmissions(rule)).failure(seed: seed)
      }
    } + [
      PlantedBug(name: "multi-paxos with quorums that do not meet", limit: 3_000) { seed in
        MultiPaxosTrial(seed: seed, quorumsMeet: false).violation(seed: seed)
      },
      PlantedBug(name: "paxos with quorums that do not meet", limit: 3_000) { seed in
        SingleDecreePaxosTrial(seed: seed, quorumsMeet: false).failure(seed: seed)
      },
    ]
    + (Property.mutants + Property.replicationMutants + Property.replicationHazards).map {
      PlantedBug(name: $0.name, limit: 3_000, run: $0.check)
    }
}
