import Algorithms
import Quantities
import Testing

/// Planted bugs: each must be caught within a few seeds, or the laws are too weak.
struct ConvergenceMutantTests {
  static let seeds = UInt64(0)..<100

  @Test(arguments: ConvergenceMutant.all)
  func `the laws catch a planted bug`(_ mutant: ConvergenceMutant) {
    let caught = Self.seeds.first { !mutant.passes($0) }
    #expect(caught != nil, "\(mutant.name) goes unnoticed")
    if let caught { print("\(mutant.name): caught by seed \(caught)") }
  }

  @Test(arguments: ConvergenceMutant.all)
  func `the same laws let the right rule pass`(_ mutant: ConvergenceMutant) {
    #expect(Self.seeds.allSatisfy(mutant.rightPasses), "\(mutant.name)")
  }
}

/// A wrong policy, and whether a run with a seed passes with it and with the right one.
struct ConvergenceMutant: Sendable, CustomTestStringConvertible {
  let name: String
  let passes: @Sendable (UInt64) -> Bool
  let rightPasses: @Sendable (UInt64) -> Bool

  var testDescription: String { name }

  static let all = convergence + clocks + detectors

  private static let convergence = [
    ConvergenceMutant(
      name: "G-Counter merged by sum",
      passes: { laws($0) { (a: inout GrowOnlyCounter, b) in a.merge(b, combining: &+) } },
      rightPasses: { laws($0) { (a: inout GrowOnlyCounter, b) in a.merge(b) } }),
    ConvergenceMutant(
      name: "2P-Set merge that forgets tombstones",
      passes: {
        laws($0) { (a: inout TwoPhaseSet<Int>, b) in a.merge(b, takingTombstones: false) }
      },
      rightPasses: { laws($0) { (a: inout TwoPhaseSet<Int>, b) in a.merge(b) } }),
    ConvergenceMutant(
      name: "OR-Set merge that forgets its causal context",
      passes: { seed in
        VisibilityModel.holds(seed: seed) { $0.state.merge($1.state, heedingContext: false) }
      },
      rightPasses: { VisibilityModel.holds(seed: $0) }),
    ConvergenceMutant(
      name: "last-writer-wins without tie-break",
      passes: {
        laws($0) { (a: inout LastWriterWinsRegister<Int>, b) in a.merge(b, ties: .keepOwn) }
      },
      rightPasses: { laws($0) { (a: inout LastWriterWinsRegister<Int>, b) in a.merge(b) } }),
    ConvergenceMutant(
      name: "bounded counter that checks the value instead of its rights",
      passes: { staysAboveBound(seed: $0, cover: .seenValue) },
      rightPasses: { staysAboveBound(seed: $0, cover: .rights) }),
    ConvergenceMutant(
      name: "siblings overwritten by the last write through a server",
      passes: { siblingsMatchHistories(seed: $0, concurrent: .overwrite) },
      rightPasses: { siblingsMatchHistories(seed: $0, concurrent: .keep) }),
  ]

  private static let clocks = [
    ConvergenceMutant(
      name: "vector clock merged by overwriting",
      passes: { vectorsAreExact(seed: $0) { $1 } },
      rightPasses: { vectorsAreExact(seed: $0) }),
    ConvergenceMutant(
      name: "vector clock merged by the minimum",
      passes: { vectorsAreExact(seed: $0) { min($0, $1) } },
      rightPasses: { vectorsAreExact(seed: $0) }),
    ConvergenceMutant(
      name: "hybrid clock that does not follow the wall clock",
      passes: { SkewedRun(seed: $0, rules: .init(followsPhysical: false)).staysWithinBounds },
      rightPasses: { SkewedRun(seed: $0).staysWithinBounds }),
  ]

  private static let detectors = [
    ConvergenceMutant(
      name: "φ without a least deviation",
      passes: { _ in !suspectsSlightlyLate(minimumDeviation: 0) },
      rightPasses: { _ in !suspectsSlightlyLate(minimumDeviation: 100_000_000) }),
    ConvergenceMutant(
      name: "SWIM without refutation",
      passes: { failuresOfHealthy(seed: $0, refutes: false) == 0 },
      rightPasses: { failuresOfHealthy(seed: $0 % 5) == 0 }),
    ConvergenceMutant(
      name: "SWIM that probes at random",
      passes: { probesInTime(seed: $0, order: .random) },
      rightPasses: { probesInTime(seed: $0, order: .roundRobin) }),
  ]

  private static func laws<State: RandomlyUpdated>(
    _ seed: UInt64, merge: @escaping (inout State, State) -> Void
  ) -> Bool {
    let laws = ConvergenceLaws(seed: seed, merge: merge)
    return laws.broken().isEmpty && laws.converges()
  }
}
