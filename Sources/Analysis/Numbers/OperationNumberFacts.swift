import Expressions
import Quantities
import SystemModel

/// Estimates of an operation as facts. They rest on assumed numbers: no finding of weight may rest
/// on them alone.
enum OperationNumberFacts {
  static let all: [ComputedFact<Located<OperationNode>>] = [
    .init(
      "latency_p50", .duration,
      "Estimated median from the client region that waits longest, without waiting because of load.",
      from: .requirements
    ) { latency($0.node, 0.5) },
    .init(
      "latency_p99", .duration, "The same, 99th percentile.", from: .requirements
    ) { latency($0.node, 0.99) },
    .init(
      "latency_p999", .duration, "The same, 99.9th percentile.", from: .requirements
    ) { latency($0.node, 0.999) },
    .init(
      "availability_estimate", .double, unit: "share of time",
      "Estimated from its nodes, zones, regions, external services and failovers.",
      from: .requirements
    ) { $0.node.numbers?.availability.map { .double($0.availability) } ?? .unstated },
    .init(
      "survives", .list(.string),
      "Losses that it survives wherever they strike, without losing what it acknowledged: node, zone, region, link, shared-fate, power.",
      from: .requirements
    ) { .texts($0.node.numbers?.survives.map(\.rawValue) ?? []) },
    .init(
      "single_points", .list(.string),
      "Single things whose loss stops it until they are back or a person acts.",
      from: .requirements
    ) { .texts($0.node.numbers?.singlePoints.map(\.name) ?? []) },
    .init(
      "smallest_cut", .int,
      "The fewest nodes, zones, regions or shared fates whose loss together stops it.",
      from: .requirements
    ) {
      let cut = $0.node.numbers?.availability?.smallestCut.count ?? 0
      return cut > 0 ? .count(cut) : .unstated
    },
    .init(
      "fresh_at_once", .double, unit: "probability",
      "Probability that a read right after a write's acknowledgement sees it.",
      from: .requirements
    ) { $0.node.numbers?.staleness.map { .double($0.freshAtOnce) } ?? .unstated },
    .init(
      "fresh_after", .duration,
      "Time after a write's acknowledgement from which 99.9% of reads see it.",
      from: .requirements
    ) { located in
      guard let time = located.node.numbers?.staleness?.freshAfterMilliseconds else {
        return .unstated
      }
      return .time(time.isFinite ? duration(time) : .endless)
    },
  ]

  private static func latency(_ operation: OperationNode, _ quantile: Double) -> Value {
    .time(operation.numbers?.latency.map { duration($0.milliseconds(atQuantile: quantile)) })
  }

  /// To the microsecond: more digits than the models have.
  private static func duration(_ milliseconds: Double) -> Duration {
    .microseconds(Int64((min(milliseconds, 1e12) * 1000).rounded()))
  }
}
