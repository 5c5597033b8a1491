import SystemModel

/// A store of which some nodes are gone or out of reach.
struct StoreUnderLoss {
  let shape: StoreShape
  let assumed: AssumedValues
  /// By node.
  let isUp: (Int) -> Bool
  let reaches: (String, String) -> Bool

  private func sees(_ region: String?, _ node: Int) -> Bool {
    isUp(node) && (region.map { reaches($0, shape.nodes[node].place.region) } ?? true)
  }

  private func joined(_ a: Int, _ b: Int) -> Bool {
    isUp(a) && isUp(b) && reaches(shape.nodes[a].place.region, shape.nodes[b].place.region)
  }

  /// The nodes of the instance that serves a region, where one stands in each region or zone.
  private func instance(_ region: String?) -> [Int] {
    let all = Array(shape.nodes.indices)
    guard let per = shape.per else { return all }
    let near = region.map { name in all.filter { shape.nodes[$0].place.region == name } } ?? []
    let own = near.isEmpty ? all : near
    guard per == .zone || near.isEmpty else { return own }
    let place = shape.nodes[own[0]].place
    return own.filter {
      per == .zone ? shape.nodes[$0].place == place : shape.nodes[$0].place.region == place.region
    }
  }

  // MARK: Service

  func write(from region: String?) -> Outcome {
    let nodes = instance(region)
    switch shape.scheme.tolerance {
    case .quorum:
      return quorum(shape.scheme.writeQuorum ?? majority(nodes), nodes, region)
    case .majority, .byzantine: return consensus(nodes, region)
    case .leaderBased: return primary(nodes, region, isWrite: true)
    }
  }

  func read(_ way: AccessProtocol, from region: String?) -> Outcome {
    let nodes = instance(region)
    switch way {
    case .quorumRead where shape.scheme.tolerance == .quorum:
      return quorum(shape.readQuorum ?? majority(nodes), nodes, region)
    case .followerRead, .localWrite:
      guard nodes.contains(where: { shape.nodes[$0].holdsData && sees(region, $0) }) else {
        return Outcome(state: .refuses)
      }
      // A copy without those that decide gets no updates.
      guard shape.scheme.tolerance != .quorum, shape.scheme.hasLeader else { return .fine }
      let fed =
        shape.isConsensus ? consensus(nodes, region) : primary(nodes, region, isWrite: false)
      return fed.state == .goesOn ? .fine : Outcome(state: .ageing)
    default:
      let led =
        shape.isConsensus ? consensus(nodes, region) : primary(nodes, region, isWrite: false)
      if led.state == .refuses, shape.servesStaleMinority,
        nodes.contains(where: { shape.nodes[$0].holdsData && sees(region, $0) })
      {
        return Outcome(state: .ageing)
      }
      return led
    }
  }

  private func majority(_ nodes: [Int]) -> Int {
    min(shape.scheme.copies ?? .max, nodes.count) / 2 + 1
  }

  /// Copies of the item that is worst off which a coordinator in the region reaches.
  ///
  /// Copies are spread over the zones evenly, so a zone holds at most its share of them.
  private func copiesLeft(_ nodes: [Int], sees: (Int) -> Bool) -> Int {
    let able = nodes.filter {
      shape.isConsensus ? shape.nodes[$0].votes : shape.nodes[$0].holdsData
    }
    let copies = min(shape.scheme.copies ?? able.count, able.count)
    guard copies < able.count else { return able.filter(sees).count }
    var zones: [Place: (all: Int, lost: Int)] = [:]
    for node in able {
      zones[shape.nodes[node].place, default: (0, 0)].all += 1
      if !sees(node) { zones[shape.nodes[node].place, default: (0, 0)].lost += 1 }
    }
    let share = (copies + zones.count - 1) / zones.count
    let lost = zones.values.reduce(0) { $0 + min(share, $1.lost) }
    return max(0, copies - lost)
  }

  private func quorum(_ needed: Int, _ nodes: [Int], _ region: String?) -> Outcome {
    copiesLeft(nodes) { sees(region, $0) } >= min(needed, nodes.count)
      ? .fine : Outcome(state: .refuses)
  }

