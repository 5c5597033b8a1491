import SystemModel

/// How a store is asked: what its part of an operation waits for.
public enum AccessProtocol: String, Sendable, Hashable, CaseIterable {
  /// The leader answers alone, without proof that it still leads.
  case leaderRead = "leader-read"
  /// The leader answers after a quorum has confirmed that it leads (ReadIndex).
  case confirmedRead = "leader-quorum-read"
  /// The leader answers under a lease.
  case leaseRead = "lease-read"
  /// The nearest copy answers, perhaps with an old value.
  case followerRead = "follower-read"
  /// A quorum of copies answers.
  case quorumRead = "quorum-read"
  /// The leader and a quorum of the others hold the write.
  case leaderCommit = "leader-quorum-write"
  /// The leader alone holds the write.
  case leaderOnly = "leader-write"
  /// A quorum of copies holds the write; nobody leads.
  case quorumWrite = "quorum-write"
  /// The nearest copy alone holds the write.
  case localWrite = "local-write"
  /// As `leaderCommit`, and the answer waits until the commit is past on every clock.
  case commitWait = "commit-wait-write"

  /// Whether it changes data.
  public var isWrite: Bool {
    switch self {
    case .leaderCommit, .leaderOnly, .quorumWrite, .localWrite, .commitWait: true
    default: false
    }
  }

  /// Models that a consensus store's copies keep by themselves.
  static let localReads: Set<String> = ["sequential", "eventual", "consistent-prefix", "causal"]

  /// How a store's reads are served, as configured.
  static func reading(_ shape: StoreShape, _ target: ReadTarget?) -> AccessProtocol {
    switch target {
    case .nearest?, .follower?, .cache?: return .followerRead
    case .quorum?: return .quorumRead
    default: break
    }
    if shape.scheme.tolerance == .quorum {
      return (shape.readQuorum ?? 1) > 1 ? .quorumRead : .followerRead
    }
    guard shape.scheme.hasLeader else { return .followerRead }
    guard shape.isConsensus, target != .leader else { return .leaderRead }
    switch shape.reads {
    case "linearizable", "strict-serializable":
      return shape.isClockBound ? .leaseRead : .confirmedRead
    case let model?: return localReads.contains(model) ? .followerRead : .leaderRead
    case nil: return .leaderRead
    }
  }

  /// How a store's writes are acknowledged, as configured.
  static func writing(_ shape: StoreShape) -> AccessProtocol {
    if shape.scheme.tolerance == .quorum { return .quorumWrite }
    guard shape.scheme.hasLeader else { return .localWrite }
    return (shape.scheme.writeQuorum ?? 1) > 1 ? .leaderCommit : .leaderOnly
  }
}
