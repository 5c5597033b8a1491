import Knowledge
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
    guard text.contains(mark) else { return text }
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
  let assumed: AssumedValues

  static let none = SystemNumbers(
    operations: [], distances: [], assumed: AssumedValues(KnowledgeBase()))

  init(
    operations: [OperationNumbers], distances: [DistanceNumbers], assumed: AssumedValues
  ) {
    self.operations = operations
    self.distances = distances
    self.assumed = assumed
  }
}
