/// Where to put a leader and its voters so that clients wait least.
///
/// Latencies are fixed round trips (medians, say): a write costs the way to the leader and the
/// leader's quorum round; a read costs the way to the leader, and the quorum round if it confirms.
public struct PlacementProblem: Sendable {
  /// What clients at one place do.
  public struct Clients: Sendable, Hashable {
    /// Index of the place.
    public var place: Int
    /// Operations a second, or any other weight.
    public var weight: Double
    /// The share of writes among them, 0 to 1.
    public var writeFraction: Double

    /// A group of clients.
    public init(place: Int, weight: Double, writeFraction: Double = 1) {
      self.place = place
      self.weight = weight
      self.writeFraction = writeFraction
    }
  }

  /// How reads are served.
  public enum Reads: Sendable, Hashable {
    /// At the leader, after a quorum round.
    case leaderConfirmed
    /// At the leader, under a lease.
    case leaderLease
    /// At the nearest voter, possibly stale.
    case nearest
  }

  /// A choice and what it costs.
  public struct Placement: Sendable, Hashable {
    /// Places of the voters, ascending.
    public var voters: [Int]
    /// The leader, one of them.
    public var leader: Int
    /// The mean over all operations.
    public var meanMilliseconds: Double
    /// The mean for the worst group of clients.
    public var worstMilliseconds: Double
    /// Whether no other choice has a smaller mean.
    public var isOptimal: Bool
  }

  /// Round trips between all places.
  public var roundTrips: RoundTripMatrix
  /// Who asks from where.
  public var clients: [Clients]
  /// How reads are served.
  public var reads: Reads
  /// Voters in a quorum; `nil` for a majority.
  public var quorum: Int?

  /// A problem; throws when a group of clients makes no sense.
  public init(
    roundTrips: RoundTripMatrix, clients: [Clients], reads: Reads = .leaderLease,
    quorum: Int? = nil
  ) throws(QuantityError) {
    try require(!clients.isEmpty, "clients", "are missing")
    for group in clients {
      try require(
        (0..<roundTrips.count).contains(group.place), "clients", "stand at place \(group.place)")
      try requireNonNegative(group.weight, "weight")
      try requireProbability(group.writeFraction, "write fraction")
    }
    self.roundTrips = roundTrips
    self.clients = clients
    self.reads = reads
    self.quorum = quorum
  }

  /// The cost of one choice; `nil` when a client or a quorum cannot be reached.
  public func cost(voters: [Int], leader: Int) -> Placement? {
    let quorum = quorum ?? voters.count / 2 + 1
    let others = voters.filter { $0 != leader }.compactMap { roundTrips.milliseconds(leader, $0) }
    guard
      let commit = ReplicationLatency.quorumRoundTripMilliseconds(
        leaderToVoters: others, quorum: quorum)
    else { return nil }
    var (sum, weights, worst) = (0.0, 0.0, 0.0)
    for group in clients {
      guard let toLeader = roundTrips.milliseconds(group.place, leader) else { return nil }
      let read: Double
      switch reads {
      case .leaderConfirmed: read = toLeader + commit
      case .leaderLease: read = toLeader
      case .nearest:
        read = voters.compactMap { roundTrips.milliseconds(group.place, $0) }.min() ?? toLeader
      }
      let mean = group.writeFraction * (toLeader + commit) + (1 - group.writeFraction) * read
      sum += group.weight * mean
      weights += group.weight
      worst = max(worst, mean)
    }
    return Placement(
      voters: voters.sorted(), leader: leader,
      meanMilliseconds: weights > 0 ? sum / weights : worst,
      worstMilliseconds: worst, isOptimal: false)
  }

  /// The best leader among given voters; `nil` when none reaches everything.
  ///
  /// Of equal ones the one that stands first in `voters`.
  public func bestLeader(voters: [Int]) -> Placement? {
    var best = Self.better(voters.compactMap { cost(voters: voters, leader: $0) })
    best?.isOptimal = true
    return best
  }

  static func better(_ placements: [Placement]) -> Placement? {
    placements.min {
      ($0.meanMilliseconds, $0.worstMilliseconds) < ($1.meanMilliseconds, $1.worstMilliseconds)
    }
  }
}
