extension StalenessModel {
  /// How many replicas must answer.
  public struct Choice: Sendable, Hashable {
    /// R, 1 to N.
    public var read: Int
    /// W, 1 to N.
    public var write: Int

    /// A choice.
    public init(read: Int, write: Int) {
      self.read = read
      self.write = write
    }
  }

  /// The freshness and latency of choices of R and W.
  ///
  /// Freshness is drawn, with the same draws for every choice so that choices compare fairly, and
  /// with late writes drawn more often than they happen and weighted down (importance sampling):
  /// only they make a read stale. Latencies are computed without drawing.
  ///
  /// - Parameters:
  ///   - choices: Each with R and W between 1 and N.
  ///   - trials: Each is one write and one read; 100,000 give the wait for 99.9% within 1 or 2%.
  /// - Complexity: O(trials · N · (N + choices)).
  public func simulate(
    _ choices: [Choice], trials: Int = 100_000, seed: UInt64 = 1
  ) throws(QuantityError) -> [StalenessResult] {
    try require((1...10_000_000).contains(trials), "trials", "is \(trials)")
    for choice in choices {
      try require(
        (1...replicas).contains(choice.read) && (1...replicas).contains(choice.write), "quorum",
        "R=\(choice.read), W=\(choice.write) is not between 1 and \(replicas)")
    }
    var trial = WARSTrial(self)
    var random = SeededGenerator(seed: seed)
    var waits = choices.map { _ in [StalenessResult.Wait]() }
    let partial = choices.indices.filter { choices[$0].read + choices[$0].write <= replicas }
    if !partial.isEmpty {
      for _ in 0..<trials {
        trial.draw(&random)
        for index in partial {
          let wait =
            trial.gap[choices[index].read - 1] - trial.acknowledged[choices[index].write - 1]
          if wait > 0 { waits[index].append(.init(milliseconds: wait, weight: trial.weight)) }
        }
      }
    }
    var results: [StalenessResult] = []
    for (choice, waits) in zip(choices, waits) {
      results.append(
        StalenessResult(
          choice: choice, replicas: replicas, trials: trials, waits: waits,
          readLatency: try latency(
            of: choice.read, from: readers, there: delays.request, back: delays.response),
          writeLatency: try latency(
            of: choice.write, from: writers, there: delays.write, back: delays.acknowledgement)))
    }
    return results
  }

  /// One choice alone.
  public func simulate(
    read: Int, write: Int, trials: Int = 100_000, seed: UInt64 = 1
  ) throws(QuantityError) -> StalenessResult {
    try simulate([Choice(read: read, write: write)], trials: trials, seed: seed)[0]
  }

  /// Until `count` replicas have answered, over all origins.
  private func latency(
    of count: Int, from origins: [Origin], there: DelayModel, back: DelayModel
  ) throws(QuantityError) -> LatencyDistribution {
    let here = try LatencyDistribution(there) + LatencyDistribution(back)
    // Origins at the same distances, in whatever order, wait equally long.
    var weights: [[Double]: Double] = [:]
    for origin in origins {
      weights[origin.extraMilliseconds.sorted(), default: 0] += origin.weight
    }
    let distinct = weights.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    return LatencyDistribution.mixture(
      distinct.map { extras, weight in
        let answers = extras.map { here.shifted(byMilliseconds: 2 * $0) }
        return (weight, LatencyDistribution.waiting(for: count, of: answers) ?? .zero)
      })
  }
}
