public import Quantities
public import SystemModel

/// An operation as runs of protocols see it.
public struct OperationGround: Sendable {
  let node: OperationNode
  let ground: Ground

  /// Its name.
  public var name: String { node.name }
  /// The regions that clients call it from.
  public var clientRegions: [String] { node.clientRegions }
  /// How the steps are made one; `nil` when it is not said.
  public var coordination: StepCoordination? { node.value.coordinatedBy?.value }
  /// Where the state of a half-done operation lives.
  public var progress: ProgressKeeping? { node.value.progress?.value }
  /// The stores that it writes, else those that it reads.
  public var stores: [String] {
    (node.writtenStores.isEmpty ? node.readStores : node.writtenStores).map(\.name)
  }
  /// It changes something.
  public var writes: Bool { !node.writtenStores.isEmpty }
  /// It looks at something.
  public var reads: Bool { !node.readStores.isEmpty }
  /// Its first event that a store takes, and how it is published.
  public var publication: (store: String, pattern: PublishingPattern?)? {
    let stored = node.publishes.first { $0.store != nil }
    return stored.flatMap { event in
      event.store.map { ($0.name, node.value.publishes[event.event]?.via?.value) }
    }
  }

  /// Where the service runs that clients of a region reach; `nil`: they ask the stores themselves.
  ///
  /// The nearest place by median; of several that are as near the first.
  public func entry(from region: String) -> Place? {
    let here = Place(region: region)
    var best: (place: Place, time: Double)?
    for place in node.service?.places ?? [] {
      let time = ground.graph.distances.expected(here, place).milliseconds
      if best.map({ time < $0.time }) ?? true { best = (place, time) }
    }
    return best?.place
  }

  /// How often it is called at peak; `nil` when it is not said.
  public var ratePerSecond: Double? { node.value.rate?.value.perSecond }
  /// Its reads may be served by a copy that is behind.
  public var readsAtCopies: Bool {
    [.nearest, .follower].contains(node.value.readsFrom?.value)
  }
  /// When callers give up; `nil` when it is not said.
  public var deadlineMilliseconds: Double? { node.value.timeout?.value.inMilliseconds }

  /// Where the service's programs run.
  public var servicePlaces: [Place] { node.service?.places ?? [] }

  /// Those who do the steps, each once, in the order of the steps: stores that are written and
  /// services that are called.
  public var participants: [Participant] {
    var found: [Participant] = []
    func add(_ participant: Participant) {
      if let index = found.firstIndex(where: { $0.name == participant.name }) {
        found[index].canBeUndone = found[index].canBeUndone && participant.canBeUndone
      } else {
        found.append(participant)
      }
    }
    for step in node.steps {
      let canBeUndone = step.value.undo != nil
      for store in unique(step.writes.flatMap(\.stores)) {
        add(Participant(store, canBeUndone: canBeUndone))
      }
      for service in step.calls {
        add(Participant(service, canBeUndone: canBeUndone, ground: ground))
      }
    }
    if node.steps.isEmpty {
      for store in node.writtenStores { add(Participant(store, canBeUndone: true)) }
    }
    return found
  }

  /// A store or service that does a part of an operation.
  public struct Participant: Sendable {
    /// Its name.
    public var name: String
    /// Where it decides; `nil` when it is not under one's control, or has no place.
    public var place: Place?
    /// How long it takes to answer, the way included, where it has no place.
    public var latency: DelayModel?
    /// What it does can be undone.
    public var canBeUndone: Bool

    init(_ store: StoreNode, canBeUndone: Bool) {
      name = store.name
      place = store.nodes.leader
      self.canBeUndone = canBeUndone
    }

    init(_ service: ServiceNode, canBeUndone: Bool, ground: Ground) {
      name = service.name
      place = service.isExternal ? nil : service.places.first
      self.canBeUndone = canBeUndone
      guard place == nil else { return }
      latency =
        service.value.latency.flatMap { StoreShape.model($0.value) }
        ?? .percentiles([
          .init(quantile: 0.5, milliseconds: ground.assumed.milliseconds(.externalTime)),
          .init(
            quantile: 0.99,
            milliseconds: max(
              ground.assumed.milliseconds(.externalTime),
              ground.assumed.milliseconds(.externalTail))),
        ])
    }
  }
}

/// A lock, lease or election as runs of protocols see it.
public struct CoordinationGround: Sendable {
  let node: CoordinationNode
  let ground: Ground

  /// Its name.
  public var name: String { node.name }
  /// The store that keeps it.
  public var store: String? { node.store?.name }
  /// The first store or service that its holder changes.
  public var resource: (name: String, place: Place?)? {
    node.protectedStores.first.map { ($0.name, $0.nodes.leader) }
      ?? node.protectedServices.first.map { ($0.name, $0.places.first) }
  }
  /// Whether a token stops an old holder.
  public var isFenced: Bool { node.value.fencing?.value == .token }
  /// How long a grant lasts.
  public var term: GroundValue {
    // 15 s is also the default of Kubernetes' leader election.
    node.value.lease?.value.timeToLive.map {
      GroundValue(
        milliseconds: $0.value.inMilliseconds, origin: .stated("coordination.\(name).lease.ttl"))
    }
      ?? GroundValue(
        milliseconds: 15_000, origin: .assumed("lease-ttl", "coordination.\(name).lease.ttl"))
  }
  /// How often a holder renews.
  public var renewal: GroundValue {
    let field = "coordination.\(name).lease.renew_every"
    return node.value.lease?.value.renewEvery.map {
      GroundValue(milliseconds: $0.value.inMilliseconds, origin: .stated(field))
    }
      ?? GroundValue(
        milliseconds: term.milliseconds / 3, origin: .assumed("lease-renewal-share", field))
  }
  /// How many compete for it; 2 where it is not said.
  public var holders: Int { min(8, max(2, node.value.holders?.value ?? 2)) }
}

/// A failure detection as runs of protocols see it.
public struct DetectionGround: Sendable {
  let node: DetectionNode
  let ground: Ground

  /// Its name.
  public var name: String { node.name }
  /// The places of what is watched, each node once.
  public var places: [Place] { (node.stores.first?.places ?? node.services.first?.places) ?? [] }
  /// The first thing that is watched.
  public var watched: String? { node.stores.first?.name ?? node.services.first?.name }
  /// How a failure is suspected.
  public var method: DetectionMethod? { node.value.method?.value }
  /// Between two signs of life.
  public var interval: GroundValue {
    let field = "failure_detection.\(name).interval"
    return node.value.interval.map {
      GroundValue(milliseconds: $0.value.inMilliseconds, origin: .stated(field))
    } ?? GroundValue(milliseconds: 1000, origin: .assumed("heartbeat-interval", field))
  }
  /// Signs of life missed in a row that raise suspicion.
  public var missed: Int {
    if let missed = node.value.missed?.value { return missed }
    guard let timeout = node.value.timeout?.value.inMilliseconds else { return 3 }
    return max(1, Int((timeout / max(1, interval.milliseconds)).rounded()))
  }
  /// The φ that raises suspicion.
  public var phi: Double { node.value.phi?.value ?? 8 }
}
