import Quantities
import SystemModel

/// What an operation would take if its stores were asked in another way, from the same places.
public struct ProtocolOption: Sendable {
  /// An access protocol, or a way of making steps one.
  public let id: String
  /// Whether it is in use.
  public let isInUse: Bool
  /// Percentiles in milliseconds from the client region that waits longest under it.
  public let p50Milliseconds: Double
  /// The 99th percentile.
  public let p99Milliseconds: Double
  /// The 99.9th percentile.
  public let p999Milliseconds: Double
}

extension LatencyModel {
  /// Every protocol that the stores' nodes allow, for all client regions.
  func options(_ route: Route) -> [ProtocolOption] {
    var used: Set<String> = []
    for index in route.stores {
      guard case .store(let shape) = shapes[route.components[index]], !shape.nodes.isEmpty else {
        continue
      }
      used.insert(
        route.writtenStores.contains(index)
          ? AccessProtocol.writing(shape).rawValue
          : AccessProtocol.reading(shape, route.target).rawValue)
    }
    var forced: [(id: String, forced: Forced)] = []
    let isWrite = !route.writtenStores.isEmpty
    for way in AccessProtocol.allCases where way.isWrite == isWrite {
      forced.append((way.rawValue, isWrite ? Forced(write: way) : Forced(read: way)))
    }
    if route.stages.count > 1 || route.writtenStores.count > 1 {
      for way in [StepCoordination.twoPhaseCommit, .sagaOrchestration] {
        forced.append((way.rawValue, Forced(coordination: way)))
      }
      if let own = route.coordination { used.insert(own.rawValue) }
    }
    return forced.compactMap { id, forced in
      let parts = route.clients.compactMap { operation(route, from: $0, forcing: forced)?.latency }
      guard parts.count == route.clients.count,
        let worst = parts.max(by: {
          $0.milliseconds(atQuantile: 0.99) < $1.milliseconds(atQuantile: 0.99)
        })
      else { return nil }
      return ProtocolOption(
        id: id, isInUse: used.contains(id), p50Milliseconds: worst.milliseconds(atQuantile: 0.5),
        p99Milliseconds: worst.milliseconds(atQuantile: 0.99),
        p999Milliseconds: worst.milliseconds(atQuantile: 0.999))
    }
  }
}
