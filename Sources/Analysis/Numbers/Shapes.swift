import Knowledge
import Quantities
import SystemModel

/// A store as far as numbers go: stores of one shape have the same numbers.
struct StoreShape: Hashable, Sendable {
  struct Node: Hashable, Sendable {
    var place: Place
    var votes: Bool
    var holdsData: Bool
    var leads: Bool
  }

  /// One instance; where one stands in each region or zone, the nodes of all of them.
  var nodes: [Node]
  var per: StoreScope?
  var scheme: StoreNodes.Scheme
  /// Answers that a read waits for; `nil` where one node answers.
  var readQuorum: Int?
  var reads: String?
  var writes: String?
  /// A leader may answer by its lease, without asking.
  var isClockBound: Bool
  var isFlushedEachWrite: Bool
  var flush: String?
  var loses: String?
  var servesStaleMinority: Bool
  var acceptsInMinority: Bool
  var failoverSeconds: Double?
  /// Without a leader on average, where the time-outs of its voters are known.
  var electionSeconds: Double?
  /// Stated: another region may take over.
  var crossesRegions: Bool?
  var mode: FailoverMode?
  var read: DelayModel?
  var write: DelayModel?
  var flushTime: DelayModel?
  var role: StoreRole
  var cacheSeconds: Double?
  var invalidation: Invalidation?
  var hasBackup: Bool

  init(_ store: StoreNode, provided: [ProvidedFact: String], electionSeconds: Double? = nil) {
    let value = store.value
    self.electionSeconds = electionSeconds
    let all = value.replicas.values.flatMap { replica in
      Array(
        repeating: StoreNodes.Node(place: replica.place.value, role: replica.role?.value),
        count: min(max(replica.count?.value ?? 1, 1), 64))
    }
    let leader = store.nodes.leader
    var isLed = false
    let hasLeader = store.scheme.hasLeader
    nodes = all.prefix(256).map { node in
      let leads = hasLeader && !isLed && node.place == leader && node.votes && node.holdsData
      if leads { isLed = true }
      return Node(
        place: node.place, votes: node.votes, holdsData: node.holdsData, leads: leads)
    }
    per = value.per?.value
    scheme = store.scheme
    let copies = store.copies
    func count(_ fact: ProvidedFact) -> Int? {
      switch provided[fact] {
      case "majority": copies.map { $0 / 2 + 1 }
      case "all": copies
      case let text?: Int(text)
      case nil: nil
      }
    }
    if let quorum = count(.writeQuorum) { scheme.writeQuorum = quorum }
    readQuorum = count(.readQuorum)
    reads = provided[.reads]
    writes = provided[.writes]
    isClockBound = provided[.clockBound] == "true"
    flush = provided[.flush]
    isFlushedEachWrite = provided[.flush].map { $0 == "each-write" } ?? true
    loses = provided[.losesAcknowledged]
    servesStaleMinority = provided[.minorityReads] == "stale"
    acceptsInMinority = provided[.minorityWrites] == "accept"
    failoverSeconds = value.failover?.timeout?.value.inSeconds
    crossesRegions = value.failover?.crossRegion?.value
    mode = value.failover?.mode?.value
    read = value.latency?.read.flatMap { Self.model($0.value) }
    write = value.latency?.write.flatMap { Self.model($0.value) }
    flushTime = value.latency?.flush.flatMap { Self.model($0.value) }
    role = store.role
    cacheSeconds = value.cache?.timeToLive?.value.inSeconds
    invalidation = value.cache?.invalidation?.value
    hasBackup = value.backups?.areTaken?.value ?? false
  }

  /// Stated percentiles as a distribution; `nil` when none can be used.
  static func model(_ percentiles: Percentiles) -> DelayModel? {
    let points = percentiles.entries.filter { $0.percent.fraction < 1 }.map {
      DelayModel.Percentile(
        quantile: $0.percent.fraction, milliseconds: $0.duration.value.inMilliseconds)
    }
    let model = DelayModel.percentiles(points)
    return (try? model.validate()) != nil ? model : nil
  }

  var holders: [Node] { nodes.filter(\.holdsData) }
  var voters: [Node] { nodes.filter(\.votes) }
  var leader: Node? { nodes.first(where: \.leads) }
  var replication: String? { scheme.replication }
  /// A majority, or the Byzantine quorum, decides on each write.
  var isConsensus: Bool { scheme.tolerance == .majority || scheme.tolerance == .byzantine }

  /// The nodes of each instance: one, or one for each region or zone.
  var instances: [[Node]] {
    guard let per else { return nodes.isEmpty ? [] : [nodes] }
    var groups: [(key: String, nodes: [Node])] = []
    for node in nodes {
      let key = per == .region ? node.place.region : node.place.description
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].nodes.append(node)
      } else {
        groups.append((key, [node]))
      }
    }
    return groups.map(\.nodes)
  }
}

/// A service as far as numbers go.
struct ServiceShape: Hashable, Sendable {
  var places: [Place]
  var isExternal: Bool
  var latency: DelayModel?
  var availability: Double?

  init(_ service: ServiceNode) {
    places = service.places
    isExternal = service.isExternal
    latency = service.value.latency.flatMap { StoreShape.model($0.value) }
    availability = service.value.availability?.value.fraction
  }
}

/// What an operation needs, by its shape.
enum ComponentShape: Hashable, Sendable {
  case store(StoreShape)
  case service(ServiceShape)
}

/// How an operation goes through the system. Operations of one route have the same numbers.
///
/// Components are counted from 0 within the route: two stores of one shape stay two.
struct Route: Hashable, Sendable {
  struct Stage: Hashable, Sendable {
    var reads: [Int] = []
    var calls: [Int] = []
    var writes: [Int] = []
    var milliseconds: Double?
  }

