/// A fault that a run is put to, by the name that commands use.
public enum FaultKind: String, Sendable, Hashable, CaseIterable {
  /// Whoever leads (coordinates, holds the lock, is watched) crashes.
  case leaderCrash = "leader-crash"
  /// Whoever leads is lost with what it had sent and nobody has received.
  case leaderLoss = "leader-loss"
  /// Whoever leads stands still as long as a process may.
  case leaderPause = "leader-pause"
  /// Whoever leads is cut off from the other nodes, though not from the clients near it.
  case leaderCut = "leader-cut"
  /// The region of the first node is cut off from all others; in one region its zone.
  case partition
  /// The zone of the first node is lost.
  case zoneLoss = "zone-loss"
  /// The region of the first node is lost.
  case regionLoss = "region-loss"
  /// Whoever leads cannot reach the broker (the last participant) for a second, and restarts
  /// meanwhile.
  case outageAndRestart = "outage-and-restart"

  /// What it is, in a few words, to stand in a title.
  public var words: String {
    switch self {
    case .leaderCrash: "the leader crashes"
    case .leaderLoss: "the leader is lost"
    case .leaderPause: "the leader stands still"
    case .leaderCut: "the leader is cut off"
    case .partition: "the network is cut"
    case .zoneLoss: "a zone is lost"
    case .regionLoss: "a region is lost"
    case .outageAndRestart:
      "another is out of reach for a second, and the leader restarts meanwhile"
    }
  }
}
