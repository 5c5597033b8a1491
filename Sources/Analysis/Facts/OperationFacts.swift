import Expressions
import Knowledge
import SystemModel

/// A part of the description, with the whole around it.
struct Located<Part> {
  let node: Part
  let graph: Graph
}

/// What follows for an operation from the rest of the description.
enum OperationFacts {
  static let all: [ComputedFact<Located<OperationNode>>] =
    basics + paths + repetition
    + OperationNumberFacts.all

  private static let basics: [ComputedFact<Located<OperationNode>>] = [
    .init("name", .string, "Its name.") { .string($0.node.name) },
    .init("service", .record("service"), "Who runs it.") {
      $0.node.service.map { .record($0.record) } ?? .unstated
    },
    .init("reads", .list(.record("data")), "The data it reads, in its steps too.") {
      .records($0.node.reads.map(\.record))
    },
    .init("writes", .list(.record("data")), "The data it writes, in its steps too.") {
      .records($0.node.writes.map(\.record))
    },
    .init("touches", .list(.record("data")), "The data it reads or writes.") {
      .records(unique($0.node.reads + $0.node.writes).map(\.record))
    },
    .init("calls", .list(.record("service")), "The services it calls, in its steps too.") {
      .records($0.node.calls.map(\.record))
    },
    .init(
      "external_calls", .list(.record("service")),
      "The services it calls that are not under one's control."
    ) {
      .records($0.node.calls.filter(\.isExternal).map(\.record))
    },
    .init("is_write", .bool, "It changes data.") { .bool(!$0.node.writes.isEmpty) },
    .init("read_then_write", .list(.record("data")), "The data it both reads and writes.") {
      located in
      .records(
        located.node.reads.filter { read in located.node.writes.contains { $0 === read } }.map(
          \.record))
    },
    .init("stores", .list(.record("store")), "The stores it reads or writes.") {
      .records($0.node.stores.map(\.record))
    },
    .init("read_stores", .list(.record("store")), "The stores it reads.") {
      .records($0.node.readStores.map(\.record))
    },
    .init("written_stores", .list(.record("store")), "The stores it writes.") {
      .records($0.node.writtenStores.map(\.record))
    },
    .init(
      "participants", .list(.string),
      "Who must agree for it to be one: sources of truth that it writes, external services and services that its steps call."
    ) {
      .texts(participants($0.node))
    },
  ]

  private static let paths: [ComputedFact<Located<OperationNode>>] = [
    .init(
      "client_regions", .list(.string),
      "Regions that its clients are in; where none is stated, those of its service."
    ) {
      .texts($0.node.clientRegions)
    },
    .init(
      "home_region", .string,
      "The region of the leader that its writes must reach; empty when there is none."
    ) {
      .string(homeRegion($0.node) ?? "")
    },
    .init(
      "crosses_regions", .bool,
      "Some client or its service must leave its region for it to complete."
    ) {
      crossesRegions($0.node)
    },
    .init(
      "floor", .duration,
      "The least time that its round trips take, from the client region that is worst off."
    ) {
      .time($0.node.floor)
    },
  ]

  private static let repetition: [ComputedFact<Located<OperationNode>>] = [
    .init(
      "may_repeat", .bool,
      "It can run more than once for one intent: retries, redelivery, or people who press again."
    ) {
      .flag(mayRepeat($0.node))
    },
    .init(
      "safe_to_repeat", .bool,
      "Running it again has no further effect: it only reads, is idempotent, or carries an idempotency key."
    ) {
      .flag(safeToRepeat($0.node))
    },
  ]

  static func participants(_ operation: OperationNode) -> [String] {
    let stores = operation.writtenStores.filter { $0.isTruth }.map(\.name)
    let stepCalls = operation.steps.flatMap(\.calls)
    let called = operation.calls.filter { service in
      service.isExternal || stepCalls.contains { $0 === service }
    }.map(\.name)
    return unique(stores + called)
  }

  static func clientRegions(_ operation: OperationNode) -> [String] {
    let stated = unique(operation.value.from.values.map(\.region))
    return stated.isEmpty ? unique(operation.service?.places.map(\.region) ?? []) : stated
  }

  static func homeRegion(_ operation: OperationNode) -> String? {
    let led = (operation.writtenStores + operation.readStores).filter {
      $0.scheme.hasLeader && $0.value.per == nil
    }
    return led.first?.nodes.leader?.region
  }

  private static func crossesRegions(_ operation: OperationNode) -> Value {
    let clients = operation.clientRegions
    guard !clients.isEmpty else { return .unstated }
    let service = unique(operation.service?.places.map(\.region) ?? [])
    if !service.isEmpty, clients.contains(where: { !service.contains($0) }) { return .bool(true) }
    guard let home = homeRegion(operation) else { return .bool(false) }
    return .bool((service.isEmpty ? clients : service).contains { $0 != home })
  }

  private static func mayRepeat(_ operation: OperationNode) -> Bool? {
    let value = operation.value
    if let attempts = value.retries?.attempts?.value, attempts.count > 1 { return true }
    if value.repeatedByUsers?.value == true { return true }
    if value.consumes.entries.contains(where: {
      ($0.value.delivery?.value).map { $0 != .atMostOnce } ?? false
    }) {
      return true
    }
    if value.retries?.attempts != nil, value.consumes.entries.isEmpty { return false }
    return nil
  }

  private static func safeToRepeat(_ operation: OperationNode) -> Bool? {
    let value = operation.value
    if operation.writes.isEmpty, operation.calls.isEmpty, operation.publishes.isEmpty {
      return true
    }
    if value.idempotencyKey != nil { return true }
    return value.idempotent?.value
  }
}
