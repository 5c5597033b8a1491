import Quantities
import Synchronization
import SystemModel

/// A latency and the assumed numbers in it.
struct Part: Sendable {
  let latency: LatencyDistribution
  let keys: KeySet
  /// Tells parts apart, so that sums of the same ones are made once; 0 takes no time.
  let identity: Int

  private static let identities = Atomic(0)

  init(latency: LatencyDistribution, keys: KeySet = KeySet()) {
    self.init(latency, keys, Self.identities.wrappingAdd(1, ordering: .relaxed).newValue)
  }

  private init(_ latency: LatencyDistribution, _ keys: KeySet, _ identity: Int) {
    self.latency = latency
    self.keys = keys
    self.identity = identity
  }

  static let zero = Part(.zero, KeySet(), 0)

  static func + (left: Part, right: Part) -> Part {
    if left.identity == 0 { return right }
    if right.identity == 0 { return left }
    return Part(
      latency: left.latency.coarselyFollowed(by: right.latency),
      keys: left.keys.union(right.keys))
  }

  static func slowest(_ parts: [Part]) -> Part {
    guard parts.count != 1 else { return parts[0] }
    return Part(
      latency: LatencyDistribution.slowest(of: parts.map(\.latency)).coarsened(),
      keys: parts.reduce(into: KeySet()) { $0.formUnion($1.keys) })
  }
}

/// Turns routes into latencies: distances, flushes and the work of nodes, combined by numerical
/// convolution (`Quantities.LatencyDistribution`). Waiting because of load is not part of it.
///
/// What an operation reads it asks for at once, then it calls, then it writes, stage by stage. Parts
/// that many routes share are computed once.
final class LatencyModel: Sendable {
  /// Other protocols than those in use.
  struct Forced: Hashable, Sendable {
    var read: AccessProtocol?
    var write: AccessProtocol?
    var coordination: StepCoordination?
  }

  let parts: AccessLatency
  let shapes: [ComponentShape]

  private struct WorkKey: Hashable {
    let route: Route
    let place: Place
    let forced: Forced
  }

  private struct EntryKey: Hashable {
    let client: String
    let place: Place
    let shape: Int
  }

  private struct SumKey: Hashable {
    let left: Int
    let right: Int
  }

  private let works = Mutex<[WorkKey: Part?]>([:])
  private let slowest = Mutex<[[Int]: Part]>([:])
  private let sums = Mutex<[SumKey: Part]>([:])
  private let entries = Mutex<[EntryKey: Part]>([:])

  init(parts: AccessLatency, shapes: [ComponentShape]) {
    self.parts = parts
    self.shapes = shapes
  }

  /// From a client region's request to its answer.
  ///
  /// - Returns: `nil` when it asks nothing that has a place, or a store cannot be asked that way.
  func operation(_ route: Route, from client: String, forcing forced: Forced = Forced()) -> Part? {
    let here = Place(region: client)
    guard let service = service(route), !service.places.isEmpty else {
      return route.isPlaced(shapes) ? work(route, at: here, forced) : nil
    }
    let near = service.places.map { parts.distances.expected(here, $0).milliseconds }.min() ?? 0
    // Requests go to any instance of the nearest region; reckoned with is the one worst placed.
    var worst: (part: Part, place: Place, median: Double)?
    var seen: Set<Place> = []
    for place in service.places
    where parts.distances.expected(here, place).milliseconds <= near && seen.insert(place).inserted
    {
      guard let part = work(route, at: place, forced) else { return nil }
      let median = part.latency.milliseconds(atQuantile: 0.5)
      if worst.map({ median > $0.median }) ?? true { worst = (part, place, median) }
    }
    guard let worst else { return nil }
    return sum(entry(route, service, from: here, to: worst.place), worst.part)
  }

  /// All at once, until the last has answered.
  private func slowest(_ parts: [Part]) -> Part {
    guard parts.count > 1 else { return .slowest(parts) }
    let key = parts.map(\.identity)
    if let known = slowest.withLock({ $0[key] }) { return known }
    let part = Part.slowest(parts)
    slowest.withLock { $0[key] = part }
    return part
  }

  /// One after the other; ways that begin alike share what they have in common.
  private func sum(_ left: Part, _ right: Part) -> Part {
    if left.identity == 0 || right.identity == 0 { return left + right }
    let key = SumKey(left: left.identity, right: right.identity)
    if let known = sums.withLock({ $0[key] }) { return known }
    let part = left + right
    sums.withLock { $0[key] = part }
    return part
  }

  private func service(_ route: Route) -> ServiceShape? {
    guard let index = route.service, case .service(let shape) = shapes[route.components[index]]
    else { return nil }
    return shape
  }

