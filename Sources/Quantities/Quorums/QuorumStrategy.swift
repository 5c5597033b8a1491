/// How often each quorum is asked, and what follows from that.
public struct QuorumStrategy: Sendable {
  /// A quorum and how often it is chosen.
  public struct Choice: Sendable, Hashable {
    /// The nodes.
    public var quorum: NodeSet
    /// Above 0; adds up to 1 over all choices.
    public var probability: Double
  }

  /// The system that it belongs to.
  public let system: QuorumSystem
  /// For reads.
  public let reads: [Choice]
  /// For writes.
  public let writes: [Choice]
  private let readShare: [Double]
  private let writeShare: [Double]

  init(_ system: QuorumSystem, reads: [Choice], writes: [Choice]) {
    self.system = system
    self.reads = reads
    self.writes = writes
    func share(_ choices: [Choice]) -> [Double] {
      system.nodes.indices.map { node in
        choices.reduce(0) { $1.quorum.contains(node) ? $0 + $1.probability : $0 }
      }
    }
    readShare = share(reads)
    writeShare = share(writes)
  }

  /// The seconds of work a node does per operation of the system.
  public func load(ofNode node: Int, readFraction: Double) -> Double {
    readFraction * readShare[node] / system.nodes[node].readCapacity
      + (1 - readFraction) * writeShare[node] / system.nodes[node].writeCapacity
  }

  /// The load of the busiest node.
  ///
  /// - Source: Naor & Wool, The Load, Capacity, and Availability of Quorum Systems, 1998.
  public func load(readFraction: Double) -> Double {
    system.nodes.indices.map { load(ofNode: $0, readFraction: readFraction) }.max() ?? 0
  }

  /// The mean load over a workload.
  public func load(_ workload: QuorumWorkload) -> Double {
    workload.shares.reduce(0) { $0 + $1.probability * load(readFraction: $1.readFraction) }
  }

  /// Operations a second at which the busiest node is just busy, as a mean over a workload.
  public func capacity(_ workload: QuorumWorkload) -> Double {
    workload.shares.reduce(0) { $0 + $1.probability / load(readFraction: $1.readFraction) }
  }

  /// The mean number of nodes asked per operation.
  public func networkLoad(_ workload: QuorumWorkload) -> Double {
    func size(_ choices: [Choice]) -> Double {
      choices.reduce(0) { $0 + $1.probability * Double($1.quorum.count) }
    }
    let fraction = workload.meanReadFraction
    return fraction * size(reads) + (1 - fraction) * size(writes)
  }

  /// The mean time until enough of the nodes asked have answered.
  public func latencyMilliseconds(_ workload: QuorumWorkload) -> Double {
    func mean(_ choices: [Choice], _ expression: QuorumExpression) -> Double {
      choices.reduce(0) {
        $0 + $1.probability * system.latencyMilliseconds($1.quorum, expression)
      }
    }
    let fraction = workload.meanReadFraction
    return fraction * mean(reads, system.reads) + (1 - fraction) * mean(writes, system.writes)
  }
}