  /// Indices of shapes in the table.
  var components: [Int] = []
  var clients: [String]
  var service: Int?
  var stages: [Stage] = []
  /// Brokers that it waits for when it publishes.
  var publishes: [Int] = []
  /// Brokers that start it.
  var consumes: [Int] = []
  /// Caches, indexes and other copies of data whose source it asks too: it works without them.
  var optional: [Int] = []
  /// What all of these depend on in turn.
  var dependencies: [Int] = []
  var target: ReadTarget?
  var coordination: StepCoordination?
  var hasFallback: Bool

  var stores: [Int] { unique(stages.flatMap { $0.reads + $0.writes }) }
  var readStores: [Int] { unique(stages.flatMap(\.reads)) }
  var writtenStores: [Int] { unique(stages.flatMap(\.writes)) }
  var neededReads: [Int] { readStores.filter { !optional.contains($0) } }
  var neededWrites: [Int] { writtenStores.filter { !optional.contains($0) } }
  var calls: [Int] { unique(stages.flatMap(\.calls)) }

  private func unique(_ items: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return items.filter { seen.insert($0).inserted }
  }
}

/// All shapes of a description, each once.
struct ShapeTable: Sendable {
  private(set) var shapes: [ComponentShape] = []
  private var indices: [ComponentShape: Int] = [:]
  private var known: [ObjectIdentifier: Int] = [:]
  private var dependencies: [ObjectIdentifier: [ComponentNode]] = [:]
  /// Shapes of stores under an operation's own settings, by operation and store.
  private var overridden: [ObjectIdentifier: [ObjectIdentifier: Int]] = [:]

  init(_ graph: Graph, _ elections: ElectionModel) {
    func shape(_ store: StoreNode, _ provided: [ProvidedFact: String]) -> ComponentShape {
      .store(
        StoreShape(
          store, provided: provided, electionSeconds: elections.interruptionSeconds(of: store)))
    }
    for store in graph.stores {
      known[ObjectIdentifier(store)] = intern(shape(store, store.provided))
    }
    for service in graph.services {
      known[ObjectIdentifier(service)] = intern(.service(ServiceShape(service)))
    }
    for node in graph.stores as [ComponentNode] + graph.services where !node.dependsOn.isEmpty {
      dependencies[ObjectIdentifier(node)] = ComponentFacts.reach(node, \.dependsOn)
    }
    for operation in graph.operations where !operation.requestProvided.isEmpty {
      for store in operation.stores {
        guard let provided = operation.requestProvided[ObjectIdentifier(store)] else { continue }
        overridden[ObjectIdentifier(operation), default: [:]][ObjectIdentifier(store)] = intern(
          shape(store, provided))
      }
    }
  }

  private mutating func intern(_ shape: ComponentShape) -> Int {
    if let index = indices[shape] { return index }
    indices[shape] = shapes.count
    shapes.append(shape)
    return shapes.count - 1
  }

  /// The way of an operation, and its components in the route's order.
  func route(_ operation: OperationNode) -> (Route, [ComponentNode]) {
    var route = Route(
      clients: operation.clientRegions, target: operation.value.readsFrom?.value,
      coordination: operation.value.coordinatedBy?.value,
      hasFallback: operation.value.fallback?.value.isPresent ?? false)
    var nodes: [ComponentNode] = []
    func local(_ node: ComponentNode) -> Int {
      if let index = nodes.firstIndex(where: { $0 === node }) { return index }
      nodes.append(node)
      return nodes.count - 1
    }
    func stores(_ data: [DataNode]) -> [Int] {
      unique(data.flatMap(\.stores)).map(local)
    }
    route.service = operation.service.map(local)
    if operation.steps.isEmpty {
      route.stages = [
        Route.Stage(
          reads: stores(operation.reads), calls: operation.calls.map(local),
          writes: stores(operation.writes))
      ]
    } else {
      route.stages = operation.steps.map { step in
        Route.Stage(
          reads: stores(step.reads), calls: step.calls.map(local), writes: stores(step.writes),
          milliseconds: step.value.duration?.value.inMilliseconds)
      }
    }
    route.optional = unique((operation.reads + operation.writes).flatMap(\.stores)).filter {
      store in
      // Every item of it has its source beside it.
      !store.isTruth && store.role != .broker
        && (operation.reads + operation.writes).allSatisfy { item in
          !item.stores.contains { $0 === store } || item.stores.contains(where: \.isTruth)
        }
    }.map(local)
    route.publishes = operation.awaitedBrokers.map(local)
    route.consumes = unique(operation.consumes.compactMap(\.store)).map(local)
    let asked = nodes
    for node in asked {
      for need in dependencies[ObjectIdentifier(node)] ?? []
      where !asked.contains(where: { $0 === need }) {
        let index = local(need)
        if !route.dependencies.contains(index) { route.dependencies.append(index) }
      }
    }
    let own = overridden[ObjectIdentifier(operation)]
    route.components = nodes.map { node in
      let id = ObjectIdentifier(node)
      return own?[id] ?? known[id] ?? 0
    }
    return (route, nodes)
  }
}

extension OperationNode {
  /// Brokers whose confirmation it waits for before it answers: nothing else sends its events later.
  var awaitedBrokers: [StoreNode] {
    let awaited = zip(publishes, value.publishes.entries).filter {
      [.dualWrite, .transaction, .eventSourcing].contains($1.value.via?.value)
    }
    return unique(awaited.compactMap(\.0.store))
  }
}
