import Algorithms
import Analysis
import Benchmarks
import Quantities
import Simulation
import SystemModel

extension RunBuilder {
  func stepsRun(_ name: String, _ wanted: ProtocolKind?) throws(RunProblem) -> BuiltRun {
    let operation = try operation(name)
    let participants = operation.participants
    guard participants.count > 1 else {
      throw RunProblem("'\(name)' has one participant, so there is nothing to make one")
    }
    let kind = wanted ?? Self.protocolKind(of: operation)
    var plan = SitePlan(ground)
    let first = participants.compactMap(\.place).first
    let home = operation.clientRegions.first.flatMap { operation.entry(from: $0) } ?? first
    guard let home else {
      throw RunProblem("'\(name)' has neither a service nor a store with a place")
    }
    plan.addNode(home)
    plan.disk = DiskModel(sync: ground.typicalFlush)
    var steps: [ProtocolSettings.Step] = []
    for participant in participants.prefix(12) {
      let node = plan.nodes.count
      if let place = participant.place {
        plan.addNode(place)
        if let store = ground.store(participant.name) {
          plan.disks[node] = DiskModel(sync: store.flush)
        }
      } else {
        plan.nodes.append(
          plan.place(
            .outside(
              participant.name, participant.latency ?? .constant(milliseconds: 0))))
        plan.disks[node] = .instant
      }
      steps.append(.init(node: node, canBeUndone: participant.canBeUndone))
    }
    plan.addClients(of: operation, near: home)
    var settings = ProtocolSettings()
    settings.steps = steps
    var built = BuiltRun(
      run: ProtocolRun(kind, on: plan.site, settings: settings),
      pauseMilliseconds: ground.pause.milliseconds)
    built.note("disk flush of the coordinator", ground.flush)
    built.run.load.deadline = nanoseconds(operation.deadlineMilliseconds ?? 5_000)
    return built
  }

  /// What the description does with the steps.
  static func protocolKind(of operation: OperationGround) -> ProtocolKind {
    switch operation.coordination {
    case .twoPhaseCommit?: .twoPhaseCommit
    case .sagaOrchestration?, .sagaChoreography?, .tryConfirmCancel?:
      operation.progress == .memory || operation.progress == .nowhere ? .stepAfterStep : .saga
    default: operation.progress == .durable ? .saga : .stepAfterStep
    }
  }

  func eventRun(_ name: String, _ wanted: ProtocolKind?) throws(RunProblem) -> BuiltRun {
    let operation = try operation(name)
    guard let publication = operation.publication else {
      throw RunProblem("'\(name)' publishes no event to a store")
    }
    let broker = try store(publication.store)
    let kind = wanted ?? (publication.pattern == .dualWrite ? .dualWrite : .outbox)
    let rows = operation.stores.compactMap { ground.store($0) }.first { !$0.nodes.isEmpty }
    guard let home = rows?.nodes.first ?? operation.servicePlaces.first,
      let brokerPlace = broker.nodes.first
    else { throw RunProblem("'\(name)' writes nothing that has a place") }
    var plan = SitePlan(ground)
    plan.addNode(home)
    plan.addNode(brokerPlace)
    plan.addNode(home)
    plan.disk = DiskModel(sync: rows?.flush ?? ground.typicalFlush)
    plan.disks[1] = DiskModel(sync: broker.flush)
    plan.addClients(of: operation, near: home)
    var built = BuiltRun(
      run: ProtocolRun(kind, on: plan.site), pauseMilliseconds: ground.pause.milliseconds)
    built.note("disk flush", rows?.flushMedian ?? ground.flush)
    built.run.settings.work = 5_000_000
    return built
  }

  func lockRun(_ name: String, _ wanted: ProtocolKind?) throws(RunProblem) -> BuiltRun {
    guard let lock = ground.coordination(name) else {
      throw RunProblem("there is no coordination '\(name)'")
    }
    guard let keeper = lock.store else {
      throw RunProblem("'\(name)' names no store that keeps it")
    }
    let store = try store(keeper)
    guard let service = store.nodes.first else { throw RunProblem("'\(keeper)' has no place") }
    var plan = SitePlan(ground)
    plan.addNode(service)
    plan.addNode(lock.resource?.place ?? service)
    var holders = store.nodes
    for place in ground.zones(nearest: service) where !holders.contains(place) {
      holders.append(place)
    }
    while holders.count < lock.holders { holders.append(service) }
    for place in holders.prefix(lock.holders) { plan.addNode(place) }
    plan.clients = Array(plan.nodes.dropFirst(2))
    plan.disk = DiskModel(sync: store.flush)
    var settings = ProtocolSettings()
    settings.term = max(1_000_000, nanoseconds(lock.term.milliseconds))
    settings.renewal = max(500_000, nanoseconds(lock.renewal.milliseconds))
    settings.work = 20_000_000
    var built = BuiltRun(
      run: ProtocolRun(
        wanted ?? (lock.isFenced ? .fencedLease : .lease), on: plan.site, settings: settings),
      pauseMilliseconds: ground.pause.milliseconds)
    built.note("term of a grant", lock.term)
    built.note("renewed every", lock.renewal)
    built.note("longest pause", ground.pause)
    built.note("disk flush", store.flushMedian)
    return built
  }

  func detectionRun(_ name: String, _ wanted: ProtocolKind?) throws(RunProblem) -> BuiltRun {
    guard let detection = ground.detection(name) else {
      throw RunProblem("there is no failure detection '\(name)'")
    }
    guard let first = detection.places.first else {
      throw RunProblem("'\(name)' watches nothing that has a place")
    }
    var plan = SitePlan(ground)
    var members = detection.places
    for place in ground.zones(nearest: first) where members.count < 3 && !members.contains(place) {
      members.append(place)
    }
    while members.count < 3 { members.append(first) }
    for place in members.prefix(ProtocolKind.mostNodes) { plan.addNode(place) }
    var settings = ProtocolSettings()
    settings.interval = max(1_000_000, nanoseconds(detection.interval.milliseconds))
    settings.missed = detection.missed
    settings.phi = detection.phi
    let described: ProtocolKind =
      switch detection.method {
      case .phiAccrual?: .phiAccrual
      case .swim?, .gossip?: .swim
      default: .heartbeat
      }
    var built = BuiltRun(
      run: ProtocolRun(wanted ?? described, on: plan.site, settings: settings),
      pauseMilliseconds: ground.pause.milliseconds)
    built.note("interval of signs of life", detection.interval)
    built.note("longest pause", ground.pause)
    return built
  }
}
