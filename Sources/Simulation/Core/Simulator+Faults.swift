import Algorithms

extension Simulator {
  /// Puts a fault's begin and end into the queue; one that flaps begins and ends often.
  mutating func plan(_ entry: FaultSchedule.Entry, number: Int) {
    let begin = max(0, entry.at)
    let end = entry.lasting.map { later(begin, $0) }
    guard case .flappingPartition(_, let on, let off) = entry.fault, let end else {
      add(.faultBegins(number), at: begin)
      if let end { add(.faultEnds(number), at: end) }
      return
    }
    var time = begin
    while time < end {
      add(.faultBegins(number), at: time)
      add(.faultEnds(number), at: min(end, later(time, on)))
      time = later(time, max(1_000_000, on) + max(1_000_000, off))
    }
  }

  mutating func begin(_ fault: Fault, number: Int) {
    if isTracing { note(.fault, text: "\(fault)") }
    switch fault {
    case .crash(let targets, let unsynced):
      for node in nodes(of: targets) { crash(node, unsynced: unsynced) }
    case .loss(let targets):
      for node in nodes(of: targets) { crash(node, unsynced: .lost) }
      isolate(targets, by: 1)
    case .pause(let targets):
      for node in nodes(of: targets) { nodes[node].pauses += 1 }
    case .partition(let groups), .flappingPartition(let groups, _, _): split(groups, by: 1)
    case .oneWayCut(let from, let to): cut(from, to, by: 1)
    case .poorLinks(let from, let to, let loss, let duplication, let delay):
      network.disturb(
        number,
        .init(
          from: Set(ends(of: from)), to: Set(ends(of: to)), loss: loss, duplication: duplication,
          delay: delay))
    case .clockJump(let targets, let span):
      for node in nodes(of: targets) { nodes[node].clock.jump(by: span) }
    case .clockDrift(let targets, let drift):
      for node in nodes(of: targets) { nodes[node].clock.setDrift(drift, at: now) }
    case .slowNode(let targets, let cost):
      for node in nodes(of: targets) { nodes[node].extraCost &+= max(0, cost) }
    case .slowDisk(let targets, let factor):
      for node in nodes(of: targets) {
        stores[node].diskFactors.append(factor)
        noteDiskFactor(node)
      }
    case .byzantine(let targets, let name):
      for node in nodes(of: targets) { tamper(node, environment.behaviours[name]) }
    }
  }

  mutating func end(_ fault: Fault, number: Int) {
    if isTracing { note(.heal, text: "\(fault)") }
    switch fault {
    case .crash(let targets, _):
      for node in nodes(of: targets) { restart(node) }
    case .loss(let targets):
      isolate(targets, by: -1)
      for node in nodes(of: targets) { restart(node) }
    case .pause(let targets):
      for node in nodes(of: targets) {
        nodes[node].pauses -= 1
        planWake(node)
      }
    case .partition(let groups), .flappingPartition(let groups, _, _): split(groups, by: -1)
    case .oneWayCut(let from, let to): cut(from, to, by: -1)
    case .poorLinks: network.disturb(number, nil)
    case .clockJump: break
    case .clockDrift(let targets, _):
      for node in nodes(of: targets) {
        let usual = environment.clocks[node]?.driftPartsPerMillion ?? 0
        nodes[node].clock.setDrift(usual, at: now)
      }
    case .slowNode(let targets, let cost):
      for node in nodes(of: targets) { nodes[node].extraCost &-= max(0, cost) }
    case .slowDisk(let targets, let factor):
      for node in nodes(of: targets) {
        if let place = stores[node].diskFactors.firstIndex(of: factor) {
          stores[node].diskFactors.remove(at: place)
        }
        noteDiskFactor(node)
      }
    case .byzantine(let targets, _):
      for node in nodes(of: targets) { tamper(node, nil) }
    }
  }

  private mutating func tamper(_ node: Int, _ behaviour: Environment<P>.Behaviour?) {
    tampering[node] = behaviour
    nodes[node].isByzantine = behaviour != nil
  }

  private mutating func noteDiskFactor(_ node: Int) {
    nodes[node].diskFactor = stores[node].diskFactors.max() ?? 1
  }

  /// Stops a node: memory, timers, inbox and what waits for the disk are gone.
  private mutating func crash(_ node: Int, unsynced: UnsyncedWrites) {
    nodes[node].downs += 1
    guard nodes[node].downs == 1 else { return }
    let pending = nodes[node].persisted - nodes[node].synced
    let kept =
      switch unsynced {
      case .lost: 0
      case .kept: pending
      case .partlyLost: Int(truncatingIfNeeded: random.next() % UInt64(pending + 1))
      }
    makeDurable(node, upTo: nodes[node].synced + kept)
    stores[node].crash()
    nodes[node].persisted = nodes[node].synced
    nodes[node].syncing = nodes[node].synced
    nodes[node].waiting = 0
    nodes[node].isWakePending = false
    nodes[node].busyUntil = now
    nodes[node].life += 1
    if isTracing { note(.crash, node: node, text: "\(kept) of \(pending) unsynced records kept") }
  }

  private mutating func restart(_ node: Int) {
    nodes[node].downs -= 1
    guard nodes[node].downs == 0 else { return }
    processes[node] = make(node, stores[node].disk, random.next())
    add(.start(node: node, life: nodes[node].life), at: now)
  }

  private mutating func split(_ groups: [[Fault.Target]], by count: Int32) {
    let sides = groups.map { ends(of: $0) }
    for (a, from) in sides.enumerated() {
      for (b, to) in sides.enumerated() where a != b { cut(from, to, by: count) }
    }
  }

  private mutating func cut(_ from: [Fault.Target], _ to: [Fault.Target], by count: Int32) {
    cut(ends(of: from), ends(of: to), by: count)
  }

  private mutating func cut(_ from: [Int], _ to: [Int], by count: Int32) {
    for from in from {
      for to in to where from != to { network.cut(from: from, to: to, by: count) }
    }
  }

  /// Cuts the clients of lost places from everybody.
  private mutating func isolate(_ targets: [Fault.Target], by count: Int32) {
    let gone = ends(of: targets)
    cut(gone, Array(0..<network.ends), by: count)
    cut(Array(0..<network.ends).filter { !gone.contains($0) }, gone, by: count)
  }

  private func nodes(of targets: [Fault.Target]) -> [Int] {
    ends(of: targets).filter { $0 < nodes.count }
  }

  /// The nodes and places that targets stand for, each once, in order.
  private func ends(of targets: [Fault.Target]) -> [Int] {
    var isHit = [Bool](repeating: false, count: network.ends)
    for target in targets {
      if case .node(let node) = target {
        if nodes.indices.contains(node) { isHit[node] = true }
        continue
      }
      for (place, site) in topology.places.enumerated() where target.covers(site) {
        isHit[nodes.count + place] = true
        for node in nodes.indices where nodes[node].place == place { isHit[node] = true }
      }
    }
    return isHit.indices.filter { isHit[$0] }
  }
}

extension Fault.Target {
  fileprivate func covers(_ place: Topology.Place) -> Bool {
    switch self {
    case .node: false
    case .place(let name): place.name == name
    case .zone(let name): place.zone == name
    case .region(let name): place.region == name
    case .everything: true
    }
  }
}
