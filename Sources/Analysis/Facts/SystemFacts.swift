import Expressions
import Knowledge
import SystemModel

/// What follows for the system as a whole.
enum SystemFacts {
  static let all: [ComputedFact<Graph>] = [
    .init("operations", .list(.record("operation")), "All operations.") {
      .records($0.operations.map(\.record))
    },
    .init("data", .list(.record("data")), "All data items.") { .records($0.data.map(\.record)) },
    .init("stores", .list(.record("store")), "All stores.") { .records($0.stores.map(\.record)) },
    .init("services", .list(.record("service")), "All services.") {
      .records($0.services.map(\.record))
    },
    .init("coordination", .list(.record("coordination")), "All locks, leases and elections.") {
      .records($0.coordination.map(\.record))
    },
    .init("failure_detection", .list(.record("failure_detection")), "All failure detection.") {
      .records($0.detections.map(\.record))
    },
    .init("changes", .list(.record("change")), "All changes.") {
      .records($0.changes.map(\.record))
    },
    .init("automation", .list(.record("automation")), "All automation.") {
      .records($0.automation.map(\.record))
    },
    .init("region_count", .int, "How many regions the topology has.") {
      .count($0.description.topology?.regions.entries.count ?? 0)
    },
    .init("zone_count", .int, "How many zones the topology has, over all regions.") {
      .count(
        $0.description.topology?.regions.entries.reduce(0) { $0 + $1.value.zoneNames.count } ?? 0)
    },
    .init(
      "largest_rtt", .duration, "The longest round trip between two of its regions; zero for one."
    ) { .time(largest($0)) },
  ]

  static let topology: [ComputedFact<Graph>] = [
    .init("longest_outage", .duration, "The longest stated cut of a link.") { graph in
      .time((graph.description.topology?.links.values ?? []).compactMap { $0.outage?.value }.max())
    },
    .init(
      "impossible_links", .list(.string),
      "Links whose stated round trip is shorter than light in vacuum takes over the great circle between their regions."
    ) { graph in
      .texts(
        (graph.description.topology?.links.values ?? []).compactMap { link -> String? in
          let ends = (link.between.first.value, link.between.second.value)
          guard let stated = link.roundTrip?.value.median?.value, ends.0.region != ends.1.region,
            let least = graph.distances.lightFloor(ends.0.region, ends.1.region), stated < least
          else { return nil }
          return
            "\(ends.0)–\(ends.1) (\(ValueText.time(stated)), light takes \(ValueText.time(least)))"
        })
    },
    .init(
      "has_partial_links", .bool, "Some link is stated to fail one way or for some traffic only."
    ) { graph in
      .bool(
        graph.description.topology?.links.values.contains { $0.partial?.value == true } ?? false)
    },
  ]

  /// Skills that nobody listed are not known, rather than lacking.
  static let team: [ComputedFact<Graph>] = [
    .init(
      "skills", .map(key: .string, value: .string),
      "How well the team knows a topic or product, by its name."
    ) { graph in
      guard let skills = graph.description.team?.skills, skills.isStated else { return .unstated }
      return .textMap(skills.map { ($0.name, .string($0.value.rawValue)) })
    }
  ]

  private static func largest(_ graph: Graph) -> Duration? {
    let regions = graph.description.topology?.regions.entries.map { Place(region: $0.name) } ?? []
    var largest = Duration.zero
    for (index, a) in regions.enumerated() {
      for b in regions[(index + 1)...] {
        guard let time = graph.distances.roundTrip(a, b) else { return nil }
        largest = max(largest, time)
      }
    }
    return largest
  }
}

/// What follows for a step of an operation.
enum StepFacts {
  static let all: [ComputedFact<(step: StepNode, index: Int)>] = [
    .init("name", .string, "What it does.") { .string($0.step.value.name.value) },
    .init("index", .int, "Its place in the order, from 0.") { .count($0.index) },
    .init("reads", .list(.record("data")), "The data it reads.") {
      .records($0.step.reads.map(\.record))
    },
    .init("writes", .list(.record("data")), "The data it writes.") {
      .records($0.step.writes.map(\.record))
    },
    .init("calls", .list(.record("service")), "The services it calls.") {
      .records($0.step.calls.map(\.record))
    },
    .init("participants", .list(.string), "Stores that it writes and services that it calls.") {
      .texts(
        unique(
          $0.step.writes.flatMap(\.stores).filter(\.isTruth).map(\.name) + $0.step.calls.map(\.name)
        ))
    },
    .init("has_undo", .bool, "A compensation is named.") { .bool($0.step.value.undo != nil) },
    .init("undo", .string, "Its compensation; empty when none is named.") {
      .string($0.step.value.undo?.value ?? "")
    },
    .init("changes_state", .bool, "It writes data or calls a service.") {
      .bool(!$0.step.writes.isEmpty || !$0.step.calls.isEmpty)
    },
    .init("is_external", .bool, "It calls a service that is not under one's control.") {
      .bool($0.step.calls.contains(where: \.isExternal))
    },
  ]
}
