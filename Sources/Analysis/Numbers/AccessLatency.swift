import Quantities
import Synchronization
import SystemModel

/// The latency of one access to one store, call or hop; each computed once.
final class AccessLatency: Sendable {
  let distances: Distances
  let assumed: AssumedValues
  /// The largest difference between two clocks in milliseconds; `nil` when nothing bounds it.
  let clockMilliseconds: Double?

  private struct AccessKey: Hashable {
    let shape: Int
    let place: Place
    let way: AccessProtocol
    let isStatement: Bool
  }

  private struct HopKey: Hashable {
    let from: Place
    let to: Place
  }

  private let accesses = Mutex<[AccessKey: Part?]>([:])
  private let hops = Mutex<[HopKey: Part]>([:])

  init(distances: Distances, assumed: AssumedValues, clockMilliseconds: Double?) {
    self.distances = distances
    self.assumed = assumed
    self.clockMilliseconds = clockMilliseconds
  }

  // MARK: Pieces

  /// A round trip between a node here and a node there.
  func hop(_ from: Place, _ to: Place) -> Part {
    let key = HopKey(from: from, to: to)
    if let known = hops.withLock({ $0[key] }) { return known }
    let trip = distances.expected(from, to)
    let part = Part(latency: distribution(trip.model), keys: keys(of: trip, from, to))
    hops.withLock { $0[key] = part }
    return part
  }

  private func keys(of trip: Distances.RoundTrip, _ a: Place, _ b: Place) -> KeySet {
    let isNear = a.region == b.region
    switch trip.origin {
    case .stated, .published:
      return trip.isSpreadAssumed
        ? KeySet([isNear ? .crossZoneJitter : .crossRegionJitter]) : KeySet()
    case .greatCircle: return KeySet([.pathFactor, .crossRegionJitter])
    case .assumed:
      if !isNear { return KeySet([.crossRegion, .crossRegionJitter]) }
      return distances.areTogether(a, b)
        ? KeySet([.sameZone, .sameZoneJitter]) : KeySet([.crossZone, .crossZoneJitter])
    }
  }

  /// The model's distribution; one with parameters that make no sense takes no time.
  private func distribution(_ model: DelayModel) -> LatencyDistribution {
    (try? LatencyDistribution(model))?.coarsened() ?? .zero
  }

  /// A median with the assumed tail.
  private func typical(_ key: AssumedValues.Key) -> Part {
    let median = assumed.milliseconds(key)
    let tail = max(1, assumed[.tailFactor])
    return Part(
      latency: distribution(
        .percentiles([
          .init(quantile: 0.5, milliseconds: median),
          .init(quantile: 0.99, milliseconds: median * tail),
        ])), keys: KeySet([key, .tailFactor]))
  }

  private func stated(_ model: DelayModel?, else key: AssumedValues.Key) -> Part {
    guard let model else { return typical(key) }
    return Part(latency: distribution(model))
  }

  /// The work of the service that runs an operation.
  func work(of service: ServiceShape) -> Part { stated(service.latency, else: .serviceTime) }

  /// A call of a service: the way, and its answer.
  func call(_ service: ServiceShape, from place: Place) -> Part {
    if service.isExternal {
      if let model = service.latency { return Part(latency: distribution(model)) }
      return Part(
        latency: distribution(
          .percentiles([
            .init(quantile: 0.5, milliseconds: assumed.milliseconds(.externalTime)),
            .init(
              quantile: 0.99,
              milliseconds: max(
                assumed.milliseconds(.externalTime), assumed.milliseconds(.externalTail))),
          ])), keys: KeySet([.externalTime, .externalTail]))
    }
    let own = stated(service.latency, else: .serviceTime)
    guard let near = nearest(service.places, to: place) else { return own }
    return hop(place, near) + own
  }

  /// Putting a write on stable storage.
  func flush(_ shape: StoreShape?) -> Part {
    if let shape, !shape.isFlushedEachWrite { return .zero }
    return stated(shape?.flushTime, else: .flush)
  }

  private func nearest(_ places: [Place], to place: Place) -> Place? {
    var best: (place: Place, time: Double)?
    for other in places {
      let time = distances.expected(place, other).milliseconds
      if best.map({ time < $0.time }) ?? true { best = (other, time) }
    }
    return best?.place
  }

  // MARK: Accesses

  /// One read or write of a store, from a place.
  ///
  /// - Parameters:
  ///   - isStatement: The write only reaches the leader; a commit follows.
  /// - Returns: `nil` when the store has no leader, or too few nodes, for that protocol.
  func access(
    _ index: Int, _ shape: StoreShape, from place: Place, _ way: AccessProtocol,
    isStatement: Bool = false
  ) -> Part? {
    let key = AccessKey(shape: index, place: place, way: way, isStatement: isStatement)
    if let known = accesses.withLock({ $0[key] }) { return known }
    let part = compute(shape, from: place, way, isStatement)
    accesses.withLock { $0[key] = part }
    return part
  }

