/// Staleness that needs no sampling.
public enum StalenessFormulas {
  /// P(a read's R replicas miss all W of the last write), when writes do not spread any further.
  ///
  /// An upper bound for a system whose writes reach all replicas in the end.
  /// - Parameter versions: k: the read is stale when it misses the last k writes, each
  ///   independently.
  /// - Source: Bailis et al., VLDB 2012, §3.1: (C(N-W, R) / C(N, R))^k.
  public static func missProbability(
    replicas: Int, read: Int, write: Int, versions: Int = 1
  ) throws(QuantityError) -> Double {
    try require((1...1000).contains(replicas), "replicas", "is \(replicas)")
    try require((1...replicas).contains(read), "R", "is \(read), not between 1 and \(replicas)")
    try require((1...replicas).contains(write), "W", "is \(write), not between 1 and \(replicas)")
    try require(versions >= 1, "k", "is \(versions), below 1")
    guard read + write <= replicas else { return 0 }
    let once = (0..<read).reduce(1.0) {
      $0 * Double(replicas - write - $1) / Double(replicas - $1)
    }
    return Elementary.pow(once, Double(versions))
  }

  /// P(an item was written within the lag), so a read of a lagging copy of it is stale.
  ///
  /// - Parameters:
  ///   - writesPerSecond: To this item, as a Poisson process.
  ///   - lagMilliseconds: How far the copy is behind.
  public static func staleProbability(
    writesPerSecond: Double, lagMilliseconds: Double
  ) throws(QuantityError) -> Double {
    try requireNonNegative(writesPerSecond, "write rate")
    try requireNonNegative(lagMilliseconds, "lag")
    return 0 - Elementary.expm1(-writesPerSecond * lagMilliseconds / 1000)
  }

  /// P(a cached item was written since it was filled), for a read at a random moment of its life.
  ///
  /// - Parameter ttlSeconds: The time to live; nothing else invalidates the entry.
  /// - Source: derived: the mean of 1 - e^(-λ age) over ages between 0 and the TTL is
  ///   1 - (1 - e^(-λT)) / (λT).
  public static func staleCacheProbability(
    writesPerSecond: Double, ttlSeconds: Double
  ) throws(QuantityError) -> Double {
    try requireNonNegative(writesPerSecond, "write rate")
    try requireNonNegative(ttlSeconds, "TTL")
    let writes = writesPerSecond * ttlSeconds
    // Where the difference would cancel, the first terms of the series.
    if writes < 1e-4 { return writes / 2 - writes * writes / 6 }
    return 1 + Elementary.expm1(-writes) / writes
  }
}
