public import Quantities
public import SystemModel

/// What runs of protocols take from a description: places and the ways between them, nodes, disks,
/// clocks and time-outs, each as the numbers of the analysis have it.
public struct Ground: Sendable {
  let graph: Graph
  let assumed: AssumedValues

  /// The way between a node here and a node there, from the round trips of the analysis.
  public func way(_ from: Place, _ to: Place) -> GroundWay {
    let trip = graph.distances.expected(from, to)
    let isAssumed = trip.origin == .assumed
    switch trip.spread {
    case .deviation(let deviation):
      return GroundWay(
        medianMilliseconds: trip.milliseconds, deviationMilliseconds: deviation,
        isAssumed: isAssumed)
    case .percentiles(let points):
      return GroundWay(
        medianMilliseconds: trip.milliseconds, deviationMilliseconds: 0, percentiles: points,
        isAssumed: isAssumed)
    }
  }

  /// The longest stop of a process to reckon with.
  public var pause: GroundValue {
    let stated = graph.description.topology?.value.pauses?.value.max?.value.inMilliseconds
    return value(stated, at: "topology.pauses.max", else: .pause)
  }

  /// The largest difference between two clocks; `nil` when nothing bounds it.
  public var clockOffsetMilliseconds: Double? {
    graph.description.topology?.value.clocks?.value.maxOffset?.value.inMilliseconds
  }

  /// Names of regions in the order of the description.
  public var regions: [String] {
    graph.description.topology?.value.regions.entries.map(\.name) ?? []
  }

  /// The store of that name.
  public func store(_ name: String) -> StoreGround? {
    graph.stores.first { $0.name == name }.map { StoreGround(node: $0, ground: self) }
  }

  /// All stores, in the order of the description.
  public var stores: [StoreGround] {
    graph.stores.map { StoreGround(node: $0, ground: self) }
  }

  /// The operation of that name.
  public func operation(_ name: String) -> OperationGround? {
    graph.operations.first { $0.name == name }.map { OperationGround(node: $0, ground: self) }
  }

  /// All operations, in the order of the description.
  public var operations: [OperationGround] {
    graph.operations.map { OperationGround(node: $0, ground: self) }
  }

  /// The lock, lease or election of that name.
  public func coordination(_ name: String) -> CoordinationGround? {
    graph.coordination.first { $0.name == name }.map { CoordinationGround(node: $0, ground: self) }
  }

  /// The failure detection of that name.
  public func detection(_ name: String) -> DetectionGround? {
    graph.detections.first { $0.name == name }.map { DetectionGround(node: $0, ground: self) }
  }

  /// All zones, those of the place's region first, then as the description has them.
  public func zones(nearest place: Place?) -> [Place] {
    let regions = graph.description.topology?.value.regions.entries ?? []
    let all = regions.flatMap { region in
      region.value.zoneNames.isEmpty
        ? [Place(region: region.name)]
        : region.value.zoneNames.map { Place(region: region.name, zone: $0) }
    }
    return all.filter { $0.region == place?.region } + all.filter { $0.region != place?.region }
  }

  /// A flush of a disk of which nothing is known.
  public var typicalFlush: DelayModel { typical(.flush) }
  /// Its median.
  public var flush: GroundValue { value(nil, at: "stores.NAME.latency.flush", else: .flush) }

  /// A number that is stated in milliseconds, or the assumed one.
  func value(_ stated: Double?, at field: String, else key: AssumedValues.Key) -> GroundValue {
    stated.map { GroundValue(milliseconds: $0, origin: .stated(field)) }
      ?? GroundValue(milliseconds: assumed.milliseconds(key), origin: .assumed(key.rawValue, field))
  }

  /// A median and 99th percentile as the analysis assumes them.
  func typical(_ key: AssumedValues.Key) -> DelayModel {
    let median = assumed.milliseconds(key)
    return .percentiles([
      .init(quantile: 0.5, milliseconds: median),
      .init(quantile: 0.99, milliseconds: median * max(1, assumed[.tailFactor])),
    ])
  }
}

/// A round trip between two places and how it varies.
public struct GroundWay: Sendable, Hashable {
  /// The median.
  public var medianMilliseconds: Double
  /// The standard deviation; 0 where percentiles are stated.
  public var deviationMilliseconds: Double
  /// Stated percentiles.
  public var percentiles: [DelayModel.Percentile]?
  /// Neither stated nor published nor reckoned from places.
  public var isAssumed: Bool
}

/// A span that a model takes from the description, or assumes.
public struct GroundValue: Sendable, Hashable {
  /// Where it comes from.
  public enum Origin: Sendable, Hashable {
    /// The description says so, at this path.
    case stated(String)
    /// Assumed by this key of `defaults.yaml`, or as the default of a product; the path says what
    /// would replace it.
    case assumed(String, String)
  }

  /// How long.
  public var milliseconds: Double
  /// Where it comes from.
  public var origin: Origin

  /// A span from somewhere.
  public init(milliseconds: Double, origin: Origin) {
    self.milliseconds = milliseconds
    self.origin = origin
  }

  /// The path of the field that states it, or would.
  public var field: String {
    switch origin {
    case .stated(let field), .assumed(_, let field): field
    }
  }
  /// The key of what is assumed, or whose default it is; `nil` when it is stated.
  public var assumption: String? {
    if case .assumed(let key, _) = origin { key } else { nil }
  }
}

extension Analysis {
  /// What runs of protocols take from the description.
  public var ground: Ground { Ground(graph: graph, assumed: AssumedValues(knowledge)) }
}
