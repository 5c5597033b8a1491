import Knowledge
import Parallel
import Quantities
import SystemModel

/// Computes the numbers of a system: once for each way that operations go, over the cores.
struct NumbersBuilder {
  let graph: Graph
  let assumed: AssumedValues

  func build() -> SystemNumbers {
    let parts = AccessLatency(
      distances: graph.distances, assumed: assumed, clockMilliseconds: clockMilliseconds)
    let table = ShapeTable(graph, ElectionModel(graph: graph, latency: parts))
    var indices: [Route: Int] = [:]
    var routes: [(route: Route, operation: OperationNode)] = []
    var operations: [(route: Int, names: [String])] = []
    let ways = Chunks.map(graph.operations) { part in
      part.map { operation in
        let (route, nodes) = table.route(operation)
        return (route: route, names: nodes.map(\.name))
      }
    }.flatMap(\.self)
    for (operation, (route, names)) in zip(graph.operations, ways) {
      let index = indices[route] ?? routes.count
      if index == routes.count {
        indices[route] = index
        routes.append((route, operation))
      }
      operations.append((index, names))
    }
    let shapes = table.shapes
    let latency = LatencyModel(parts: parts, shapes: shapes)
    let floors = LatencyFloor(graph: graph)
    let found = Chunks.map(routes, count: max(8, min(routes.count, 64)), smallest: 4) { chunk in
      chunk.map { self.numbers(of: $0.route, like: $0.operation, latency, floors) }
    }.flatMap(\.self)
    let all = operations.map { OperationNumbers(numbers: found[$0.route], names: $0.names) }
    let least = Chunks.map(routes) { $0.map { floors.floor(of: $0.operation) } }.flatMap(\.self)
    for (operation, (route, numbers)) in zip(graph.operations, zip(operations.map(\.route), all)) {
      operation.numbers = numbers
      operation.floor = least[route]
    }
    let builder = self
    let wayOfOperation = operations.map(\.route)
    let distinct = routes.map(\.route)
    return SystemNumbers(
      operations: all, distances: distances, clockMilliseconds: clockMilliseconds,
      isClockStated: graph.description.topology?.clocks?.maxOffset != nil, assumed: assumed
    ) { builder.details(distinct, wayOfOperation, all, latency) }
  }

  private func details(
    _ routes: [Route], _ ways: [Int], _ all: [OperationNumbers], _ latency: LatencyModel
  ) -> NumberDetails {
    var members = routes.map { _ in [Int]() }
    for (operation, way) in ways.enumerated() { members[way].append(operation) }
    let hasOptions = routes.count <= NumberDetails.optionLimit
    let sharedFate = self.sharedFate
    let pairs = Array(zip(routes, members))
    // Beside the ways, which they do not need.
    let placements = Once { PlacementModel(graph: graph).numbers() }.begun()
    let quorums = Once { QuorumModel(graph: graph).numbers() }.begun()
    let details = Chunks.map(pairs, count: max(8, min(pairs.count, 64)), smallest: 4) { chunk in
      chunk.map { route, members -> NumberDetails.Way in
        let survival = SurvivalModel(
          route: route, shapes: latency.shapes, names: all[members[0]].names,
          sharedFate: sharedFate, assumed: assumed
        ).survival(withPairs: true)
        return NumberDetails.Way(
          operations: members, pairs: survival.pairs.map { ($0.first, $0.second) },
          lazyOptions: Once { hasOptions ? latency.options(route) : [] })
      }
    }.flatMap(\.self)
    let timing = TimingModel(
      graph: graph, latency: latency.parts, clockMilliseconds: clockMilliseconds,
      clockKey: clockKey)
    return NumberDetails(
      ways: details, wayOfOperation: ways, leases: timing.leases(),
      detectors: timing.detectors(), elections: timing.elections(),
      droppedWrites: timing.droppedWrites(), retries: timing.retries(),
      timeouts: timing.timeouts(), placements: placements.value, quorums: quorums.value)
  }

  private func numbers(
    of route: Route, like operation: OperationNode, _ latency: LatencyModel,
    _ floors: LatencyFloor
  ) -> RouteNumbers {
    let names = ComponentMarks.names(route.components.count)
    let latencies = route.clients.compactMap { client -> LatencyFigures? in
      guard let part = latency.operation(route, from: client) else { return nil }
      return LatencyFigures(
        region: client,
        floorMilliseconds: floors.floor(of: operation, from: client)?.inMilliseconds, part: part)
    }
    return RouteNumbers(
      route: route, latencies: latencies,
      survival: SurvivalModel(
        route: route, shapes: latency.shapes, names: names, sharedFate: sharedFate,
        assumed: assumed
      ).survival(withPairs: false),
      availability: AvailabilityModel(
        route: route, shapes: latency.shapes, names: names, sharedFate: sharedFate,
        assumed: assumed, regions: regionShares, distances: graph.distances
      ).estimate(),
      staleness: StalenessModelBuilder(
        route: route, shapes: latency.shapes, latency: latency.parts
      ).estimate())
  }

  private var sharedFate: [(of: String, places: [Place])] {
    (graph.description.topology?.sharedFate.values ?? []).map {
      ($0.of?.value ?? "a shared cause", $0.places.values)
    }
  }

  private var regionShares: [String: Double] {
    Dictionary(
      (graph.description.topology?.regions.entries ?? []).compactMap { entry in
        entry.value.availability.map { (entry.name, $0.value.fraction) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The largest difference between two clocks: as stated, else what the way of synchronizing gives.
  private var clockMilliseconds: Double? {
    let clocks = graph.description.topology?.clocks
    if let offset = clocks?.maxOffset?.value { return offset.inMilliseconds }
    return clockKey.map { assumed.milliseconds($0) }
  }

  /// What is assumed of the clocks; `nil` when their error is stated, or nothing bounds it.
  private var clockKey: AssumedValues.Key? {
    let clocks = graph.description.topology?.clocks
    guard clocks?.maxOffset == nil else { return nil }
    switch clocks?.sync?.value {
    case .ntp?: return .offsetNTP
    case .chrony?: return .offsetChrony
    case .ptp?: return .offsetPTP
    case .clockbound?: return .offsetClockBound
    case .truetime?: return .offsetTrueTime
    case .unsynchronized?, nil: return nil
    }
  }

  private var distances: [DistanceNumbers] {
    let regions = graph.description.topology?.regions.entries.map(\.name) ?? []
    return regions.enumerated().flatMap { index, a in
      regions[(index + 1)...].map { b in
        let trip = graph.distances.expected(Place(region: a), Place(region: b))
        return DistanceNumbers(
          between: (a, b), milliseconds: trip.milliseconds,
          origin: trip.origin.name,
          lightMilliseconds: graph.distances.lightFloor(a, b)?.inMilliseconds)
      }
    }
  }
}

extension RoundTripMatrix.Origin {
  var name: String {
    switch self {
    case .stated: "stated"
    case .published: "published"
    case .greatCircle: "great-circle"
    case .assumed: "assumed"
    }
  }
}
