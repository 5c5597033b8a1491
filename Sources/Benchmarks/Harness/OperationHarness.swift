public import Algorithms
internal import Quantities

/// Takes the times of operations on this machine.
///
/// Benchmarks are warmed up and calibrated one after the other: as many iterations as fill a sample.
/// Then they are measured in rounds, all of them in each round, in another order each time: whatever
/// changes on the machine while the run goes on meets every benchmark alike, and shows as a
/// difference between rounds. The median of a round resists an interruption; the medians of rounds
/// are the observations that intervals and comparisons rest on.
public struct OperationHarness {
  /// How much is measured.
  public struct Settings: Sendable, Hashable {
    /// Rounds over all benchmarks. With 9 the second smallest and second greatest median hold the
    /// true one with 96 %.
    public var rounds: Int
    /// Samples of each benchmark in a round.
    public var samples: Int
    /// How long a sample takes: far above what reading the clock takes.
    public var sampleTime: Nanoseconds
    /// How long a benchmark runs before its first sample counts.
    public var warmUp: Nanoseconds
    /// Orders the benchmarks of each round.
    public var seed: UInt64

    /// Settings; each is taken as at least 1, the warm-up as at least 0.
    public init(
      rounds: Int = 9, samples: Int = 5, sampleTime: Nanoseconds = 1_000_000,
      warmUp: Nanoseconds = 5_000_000, seed: UInt64 = 1
    ) {
      self.rounds = max(1, rounds)
      self.samples = max(1, samples)
      self.sampleTime = max(1, sampleTime)
      self.warmUp = max(0, warmUp)
      self.seed = seed
    }
  }

  /// The most iterations of a sample, should a clock stand still.
  static let mostIterations = 1 << 30

  private let settings: Settings
  private let clock: () -> Nanoseconds
  private let heapBytes: () -> Int?

  /// A harness.
  ///
  /// - Parameters:
  ///   - clock: A clock that only goes forward.
  ///   - heapBytes: What the allocator has handed out; `nil` where nobody knows.
  public init(
    settings: Settings = Settings(), clock: @escaping () -> Nanoseconds,
    heapBytes: @escaping () -> Int? = { nil }
  ) {
    self.settings = settings
    self.clock = clock
    self.heapBytes = heapBytes
  }

  /// Measures everything about some algorithms.
  ///
  /// - Parameter progress: Hears what part of the work is done, from 0 to 1.
  public func run(
    _ algorithms: [AlgorithmBenchmarks], progress: (Double) -> Void = { _ in }
  ) -> [AlgorithmResult] {
    var subjects: [(algorithm: Int, size: Int, subject: BenchmarkSubject)] = []
    for (index, algorithm) in algorithms.enumerated() {
      subjects += algorithm.sizes.map { (index, $0, algorithm.subject($0)) }
    }
    var entries: [Entry] = []
    for (place, subject) in subjects.enumerated() {
      entries += subject.subject.operations.map { Entry(subject: place, benchmark: $0) }
    }
    let all = Double(max(1, entries.count * (settings.rounds + 1)))
    for index in entries.indices {
      entries[index].iterations = calibrated(entries[index].benchmark)
      progress(Double(index + 1) / all)
    }
    var random = SeededGenerator(seed: settings.seed)
    for round in 0..<settings.rounds {
      let done = entries.count * (round + 1)
      for (place, index) in entries.indices.shuffled(using: &random).enumerated() {
        measure(&entries[index])
        progress(Double(done + place + 1) / all)
      }
    }
    return algorithms.enumerated().map { index, algorithm in
      AlgorithmResult(
        id: algorithm.id, summary: algorithm.summary, parameter: algorithm.parameter,
        sizes: subjects.indices.filter { subjects[$0].algorithm == index }.map { place in
          let subject = subjects[place].subject
          return SizeResult(
            size: subjects[place].size, metadataBytes: subject.metadataBytes,
            memoryBytes: subject.states.flatMap(memory),
            operations: entries.filter { $0.subject == place }.map {
              OperationResult(name: $0.benchmark.name, rounds: $0.rounds)
            })
        })
    }
  }

  private struct Entry {
    var subject: Int
    var benchmark: OperationBenchmark
    var iterations = 1
    /// Nanoseconds an operation: the samples of each round.
    var rounds: [[Double]] = []
  }

  /// Warms up, and finds how many iterations fill a sample.
  private func calibrated(_ benchmark: OperationBenchmark) -> Int {
    let round = benchmark.begin()
    let start = clock()
    var iterations = 1
    while true {
      let span = time(round, iterations)
      let isLongEnough = span >= settings.sampleTime / 2
      if isLongEnough && clock() - start >= settings.warmUp {
        let wanted = Double(iterations) * Double(settings.sampleTime) / Double(max(1, span))
        return max(1, min(Self.mostIterations, Int(wanted.rounded())))
      }
      if !isLongEnough {
        if iterations >= Self.mostIterations { return iterations }
        iterations *= 2
      }
    }
  }

  private func measure(_ entry: inout Entry) {
    let round = entry.benchmark.begin()
    // Brings the new state into the caches; a quarter of a sample is enough.
    round.run(max(1, entry.iterations / 4))
    let operations = Double(entry.iterations * max(1, entry.benchmark.operations))
    entry.rounds.append(
      (0..<settings.samples).map { _ in Double(time(round, entry.iterations)) / operations })
  }

  private func time(_ round: any BenchmarkRound, _ iterations: Int) -> Nanoseconds {
    let start = clock()
    round.run(iterations)
    return clock() - start
  }

  /// What a state takes: so many of them are built that the allocator's own bookkeeping weighs
  /// little, and several times, since freed blocks that it keeps at hand count as handed out.
  private func memory(_ states: (Int) -> AnyObject) -> Int? {
    guard let first = used(1, states), let bytes = first.max() else { return nil }
    let count = min(256, (1 << 16) / max(1, bytes))
    guard count > 1 else { return Int(SampleStatistics(first.map(Double.init)).median) }
    return used(count, states).map { Int(SampleStatistics($0.map(Double.init)).median) }
  }

  /// Bytes a state, three times over, with all that was built before still there.
  private func used(_ count: Int, _ states: (Int) -> AnyObject) -> [Int]? {
    var kept: [AnyObject] = []
    kept.reserveCapacity(3)
    var bytes: [Int] = []
    bytes.reserveCapacity(3)
    for _ in 0..<3 {
      guard let before = heapBytes() else { return nil }
      kept.append(states(count))
      guard let after = heapBytes() else { return nil }
      bytes.append(max(0, after - before) / count)
    }
    keep(kept)
    return bytes
  }
}
