/// Quorums of nodes that fail independently: the upper bound that correlated failures lower.
public enum QuorumAvailability {
  /// P(at least `quorum` of `nodes` are up).
  ///
  /// - Source: the binomial tail, sum over i = q...n of C(n,i) p^i (1-p)^(n-i).
  public static func independent(
    nodes: Int, quorum: Int, nodeAvailability: Double
  ) throws(QuantityError) -> Double {
    try require((0...1000).contains(nodes), "nodes", "is \(nodes), not between 0 and 1000")
    try requireProbability(nodeAvailability, "node availability")
    return atLeast(quorum, of: Array(repeating: nodeAvailability, count: nodes))
  }

  /// Crash faults that a majority quorum of `nodes` tolerates: floor((n - 1) / 2).
  ///
  /// - Source: Lamport 2001. An even group tolerates no more than one fewer.
  public static func toleratedCrashes(nodes: Int) -> Int { max(0, (nodes - 1) / 2) }

  /// Byzantine faults that `nodes` tolerate under partial synchrony: floor((n - 1) / 3).
  ///
  /// - Source: Castro & Liskov 1999.
  public static func toleratedByzantine(nodes: Int) -> Int { max(0, (nodes - 1) / 3) }

  /// The quorum for `faults` Byzantine nodes among `nodes`: ceil((n + f + 1) / 2).
  ///
  /// - Returns: `nil` when `nodes` is below 3f + 1.
  /// - Source: Castro & Liskov 1999; Malkhi & Reiter 1998.
  public static func byzantineQuorum(nodes: Int, faults: Int) -> Int? {
    guard faults >= 0, nodes > 0, (nodes - 1) / 3 >= faults else { return nil }
    return (nodes + faults + 2) / 2
  }

  /// Whether reads of R and writes of W among N meet, and writes meet each other.
  ///
  /// - Source: Gifford 1979: R + W > N and 2W > N.
  public static func intersections(
    replicas: Int, read: Int, write: Int
  ) -> (readsMeetWrites: Bool, writesMeetWrites: Bool) {
    (read > replicas - write, write > replicas - write)
  }
}
