import Algorithms

/// A run whose every line is known: equal in debug and release builds, on every machine.
public enum ReferenceTrace {
  /// The digest that ``compute()`` gives, until the algorithm or the simulator changes.
  public static let digest: UInt64 = 8_204_498_664_055_937_713

  /// Runs the reference trial and digests its trace.
  public static func compute() -> UInt64 {
    var scenario = RaftTrial(.membership, seed: 7).scenario
    scenario.isTracing = true
    scenario.duration = 2_000_000_000
    scenario.settling = 0
    var digest = TraceDigest()
    for event in scenario.run(seed: 7).simulator.trace { digest.add(event.jsonLine) }
    return digest.value
  }
}
