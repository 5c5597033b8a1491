import Expressions
import Knowledge
import SystemModel

/// What follows for a data item.
enum DataFacts {
  static let all: [ComputedFact<Located<DataNode>>] = [
    .init("name", .string, "Its name.") { .string($0.node.name) },
    .init("stores", .list(.record("store")), "Where it lives.") {
      .records($0.node.stores.map(\.record))
    },
    .init("readers", .list(.record("operation")), "Operations that read it.") {
      .records($0.node.readers.map(\.record))
    },
    .init("writers", .list(.record("operation")), "Operations that write it.") {
      .records($0.node.writers.map(\.record))
    },
    .init(
      "is_mutable", .bool,
      "Written more than once: some operation writes it and it is neither a log nor a blob."
    ) {
      let node = $0.node
      return .bool(
        !node.writers.isEmpty && node.value.type?.value != .log && node.value.type?.value != .blob)
    },
    .init(
      "writing_regions", .list(.string),
      "Regions whose copies accept writes of it without asking another region; empty when one leader orders them.",
      from: .requirements
    ) {
      .texts(writingRegions($0.node))
    },
    .init(
      "concurrent_writes", .bool, "Two copies may accept writes of one item at the same time.",
      from: .requirements
    ) {
      .flag(concurrentWrites($0.node))
    },
  ]

  static func writingRegions(_ node: DataNode) -> [String] {
    let stated = unique(node.value.writtenIn.values.map(\.region))
    if !stated.isEmpty { return stated }
    let spread = node.stores.filter {
      $0.value.per?.value == .region || $0.provided[.multiWriter] == "true"
    }
    return unique(spread.flatMap(\.nodes.regions))
  }

  private static func concurrentWrites(_ node: DataNode) -> Bool? {
    if node.value.home?.value == .perItem { return false }
    if node.stores.contains(where: { $0.provided[.multiWriter] == "true" }) { return true }
    if unique(node.value.writtenIn.values.map(\.region)).count > 1 {
      // One consensus group may take writes from every region and still order them.
      let isOrdered = node.stores.allSatisfy {
        ["raft", "paxos", "bft"].contains($0.provided[.replication] ?? "")
      }
      return !isOrdered
    }
    if node.stores.isEmpty { return nil }
    return node.stores.contains { $0.provided[.multiWriter] == nil } ? nil : false
  }
}

/// What follows for a service.
enum ServiceFacts {
  static let all: [ComputedFact<Located<ServiceNode>>] = [
    .init("name", .string, "Its name.") { .string($0.node.name) },
    .init("zones", .list(.string), "Places that it runs in, each once.") {
      .texts(unique($0.node.places.map(\.description)))
    },
    .init("zone_count", .int, "How many places it runs in.") { .count(Set($0.node.places).count) },
    .init("regions", .list(.string), "Regions that it runs in, each once.") {
      .texts(unique($0.node.places.map(\.region)))
    },
    .init("region_count", .int, "How many regions it runs in.") {
      .count(Set($0.node.places.map(\.region)).count)
    },
    .init("operations", .list(.record("operation")), "The operations that it runs.") {
      .records($0.node.operations.map(\.record))
    },
    .init("callers", .list(.record("operation")), "The operations that call it.") {
      .records($0.node.callers.map(\.record))
    },
    .init("zone_loss_stops", .bool, "It runs in one place only.") {
      $0.node.places.isEmpty ? .unstated : .bool(Set($0.node.places).count == 1)
    },
    .init("region_loss_stops", .bool, "It runs in one region only.") {
      $0.node.places.isEmpty ? .unstated : .bool(Set($0.node.places.map(\.region)).count == 1)
    },
  ]
}

/// What follows for anything that others can depend on.
enum ComponentFacts {
  static func all<Part: ComponentNode>(_: Part.Type) -> [ComputedFact<Located<Part>>] {
    [
      .init("needed_by", .list(.string), "Services and stores that depend on it.") {
        .texts(unique($0.node.neededBy.map(\.name)))
      },
      .init("watched_by", .list(.record("failure_detection")), "Failure detection that watches it.")
      { .records($0.node.watchedBy.map(\.record)) },
      .init("changed_by", .list(.record("change")), "Changes that reach it.") {
        .records($0.node.changedBy.map(\.record))
      },
      .init("automated_by", .list(.record("automation")), "Automation that acts on it.") {
        .records($0.node.automatedBy.map(\.record))
      },
      .init("circular", .list(.string), "What it needs in order to recover that needs it in turn.")
      { .texts(circular($0.node)) },
      .init(
        "single_site_dependencies", .list(.string),
        "What it depends on, directly or not, that stands in one zone or region while it stands in several."
      ) {
        .texts(singleSite($0.node))
      },
    ]
  }

