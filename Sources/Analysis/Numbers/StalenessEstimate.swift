import Quantities
import SystemModel

/// How old what an operation reads can be.
public struct StalenessEstimate: Sendable {
  /// Where the age comes from.
  public enum Cause: String, Sendable {
    /// Every read meets the last write.
    case none
    /// Quorums that need not meet (WARS model).
    case partialQuorum = "partial-quorum"
    /// A copy that follows its leader.
    case replicationLag = "replication-lag"
    /// A cache whose entries live on after a write.
    case cache
  }

  /// A choice of R and W and what it gives.
  public struct Choice: Sendable {
    /// Answers that a read waits for.
    public let read: Int
    /// Acknowledgements that a write waits for.
    public let write: Int
    /// P(a read right after the write's acknowledgement sees it).
    public let freshAtOnce: Double
    /// Milliseconds after which 99.9 % of reads see it.
    public let freshAfterMilliseconds: Double
    /// The 99.9th percentile of a read, in milliseconds.
    public let readMilliseconds: Double
    /// The 99.9th percentile of a write, in milliseconds.
    public let writeMilliseconds: Double
  }

  /// Where the age comes from.
  public let cause: Cause
  /// P(a read right after a write's acknowledgement sees it).
  public let freshAtOnce: Double
  /// Milliseconds after the acknowledgement from which 99.9 % of reads see the write.
  public let freshAfterMilliseconds: Double
  /// R, W and N in use; `nil` unless quorums are the cause.
  public let quorum: (read: Int, write: Int, copies: Int)?
  /// Every choice of R and W; empty unless quorums are the cause.
  public let choices: [Choice]
  let keys: KeySet
  private let fresh: @Sendable (Double) -> Double

  /// P(a read so long after the acknowledgement sees the write).
  public func probabilityFresh(afterMilliseconds milliseconds: Double) -> Double {
    fresh(milliseconds)
  }

  static let none = StalenessEstimate(
    cause: .none, freshAtOnce: 1, freshAfterMilliseconds: 0, keys: KeySet()
  ) { _ in 1 }

  init(
    cause: Cause, freshAtOnce: Double, freshAfterMilliseconds: Double,
    quorum: (read: Int, write: Int, copies: Int)? = nil, choices: [Choice] = [], keys: KeySet,
    fresh: @escaping @Sendable (Double) -> Double
  ) {
    self.cause = cause
    self.freshAtOnce = freshAtOnce
    self.freshAfterMilliseconds = freshAfterMilliseconds
    self.quorum = quorum
    self.choices = choices
    self.keys = keys
    self.fresh = fresh
  }
}

/// The staleness of a route's reads: that of the store that lags most.
struct StalenessModelBuilder {
  let route: Route
  let shapes: [ComponentShape]
  let latency: AccessLatency
  /// Enough for two digits of the wait for 99.9 %.
  static let trials = 10_000

  private var distances: Distances { latency.distances }
  private var assumed: AssumedValues { latency.assumed }

  func estimate() -> StalenessEstimate? {
    let written = route.writtenStores
    let estimates = route.readStores.filter { !written.contains($0) || route.target != nil }
      .compactMap { index -> StalenessEstimate? in
        guard case .store(let shape) = shapes[route.components[index]], !shape.nodes.isEmpty else {
          return nil
        }
        return estimate(shape)
      }
    return estimates.min {
      ($1.freshAfterMilliseconds, $0.freshAtOnce) < ($0.freshAfterMilliseconds, $1.freshAtOnce)
    }
  }

  private func estimate(_ shape: StoreShape) -> StalenessEstimate {
    if shape.role == .cache { return cache(shape) }
    // What is made from another store follows it.
    if [.searchIndex, .derived].contains(shape.role) {
      return lag(behind: 0, isAsynchronous: true, cause: .replicationLag)
    }
    switch AccessProtocol.reading(shape, route.target) {
    case .followerRead where shape.scheme.tolerance == .quorum, .quorumRead:
      return quorum(shape)
    case .followerRead: return follower(shape)
    default: return .none
    }
  }

  /// Where requests come from: the service's places, else the clients' regions.
  private var origins: [Place] {
    if let service = route.service, case .service(let shape) = shapes[route.components[service]],
      !shape.places.isEmpty
    {
      return shape.places
    }
    return route.clients.map { Place(region: $0) }
  }

  // MARK: Caches

  /// An entry lives until its time is up, however often the source is written.
  private func cache(_ shape: StoreShape) -> StalenessEstimate {
    switch shape.invalidation {
    case .beforeAck?: return .none
    case .stream?:
      return lag(behind: 0, isAsynchronous: true, cause: .cache)
    default:
      guard let seconds = shape.cacheSeconds, seconds > 0 else {
        return StalenessEstimate(
          cause: .cache, freshAtOnce: 0, freshAfterMilliseconds: .infinity, keys: KeySet()
        ) { _ in 0 }
      }
      // The entry was filled at an even moment of its life before the write.
      let life = seconds * 1000
      return StalenessEstimate(
        cause: .cache, freshAtOnce: 0, freshAfterMilliseconds: life * 0.999, keys: KeySet()
      ) { min(1, max(0, $0 / life)) }
    }
  }

  // MARK: Followers

