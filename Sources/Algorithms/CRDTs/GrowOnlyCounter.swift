/// G-Counter: each replica counts for itself, the value is the sum.
///
/// Merging cannot count an increment twice; a client that retries one can.
///
/// - Source: Shapiro et al., A Comprehensive Study of CRDTs, INRIA RR-7506, 2011, §3.1.1;
///   deltas: Almeida, Shoker & Baquero, Delta State Replicated Data Types, JPDC 111, 2018, §4.
public struct GrowOnlyCounter: Hashable, Sendable {
  private var counts = VersionVector()

  /// Nothing counted.
  public init() {}

  /// The sum over all replicas; stops at the greatest number.
  public var value: UInt64 {
    counts.entries.reduce(0) { sum, entry in sum.addingSaturating(entry.counter) }
  }

  /// Counts `amount` at `replica`; its count stops at the greatest number.
  /// - Returns: The delta: the new count of this replica alone.
  @discardableResult
  public mutating func increment(by amount: UInt64 = 1, at replica: NodeID) -> GrowOnlyCounter {
    counts[replica] = counts[replica].addingSaturating(amount)
    var delta = GrowOnlyCounter()
    delta.counts[replica] = counts[replica]
    return delta
  }

  /// Bytes on the wire: 16 for each replica that counted.
  public var metadataBytes: Int { counts.metadataBytes }

  /// Joins the counts of each replica by a rule; the right rule is the maximum.
  package mutating func merge(
    _ other: GrowOnlyCounter, combining combine: (UInt64, UInt64) -> UInt64
  ) {
    counts.merge(other.counts, combining: combine)
  }
}

extension GrowOnlyCounter: ConvergentState {
  /// Takes the greater count of each replica.
  public mutating func merge(_ other: GrowOnlyCounter) { counts.merge(other.counts) }

  /// Whether no replica's count is greater than in `other`.
  public func isAtMost(_ other: GrowOnlyCounter) -> Bool { counts.isAtMost(other.counts) }
}

extension UInt64 {
  /// The sum, or the greatest number.
  func addingSaturating(_ other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
