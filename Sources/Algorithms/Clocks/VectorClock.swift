/// Counts the events of each node of a fixed group: happened-before, exactly.
///
/// `a < b` component by component if and only if a's event happened before b's. In general no
/// clock with fewer than n components can do this (Charron-Bost 1991).
///
/// - Source: Fidge 1988; Mattern, Virtual Time and Global States of Distributed Systems, 1989.
public struct VectorClock: Hashable, Sendable {
  /// How many events of each node are in the past, the event itself included.
  public private(set) var counts: [UInt64]

  /// A clock of a group of `nodes` nodes, before the first event.
  public init(nodes: Int) { counts = Array(repeating: 0, count: nodes) }

  /// Counts a local event or a sending of `node`, which is one of the group.
  public mutating func tick(_ node: NodeID) { counts[node] += 1 }

  /// Counts at `node` the receipt of a message stamped with `other`, of the same group.
  public mutating func receive(_ other: VectorClock, at node: NodeID) {
    merge(other)
    tick(node)
  }

  /// How the events stand to each other.
  public func order(to other: VectorClock) -> CausalOrder {
    CausalOrder(leftAtMostRight: isAtMost(other), rightAtMostLeft: other.isAtMost(self))
  }

  /// Bytes on the wire: eight a node.
  public var metadataBytes: Int { 8 * counts.count }

  /// Joins the counts of each node by a rule; the right rule is the maximum.
  package mutating func merge(
    _ other: VectorClock, combining combine: (UInt64, UInt64) -> UInt64
  ) {
    precondition(counts.count == other.counts.count, "clocks of different groups")
    for node in counts.indices { counts[node] = combine(counts[node], other.counts[node]) }
  }
}

extension VectorClock: ConvergentState {
  /// Takes the greater count of each node.
  public mutating func merge(_ other: VectorClock) { merge(other, combining: { max($0, $1) }) }

  /// Whether no count is greater than in `other`.
  public func isAtMost(_ other: VectorClock) -> Bool {
    zip(counts, other.counts).allSatisfy { $0 <= $1 }
  }
}
