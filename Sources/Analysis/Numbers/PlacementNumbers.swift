import Quantities
import SystemModel

/// Where a store's leader and voters would serve its stated workload best.
public struct PlacementNumbers: Sendable {
  /// A choice of places and what it costs.
  public struct Choice: Sendable {
    /// Where the leader stands.
    public let leader: String
    /// Where the voters stand.
    public let voters: [String]
    /// The mean over all operations, reads and writes, of the round trips behind the service.
    public let meanMilliseconds: Double
    /// The mean for those who ask from the worst place.
    public let worstMilliseconds: Double
  }

  /// The store.
  public let store: String
  /// As described.
  public let current: Choice
  /// With the voters as they stand.
  public let bestLeader: Choice
  /// With as many voters anywhere in the topology, no more in one zone than now; `nil` when not
  /// searched.
  public let bestPlacement: Choice?
  /// No other choice is better.
  public let isExact: Bool
  /// Rates are stated for all operations that ask; else each counts the same.
  public let isWeighted: Bool
}

struct PlacementModel {
  let graph: Graph
  /// Beyond so many stores only leaders are compared.
  static let searchLimit = 64

  func numbers() -> [PlacementNumbers] {
    let places = (graph.description.topology?.regions.entries ?? []).flatMap { entry in
      entry.value.zoneNames.isEmpty
        ? [Place(region: entry.name)]
        : entry.value.zoneNames.map { Place(region: entry.name, zone: $0) }
    }
    guard places.count > 1, places.count <= 200, let matrix = matrix(places) else { return [] }
    // Where many run the nodes, each stands where its owner is.
    let isOne =
      (graph.description.topology?.trust?.value ?? .singleOrganization) == .singleOrganization
    let stores = graph.stores.filter {
      isOne && $0.scheme.tolerance != .byzantine && $0.scheme.hasLeader && $0.value.per == nil
        && $0.nodes.nodes.count > 1
    }
    return stores.compactMap { store in
      numbers(store, places, matrix, searches: stores.count <= Self.searchLimit)
    }
  }

  /// Between the places themselves: within one, what two of its nodes are apart.
  private func matrix(_ places: [Place]) -> RoundTripMatrix? {
    var links: [RoundTripMatrix.Link] = []
    for (index, a) in places.enumerated() {
      for (other, b) in places.enumerated().dropFirst(index + 1) {
        let trip = graph.distances.expected(a, b)
        // As stated: a path over other places must not replace what traffic takes.
        links.append(
          .init(from: index, to: other, milliseconds: trip.milliseconds, origin: .stated))
      }
    }
    return try? RoundTripMatrix(count: places.count, links: links)
  }

  private func numbers(
    _ store: StoreNode, _ places: [Place], _ matrix: RoundTripMatrix, searches: Bool
  ) -> PlacementNumbers? {
    let indices = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
    func index(_ place: Place) -> Int? {
      indices[place] ?? places.firstIndex { place.contains($0) }
    }
    let voters = store.nodes.voters.compactMap { index($0.place) }
    guard let leader = store.nodes.leader.flatMap(index), voters.count > 1 else { return nil }
    let asking = unique(store.readers + store.writers)
    let isWeighted = asking.allSatisfy { $0.value.rate != nil }
    var clients: [PlacementProblem.Clients] = []
    for operation in asking {
      let origins = self.origins(operation)
      for origin in origins {
        guard let place = index(origin) else { continue }
        let weight =
          (isWeighted ? operation.value.rate?.value.perSecond ?? 1 : 1) / Double(origins.count)
        let isWrite = operation.writes.contains { $0.stores.contains { $0 === store } }
        clients.append(.init(place: place, weight: weight, writeFraction: isWrite ? 1 : 0))
      }
    }
    let confirms = AccessProtocol.reading(
      StoreShape(store, provided: store.provided), nil)
    let reads: PlacementProblem.Reads =
      confirms == .confirmedRead
      ? .leaderConfirmed : confirms == .followerRead ? .nearest : .leaderLease
    let quorum = min(max(store.scheme.writeQuorum ?? voters.count / 2 + 1, 1), voters.count)
    // Two voters at one place are two places here; their own distance is that inside a zone.
    guard !clients.isEmpty, Set(voters).count == voters.count,
      let problem = try? PlacementProblem(
        roundTrips: matrix, clients: clients, reads: reads, quorum: quorum),
      let current = problem.cost(voters: voters, leader: leader),
      let best = problem.bestLeader(voters: voters)
    else { return nil }
    let domains = places.map { place in places.firstIndex { $0.region == place.region } ?? 0 }
    // What survives the loss of a region now must go on doing so.
    let together = store.nodes.largestGroup { $0.region }
    let survives = voters.count - together >= voters.count / 2 + 1
    let free =
      searches
      ? problem.bestPlacement(
        count: voters.count, candidates: Array(places.indices), domains: domains,
        perDomain: survives ? together : .max) : nil
    func choice(_ placement: PlacementProblem.Placement) -> PlacementNumbers.Choice {
      .init(
        leader: places[placement.leader].description,
        voters: placement.voters.map { places[$0].description },
        meanMilliseconds: placement.meanMilliseconds, worstMilliseconds: placement.worstMilliseconds
      )
    }
    return PlacementNumbers(
      store: store.name, current: choice(current), bestLeader: choice(best),
      bestPlacement: free.map(choice), isExact: free?.isOptimal ?? true || places.count <= 12,
      isWeighted: isWeighted)
  }

  /// Where requests to the store come from: the service's place nearest to each client region.
  private func origins(_ operation: OperationNode) -> [Place] {
    let served = operation.service?.places ?? []
    let clients = operation.clientRegions.map { Place(region: $0) }
    guard !served.isEmpty else { return clients }
    return clients.compactMap { client in
      served.min {
        graph.distances.expected(client, $0).milliseconds
          < graph.distances.expected(client, $1).milliseconds
      }
    }
  }
}