  private func follower(_ shape: StoreShape) -> StalenessEstimate {
    guard shape.nodes.count > 1 else { return .none }
    guard let leader = shape.leader else {
      return shape.acceptsInMinority && shape.replication == "async" ? peer(shape) : .none
    }
    var worst: Double?
    for origin in origins {
      let copies = shape.holders.map(\.place)
      let near = copies.map { distances.expected(origin, $0).milliseconds }.min() ?? 0
      for copy in shape.holders
      where !copy.leads && distances.expected(origin, copy.place).milliseconds <= near {
        let way = distances.expected(leader.place, copy.place).milliseconds / 2
        worst = max(worst ?? 0, way)
      }
    }
    guard let worst else { return .none }
    return lag(
      behind: worst, isAsynchronous: !shape.isConsensus, cause: .replicationLag)
  }

  /// A copy that accepts writes itself learns of those of the others as they arrive.
  private func peer(_ shape: StoreShape) -> StalenessEstimate {
    let copies = shape.holders.map(\.place)
    let ways = origins.compactMap { origin -> Double? in
      let near = copies.min {
        distances.expected(origin, $0).milliseconds < distances.expected(origin, $1).milliseconds
      }
      return near.flatMap { near in
        copies.map { distances.expected($0, near).milliseconds / 2 }.max()
      }
    }
    guard let worst = ways.max(), worst > 0 else { return .none }
    return lag(behind: worst, isAsynchronous: true, cause: .replicationLag)
  }

  /// The way from the leader, then the assumed delay of applying; a consensus follower learns of a
  /// commit with the next message, at the latest with the next heartbeat.
  private func lag(
    behind way: Double, isAsynchronous: Bool, cause: StalenessEstimate.Cause
  ) -> StalenessEstimate {
    let keys = KeySet(isAsynchronous ? [.lag, .lagTail] : [.electionHeartbeat])
    let model: DelayModel =
      isAsynchronous
      ? .percentiles([
        .init(quantile: 0.5, milliseconds: assumed.milliseconds(.lag)),
        .init(
          quantile: 0.99,
          milliseconds: max(assumed.milliseconds(.lag), assumed.milliseconds(.lagTail))),
      ])
      : .uniform(lowMilliseconds: 0, highMilliseconds: assumed.milliseconds(.electionHeartbeat))
    guard let lag = try? LatencyDistribution(model).shifted(byMilliseconds: way) else {
      return .none
    }
    return StalenessEstimate(
      cause: cause, freshAtOnce: lag.probability(atMostMilliseconds: 0),
      freshAfterMilliseconds: lag.milliseconds(atQuantile: 0.999), keys: keys
    ) { lag.probability(atMostMilliseconds: $0) }
  }

  // MARK: Quorums

  private func quorum(_ shape: StoreShape) -> StalenessEstimate {
    let nodes = shape.holders
    let copies = min(shape.scheme.copies ?? nodes.count, nodes.count, 64)
    let read = route.target == .nearest ? 1 : min(max(shape.readQuorum ?? 1, 1), max(copies, 1))
    let write = min(max(shape.scheme.writeQuorum ?? 1, 1), max(copies, 1))
    guard copies > 0, read + write <= copies else { return .none }
    let places = spread(nodes.map(\.place), copies)
    let origins = self.origins.map { origin in
      let near =
        places.min {
          distances.expected(origin, $0).milliseconds < distances.expected(origin, $1).milliseconds
        } ?? places[0]
      return StalenessModel.Origin(
        extraMilliseconds: places.map {
          $0 == near ? 0 : distances.expected(near, $0).milliseconds / 2
        })
    }
    let all = (1...copies).flatMap { read in
      (1...copies).map { StalenessModel.Choice(read: read, write: $0) }
    }
    let wanted = copies <= 5 ? all : [StalenessModel.Choice(read: read, write: write)]
    guard
      let model = try? StalenessModel(
        replicas: copies, delays: .linkedInSSD, writers: origins, readers: origins),
      let results = try? model.simulate(wanted, trials: Self.trials, seed: 1),
      let own = results.first(where: { $0.choice.read == read && $0.choice.write == write })
    else { return .none }
    let choices = results.map {
      StalenessEstimate.Choice(
        read: $0.choice.read, write: $0.choice.write,
        freshAtOnce: $0.probabilityFresh(afterMilliseconds: 0),
        freshAfterMilliseconds: $0.millisecondsUntilFresh(probability: 0.999),
        readMilliseconds: $0.readLatency.milliseconds(atQuantile: 0.999),
        writeMilliseconds: $0.writeLatency.milliseconds(atQuantile: 0.999))
    }
    return StalenessEstimate(
      cause: .partialQuorum, freshAtOnce: own.probabilityFresh(afterMilliseconds: 0),
      freshAfterMilliseconds: own.millisecondsUntilFresh(probability: 0.999),
      quorum: (read, write, copies), choices: choices, keys: KeySet()
    ) { own.probabilityFresh(afterMilliseconds: $0) }
  }

  /// One place after the other, until there are enough copies.
  private func spread(_ places: [Place], _ count: Int) -> [Place] {
    var left = places
    var chosen: [Place] = []
    while chosen.count < count, !left.isEmpty {
      var seen: Set<Place> = []
      var rest: [Place] = []
      for place in left {
        if chosen.count < count, seen.insert(place).inserted {
          chosen.append(place)
        } else {
          rest.append(place)
        }
      }
      left = rest
    }
    return chosen
  }
}
