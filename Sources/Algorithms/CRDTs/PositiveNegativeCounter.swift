/// PN-Counter: two grow-only counters, one for increments and one for decrements.
///
/// It cannot keep a bound: two replicas may both take the last unit. See ``BoundedCounter``.
///
/// - Source: Shapiro et al., A Comprehensive Study of CRDTs, INRIA RR-7506, 2011, §3.1.2.
public struct PositiveNegativeCounter: Hashable, Sendable {
  private var increments = GrowOnlyCounter()
  private var decrements = GrowOnlyCounter()

  /// Zero.
  public init() {}

  /// Increments less decrements, kept within `Int64`.
  public var value: Int64 {
    let (up, down) = (increments.value, decrements.value)
    return up >= down
      ? Int64(clamping: up - down) : -Int64(clamping: down - up)
  }

  /// Adds `amount`, which may be negative, at `replica`.
  /// - Returns: The delta.
  @discardableResult
  public mutating func add(_ amount: Int64, at replica: NodeID) -> PositiveNegativeCounter {
    var delta = PositiveNegativeCounter()
    if amount < 0 {
      delta.decrements = decrements.increment(by: amount.magnitude, at: replica)
    } else {
      delta.increments = increments.increment(by: amount.magnitude, at: replica)
    }
    return delta
  }

  /// Bytes on the wire.
  public var metadataBytes: Int { increments.metadataBytes + decrements.metadataBytes }
}

extension PositiveNegativeCounter: ConvergentState {
  /// Merges increments and decrements.
  public mutating func merge(_ other: PositiveNegativeCounter) {
    increments.merge(other.increments)
    decrements.merge(other.decrements)
  }

  /// Whether `other` has at least these increments and these decrements.
  public func isAtMost(_ other: PositiveNegativeCounter) -> Bool {
    increments.isAtMost(other.increments) && decrements.isAtMost(other.decrements)
  }
}
