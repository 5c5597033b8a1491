/// What was measured of an algorithm.
public struct AlgorithmResult: Sendable, Hashable {
  /// The algorithm.
  public var id: String
  /// What was measured.
  public var summary: String
  /// What the size counts.
  public var parameter: String
  /// The sizes, rising.
  public var sizes: [SizeResult]

  /// The names of the operations, in the order of the benchmark.
  public var operationNames: [String] {
    var names: [String] = []
    for name in sizes.flatMap({ $0.operations.map(\.name) }) where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// How an operation's time grows with the size; `nil` with fewer than three sizes.
  public func growth(of operation: String) -> GrowthFit? {
    GrowthFit(
      sizes.compactMap { size in size[operation].map { (size.size, $0.median) } })
  }
}

/// What was measured at one size.
public struct SizeResult: Sendable, Hashable {
  /// The size.
  public var size: Int
  /// Bytes on the wire beside the values.
  public var metadataBytes: Int?
  /// Bytes of memory that the state of one node takes.
  public var memoryBytes: Int?
  /// The operations.
  public var operations: [OperationResult]

  /// The operation of a name.
  public subscript(operation: String) -> OperationResult? {
    operations.first { $0.name == operation }
  }
}

/// The times of one operation at one size, in nanoseconds an operation.
public struct OperationResult: Sendable, Hashable {
  /// The most a median may be off in a run that counts as repeatable: 5 %.
  public static let tolerance = 0.05

  /// The operation.
  public let name: String
  /// The median of each round, in the order of rounds.
  public let roundMedians: [Double]
  /// The median of those: what is told.
  public let median: Double
  /// Holds the true median, as far as rounds differ by chance.
  public let interval: SampleStatistics.MedianInterval?
  /// The distance between the quartiles of all samples.
  public let interquartileRange: Double
  /// How many samples lie far outside the quartiles.
  public let outliers: Int
  /// How many samples there are.
  public let samples: Int

  /// From the samples of each round, in nanoseconds an operation.
  public init(name: String, rounds: [[Double]]) {
    let all = SampleStatistics(rounds.joined())
    self.init(
      name: name, roundMedians: rounds.map { SampleStatistics($0).median },
      interquartileRange: all.interquartileRange, outliers: all.outliers,
      samples: all.sorted.count)
  }

  /// From what a file kept of a run.
  init(
    name: String, roundMedians: [Double], interquartileRange: Double, outliers: Int, samples: Int
  ) {
    self.name = name
    self.roundMedians = roundMedians
    self.interquartileRange = interquartileRange
    self.outliers = outliers
    self.samples = samples
    let medians = SampleStatistics(roundMedians)
    median = medians.median
    interval = medians.medianInterval()
  }

  /// How far the interval reaches from the median, as a share of it.
  public var uncertainty: Double {
    guard let interval, median > 0 else { return 0 }
    return max(interval.high - median, median - interval.low) / median
  }

  /// Whether another run should come within 5 %, judged by how this one's rounds agree.
  public var isRepeatable: Bool { uncertainty <= Self.tolerance }

  /// How the median of the second half of the run stands to the first's: 0 when alike, 0.1 when 10 %
  /// slower. `nil` with fewer than four rounds.
  public var drift: Double? {
    guard roundMedians.count >= 4 else { return nil }
    let half = roundMedians.count / 2
    let first = SampleStatistics(roundMedians.prefix(half)).median
    let second = SampleStatistics(roundMedians.suffix(half)).median
    return first > 0 ? second / first - 1 : nil
  }
}
