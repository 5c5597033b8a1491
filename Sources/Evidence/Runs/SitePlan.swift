import Algorithms
import Analysis
import Benchmarks
import Quantities
import Simulation
import SystemModel

/// Collects the places of a run and turns the analysis' distances into the simulator's.
struct SitePlan {
  /// A place of a run.
  enum Spot: Hashable {
    /// Where nodes stand.
    case node(Place)
    /// The clients of a region, who come through a service where there is one.
    case clients(String, through: Place?)
    /// Something outside, of which only its time to answer is known.
    case outside(String, DelayModel)
  }

  let ground: Ground
  private(set) var spots: [Spot] = []
  var nodes: [Simulation.Topology.PlaceID] = []
  var clients: [Simulation.Topology.PlaceID] = []
  var disk = DiskModel.instant
  var disks: [NodeID: DiskModel] = [:]
  /// Time inside a store for a request of a client.
  var work: GroundWay?

  init(_ ground: Ground) { self.ground = ground }

  mutating func place(_ spot: Spot) -> Simulation.Topology.PlaceID {
    if let index = spots.firstIndex(of: spot) { return index }
    spots.append(spot)
    return spots.count - 1
  }

  mutating func addNode(_ place: Place) { nodes.append(self.place(.node(place))) }

  /// Client regions of an operation, the way through its service included.
  mutating func addClients(of operation: OperationGround, near: Place?) {
    var regions = operation.clientRegions
    if regions.isEmpty, let near { regions = [near.region] }
    for region in regions.prefix(6) {
      let id = place(.clients(region, through: operation.entry(from: region)))
      if !clients.contains(id) { clients.append(id) }
    }
  }

  /// Clients in these regions, who ask by themselves.
  mutating func addClients(in regions: [String]) {
    for region in regions where clients.count < 6 {
      let id = place(.clients(region, through: nil))
      if !clients.contains(id) { clients.append(id) }
    }
  }

  var site: ProtocolSite {
    ProtocolSite(
      places: spots.map(site), ways: spots.map { from in spots.map { way(from, $0) } },
      nodes: nodes, clients: clients, disk: disk, disks: disks)
  }

  private func site(_ spot: Spot) -> Simulation.Topology.Place {
    switch spot {
    case .node(let place):
      Simulation.Topology.Place(
        place.description, zone: place.description, region: place.region)
    case .clients(let region, let entry):
      Simulation.Topology.Place(
        region, zone: entry.flatMap { $0.region == region ? $0.description : nil } ?? region,
        region: region)
    case .outside(let name, _): Simulation.Topology.Place(name, zone: name, region: name)
    }
  }

  private func way(_ from: Spot, _ to: Spot) -> ProtocolSite.Way {
    switch (from, to) {
    // All of its time is on the way there; an answer comes back at once.
    case (.outside, .outside), (.outside, _): return .init(roundTrip: 0)
    case (_, .outside(_, let latency)):
      var way = ProtocolSite.Way(roundTrip: 0, jitter: latency)
      way.isOrdered = false
      return way
    case (.node(let a), .node(let b)): return Self.way([ground.way(a, b)])
    case (.clients(let region, let entry), .node(let place)),
      (.node(let place), .clients(let region, let entry)):
      let here = Place(region: region)
      let ways =
        entry.map { [ground.way(here, $0), ground.way($0, place)] } ?? [ground.way(here, place)]
      return Self.way(ways + (work.map { [$0] } ?? []))
    case (.clients(let a, _), .clients(let b, _)):
      return Self.way([ground.way(Place(region: a), Place(region: b))])
    }
  }

  /// Ways one after the other, with the median and deviation of their sum.
  ///
  /// Each message's jitter is memoryless with mean θ; two of them make a round trip whose deviation
  /// is √2·θ and whose median lies 1.678·θ above its least value (the median of Erlang's second).
  private static func way(_ ways: [GroundWay]) -> ProtocolSite.Way {
    if ways.count == 1, let points = ways[0].percentiles {
      let halves = points.map {
        DelayModel.Percentile(quantile: $0.quantile, milliseconds: $0.milliseconds / 2)
      }
      return .init(roundTrip: 0, jitter: .percentiles(halves))
    }
    let median = ways.reduce(0) { $0 + $1.medianMilliseconds }
    let variance = ways.reduce(0) { sum, way in
      // Of stated percentiles the deviation of the lognormal through median and tail.
      let deviation =
        way.percentiles.flatMap { points in
          points.last.map { max(0, $0.milliseconds - way.medianMilliseconds) / 2.33 }
        } ?? way.deviationMilliseconds
      return sum + deviation * deviation
    }
    let mean = min(variance.squareRoot() / 1.4142135623730951, median / 2.4)
    return .init(
      roundTrip: nanoseconds(median - 1.678 * mean),
      jitter: mean > 1e-6 ? .exponential(meanMilliseconds: mean) : .constant(milliseconds: 0))
  }
}
