internal import Quantities

/// Suspects a node once φ, the improbability of its silence given past intervals, passes a
/// threshold.
///
/// Every interval enters the window, also the one that ends a suspicion, as in the paper; Akka
/// leaves those out.
///
/// - Source: Hayashibara, Défago, Yared & Katayama, The φ Accrual Failure Detector, SRDS 2004.
///   Floor of the deviation and acceptable pause: Akka. Exponential intervals: Cassandra.
public struct PhiAccrualMonitor: ArrivalMonitor {
  /// How intervals are thought to be distributed.
  public enum Distribution: Hashable, Sendable {
    /// Normally, with the exact tail: the paper.
    case normal
    /// Normally, with Akka's logistic approximation of the tail.
    case akka
    /// Exponentially: Cassandra.
    case exponential
  }

  /// What is configured.
  public struct Settings: Hashable, Sendable {
    /// The fitted distribution.
    public var distribution: Distribution
    /// The φ from which a node is suspected: 8 in Cassandra and Akka's cluster.
    public var threshold: Double
    /// How many intervals are remembered: 1000 in the paper.
    public var window: Int
    /// The least deviation that is believed. Without it a run of equal intervals makes the next
    /// late heartbeat, however little late, impossible.
    public var minimumDeviation: Nanoseconds
    /// A pause to be sat out, added to the mean.
    public var acceptablePause: Nanoseconds
    /// The interval expected before any was seen.
    public var firstEstimate: Nanoseconds

    /// Akka's defaults for a cluster, with the exact tail.
    public init(
      distribution: Distribution = .normal, threshold: Double = 8, window: Int = 1000,
      minimumDeviation: Nanoseconds = 100_000_000, acceptablePause: Nanoseconds = 0,
      firstEstimate: Nanoseconds = 1_000_000_000
    ) {
      self.distribution = distribution
      self.threshold = threshold
      self.window = max(1, window)
      self.minimumDeviation = max(0, minimumDeviation)
      self.acceptablePause = max(0, acceptablePause)
      self.firstEstimate = max(1, firstEstimate)
    }
  }

  /// What is configured.
  public let settings: Settings
  private var lastHeard: LocalTime?
  private var intervals: IntervalWindow

  /// A monitor that has heard nothing. Its window starts with the first estimate plus and minus a
  /// quarter, as Akka's does, so that the first silences are not judged by a single interval.
  public init(settings: Settings) {
    self.settings = settings
    intervals = IntervalWindow(capacity: settings.window)
    let estimate = Double(settings.firstEstimate) / 1e6
    intervals.append(estimate * 0.75)
    intervals.append(estimate * 1.25)
  }

  /// Takes note of a heartbeat and of the interval it ends.
  public mutating func heard(at now: LocalTime) {
    if let lastHeard { intervals.append(Double(max(0, now - lastHeard)) / 1e6) }
    lastHeard = now
  }

  /// The improbability of the silence so far: -log₁₀ P(the next heartbeat is still to come).
  /// - Returns: 0 before the first heartbeat; infinite once the probability underflows.
  /// - Complexity: O(1); the window keeps running sums.
  public func phi(at now: LocalTime) -> Double {
    guard let lastHeard else { return 0 }
    return fitted.phi(afterMilliseconds: Double(max(0, now - lastHeard)) / 1e6)
  }

  /// Whether φ has reached the threshold.
  public func suspects(at now: LocalTime) -> Bool { phi(at: now) >= settings.threshold }

  private var fitted: PhiAccrual {
    let mean = intervals.mean + Double(settings.acceptablePause) / 1e6
    // A deviation of 0 would divide by 0: a nanosecond stands in for it.
    let deviation = max(intervals.deviation, Double(settings.minimumDeviation) / 1e6, 1e-6)
    switch settings.distribution {
    case .normal: return .normal(meanMilliseconds: mean, deviationMilliseconds: deviation)
    case .akka: return .akka(meanMilliseconds: mean, deviationMilliseconds: deviation)
    case .exponential: return .exponential(meanMilliseconds: max(mean, 1e-6))
    }
  }
}

/// The last intervals, with their mean and deviation at hand.
struct IntervalWindow: Sendable {
  private let capacity: Int
  private var milliseconds: [Double] = []
  private var oldest = 0
  private var sum = 0.0
  private var sumOfSquares = 0.0

  init(capacity: Int) { self.capacity = capacity }

  var mean: Double { sum / Double(milliseconds.count) }

  var deviation: Double {
    max(0, sumOfSquares / Double(milliseconds.count) - mean * mean).squareRoot()
  }

  mutating func append(_ interval: Double) {
    if milliseconds.count < capacity {
      milliseconds.append(interval)
      add(interval)
      return
    }
    sum -= milliseconds[oldest]
    sumOfSquares -= milliseconds[oldest] * milliseconds[oldest]
    milliseconds[oldest] = interval
    add(interval)
    oldest = (oldest + 1) % capacity
    if oldest == 0 { sumAnew() }
  }

  private mutating func add(_ interval: Double) {
    sum += interval
    sumOfSquares += interval * interval
  }

  /// Once a round, so that rounding errors do not pile up.
  private mutating func sumAnew() {
    (sum, sumOfSquares) = (0, 0)
    for interval in milliseconds { add(interval) }
  }
}
