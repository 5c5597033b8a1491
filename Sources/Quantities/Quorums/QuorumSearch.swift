/// Looks for the best quorum system over given nodes.
public struct QuorumSearch: Sendable {
  /// A system and the strategy that makes it the best one found.
  public struct Found: Sendable {
    /// The system.
    public var system: QuorumSystem
    /// Its best strategy.
    public var strategy: QuorumStrategy
    /// How many different systems were tried.
    public var tried: Int
    /// Whether every formula without repeated nodes was tried.
    public var isComplete: Bool
  }

  /// The nodes; each is used once.
  public var nodes: [QuorumNode]
  /// What to be best at.
  public var goal: QuorumSystem.Goal
  /// How much of the work is reads.
  public var workload: QuorumWorkload
  /// What it may cost.
  public var limits: QuorumSystem.Limits
  /// Failures that reads and writes must survive.
  public var resilience: Int
  /// Failures that a chosen quorum must survive without asking again.
  public var failures: Int

  /// A search.
  public init(
    nodes: [QuorumNode], goal: QuorumSystem.Goal = .load, workload: QuorumWorkload,
    limits: QuorumSystem.Limits = .init(), resilience: Int = 0, failures: Int = 0
  ) {
    self.nodes = nodes
    self.goal = goal
    self.workload = workload
    self.limits = limits
    self.resilience = resilience
    self.failures = failures
  }

  /// Tries formulas without repeated nodes, flat ones first; `nil` when none is within the limits.
  ///
  /// - Parameter maximumCandidates: Stops after so many formulas; five nodes have about 3,000. Throws for
  ///   more than seven nodes: compare families (majority, grid, weighted, hierarchical) instead.
  /// - Source: Whittaker et al. 2021, §5.
  public func best(maximumCandidates: Int = 20_000) throws(QuantityError) -> Found? {
    try require((1...7).contains(nodes.count), "nodes", "are \(nodes.count), not between 1 and 7")
    var best: Found?
    var bestValue = Double.infinity
    var seen: Set<[UInt64]> = []
    var candidates = 0
    for expression in Formulas(nodes: Array(nodes.indices), limit: maximumCandidates).all {
      candidates += 1
      let quorums = try expression.minimalQuorums().map(\.bits)
      guard seen.insert(quorums).inserted else { continue }
      let system = try QuorumSystem(nodes: nodes, reads: expression)
      guard try system.resilience() >= resilience,
        let strategy = try system.strategy(
          goal, workload: workload, limits: limits, failures: failures)
      else { continue }
      let value = self.value(strategy)
      // A later system must be better by more than rounding.
      if value < bestValue * (1 - 1e-9) {
        bestValue = value
        best = Found(system: system, strategy: strategy, tried: 0, isComplete: false)
      }
    }
    best?.tried = seen.count
    best?.isComplete = candidates < maximumCandidates
    return best
  }

  private func value(_ strategy: QuorumStrategy) -> Double {
    switch goal {
    case .load: strategy.load(workload)
    case .network: strategy.networkLoad(workload)
    case .latency: strategy.latencyMilliseconds(workload)
    }
  }
}

/// Formulas that use each node once: a node, or a choice of some of the parts of a partition.
private struct Formulas {
  let nodes: [Int]
  let limit: Int

  var all: [QuorumExpression] {
    var found: [QuorumExpression] = []
    var seen: Set<QuorumExpression> = []
    for height in [2, nodes.count] {
      for expression in formulas(nodes, height: height) where seen.insert(expression).inserted {
        if found.count == limit { return found }
        found.append(expression)
      }
    }
    return found
  }

  private func formulas(_ nodes: [Int], height: Int) -> [QuorumExpression] {
    if nodes.count == 1 { return [.node(nodes[0])] }
    if height <= 1 { return (1...nodes.count).map { .choose($0, nodes.map { .node($0) }) } }
    var result: [QuorumExpression] = []
    for partition in partitions(nodes) where partition.count > 1 {
      var products: [[QuorumExpression]] = [[]]
      for part in partition {
        let choices = formulas(part, height: height - 1)
        products = products.flatMap { product in choices.map { product + [$0] } }
        if products.count > limit { products.removeLast(products.count - limit) }
      }
      for parts in products { result += (1...parts.count).map { .choose($0, parts) } }
      if result.count >= limit { return Array(result.prefix(limit)) }
    }
    return result
  }

  private func partitions(_ nodes: [Int]) -> [[[Int]]] {
    guard let first = nodes.first else { return [[]] }
    return partitions(Array(nodes.dropFirst())).flatMap { rest in
      [[[first]] + rest]
        + rest.indices.map { index in
          var joined = rest
          joined[index].insert(first, at: 0)
          return joined
        }
    }
  }
}
