extension QuorumSystem {
  /// What a strategy should be best at.
  public enum Goal: String, Sendable, Hashable, CaseIterable {
    case load, network, latency
  }

  /// What a strategy may cost at most, as means over the workload.
  public struct Limits: Sendable, Hashable {
    /// Seconds of the busiest node per operation.
    public var load: Double?
    /// Nodes asked per operation.
    public var network: Double?
    /// Time until enough nodes have answered.
    public var latencyMilliseconds: Double?

    /// Limits; without any, none.
    public init(load: Double? = nil, network: Double? = nil, latencyMilliseconds: Double? = nil) {
      self.load = load
      self.network = network
      self.latencyMilliseconds = latencyMilliseconds
    }
  }

  /// The strategy that is best at the goal within the limits and, of those, the one with the least
  /// load; `nil` when none is within them, or
  /// no set of nodes is a quorum after `failures` of its nodes fail.
  ///
  /// - Parameter failures: Choose only quorums that remain quorums after so many of their nodes
  ///   fail, so nothing has to be sent again.
  /// - Source: the linear programme of Naor & Wool 1998 as extended by Whittaker et al. 2021, §4.
  public func strategy(
    _ goal: Goal = .load, workload: QuorumWorkload, limits: Limits = Limits(), failures: Int = 0
  ) throws(QuantityError) -> QuorumStrategy? {
    try require(failures >= 0, "f", "is \(failures), below 0")
    for limit in [limits.load, limits.network, limits.latencyMilliseconds].compactMap(\.self) {
      try requireNonNegative(limit, "limit")
    }
    let readQuorums = try resilientQuorums(reads, minimal: minimalReads, failures: failures)
    let writeQuorums = try resilientQuorums(writes, minimal: minimalWrites, failures: failures)
    guard !readQuorums.isEmpty, !writeQuorums.isEmpty else { return nil }
    let programme = StrategyProgramme(
      system: self, readQuorums: readQuorums, writeQuorums: writeQuorums, workload: workload)
    return programme.solve(goal, limits)
  }

  /// Every minimal quorum equally often.
  public func uniformStrategy(failures: Int = 0) throws(QuantityError) -> QuorumStrategy? {
    let readQuorums = try resilientQuorums(reads, minimal: minimalReads, failures: failures)
    let writeQuorums = try resilientQuorums(writes, minimal: minimalWrites, failures: failures)
    guard !readQuorums.isEmpty, !writeQuorums.isEmpty else { return nil }
    func evenly(_ quorums: [NodeSet]) -> [QuorumStrategy.Choice] {
      quorums.map { .init(quorum: $0, probability: 1 / Double(quorums.count)) }
    }
    return QuorumStrategy(self, reads: evenly(readQuorums), writes: evenly(writeQuorums))
  }
}

/// Variables: a probability for each read and each write quorum, and a load for each read fraction.
private struct StrategyProgramme {
  let system: QuorumSystem
  let readQuorums: [NodeSet]
  let writeQuorums: [NodeSet]
  let workload: QuorumWorkload

  func solve(_ goal: QuorumSystem.Goal, _ limits: QuorumSystem.Limits) -> QuorumStrategy? {
    // Loads in units of an idle system's capacity keep the numbers near 1.
    let scale = system.nodes.map { max($0.readCapacity, $0.writeCapacity) }.max() ?? 1
    var rows = [
      LinearProgram.Row(coefficients: coefficients(read: { _ in 1 }), relation: .equal, bound: 1),
      LinearProgram.Row(coefficients: coefficients(write: { _ in 1 }), relation: .equal, bound: 1),
    ]
    rows += loadRows(scale)
    let loads = coefficients(load: { $0.probability })
    if let limit = limits.load { rows.append(atMost(limit * scale, loads)) }
    if let limit = limits.network { rows.append(atMost(limit, network)) }
    if let limit = limits.latencyMilliseconds { rows.append(atMost(limit, latency)) }
    let objective =
      switch goal {
      case .load: loads
      case .network: network
      case .latency: latency
      }
    guard var x = LinearProgram(objective: objective, rows: rows).solution() else { return nil }
    if goal != .load {
      // Many strategies are equally near or small; of those the one that loads nodes least.
      let best = zip(objective, x).reduce(0) { $0 + $1.0 * $1.1 }
      rows.append(atMost(best + 1e-12 * abs(best), objective))
      x = LinearProgram(objective: loads, rows: rows).solution() ?? x
    }
    return QuorumStrategy(
      system, reads: choices(readQuorums, x[..<readQuorums.count]),
      writes: choices(writeQuorums, x[readQuorums.count...]))
  }

  private func atMost(_ bound: Double, _ coefficients: [Double]) -> LinearProgram.Row {
    LinearProgram.Row(coefficients: coefficients, relation: .atMost, bound: bound)
  }

  private func coefficients(
    read: (NodeSet) -> Double = { _ in 0 }, write: (NodeSet) -> Double = { _ in 0 },
    load: (QuorumWorkload.Share) -> Double = { _ in 0 }
  ) -> [Double] {
    readQuorums.map(read) + writeQuorums.map(write) + workload.shares.map(load)
  }

  /// For each read fraction, no node's load is above that fraction's load variable.
  private func loadRows(_ scale: Double) -> [LinearProgram.Row] {
    let used = system.reads.nodes.union(system.writes.nodes).indices
    return workload.shares.flatMap { share in
      used.map { node in
        let described = system.nodes[node]
        let read = share.readFraction * scale / described.readCapacity
        let write = (1 - share.readFraction) * scale / described.writeCapacity
        return atMost(
          0,
          coefficients(
            read: { $0.contains(node) ? read : 0 }, write: { $0.contains(node) ? write : 0 },
            load: { $0 == share ? -1 : 0 }))
      }
    }
  }

  private var network: [Double] {
    let fraction = workload.meanReadFraction
    return coefficients(
      read: { fraction * Double($0.count) }, write: { (1 - fraction) * Double($0.count) })
  }

  private var latency: [Double] {
    let fraction = workload.meanReadFraction
    return coefficients(
      read: { fraction * system.latencyMilliseconds($0, system.reads) },
      write: { (1 - fraction) * system.latencyMilliseconds($0, system.writes) })
  }

  private func choices(_ quorums: [NodeSet], _ x: ArraySlice<Double>) -> [QuorumStrategy.Choice] {
    let chosen = zip(quorums, x).filter { $0.1 > 1e-12 }
    let total = chosen.reduce(0) { $0 + $1.1 }
    return chosen.map { .init(quorum: $0.0, probability: $0.1 / total) }
  }
}
