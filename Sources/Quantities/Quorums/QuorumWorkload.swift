/// How much of a workload is reads, perhaps changing over time.
public struct QuorumWorkload: Sendable, Hashable {
  /// A share of reads and how often it is like that.
  public struct Share: Sendable, Hashable {
    /// The fraction of operations that are reads, 0 to 1.
    public var readFraction: Double
    /// Relative to the others; they add up to 1.
    public var probability: Double
  }

  /// In rising order of the read fraction, without weight 0.
  public let shares: [Share]

  /// Always the same share of reads.
  public init(readFraction: Double) throws(QuantityError) {
    try self.init(weights: [(readFraction, 1)])
  }

  /// Shares of reads by weight.
  public init(
    weights: [(readFraction: Double, weight: Double)]
  ) throws(QuantityError) {
    for (fraction, weight) in weights {
      try requireProbability(fraction, "read fraction")
      try requireNonNegative(weight, "weight")
    }
    let total = weights.reduce(0) { $0 + $1.weight }
    try requirePositive(total, "sum of weights")
    shares = weights.filter { $0.weight > 0 }.sorted { $0.readFraction < $1.readFraction }
      .map { Share(readFraction: $0.readFraction, probability: $0.weight / total) }
  }

  /// The mean share of reads.
  public var meanReadFraction: Double {
    shares.reduce(0) { $0 + $1.readFraction * $1.probability }
  }
}
