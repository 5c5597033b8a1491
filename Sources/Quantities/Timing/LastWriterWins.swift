/// Writes that last-writer-wins throws away.
public struct LastWriterWins: Sendable, Hashable {
  /// Writes to one item, as a Poisson process over all writers.
  public var writesPerSecondPerItem: Double
  /// How long a write takes to reach the other writers.
  public var propagationMilliseconds: Double
  /// The largest difference between two writers' clocks.
  public var skewMilliseconds: Double
  /// Places that write, each equally often.
  public var writers: Int

  /// A workload; throws when a number makes no sense.
  public init(
    writesPerSecondPerItem: Double, propagationMilliseconds: Double, skewMilliseconds: Double,
    writers: Int
  ) throws(QuantityError) {
    try requireNonNegative(writesPerSecondPerItem, "write rate")
    try requireNonNegative(propagationMilliseconds, "propagation")
    try requireNonNegative(skewMilliseconds, "skew")
    try require(writers >= 1, "writers", "are \(writers), below 1")
    self.writesPerSecondPerItem = writesPerSecondPerItem
    self.propagationMilliseconds = propagationMilliseconds
    self.skewMilliseconds = skewMilliseconds
    self.writers = writers
  }

  /// How far apart two writes may be with one silently lost: skew + propagation.
  public var lossWindowMilliseconds: Double { skewMilliseconds + propagationMilliseconds }

  private var othersPerMillisecond: Double {
    writesPerSecondPerItem / 1000 * Double(writers - 1) / Double(writers)
  }

  /// P(a write is concurrent with one of another place, and one of the two is dropped).
  ///
  /// Another place's write that is less than the propagation time before or after this one.
  /// - Source: derived from the Poisson process: 1 - e^(-2 λ p).
  public var concurrentProbability: Double {
    0 - Elementary.expm1(-2 * othersPerMillisecond * propagationMilliseconds)
  }

  /// An upper bound of P(a write is dropped for an *earlier* one whose clock is ahead).
  ///
  /// Some other place's write came less than the skew before it: 1 - e^(-λ skew).
  public var reversedProbability: Double {
    0 - Elementary.expm1(-othersPerMillisecond * skewMilliseconds)
  }

  /// An upper bound of the writes to one item that are lost a day.
  public var lostPerDay: Double {
    // Of two concurrent writes one is lost, hence the half.
    86_400 * writesPerSecondPerItem * min(1, concurrentProbability / 2 + reversedProbability)
  }
}
