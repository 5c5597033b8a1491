/// How many updates of each replica are known: the causal past of one version of an object.
///
/// Only replicas that wrote have an entry. With the ids of clients it grows with the clients; with
/// the ids of servers it cannot tell apart two concurrent writes through one server: for that see
/// ``DottedVersion``.
///
/// - Source: Parker et al., Detection of Mutual Inconsistency in Distributed Systems, 1983.
public struct VersionVector: Hashable, Sendable {
  /// The last known update of each replica, by replica; no counter is 0.
  public private(set) var entries: [Dot] = []

  /// Nothing is known.
  public init() {}

  /// The number of updates of `replica` that are known; 0 for an unknown replica.
  /// - Complexity: O(log entries).
  public subscript(replica: NodeID) -> UInt64 {
    get {
      let index = position(of: replica)
      return holds(replica, at: index) ? entries[index].counter : 0
    }
    set {
      let index = position(of: replica)
      let isKnown = holds(replica, at: index)
      if newValue == 0 {
        if isKnown { entries.remove(at: index) }
      } else if isKnown {
        entries[index].counter = newValue
      } else {
        entries.insert(Dot(replica: replica, counter: newValue), at: index)
      }
    }
  }

  /// Counts an update of `replica` and names it.
  public mutating func next(of replica: NodeID) -> Dot {
    let dot = Dot(replica: replica, counter: self[replica] + 1)
    self[replica] = dot.counter
    return dot
  }

  /// Whether the update is among those known.
  public func contains(_ dot: Dot) -> Bool { dot.counter <= self[dot.replica] }

  /// How the versions stand to each other.
  public func order(to other: VersionVector) -> CausalOrder {
    CausalOrder(leftAtMostRight: isAtMost(other), rightAtMostLeft: other.isAtMost(self))
  }

  /// Bytes on the wire: 16 an entry.
  public var metadataBytes: Int { Dot.metadataBytes * entries.count }

  /// Joins the counters of each replica by a rule; the right rule is the maximum.
  /// - Complexity: O(entries of both).
  package mutating func merge(
    _ other: VersionVector, combining combine: (UInt64, UInt64) -> UInt64
  ) {
    var joined: [Dot] = []
    joined.reserveCapacity(max(entries.count, other.entries.count))
    var (left, right) = (entries[...], other.entries[...])
    while let mine = left.first, let theirs = right.first {
      if mine.replica < theirs.replica {
        joined.append(left.removeFirst())
      } else if theirs.replica < mine.replica {
        joined.append(right.removeFirst())
      } else {
        let counter = combine(mine.counter, theirs.counter)
        joined.append(Dot(replica: mine.replica, counter: counter))
        left.removeFirst()
        right.removeFirst()
      }
    }
    entries = joined + left + right
  }

  private func holds(_ replica: NodeID, at index: Int) -> Bool {
    index < entries.count && entries[index].replica == replica
  }

  /// The first index whose replica is not below `replica`.
  private func position(of replica: NodeID) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].replica < replica { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension VersionVector: ConvergentState {
  /// Takes the greater counter of each replica.
  public mutating func merge(_ other: VersionVector) { merge(other, combining: { max($0, $1) }) }

  /// Whether every known update is known to `other`.
  public func isAtMost(_ other: VersionVector) -> Bool { entries.allSatisfy(other.contains) }
}
