import SystemModel

/// The nodes of a store as they stand, and what it can lose.
///
/// Where a product keeps fewer copies of an item than it has nodes (`copies`), copies are taken to be
/// spread over the zones as evenly as they go: that is what the products do when told of zones.
struct StoreNodes: Sendable {
  struct Node: Sendable {
    let place: Place
    let role: ReplicaRole?
    var votes: Bool { role != .learner }
    var holdsData: Bool { role != .witness }
  }

  /// How acknowledged writes are kept, as far as counting goes.
  struct Scheme: Sendable, Hashable {
    var replication: String?
    /// Acknowledgements that a write waits for, the leader's included.
    var writeQuorum: Int?
    var copies: Int?
    /// Copies among which quorums are counted, where each region counts by itself.
    var copiesInRegion: Int?
    /// A lost leader is replaced without a person.
    var isAutomatic: Bool?
    var hasLeader: Bool
    var tolerance: Tolerance

    /// Which losses leave enough nodes to go on.
    enum Tolerance: Sendable, Hashable {
      case majority, byzantine, quorum, leaderBased
    }
  }

  let nodes: [Node]

  var voters: [Node] { nodes.filter(\.votes) }
  var holders: [Node] { nodes.filter(\.holdsData) }

  var leader: Place? {
    (nodes.first { $0.role == .leader } ?? nodes.first)?.place
  }

  var zones: [Place] { unique(nodes.map(\.place)) }
  var regions: [String] { unique(nodes.map(\.place.region)) }

  /// The most voters that one zone (a region without zones counts as one) holds.
  func largestGroup(by key: (Place) -> String) -> Int {
    var counts: [String: Int] = [:]
    for node in voters { counts[key(node.place), default: 0] += 1 }
    return counts.values.max() ?? 0
  }

  /// Whether writes go on by themselves after the loss of every node that `isLost` picks.
  ///
  /// - Returns: `nil` when the scheme does not say.
  func writesGoOn(without isLost: (Place) -> Bool, _ scheme: Scheme) -> Bool? {
    let left = nodes.filter { !isLost($0.place) }
    if left.count == nodes.count { return true }
    if left.isEmpty { return false }
    let leftVoters = left.filter(\.votes).count
    switch scheme.tolerance {
    case .majority:
      if let copies = scheme.copies, copies < voters.count {
        return enoughCopies(copies, copies / 2 + 1, isLost)
      }
      return leftVoters >= voters.count / 2 + 1
    case .byzantine: return leftVoters >= voters.count - (voters.count - 1) / 3
    case .quorum:
      let copies = min(scheme.copies ?? voters.count, voters.count)
      guard let quorum = scheme.writeQuorum else { return nil }
      if let inRegion = scheme.copiesInRegion, regions.count > 1 {
        return everyRegionGoesOn(inRegion, quorum, isLost)
      }
      return copies < voters.count ? enoughCopies(copies, quorum, isLost) : leftVoters >= quorum
    case .leaderBased:
      guard left.contains(where: { $0.holdsData && $0.votes }) else { return false }
      if let quorum = scheme.writeQuorum, left.filter(\.holdsData).count < quorum { return false }
      guard let leader, isLost(leader), scheme.hasLeader else { return true }
      return scheme.isAutomatic
    }
  }

  /// Regions that decide by themselves: each one that is left needs its own quorum.
  private func everyRegionGoesOn(_ copies: Int, _ quorum: Int, _ isLost: (Place) -> Bool) -> Bool {
    regions.allSatisfy { region in
      let part = StoreNodes(nodes: nodes.filter { $0.place.region == region })
      let left = part.voters.filter { !isLost($0.place) }.count
      if left == 0 { return true }
      return copies < part.voters.count
        ? left == part.voters.count || part.enoughCopies(copies, quorum, isLost) : left >= quorum
    }
  }

  /// Copies spread evenly over zones: a loss takes the share of the zones it covers, rounded up.
  private func enoughCopies(_ copies: Int, _ quorum: Int, _ isLost: (Place) -> Bool) -> Bool {
    let all = zones
    guard all.count > 1 else { return false }
    let perZone = (copies + all.count - 1) / all.count
    let lostZones = all.filter(isLost).count
    return copies - min(copies, lostZones * perZone) >= quorum
  }

  /// How many nodes, picked worst, can fail one after the other with writes going on.
  func tolerated(_ scheme: Scheme) -> Int? {
    switch scheme.tolerance {
    case .majority: return (min(scheme.copies ?? voters.count, voters.count) - 1) / 2
    case .byzantine: return (voters.count - 1) / 3
    case .quorum:
      let all = min(scheme.copies ?? voters.count, voters.count)
      let copies = regions.count > 1 ? min(scheme.copiesInRegion ?? all, all) : all
      return scheme.writeQuorum.map { max(0, copies - $0) }
    case .leaderBased:
      guard let isAutomatic = scheme.isAutomatic else { return nodes.count < 2 ? 0 : nil }
      guard isAutomatic else { return 0 }
      return max(0, holders.count - max(1, scheme.writeQuorum ?? 1))
    }
  }

  private func unique<Element: Hashable>(_ items: [Element]) -> [Element] {
    var seen: Set<Element> = []
    return items.filter { seen.insert($0).inserted }
  }
}
