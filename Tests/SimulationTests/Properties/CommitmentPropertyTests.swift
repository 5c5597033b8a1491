import Simulation
import Testing

/// Promises over a few seeds; the seed runner repeats them over thousands.
@Suite struct CommitmentPropertyTests {
  private static let quick =
    Property.hotStuff + Property.twoPhaseCommit + Property.sagas + Property.outbox

  @Test(arguments: quick)
  func `a promise holds under crashes, losses and repetitions`(property: Property) {
    expectHolds(property, seeds: 0..<100)
  }

  @Test(arguments: Property.pbft)
  func `byzantine agreement holds up to f`(property: Property) {
    expectHolds(property, seeds: 0..<25)
  }

  private func expectHolds(_ property: Property, seeds: Range<UInt64>) {
    if let found = property.firstViolation(in: seeds) {
      Issue.record("\(property.name), seed \(found.seed): \(found.violation)")
    }
  }

  @Test(arguments: Property.mutants)
  func `a planted bug is found, with the same words again`(mutant: Property) throws {
    let found = try #require(mutant.firstViolation(in: 0..<1000), "\(mutant.name) goes unseen")
    #expect(mutant.check(found.seed) == found.violation)
  }
}
