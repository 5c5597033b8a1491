import Knowledge
import Parallel
import Quantities
import SystemModel

/// Latency from one client region.
public struct LatencyFigures: Sendable {
  /// The client region.
  public let region: String
  /// The least that its round trips take, in milliseconds; `nil` when a distance is not known.
  public let floorMilliseconds: Double?
  /// The estimate, with what is assumed in it.
  let part: Part

  /// A percentile in milliseconds.
  public func milliseconds(atQuantile quantile: Double) -> Double {
    part.latency.milliseconds(atQuantile: quantile)
  }

  /// The share of requests that are answered within a time.
  public func share(withinMilliseconds milliseconds: Double) -> Double {
    part.latency.probability(atMostMilliseconds: milliseconds)
  }
}

/// What holds for all operations that go the same way. Components have marks instead of names, which
/// `OperationNumbers` fills in.
final class RouteNumbers: Sendable {
  let route: Route
  let latencies: [LatencyFigures]
  let survival: Survival
  let availability: AvailabilityEstimate?
  let staleness: StalenessEstimate?

  init(
    route: Route, latencies: [LatencyFigures], survival: Survival,
    availability: AvailabilityEstimate?, staleness: StalenessEstimate?
  ) {
    self.route = route
    self.latencies = latencies
    self.survival = survival
    self.availability = availability
    self.staleness = staleness
  }

  /// The client region that waits longest.
  var worst: LatencyFigures? {
    latencies.max { $0.milliseconds(atQuantile: 0.99) < $1.milliseconds(atQuantile: 0.99) }
  }
}

/// Marks that stand for the names of a route's components.
enum ComponentMarks {
  private static let mark: Character = "\u{1}"

  static func names(_ count: Int) -> [String] { (0..<count).map { "\(mark)\($0)\(mark)" } }

  /// The text with names in place of marks.
  static func filled(_ text: String, _ names: [String]) -> String {
    guard text.utf8.contains(mark.asciiValue!) else { return text }
    return text.split(separator: mark, omittingEmptySubsequences: false).enumerated().map {
      offset, piece in
      guard offset % 2 == 1, let index = Int(piece), names.indices.contains(index) else {
        return String(piece)
      }
      return names[index]
    }.joined()
  }
}

/// The numbers of one operation.
public struct OperationNumbers: Sendable {
  let numbers: RouteNumbers
  /// The components' names in the route's order.
  let names: [String]

  /// From each client region, in the order stated.
  public var latencies: [LatencyFigures] { numbers.latencies }
  /// The client region that waits longest; `nil` when nothing it asks has a place.
  public var latency: LatencyFigures? { numbers.worst }
  /// How much of the time it works.
  public var availability: AvailabilityEstimate? { numbers.availability }
  /// How old what it reads can be; `nil` when it reads nothing that has a place.
  public var staleness: StalenessEstimate? { numbers.staleness }

  /// Every single loss with its outcome.
  public var losses: [(loss: Loss, outcome: Outcome)] {
    numbers.survival.single.map { (named($0.loss), $0.outcome) }
  }
  /// Losses of one thing that stop it.
  public var singlePoints: [Loss] { numbers.survival.singlePoints.map(named) }
  /// Kinds of loss that it survives, every one of them, without losing what it acknowledged.
  public var survives: [Loss.Kind] { numbers.survival.survivedKinds }
  /// The fewest parts whose loss together stops it.
  public var smallestCut: [String] { availability?.smallestCut.map(named) ?? [] }
  /// What it cannot do without, the costliest first.
  public var factors: [AvailabilityEstimate.Factor] {
    (availability?.factors ?? []).map {
      .init(
        name: named($0.name), availability: $0.availability, isStated: $0.isStated,
        minutesPerMonth: $0.minutesPerMonth)
    }
  }

  /// The assumed numbers that its estimates rest on.
  public var assumed: [AssumedValues.Key] {
    var keys = KeySet()
    for latency in latencies { keys.formUnion(latency.part.keys) }
    if let availability { keys.formUnion(availability.keys) }
    if let staleness { keys.formUnion(staleness.keys) }
    return keys.keys
  }

  private func named(_ text: String) -> String { ComponentMarks.filled(text, names) }
  private func named(_ loss: Loss) -> Loss {
    Loss(kind: loss.kind, name: named(loss.name), alike: loss.alike)
  }
}