  private func compute(
    _ shape: StoreShape, from place: Place, _ way: AccessProtocol, _ isStatement: Bool
  ) -> Part? {
    guard let nodes = instance(shape, near: place) else { return nil }
    let time =
      way.isWrite ? stated(shape.write, else: .storeTime) : stated(shape.read, else: .storeTime)
    if isStatement, way != .localWrite, way != .quorumWrite {
      guard let leader = leader(shape, nodes) else { return nil }
      return hop(place, leader.place) + time
    }
    switch way {
    case .followerRead:
      guard let near = nearest(nodes.filter(\.holdsData).map(\.place), to: place) else {
        return nil
      }
      return hop(place, near) + time
    case .leaderRead, .leaseRead:
      guard let leader = leader(shape, nodes) else { return nil }
      return hop(place, leader.place) + time
    case .confirmedRead:
      guard let leader = leader(shape, nodes),
        let confirmed = round(shape, nodes, from: leader, needed: quorum(shape, nodes) - 1, nil)
      else { return nil }
      return hop(place, leader.place) + confirmed + time
    case .leaderOnly:
      guard let leader = leader(shape, nodes) else { return nil }
      return hop(place, leader.place) + time + flush(shape)
    case .leaderCommit:
      guard let leader = leader(shape, nodes), let commit = commit(shape, nodes, leader) else {
        return nil
      }
      return hop(place, leader.place) + time + commit
    case .commitWait:
      guard let leader = leader(shape, nodes), let commit = commit(shape, nodes, leader),
        let clockMilliseconds
      else { return nil }
      let waited = TransactionLatency.commitWait(
        clientToLeader: .zero, replication: commit.latency,
        uncertainty: .init(constantMilliseconds: clockMilliseconds / 2))
      return hop(place, leader.place) + time + Part(latency: waited, keys: commit.keys)
    case .localWrite:
      guard let near = nearest(nodes.filter(\.holdsData).map(\.place), to: place) else {
        return nil
      }
      // Where one leads, this is what a copy alone would take.
      let isAlone = shape.scheme.tolerance == .quorum || shape.scheme.hasLeader
      let others = isAlone ? 0 : (shape.scheme.writeQuorum ?? 1) - 1
      guard others > 0, let origin = nodes.first(where: { $0.place == near }) else {
        return hop(place, near) + time + flush(shape)
      }
      guard let rest = round(shape, nodes, from: origin, needed: others, flush(shape)) else {
        return nil
      }
      return hop(place, near) + time + flush(shape) + rest
    case .quorumRead:
      // The numbers of a store that is not asked so are those of its own way.
      let needed = shape.scheme.tolerance == .quorum ? shape.readQuorum : nil
      return quorum(shape, nodes, from: place, needed: needed ?? quorum(shape, nodes), time)
    case .quorumWrite:
      let needed = shape.scheme.tolerance == .quorum ? shape.scheme.writeQuorum : nil
      return quorum(
        shape, nodes, from: place, needed: needed ?? quorum(shape, nodes), time + flush(shape))
    }
  }

  /// The instance whose nodes are nearest, where one stands in each region or zone.
  private func instance(_ shape: StoreShape, near place: Place) -> [StoreShape.Node]? {
    let all = shape.instances
    guard all.count > 1, let near = nearest(shape.nodes.map(\.place), to: place) else {
      return all.first
    }
    return all.first { $0.contains { $0.place == near } }
  }

  private func leader(_ shape: StoreShape, _ nodes: [StoreShape.Node]) -> StoreShape.Node? {
    nodes.first(where: \.leads) ?? nodes.first { $0.votes && $0.holdsData }
  }

  /// Answers that a leader's write or confirmation waits for, its own included.
  private func quorum(_ shape: StoreShape, _ nodes: [StoreShape.Node]) -> Int {
    let copies = min(shape.scheme.copies ?? .max, nodes.filter(\.votes).count)
    let majority =
      shape.scheme.tolerance == .byzantine ? copies - (copies - 1) / 3 : copies / 2 + 1
    return min(max(shape.scheme.writeQuorum ?? majority, majority), copies)
  }

