/// What a choice of R and W gives.
public struct StalenessResult: Sendable {
  /// A write after whose commit a read must wait to be fresh.
  struct Wait: Sendable {
    /// How long, above 0.
    var milliseconds: Double
    /// How many trials it stands for.
    var weight: Double
  }

  /// R and W.
  public let choice: StalenessModel.Choice
  /// N.
  public let replicas: Int
  /// How many writes and reads were drawn.
  public let trials: Int
  /// From a read's request to its R-th answer.
  public let readLatency: LatencyDistribution
  /// From a write's request to its W-th acknowledgement.
  public let writeLatency: LatencyDistribution
  /// Descending, with the share of trials that wait at least so long.
  private let staleShares: [(milliseconds: Double, share: Double)]

  init(
    choice: StalenessModel.Choice, replicas: Int, trials: Int, waits: [Wait],
    readLatency: LatencyDistribution, writeLatency: LatencyDistribution
  ) {
    self.choice = choice
    self.replicas = replicas
    self.trials = trials
    self.readLatency = readLatency
    self.writeLatency = writeLatency
    var sum = 0.0
    staleShares = waits.sorted { $0.milliseconds > $1.milliseconds }.map { wait in
      sum += wait.weight
      return (wait.milliseconds, min(1, sum / Double(trials)))
    }
  }

  /// Whether every read meets every write: R + W > N.
  public var isStrictQuorum: Bool { choice.read + choice.write > replicas }

  /// The probability that a read issued so long after the commit sees the write or a later one.
  public func probabilityFresh(afterMilliseconds milliseconds: Double) -> Double {
    let later = firstIndex { $0.milliseconds <= milliseconds }
    return later == 0 ? 1 : 1 - staleShares[later - 1].share
  }

  /// How long after the commit reads are fresh with this probability; 0 when at once.
  ///
  /// - Parameter probability: Below 1; from 1 on, the longest wait drawn.
  public func millisecondsUntilFresh(probability: Double) -> Double {
    let index = firstIndex { $0.share > 1 - probability }
    return index < staleShares.count ? staleShares[index].milliseconds : 0
  }

  /// The first for which the condition holds, given that it holds for all after it.
  private func firstIndex(
    where condition: ((milliseconds: Double, share: Double)) -> Bool
  ) -> Int {
    var (low, high) = (0, staleShares.count)
    while low < high {
      let middle = (low + high) / 2
      if condition(staleShares[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
