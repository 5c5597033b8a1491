/// A set of nodes with numbers from 0 to 63, in one word.
public struct NodeGroup: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// Bit i is node i.
  public var bits: UInt64

  /// The set with these bits.
  @inlinable public init(bits: UInt64 = 0) { self.bits = bits }

  /// The set of these nodes; numbers out of range are left out.
  public init(_ nodes: some Sequence<NodeID>) {
    bits = 0
    for node in nodes where (0..<64).contains(node) { bits |= 1 << UInt64(node) }
  }

  /// The set of these nodes.
  public init(arrayLiteral nodes: NodeID...) { self.init(nodes) }

  /// How many nodes.
  @inlinable public var count: Int { bits.nonzeroBitCount }
  /// Whether there is none.
  @inlinable public var isEmpty: Bool { bits == 0 }

  /// Whether `node` is one of them.
  @inlinable public func contains(_ node: NodeID) -> Bool {
    (0..<64).contains(node) && bits & 1 << UInt64(node) != 0
  }

  /// Adds a node.
  @inlinable public mutating func insert(_ node: NodeID) {
    if (0..<64).contains(node) { bits |= 1 << UInt64(node) }
  }

  /// Takes a node away.
  @inlinable public mutating func remove(_ node: NodeID) {
    if (0..<64).contains(node) { bits &= ~(1 << UInt64(node)) }
  }

  /// Those in either.
  @inlinable public func union(_ other: NodeGroup) -> NodeGroup {
    NodeGroup(bits: bits | other.bits)
  }
  /// Those in both.
  @inlinable public func intersection(_ other: NodeGroup) -> NodeGroup {
    NodeGroup(bits: bits & other.bits)
  }
  /// Those in one of the two only.
  public func symmetricDifference(_ other: NodeGroup) -> NodeGroup {
    NodeGroup(bits: bits ^ other.bits)
  }

  /// The nodes in rising order.
  public var nodes: [NodeID] {
    var nodes: [NodeID] = []
    nodes.reserveCapacity(count)
    var rest = bits
    while rest != 0 {
      nodes.append(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
    return nodes
  }

  /// The numbers in rising order.
  public var description: String { "\(nodes)" }
}
