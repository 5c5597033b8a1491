/// What an algorithm promises, as a function of one seed: a run under faults, judged.
public struct Property: Sendable {
  /// What is promised, or, of a mutant, what is broken.
  public var name: String
  /// Makes the run of a seed; what is violated, in words, or `nil` if the promise holds.
  public var check: @Sendable (UInt64) -> String?

  /// A promise with its check.
  public init(_ name: String, check: @escaping @Sendable (UInt64) -> String?) {
    self.name = name
    self.check = check
  }

  /// What agreement among liars, atomic commit, sagas and the outbox promise.
  public static let promises = pbft + hotStuff + twoPhaseCommit + sagas + outbox

  /// The same beyond their bounds or with a planted bug: each is violated by some seed.
  public static let mutants =
    pbftMutants + hotStuffMutants + twoPhaseCommitMutants + sagaMutants + outboxMutants

  /// The first of `seeds` that violates it, with what is violated.
  public func firstViolation(in seeds: Range<UInt64>) -> (seed: UInt64, violation: String)? {
    for seed in seeds {
      if let violation = check(seed) { return (seed, violation) }
    }
    return nil
  }
}