  /// The way from the client and the service's own work.
  private func entry(_ route: Route, _ service: ServiceShape, from client: Place, to place: Place)
    -> Part
  {
    let key = EntryKey(
      client: client.region, place: place, shape: route.service.map { route.components[$0] } ?? -1)
    if let known = entries.withLock({ $0[key] }) { return known }
    let part = parts.hop(client, place) + parts.work(of: service)
    entries.withLock { $0[key] = part }
    return part
  }

  /// What happens behind the service's door.
  private func work(_ route: Route, at place: Place, _ forced: Forced) -> Part? {
    var inside = route
    inside.clients = []
    let key = WorkKey(route: inside, place: place, forced: forced)
    if let known = works.withLock({ $0[key] }) { return known }
    let part = compute(route, at: place, forced)
    works.withLock { $0[key] = part }
    return part
  }

  private func compute(_ route: Route, at place: Place, _ forced: Forced) -> Part? {
    let coordination = forced.coordination ?? route.coordination
    let commitsOnce =
      [.databaseTransaction, .localTransaction, .twoPhaseCommit].contains(coordination)
    var all: [Part] = []
    for stage in route.stages {
      if let milliseconds = stage.milliseconds {
        // Never sooner than the answers that are stated of what it calls.
        let stated = Part(latency: .init(constantMilliseconds: milliseconds))
        all.append(slowest([stated] + calls(stage, route, at: place, onlyStated: true)))
        continue
      }
      guard let reads = reads(route, stage, at: place, forced.read) else { return nil }
      all += reads
      let calls = calls(stage, route, at: place)
      if !calls.isEmpty { all.append(slowest(calls)) }
      guard
        let writes = writes(route, stage.writes, at: place, forced.write, isStatement: commitsOnce)
      else { return nil }
      all += writes
    }
    if commitsOnce {
      guard
        let commit = writes(route, route.writtenStores, at: place, forced.write, isStatement: false)
      else { return nil }
      all += commit
      // All participants have prepared; then the decision is forced to the coordinator's disk.
      if coordination == .twoPhaseCommit, !commit.isEmpty { all.append(parts.flush(nil)) }
    }
    guard let published = writes(route, route.publishes, at: place, nil, isStatement: false) else {
      return nil
    }
    return (all + published).reduce(.zero, sum)
  }

  private func calls(
    _ stage: Route.Stage, _ route: Route, at place: Place, onlyStated: Bool = false
  ) -> [Part] {
    stage.calls.compactMap { index -> Part? in
      guard case .service(let shape) = shapes[route.components[index]],
        !onlyStated || shape.latency != nil
      else { return nil }
      return parts.call(shape, from: place)
    }
  }

  private func reads(
    _ route: Route, _ stage: Route.Stage, at place: Place, _ forced: AccessProtocol?
  ) -> [Part]? {
    var asked = stage.reads.compactMap { placed($0, route) }
    if route.target == .cache {
      // A hit; misses are told apart where staleness is.
      let caches = asked.filter { $0.shape.role == .cache }
      if !caches.isEmpty { asked = caches }
    }
    var found: [Part] = []
    for (index, shape) in asked {
      let way = forced ?? .reading(shape, route.target)
      guard let part = parts.access(index, shape, from: place, way) else { return nil }
      found.append(part)
    }
    return found.isEmpty ? [] : [slowest(found)]
  }

  private func writes(
    _ route: Route, _ stores: [Int], at place: Place, _ forced: AccessProtocol?, isStatement: Bool
  ) -> [Part]? {
    var found: [Part] = []
    for (index, shape) in stores.compactMap({ placed($0, route) }) {
      // Caches and indexes follow later; nobody waits for them.
      if stores.count > 1, [.cache, .searchIndex, .derived].contains(shape.role) { continue }
      let way = forced ?? .writing(shape)
      guard
        let part = parts.access(index, shape, from: place, way, isStatement: isStatement)
      else { return nil }
      found.append(part)
    }
    return found.isEmpty ? [] : [slowest(found)]
  }

  private func placed(_ index: Int, _ route: Route) -> (index: Int, shape: StoreShape)? {
    guard case .store(let shape) = shapes[route.components[index]], !shape.nodes.isEmpty else {
      return nil
    }
    return (route.components[index], shape)
  }
}

extension Route {
  /// Whether something that it asks has a place or a time.
  func isPlaced(_ shapes: [ComponentShape]) -> Bool {
    stages.contains { $0.milliseconds != nil }
      || (stores + calls).contains { index in
        switch shapes[components[index]] {
        case .store(let shape): !shape.nodes.isEmpty
        case .service: true
        }
      }
  }
}
