/// Which sets of nodes form a quorum, as a monotone formula over nodes.
///
/// - Source: Whittaker et al., Read-Write Quorum Systems Made Practical, PaPoC 2021 (Quoracle).
public indirect enum QuorumExpression: Sendable, Hashable {
  /// One node, an index below 64.
  case node(Int)
  /// A quorum of one of them: `a + b`.
  case any([QuorumExpression])
  /// A quorum of each of them: `a * b`.
  case all([QuorumExpression])
  /// A quorum of so many of them: `choose(2, a, b, c)`.
  case choose(Int, [QuorumExpression])

  /// More than half of the nodes.
  public static func majority(_ nodes: [Int]) -> QuorumExpression {
    .choose(nodes.count / 2 + 1, nodes.map { .node($0) })
  }

  /// One full row; with `dual` for the other kind, one node of every row.
  ///
  /// - Source: Cheung, Ammar & Ahamad 1992.
  public static func grid(rows: [[Int]]) -> QuorumExpression {
    .any(rows.map { .all($0.map { .node($0) }) })
  }

  /// Nodes with at least `threshold` of the votes together.
  ///
  /// - Source: Gifford 1979.
  public static func weighted(threshold: Int, votes: [Int]) -> QuorumExpression {
    .choose(
      threshold, votes.enumerated().flatMap { Array(repeating: .node($0), count: max(0, $1)) })
  }

  /// A majority of groups, and in each of those a majority of its nodes.
  ///
  /// - Source: Kumar, Hierarchical Quorum Consensus, 1991.
  public static func hierarchical(groups: [[Int]]) -> QuorumExpression {
    .choose(groups.count / 2 + 1, groups.map { majority($0) })
  }

  /// The formula whose quorums are the sets that meet every quorum of this one.
  public var dual: QuorumExpression {
    switch self {
    case .node: self
    case .any(let parts): .all(parts.map(\.dual))
    case .all(let parts): .any(parts.map(\.dual))
    case .choose(let count, let parts): .choose(parts.count - count + 1, parts.map(\.dual))
    }
  }

  /// Whether these nodes contain a quorum.
  public func isQuorum(_ nodes: NodeSet) -> Bool {
    switch self {
    case .node(let index): nodes.contains(index)
    case .any(let parts): parts.contains { $0.isQuorum(nodes) }
    case .all(let parts): parts.allSatisfy { $0.isQuorum(nodes) }
    case .choose(let count, let parts):
      parts.lazy.filter { $0.isQuorum(nodes) }.prefix(max(0, count)).count >= count
    }
  }

  /// All nodes that it names.
  public var nodes: NodeSet {
    switch self {
    case .node(let index): NodeSet([index])
    case .any(let parts), .all(let parts), .choose(_, let parts):
      parts.reduce(NodeSet()) { $0.union($1.nodes) }
    }
  }

  /// The same condition for an availability calculation whose components are the nodes.
  public var availabilityStructure: AvailabilityStructure {
    switch self {
    case .node(let index): .component(index)
    case .any(let parts): .any(parts.map(\.availabilityStructure))
    case .all(let parts): .all(parts.map(\.availabilityStructure))
    case .choose(let count, let parts): .atLeast(count, parts.map(\.availabilityStructure))
    }
  }
}

/// A set of up to 64 nodes.
public struct NodeSet: Sendable, Hashable {
  /// One bit a node.
  var bits: UInt64

  init(bits: UInt64) { self.bits = bits }

  /// The nodes with these indices; those outside 0..<64 are left out.
  public init(_ indices: some Sequence<Int> = []) {
    bits = indices.reduce(0) { (0..<64).contains($1) ? $0 | 1 << UInt64($1) : $0 }
  }

  /// Whether it has this node.
  public func contains(_ index: Int) -> Bool { (0..<64).contains(index) && bits >> index & 1 == 1 }
  /// How many nodes it has.
  public var count: Int { bits.nonzeroBitCount }
  /// The nodes, ascending.
  public var indices: [Int] { (0..<64).filter { bits >> $0 & 1 == 1 } }
  /// The nodes of both.
  public func union(_ other: NodeSet) -> NodeSet { NodeSet(bits: bits | other.bits) }
  /// Whether every node of `other` is in it.
  public func isSuperset(of other: NodeSet) -> Bool { other.bits & ~bits == 0 }
  /// It without one node.
  func removing(_ index: Int) -> NodeSet { NodeSet(bits: bits & ~(1 << UInt64(index))) }
}