  /// Until the leader and enough of the others hold the write.
  private func commit(
    _ shape: StoreShape, _ nodes: [StoreShape.Node], _ leader: StoreShape.Node
  ) -> Part? {
    let quorum =
      shape.isConsensus
      ? self.quorum(shape, nodes)
      : max(2, shape.scheme.writeQuorum ?? self.quorum(shape, nodes))
    let flush = flush(shape)
    guard shape.isConsensus else {
      // A primary writes its own log first, then waits for its standbys.
      // Of a managed store one place may be listed and the copies inside it not.
      let others = min(quorum, nodes.filter(\.holdsData).count) - 1
      guard let rest = round(shape, nodes, from: leader, needed: others, flush) else { return nil }
      return flush + rest
    }
    var keys = flush.keys
    let commits = copySets(shape, nodes, with: leader).compactMap {
      copies -> LatencyDistribution? in
      var others = copies
      if let own = others.firstIndex(of: leader) { others.remove(at: own) }
      let ways = others.map { hop(leader.place, $0.place) }
      for way in ways { keys.formUnion(way.keys) }
      // Flushed copies, so that their sums are coarse; the leader's own counts among them.
      return ReplicationLatency.LeaderCommit(
        clientToLeader: .zero, leaderToVoters: ways.map { ($0 + flush).latency }, quorum: quorum,
        leaderFlush: flush.latency
      ).latency
    }
    return mixture(commits, keys)
  }

  /// Until so many others have answered one node.
  private func round(
    _ shape: StoreShape, _ nodes: [StoreShape.Node], from origin: StoreShape.Node, needed: Int,
    _ each: Part?
  ) -> Part? {
    guard needed > 0 else { return .zero }
    var keys = each?.keys ?? KeySet()
    let rounds = copySets(shape, nodes, with: origin).compactMap { copies -> LatencyDistribution? in
      var others = copies.filter { shape.isConsensus ? $0.votes : $0.holdsData }
      if let own = others.firstIndex(of: origin) { others.remove(at: own) }
      let answers = others.map { other -> LatencyDistribution in
        let way = hop(origin.place, other.place)
        keys.formUnion(way.keys)
        return each.map { (way + $0).latency } ?? way.latency
      }
      return LatencyDistribution.waiting(for: needed, of: answers)
    }
    return mixture(rounds, keys)
  }

  /// A request to the nearest node, which asks the copies and waits for enough of them.
  private func quorum(
    _ shape: StoreShape, _ nodes: [StoreShape.Node], from place: Place, needed: Int, _ each: Part
  ) -> Part? {
    guard let near = nearest(nodes.map(\.place), to: place) else { return nil }
    var keys = each.keys
    let rounds = copySets(shape, nodes, with: nil).compactMap { copies -> LatencyDistribution? in
      var isAsked = false
      let answers = copies.filter(\.holdsData).map { copy -> LatencyDistribution in
        // The node that coordinates answers itself without a round trip.
        if copy.place == near, !isAsked {
          isAsked = true
          return each.latency
        }
        let way = hop(near, copy.place)
        keys.formUnion(way.keys)
        return (way + each).latency
      }
      return LatencyDistribution.waiting(for: min(max(needed, 1), answers.count), of: answers)
    }
    return mixture(rounds, keys).map { hop(place, near) + $0 }
  }

  private func mixture(_ choices: [LatencyDistribution], _ keys: KeySet) -> Part? {
    guard !choices.isEmpty else { return nil }
    return Part(
      latency: LatencyDistribution.mixture(choices.map { (1, $0) }).coarsened(), keys: keys)
  }

  /// The sets of nodes that can hold one item, each equally often.
  ///
  /// With fewer copies than nodes, copies stand on nodes that follow each other on a ring through the
  /// zones in turn, as the products do when told of zones. Sets at the same places are one.
  private func copySets(
    _ shape: StoreShape, _ nodes: [StoreShape.Node], with member: StoreShape.Node?
  ) -> [[StoreShape.Node]] {
    let able = nodes.filter { shape.isConsensus ? $0.votes : $0.holdsData }
    let count = shape.scheme.copies ?? able.count
    guard count < able.count, count > 0 else { return [able] }
    let ring = Self.inTurn(able)
    var sets: [[StoreShape.Node]] = []
    var seen: Set<[Place]> = []
    for start in ring.indices {
      let set = (0..<count).map { ring[(start + $0) % ring.count] }
      if let member, !set.contains(member) { continue }
      if seen.insert(set.map(\.place).sorted()).inserted { sets.append(set) }
      if sets.count == 12 { break }
    }
    return sets.isEmpty ? [able] : sets
  }

  /// One node of each place after the other.
  private static func inTurn(_ nodes: [StoreShape.Node]) -> [StoreShape.Node] {
    var groups: [(place: Place, nodes: [StoreShape.Node])] = []
    for node in nodes {
      if let index = groups.firstIndex(where: { $0.place == node.place }) {
        groups[index].nodes.append(node)
      } else {
        groups.append((node.place, [node]))
      }
    }
    let longest = groups.map(\.nodes.count).max() ?? 0
    return (0..<longest).flatMap { row in
      groups.compactMap { row < $0.nodes.count ? $0.nodes[row] : nil }
    }
  }
}