  /// Everything reached over `next`, breadth first.
  static func reach(_ start: ComponentNode, _ next: (ComponentNode) -> [ComponentNode])
    -> [ComponentNode]
  {
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(start)]
    var found: [ComponentNode] = []
    var queue = next(start)
    while !queue.isEmpty {
      let node = queue.removeFirst()
      guard seen.insert(ObjectIdentifier(node)).inserted else { continue }
      found.append(node)
      queue += next(node)
    }
    return found
  }

  private static func circular(_ node: ComponentNode) -> [String] {
    let needs = node.recoversWith + node.dependsOn
    return unique(
      needs.filter { need in
        need === node || reach(need, { $0.dependsOn + $0.recoversWith }).contains { $0 === node }
      }.map(\.name))
  }

  private static func singleSite(_ node: ComponentNode) -> [String] {
    let regions = Set(node.places.map(\.region)).count
    let zones = Set(node.places).count
    guard zones > 1 else { return [] }
    return reach(node, \.dependsOn).filter { need in
      guard !need.places.isEmpty else { return false }
      let oneZone = need.zoneLossStops ?? (Set(need.places).count == 1)
      let oneRegion = need.regionLossStops ?? (Set(need.places.map(\.region)).count == 1)
      return oneZone || regions > 1 && oneRegion
    }.map(\.name)
  }
}

/// What follows for a lock, lease or election.
enum CoordinationFacts {
  static let all: [ComputedFact<Located<CoordinationNode>>] = [
    .init("name", .string, "Its name.") { .string($0.node.name) },
    .init("store", .record("store"), "Where it is kept.") {
      $0.node.store.map { .record($0.record) } ?? .unstated
    },
    .init("protected_stores", .list(.record("store")), "The stores that it protects.") {
      .records($0.node.protectedStores.map(\.record))
    },
    .init("protected_services", .list(.record("service")), "The services that it protects.") {
      .records($0.node.protectedServices.map(\.record))
    },
  ]
}

/// What follows for failure detection.
enum DetectionFacts {
  /// Silence, in mean intervals, that φ = 8 takes when intervals are exponential: 8 ln 10.
  static let intervalsAtPhi8 = 18.42

  static let all: [ComputedFact<Located<DetectionNode>>] = [
    .init("name", .string, "Its name.") { .string($0.node.name) },
    .init("watched_stores", .list(.record("store")), "The stores that it watches.") {
      .records($0.node.stores.map(\.record))
    },
    .init("watched_services", .list(.record("service")), "The services that it watches.") {
      .records($0.node.services.map(\.record))
    },
    .init("detection", .duration, "The time from a crash to the suspicion, at worst.") {
      .time(detection($0.node.value))
    },
  ]

  /// The stated time-out; else interval × missed; for phi accrual with exponential intervals
  /// t = interval × φ ln 10 (Hayashibara et al. 2004; Cassandra's fit).
  static func detection(_ value: FailureDetection) -> Duration? {
    if let timeout = value.timeout?.value { return timeout }
    guard let interval = value.interval?.value else { return nil }
    if value.method?.value == .phiAccrual {
      return interval * (intervalsAtPhi8 / 8 * (value.phi?.value ?? 8))
    }
    return value.missed.map { interval * Double($0.value) }
  }
}

/// What follows for a change or automation.
enum ActorFacts {
  static let changes: [ComputedFact<Located<ChangeNode>>] = [
    .init("name", .string, "Its name.") { .string($0.node.name) },
    .init("affected_stores", .list(.record("store")), "The stores that it reaches.") {
      .records($0.node.stores.map(\.record))
    },
    .init("affected_services", .list(.record("service")), "The services that it reaches.") {
      .records($0.node.services.map(\.record))
    },
  ]
  static let automation: [ComputedFact<Located<AutomationNode>>] = [
    .init("name", .string, "Its name.") { .string($0.node.name) },
    .init("target_stores", .list(.record("store")), "The stores that it acts on.") {
      .records($0.node.stores.map(\.record))
    },
    .init("target_services", .list(.record("service")), "The services that it acts on.") {
      .records($0.node.services.map(\.record))
    },
  ]
}
