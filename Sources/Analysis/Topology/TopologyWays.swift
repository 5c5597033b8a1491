public import Knowledge
import Quantities
public import SystemModel

/// The places of a description and the ways between them, for whoever runs something on its topology
/// without analysing the system.
public struct TopologyWays: Sendable {
  /// What is known of the way between a node here and a node there.
  public struct Way: Sendable, Hashable {
    /// The median round trip in milliseconds.
    public var medianMilliseconds: Double
    /// The standard deviation of the round trip in milliseconds; of stated percentiles the one that
    /// an exponential tail through the highest would have.
    public var deviationMilliseconds: Double
    /// Nobody stated the round trip, and nothing published or any place tells it.
    public var isAssumed: Bool
  }

  /// All zones in the order of the description; a region without zones stands for itself.
  public let places: [Place]
  /// The places from which clients call: the first zone of each region that an operation names, or
  /// of every region when none does.
  public let clients: [Place]
  /// The flush of a disk of which nothing is known.
  public let flushMilliseconds: Double
  private let distances: Distances

  /// The topology of a description; empty when it has none.
  public init(_ description: SystemDescription, knowledge: KnowledgeBase) {
    let assumed = AssumedValues(knowledge)
    distances = Distances(description, known: knowledge.regions, defaults: assumed.distances)
    flushMilliseconds = assumed.milliseconds(.flush)
    let regions = description.topology?.value.regions.entries ?? []
    let places = regions.flatMap { region in
      region.value.zoneNames.isEmpty
        ? [Place(region: region.name)]
        : region.value.zoneNames.map { Place(region: region.name, zone: $0) }
    }
    self.places = places
    let named = Set(
      description.operations.flatMap { $0.value.from.values.map(\.region) })
    clients = regions.map(\.name).filter { named.isEmpty || named.contains($0) }
      .compactMap { region in places.first { $0.region == region } }
  }

  /// The way between two places; within one zone it is not nothing.
  public func way(_ from: Place, _ to: Place) -> Way {
    let trip = distances.expected(from, to)
    return Way(
      medianMilliseconds: trip.milliseconds,
      deviationMilliseconds: trip.exponentialDeviation, isAssumed: trip.origin == .assumed)
  }
}

extension Distances.RoundTrip {
  /// The deviation of an exponential above a base that has this median and this tail.
  fileprivate var exponentialDeviation: Double {
    switch spread {
    case .deviation(let deviation): return deviation
    case .percentiles(let points):
      let tail = points.filter { $0.quantile > 0.5 && $0.quantile < 1 }.max {
        $0.quantile < $1.quantile
      }
      guard let tail else { return 0 }
      // Quantile q of an exponential with mean m lies m · ln(1 / (1 − q)) above its base.
      let ratio = -Elementary.log(2 * (1 - tail.quantile))
      return max(0, tail.milliseconds - milliseconds) / ratio
    }
  }
}
