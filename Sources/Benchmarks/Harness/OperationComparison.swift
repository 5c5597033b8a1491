/// One run held against an earlier one: what changed beyond the noise of both.
///
/// A time has changed when three things hold: the medians of rounds of the two runs separate in the
/// rank test of Mann and Whitney (p <= 0.01); the shift is more than both intervals together explain
/// (the root of the sum of their squares); and it is more than 5 %, which runs on a quiet machine
/// may differ by. Metadata is exact: any difference is a change.
public struct OperationComparison: Sendable, Hashable {
  /// The greatest probability of equal distributions with which two times count as different.
  public static let significance = 0.01

  /// What became of a time.
  public enum Verdict: String, Sendable, Hashable {
    /// It changed by less than can be told.
    case unchanged
    /// It fell.
    case faster
    /// It rose.
    case slower
  }

  /// An operation at one size, in both runs.
  public struct Row: Sendable, Hashable {
    /// `vector-clock merge at 100 nodes`.
    public var name: String
    /// Nanoseconds an operation in the earlier run.
    public var before: Double
    /// Nanoseconds an operation now.
    public var now: Double
    /// The shift as a share of the earlier median.
    public var shift: Double
    /// The shift that the noise of both runs explains, as a share.
    public var noise: Double
    /// The probability of such ranks without a change.
    public var probability: Double
    /// What became of it.
    public var verdict: Verdict
  }

  /// A number of bytes that changed.
  public struct ByteChange: Sendable, Hashable {
    /// `vector-clock at 100 nodes: metadata`.
    public var name: String
    /// Bytes in the earlier run.
    public var before: Int
    /// Bytes now.
    public var now: Int
  }

  /// Operations that both runs have.
  public var rows: [Row] = []
  /// Metadata and memory that changed; memory by more than 5 %, since the allocator
  /// rounds and keeps blocks at hand.
  public var bytes: [ByteChange] = []
  /// Operations that only this run has.
  public var added: [String] = []
  /// Operations that only the earlier run has, of the algorithms measured now.
  public var missing: [String] = []

  /// Whether the runs have so many rounds that the rank test can reach its threshold at all.
  public private(set) var canTell = false

  /// Those whose time changed, the greatest change first.
  public var changed: [Row] {
    rows.filter { $0.verdict != .unchanged }
      .sorted { (abs($1.shift), $0.name) < (abs($0.shift), $1.name) }
  }

  /// Holds `now` against `before`.
  public init(_ now: [AlgorithmResult], against before: [AlgorithmResult]) {
    for algorithm in now {
      let earlier = before.first { $0.id == algorithm.id }
      for size in algorithm.sizes {
        compare(size, with: earlier?.sizes.first { $0.size == size.size }, of: algorithm)
      }
      for size in earlier?.sizes ?? [] {
        let current = algorithm.sizes.first { $0.size == size.size }
        missing += size.operations.filter { current?[$0.name] == nil }
          .map { Self.name($0.name, size, algorithm) }
      }
    }
  }

  private static func name(_ operation: String, _ size: SizeResult, _ algorithm: AlgorithmResult)
    -> String
  {
    "\(algorithm.id) \(operation) at \(BenchmarkNumber.grouped(size.size)) \(algorithm.parameter)"
  }

  private mutating func compare(
    _ size: SizeResult, with earlier: SizeResult?, of algorithm: AlgorithmResult
  ) {
    for operation in size.operations {
      let name = Self.name(operation.name, size, algorithm)
      if let old = earlier?[operation.name] {
        rows.append(Self.row(name, operation, old))
        let (left, right) = (operation.roundMedians.count, old.roundMedians.count)
        let extreme = RankTest.probability(
          (0..<left).map { Double($0) }, (0..<right).map { Double(left + $0) })
        canTell = canTell || extreme <= Self.significance
      } else {
        added.append(name)
      }
    }
    let place = "\(algorithm.id) at \(BenchmarkNumber.grouped(size.size)) \(algorithm.parameter)"
    if let now = size.metadataBytes, let old = earlier?.metadataBytes, now != old {
      bytes.append(ByteChange(name: "\(place): metadata", before: old, now: now))
    }
    if let now = size.memoryBytes, let old = earlier?.memoryBytes,
      abs(Double(now - old)) > 0.05 * Double(max(now, old))
    {
      bytes.append(ByteChange(name: "\(place): memory", before: old, now: now))
    }
  }

  private static func row(_ name: String, _ now: OperationResult, _ old: OperationResult) -> Row {
    let shift = old.median > 0 ? now.median / old.median - 1 : 0
    let noise = (now.uncertainty * now.uncertainty + old.uncertainty * old.uncertainty).squareRoot()
    let probability = RankTest.probability(now.roundMedians, old.roundMedians)
    let isBeyond =
      probability <= significance && abs(shift) > noise && abs(shift) > OperationResult.tolerance
    return Row(
      name: name, before: old.median, now: now.median, shift: shift, noise: noise,
      probability: probability, verdict: isBeyond ? (shift < 0 ? .faster : .slower) : .unchanged)
  }
}