/// A distance between two regions and where it comes from.
public struct DistanceNumbers: Sendable {
  /// The two regions.
  public let between: (String, String)
  /// The round trip to reckon with.
  public let milliseconds: Double
  /// stated, published, great-circle or assumed.
  public let origin: String
  /// The least possible; `nil` when the places are not known.
  public let lightMilliseconds: Double?
}

/// Every number of a system that an analysis reckons with.
public final class SystemNumbers: Sendable {
  /// In the order of the description.
  public let operations: [OperationNumbers]
  /// Between all pairs of regions.
  public let distances: [DistanceNumbers]
  /// The largest difference between two clocks in milliseconds; `nil` when nothing bounds it.
  public let clockMilliseconds: Double?
  /// Whether that difference is stated.
  public let isClockStated: Bool
  /// The assumed numbers.
  public let assumed: AssumedValues

  private let lazyDetails: Once<NumberDetails>

  static let none = SystemNumbers(
    operations: [], distances: [], clockMilliseconds: nil, isClockStated: false,
    assumed: AssumedValues(KnowledgeBase())
  ) {
    NumberDetails(
      ways: [], wayOfOperation: [], leases: [], detectors: [], elections: [], droppedWrites: [],
      retries: [], timeouts: [], placements: [], quorums: [])
  }

  init(
    operations: [OperationNumbers], distances: [DistanceNumbers], clockMilliseconds: Double?,
    isClockStated: Bool, assumed: AssumedValues, details: @escaping @Sendable () -> NumberDetails
  ) {
    self.operations = operations
    self.distances = distances
    self.clockMilliseconds = clockMilliseconds
    self.isClockStated = isClockStated
    self.assumed = assumed
    lazyDetails = Once(details)
  }

  /// What only a report asks for.
  public var details: NumberDetails { lazyDetails.value }

  /// Begins on another core with what a report will ask for.
  ///
  /// Details read the stores, which later stages change for a moment to try settings, so they are
  /// computed here; options rest on copies.
  func prepareDetails() {
    let ways = details.ways
    _ = Once { for way in ways { _ = way.options } }.begun()
  }

  /// The assumed numbers that some estimate rests on, in a fixed order.
  public var assumedKeys: [AssumedValues.Key] {
    var keys = KeySet()
    for operation in operations {
      for latency in operation.latencies { keys.formUnion(latency.part.keys) }
      if let availability = operation.availability { keys.formUnion(availability.keys) }
      if let staleness = operation.staleness { keys.formUnion(staleness.keys) }
    }
    for lease in details.leases { keys.formUnion(lease.keys) }
    for detector in details.detectors { keys.formUnion(detector.keys) }
    for election in details.elections { keys.formUnion(election.keys) }
    for dropped in details.droppedWrites { keys.formUnion(dropped.keys) }
    return keys.keys
  }
}

/// Numbers that only a report asks for; computed when first asked.
public struct NumberDetails: Sendable {
  /// Ways that operations go, with what holds for all that go that way.
  public let ways: [Way]
  /// Position of each operation's way.
  public let wayOfOperation: [Int]
  /// Locks, leases and elections with a stated lease.
  public let leases: [LeaseNumbers]
  /// Failure detection with stated timing.
  public let detectors: [DetectorNumbers]
  /// Consensus groups.
  public let elections: [ElectionNumbers]
  /// Data whose concurrent writes drop each other.
  public let droppedWrites: [DroppedWrites]
  /// Calls that multiply.
  public let retries: [RetryNumbers]
  /// Callers that give up too early.
  public let timeouts: [TimeoutNumbers]
  /// Where stores would stand best.
  public let placements: [PlacementNumbers]
  /// Quorum systems compared.
  public let quorums: [QuorumNumbers]

  /// Operations that go the same way through stores and services of the same shape.
  public struct Way: Sendable {
    /// Positions of the operations.
    public let operations: [Int]
    /// Pairs of losses that stop them though neither alone does; named for the first operation.
    public let pairs: [(first: Loss, second: Loss)]
    /// Other protocols from the same places; empty beyond `NumberDetails.optionLimit` ways.
    public var options: [ProtocolOption] { lazyOptions.value }
    let lazyOptions: Once<[ProtocolOption]>
  }

  /// Beyond so many ways, options are left out.
  public static let optionLimit = 64
}
