/// A node's means, for load and latency.
public struct QuorumNode: Sendable, Hashable {
  /// Its name in the report.
  public var name: String
  /// Reads a second that it can do when it does nothing else.
  public var readCapacity: Double
  /// Writes a second that it can do when it does nothing else.
  public var writeCapacity: Double
  /// Until its answer is there.
  public var latencyMilliseconds: Double

  /// A node; without capacities, loads are shares of operations.
  public init(
    name: String, readCapacity: Double = 1, writeCapacity: Double = 1,
    latencyMilliseconds: Double = 1
  ) {
    self.name = name
    self.readCapacity = readCapacity
    self.writeCapacity = writeCapacity
    self.latencyMilliseconds = latencyMilliseconds
  }
}

/// Read quorums and write quorums that always meet.
public struct QuorumSystem: Sendable {
  /// The nodes, by the indices of the expressions.
  public let nodes: [QuorumNode]
  /// Which sets may answer a read.
  public let reads: QuorumExpression
  /// Which sets may accept a write.
  public let writes: QuorumExpression
  /// Read quorums without a smaller one inside.
  public let minimalReads: [NodeSet]
  /// Write quorums without a smaller one inside.
  public let minimalWrites: [NodeSet]

  /// A system; of reads and writes, one may be left out and is then the dual of the other.
  ///
  /// Throws when neither is given, some read quorum misses some write quorum, or a node's numbers
  /// make no sense.
  public init(
    nodes: [QuorumNode], reads: QuorumExpression?, writes: QuorumExpression? = nil
  ) throws(QuantityError) {
    guard let readExpression = reads ?? writes?.dual, let writeExpression = writes ?? reads?.dual
    else { throw QuantityError("quorum system", "has neither read nor write quorums") }
    try require(nodes.count <= 64, "nodes", "are \(nodes.count), more than 64")
    for index in readExpression.nodes.union(writeExpression.nodes).indices {
      try require(index < nodes.count, "node", "\(index) is not described")
    }
    for node in nodes {
      try requirePositive(node.readCapacity, "read capacity of \(node.name)")
      try requirePositive(node.writeCapacity, "write capacity of \(node.name)")
      try requireNonNegative(node.latencyMilliseconds, "latency of \(node.name)")
    }
    self.nodes = nodes
    self.reads = readExpression
    self.writes = writeExpression
    minimalReads = try readExpression.minimalQuorums()
    minimalWrites = try writeExpression.minimalQuorums()
    try require(
      !minimalReads.isEmpty && !minimalWrites.isEmpty, "quorum system", "has no quorums")
    let meetsReads = readExpression.dual
    for quorum in minimalWrites {
      try require(
        meetsReads.isQuorum(quorum), "quorums",
        "do not meet: write quorum {\(Self.names(quorum, nodes))} misses a read quorum")
    }
  }

  private static func names(_ set: NodeSet, _ nodes: [QuorumNode]) -> String {
    set.indices.map { nodes[$0].name }.joined(separator: ", ")
  }

  /// How many nodes may fail, whichever they are, with reads still possible.
  public func readResilience() throws(QuantityError) -> Int { try Self.resilience(reads) }
  /// How many nodes may fail, whichever they are, with writes still possible.
  public func writeResilience() throws(QuantityError) -> Int { try Self.resilience(writes) }
  /// The smaller of the two.
  public func resilience() throws(QuantityError) -> Int {
    min(try readResilience(), try writeResilience())
  }

  /// The smallest set that meets every quorum is the smallest quorum of the dual.
  private static func resilience(_ expression: QuorumExpression) throws(QuantityError) -> Int {
    (try expression.dual.minimalQuorums().first?.count ?? 0) - 1
  }

  /// How long until the nodes of `quorum` that answer first form a quorum of `expression`.
  func latencyMilliseconds(_ quorum: NodeSet, _ expression: QuorumExpression) -> Double {
    let byLatency = quorum.indices.sorted {
      nodes[$0].latencyMilliseconds < nodes[$1].latencyMilliseconds
    }
    var answered = NodeSet()
    for index in byLatency {
      answered = answered.union(NodeSet([index]))
      if expression.isQuorum(answered) { return nodes[index].latencyMilliseconds }
    }
    return .infinity
  }

  /// Sets that are still a quorum after any `failures` of their nodes fail, without a smaller one
  /// inside.
  ///
  /// - Complexity: Exponential in the nodes; throws above 16 of them.
  func resilientQuorums(
    _ expression: QuorumExpression, minimal: [NodeSet], failures: Int
  ) throws(QuantityError) -> [NodeSet] {
    if failures == 0 { return minimal }
    let members = expression.nodes.indices
    try require(members.count <= 16, "nodes", "are \(members.count), too many for f above 0")
    var found: [NodeSet] = []
    for size in (minimal.first?.count ?? 0)...max(members.count, minimal.first?.count ?? 0) {
      Combinations.forEach(of: members, taking: size) { chosen in
        let set = NodeSet(chosen)
        guard !found.contains(where: { set.isSuperset(of: $0) }) else { return }
        if Self.survives(set, failures, expression) { found.append(set) }
      }
    }
    return found
  }

  private static func survives(
    _ set: NodeSet, _ failures: Int, _ expression: QuorumExpression
  ) -> Bool {
    if failures == 0 { return expression.isQuorum(set) }
    if set.count <= failures { return expression.isQuorum(NodeSet()) }
    return set.indices.allSatisfy {
      survives(set.removing($0), failures - 1, expression)
    }
  }
}
