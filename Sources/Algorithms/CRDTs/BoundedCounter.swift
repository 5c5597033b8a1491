/// A counter that never falls below its bound, without coordination while rights last.
///
/// An increment creates rights to decrement at its replica; a decrement uses up rights of its
/// replica; rights move by transfer. Each entry is written by one replica only, so a replica always
/// knows its own rights at least in part, and never overestimates them.
///
/// There are no deltas: the value of a state that holds a decrement without the increments behind
/// it would be below the bound. A full state always holds both.
///
/// - Source: Balegas et al., Extending Eventually Consistent Cloud Databases for Enforcing Numeric
///   Invariants, SRDS 2015, §4; after O'Neil's escrow, 1986.
public struct BoundedCounter: Hashable, Sendable {
  /// What a decrement must be covered by.
  public enum Cover: Hashable, Sendable {
    /// Rights that the replica holds.
    case rights
    /// The value that the replica sees: two replicas may both take the last unit.
    case seenValue
  }

  /// No single entry grows beyond this, so that no sum overflows.
  public static let largestEntry: Int64 = 1 << 46
  /// The most replicas of one counter.
  public static let mostReplicas = 1 << 12

  /// The value never falls below.
  public let bound: Int64
  /// How many replicas there are, numbered from 0.
  public let replicas: Int
  /// Row `i`, column `j`: what `i` has handed to `j`; on the diagonal what `i` has incremented.
  private var rights: [Int64]
  /// What each replica has decremented.
  private var used: [Int64]

  /// A counter at its bound, which is clamped to ±2⁴⁶, for 1 to `mostReplicas` replicas.
  public init(bound: Int64, replicas: Int) {
    precondition((1...Self.mostReplicas).contains(replicas), "\(replicas) replicas")
    self.bound = max(-Self.largestEntry, min(Self.largestEntry, bound))
    self.replicas = replicas
    rights = Array(repeating: 0, count: replicas * replicas)
    used = Array(repeating: 0, count: replicas)
  }

  /// Bound plus increments less decrements.
  public var value: Int64 {
    (0..<replicas).reduce(bound) { $0 + rights[at($1, $1)] - used[$1] }
  }

  /// How much `replica` may decrement, as far as is known here; exact at the replica itself up to
  /// transfers under way to it.
  public func rights(of replica: NodeID) -> Int64 {
    (0..<replicas).reduce(rights[at(replica, replica)] - used[replica]) { sum, other in
      other == replica ? sum : sum + rights[at(other, replica)] - rights[at(replica, other)]
    }
  }

  /// Adds `amount` and the rights to take it back.
  /// - Returns: Whether it did; not for a negative amount, nor beyond ``largestEntry``.
  @discardableResult
  public mutating func increment(by amount: Int64 = 1, at replica: NodeID) -> Bool {
    Self.raise(&rights[at(replica, replica)], by: amount)
  }

  /// Takes `amount` away if it is covered.
  /// - Returns: Whether it did; if not, ask another replica for a transfer.
  @discardableResult
  public mutating func decrement(
    by amount: Int64 = 1, at replica: NodeID, coveredBy cover: Cover = .rights
  ) -> Bool {
    let available = cover == .rights ? rights(of: replica) : value - bound
    return amount <= available && Self.raise(&used[replica], by: amount)
  }

  /// Hands rights over, if `giver`, whose replica this is, has them.
  /// - Returns: Whether it did.
  @discardableResult
  public mutating func transfer(_ amount: Int64, from giver: NodeID, to taker: NodeID) -> Bool {
    giver != taker && amount <= rights(of: giver)
      && Self.raise(&rights[at(giver, taker)], by: amount)
  }

  /// Bytes on the wire: the matrix and the row of decrements.
  public var metadataBytes: Int { 8 * (rights.count + used.count) }

  private static func raise(_ entry: inout Int64, by amount: Int64) -> Bool {
    guard amount >= 0, amount <= largestEntry - entry else { return false }
    entry += amount
    return true
  }

  private func at(_ row: NodeID, _ column: NodeID) -> Int { row * replicas + column }
}

extension BoundedCounter: ConvergentState {
  /// Takes the greater of each entry; both must be states of one counter.
  public mutating func merge(_ other: BoundedCounter) {
    precondition(bound == other.bound && replicas == other.replicas, "different counters")
    for index in rights.indices { rights[index] = max(rights[index], other.rights[index]) }
    for index in used.indices { used[index] = max(used[index], other.used[index]) }
  }

  /// Whether no entry is greater than in `other`.
  public func isAtMost(_ other: BoundedCounter) -> Bool {
    zip(rights + used, other.rights + other.used).allSatisfy { $0 <= $1 }
  }
}