  /// A leader with a quorum behind it, within reach.
  private func consensus(_ nodes: [Int], _ region: String?) -> Outcome {
    let voters = nodes.filter { shape.nodes[$0].votes }
    let copies = min(shape.scheme.copies ?? voters.count, voters.count)
    let needed =
      shape.scheme.tolerance == .byzantine ? copies - (copies - 1) / 3 : copies / 2 + 1
    func canLead(_ node: Int) -> Bool {
      shape.nodes[node].holdsData && isUp(node)
        && copiesLeft(nodes) { joined(node, $0) } >= needed
    }
    let leader = nodes.first { shape.nodes[$0].leads } ?? voters.first
    if let leader, canLead(leader) {
      // It stays where it is: others do not take over from a leader that has its quorum.
      return sees(region, leader) ? .fine : Outcome(state: .refuses)
    }
    guard voters.contains(where: { sees(region, $0) && canLead($0) }) else {
      return Outcome(state: .refuses)
    }
    return Outcome(
      state: .pauses,
      pauseSeconds: shape.failoverSeconds ?? shape.electionSeconds ?? assumed[.consensusFailover])
  }

  private func primary(_ nodes: [Int], _ region: String?, isWrite: Bool) -> Outcome {
    let holders = nodes.filter { shape.nodes[$0].holdsData }
    // Of a managed store one place may be listed and the copies inside it not.
    let quorum = isWrite ? min(max(1, shape.scheme.writeQuorum ?? 1), holders.count) : 1
    func holds(_ leader: Int) -> Bool {
      holders.filter { joined(leader, $0) }.count >= quorum
    }
    guard shape.scheme.hasLeader, let leader = nodes.first(where: { shape.nodes[$0].leads }) else {
      // Any copy accepts; of replication that is not known nothing is said once a node is lost.
      let left = holders.filter { sees(region, $0) }
      guard left.contains(where: holds) else { return Outcome(state: .refuses) }
      let isKnown = shape.replication != nil || left.count == holders.count
      return isKnown ? .fine : Outcome(state: .unknown)
    }
    if isUp(leader) {
      return sees(region, leader) && holds(leader) ? .fine : Outcome(state: .refuses)
    }
    let heirs = holders.filter { node in
      shape.nodes[node].votes && sees(region, node) && holds(node)
        && (shape.crossesRegions != false
          || shape.nodes[node].place.region == shape.nodes[leader].place.region)
    }
    guard !heirs.isEmpty else { return Outcome(state: .refuses) }
    guard let isAutomatic = shape.scheme.isAutomatic else { return Outcome(state: .unknown) }
    guard isAutomatic else { return Outcome(state: .refuses) }
    return Outcome(
      state: .pauses, pauseSeconds: shape.failoverSeconds ?? assumed[.automaticFailover])
  }

  // MARK: Data

  /// What goes of the acknowledged writes when the nodes that are down do not come back.
  ///
  /// - Parameter isPower: Everything stops at once and comes back with its disks.
  func loses(isPower: Bool) -> Outcome.DataLoss? {
    let holders = shape.nodes.indices.filter { shape.nodes[$0].holdsData }
    let lost = holders.filter { !isUp($0) }
    guard !lost.isEmpty else { return nil }
    let kept = shape.loses
    let allLost = lost.count == holders.count
    if isPower {
      let isVolatile = shape.flush == "interval" || shape.flush == "none"
      return isVolatile || kept == "power-loss" || kept == "process-crash" ? .unflushed : nil
    }
    if allLost { return .everyCopy }
    switch kept {
    case "process-crash": return .unflushed
    case "node-loss", "failover":
      // Where one leads, only it can hold what no other copy has.
      let hasLeader = kept == "failover" || holders.contains { shape.nodes[$0].leads }
      return !hasLeader || lost.contains { shape.nodes[$0].leads } ? .unreplicated : nil
    default: return nil
    }
  }
}
