/// How retries multiply load along a chain of calls.
///
/// - Source: AWS Builders' Library, Timeouts, retries and backoff with jitter; Bronson et al.,
///   Metastable Failures in Distributed Systems, HotOS 2021.
public struct RetryAmplification: Sendable, Hashable {
  /// A layer that calls the next.
  public struct Layer: Sendable, Hashable {
    /// The most tries of a call, the first included; at least 1.
    public var attempts: Int
    /// Retries as a share of first tries at most; `nil` without such a budget.
    public var budget: Double?

    /// A layer.
    public init(attempts: Int, budget: Double? = nil) {
      self.attempts = attempts
      self.budget = budget
    }
  }

  /// From the outermost inwards.
  public var layers: [Layer]

  /// A chain; throws when a number makes no sense.
  public init(layers: [Layer]) throws(QuantityError) {
    for layer in layers {
      try require(layer.attempts >= 1, "attempts", "are \(layer.attempts), below 1")
      if let budget = layer.budget { try requireNonNegative(budget, "budget") }
    }
    self.layers = layers
  }

  /// Calls of the innermost service for each call at the top, when every one of them fails.
  public var worstFactor: Double {
    layers.reduce(1) { $0 * min(Double($1.attempts), 1 + ($1.budget ?? .infinity)) }
  }

  /// The same when each call of the innermost service fails with this probability, independently.
  ///
  /// A layer's calls fail when all their tries do: mean tries (1 - p^n) / (1 - p), failure p^n.
  public func factor(failureProbability: Double) throws(QuantityError) -> Double {
    try requireProbability(failureProbability, "failure probability")
    var (factor, failure) = (1.0, failureProbability)
    for layer in layers.reversed() {
      let all = Elementary.pow(failure, Double(layer.attempts))
      let tries = failure < 1 ? (1 - all) / (1 - failure) : Double(layer.attempts)
      let allowed = min(tries, 1 + (layer.budget ?? .infinity))
      factor *= allowed
      // A budget that runs out leaves calls failed after their first try.
      failure = allowed < tries ? 1 - allowed * (1 - failure) : all
    }
    return factor
  }
}

/// The waits between tries.
public struct BackoffSchedule: Sendable, Hashable {
  /// How the wait varies.
  public enum Jitter: String, Sendable, Hashable {
    /// As computed.
    case none
    /// Evenly between 0 and what was computed.
    case full
  }

  /// Before the second try.
  public var baseMilliseconds: Double
  /// What each further wait is multiplied by; 1 is constant.
  public var factor: Double
  /// The longest wait.
  public var capMilliseconds: Double
  /// Tries, the first included.
  public var attempts: Int
  /// How the wait varies.
  public var jitter: Jitter

  /// A schedule; throws when a number makes no sense.
  public init(
    baseMilliseconds: Double, factor: Double = 2, capMilliseconds: Double = .infinity,
    attempts: Int, jitter: Jitter = .full
  ) throws(QuantityError) {
    try requireNonNegative(baseMilliseconds, "base")
    try require(factor >= 1 && factor.isFinite, "factor", "is \(factor), below 1")
    try require(capMilliseconds >= 0, "cap", "is \(capMilliseconds)")
    try require((1...10_000).contains(attempts), "attempts", "are \(attempts)")
    self.baseMilliseconds = baseMilliseconds
    self.factor = factor
    self.capMilliseconds = capMilliseconds
    self.attempts = attempts
    self.jitter = jitter
  }

  /// The longest each wait can be, one fewer than tries: min(cap, base · factor^i).
  public var longestWaitsMilliseconds: [Double] {
    (0..<attempts - 1).map {
      min(capMilliseconds, baseMilliseconds * Elementary.pow(factor, Double($0)))
    }
  }

  /// All waits together at most.
  public var longestTotalMilliseconds: Double { longestWaitsMilliseconds.reduce(0, +) }

  /// All waits together on average.
  public var meanTotalMilliseconds: Double {
    jitter == .full ? longestTotalMilliseconds / 2 : longestTotalMilliseconds
  }

  /// From the first try to the last failure when every try takes its timeout: what the caller's
  /// own timeout must exceed for the last try to count.
  public func longestCallMilliseconds(timeoutMilliseconds: Double) -> Double {
    Double(attempts) * timeoutMilliseconds + longestTotalMilliseconds
  }
}
