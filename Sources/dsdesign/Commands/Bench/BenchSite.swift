import Analysis
import Benchmarks
import Quantities
import Simulation
import SystemModel

extension ProtocolBenchmarks.Plan {
  /// A plan on the topology of a description: nodes one after the other in its zones, around and
  /// around, clients where operations are called from.
  init(_ topology: TopologyWays, named name: String) {
    let places = topology.places
    let ways = places.map { from in places.map { ProtocolSite.Way(topology.way(from, $0)) } }
    let clients = topology.clients.compactMap { places.firstIndex(of: $0) }
    let flush = DiskModel(sync: .constant(milliseconds: topology.flushMilliseconds))
    self.init(
      site: { nodes in
        ProtocolSite(
          places: places.map {
            Topology.Place("\($0)", zone: "\($0)", region: $0.region)
          }, ways: ways, nodes: (0..<nodes).map { $0 % places.count }, clients: clients, disk: flush
        )
      },
      siteDescription:
        "the topology of \(name), nodes one after the other in \(Self.list(places)), clients in "
        + "\(Self.list(topology.clients)), round trips "
        + "\(Self.roundTrips(topology)); disk flush "
        + "\(FigureText.time(topology.flushMilliseconds)) where no store says otherwise; stated "
        + "losses of links left out")
  }

  private static func list(_ places: [Place]) -> String {
    places.map { "\($0)" }.joined(separator: ", ")
  }

  /// Between every two regions, and between zones.
  private static func roundTrips(_ topology: TopologyWays) -> String {
    var texts: [String] = []
    var seen: Set<String> = []
    for (index, from) in topology.places.enumerated() {
      for to in topology.places[(index + 1)...] {
        let isNear = from.region == to.region
        let ends = isNear ? "zones of \(from.region)" : "\(from.region) to \(to.region)"
        guard seen.insert(ends).inserted else { continue }
        let way = topology.way(from, to)
        texts.append(
          "\(ends) \(FigureText.time(way.medianMilliseconds))" + (way.isAssumed ? " (assumed)" : "")
        )
      }
    }
    let shown = texts.prefix(6).joined(separator: ", ")
    return texts.isEmpty
      ? "within the zone only" : shown + (texts.count > 6 ? " and \(texts.count - 6) more" : "")
  }
}

extension ProtocolSite.Way {
  /// With the same median and deviation: each of the two messages has an exponential jitter.
  fileprivate init(_ way: TopologyWays.Way) {
    // Of the sum of two exponentials with mean m the deviation is √2 m and the median 1.678 m.
    let mean = min(
      way.deviationMilliseconds / 2.0.squareRoot(), way.medianMilliseconds / 1.678347)
    let base = max(0, way.medianMilliseconds - 1.678347 * mean)
    let isUseful = mean > 0 && mean.isFinite
    self.init(
      roundTrip: Int64(min(base, 1e9) * 1e6),
      jitter: isUseful ? .exponential(meanMilliseconds: mean) : .constant(milliseconds: 0))
  }
}
