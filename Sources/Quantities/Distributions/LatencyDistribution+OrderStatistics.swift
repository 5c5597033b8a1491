extension LatencyDistribution {
  /// Until `count` of several independent answers are there: the order statistic X(count).
  ///
  /// - Returns: `zero` for a count of 0 or less; `nil` when there are fewer answers than that.
  /// - Complexity: O(b·n·k) for b breakpoints (about 500 an operand).
  /// - Source: Poisson binomial recursion over the operands' probabilities at each point.
  public static func waiting(
    for count: Int, of answers: [LatencyDistribution]
  ) -> LatencyDistribution? {
    guard count > 0 else { return .zero }
    guard count <= answers.count else { return nil }
    let constants = answers.compactMap(\.constantMilliseconds)
    if constants.count == answers.count {
      return LatencyDistribution(constantMilliseconds: constants.sorted()[count - 1])
    }
    return combining(answers) { probabilities in
      atLeast(count, of: probabilities)
    }
  }

  /// Until the last of several independent answers is there; nothing takes no time.
  public static func slowest(of answers: [LatencyDistribution]) -> LatencyDistribution {
    waiting(for: answers.count, of: answers) ?? .zero
  }

  /// Until the first of several independent answers is there; nothing takes no time.
  public static func fastest(of answers: [LatencyDistribution]) -> LatencyDistribution {
    waiting(for: min(1, answers.count), of: answers) ?? .zero
  }

  /// One of several, chosen by weight; nothing, or no weight, takes no time.
  public static func mixture(
    _ parts: [(weight: Double, latency: LatencyDistribution)]
  ) -> LatencyDistribution {
    let parts = parts.filter { $0.weight > 0 }
    let total = parts.reduce(0) { $0 + $1.weight }
    guard let first = parts.first, total.isFinite else { return .zero }
    if parts.count == 1 { return first.latency }
    let weights = parts.map { $0.weight / total }
    return combining(parts.map(\.latency)) { probabilities in
      var sum = 0.0
      for (weight, probability) in zip(weights, probabilities) { sum += weight * probability }
      return sum
    }
  }
}

/// P(at least `count` of independent events happen).
func atLeast(_ count: Int, of probabilities: [Double]) -> Double {
  if count <= 0 { return 1 }
  if count > probabilities.count { return 0 }
  // exactly[i] is the probability of i events among those seen so far; the last one collects more.
  var exactly = [Double](repeating: 0, count: count + 1)
  exactly[0] = 1
  for probability in probabilities {
    exactly[count] += exactly[count - 1] * probability
    var i = count - 1
    while i > 0 {
      exactly[i] = exactly[i] * (1 - probability) + exactly[i - 1] * probability
      i -= 1
    }
    exactly[0] *= 1 - probability
  }
  return min(1, exactly[count])
}
