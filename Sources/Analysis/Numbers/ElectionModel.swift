import Quantities
import SystemModel

/// How fast the voters of a store replace their leader, from their time-outs, distances and disks.
struct ElectionModel {
  let graph: Graph
  let latency: AccessLatency

  /// A store's election, and what it rests on.
  struct Election {
    var timing: ElectionTiming
    /// A message's way to the farthest voter, and its flush, in milliseconds.
    var way: Double
    var keys: KeySet
  }

  /// The election of a store that votes; `nil` where it does not, or where its product is known and
  /// its time-outs are not.
  func election(of store: StoreNode) -> Election? {
    let ground = StoreGround(
      node: store, ground: Ground(graph: graph, assumed: latency.assumed))
    let voters = store.nodes.voters.map(\.place)
    guard store.scheme.tolerance == .majority, store.scheme.hasLeader, voters.count >= 3,
      ground.isElectionKnown || store.product == nil
    else { return nil }
    let flush = latency.flush(StoreShape(store, provided: store.provided))
    let trips = voters.flatMap { left in
      voters.map { graph.distances.expected(left, $0).milliseconds }
    }
    let way = (trips.max() ?? 0) / 2 + flush.latency.milliseconds(atQuantile: 0.5)
    let shortest = ground.electionTimeout.milliseconds
    let beat = ground.heartbeat.milliseconds
    guard
      let timing = try? ElectionTiming(
        shortestMilliseconds: shortest, longestMilliseconds: 2 * shortest,
        oneWayMilliseconds: way, eligible: voters.count - 1, heartbeatMilliseconds: beat,
        tickMilliseconds: ground.countsTicks ? min(beat, shortest) : 0)
    else { return nil }
    var keys = flush.keys
    if !ground.isElectionKnown { keys.formUnion(KeySet([.electionTimeout, .electionHeartbeat])) }
    return Election(timing: timing, way: way, keys: keys)
  }

  /// Seconds without a leader after a crash, on average; `nil` where the time-outs are not known, or
  /// elections would not end.
  func interruptionSeconds(of store: StoreNode) -> Double? {
    guard store.product != nil || store.settings.contains(where: { $0.name == "election-timeout" }),
      let seconds = election(of: store).map({ $0.timing.meanInterruptionMilliseconds / 1000 }),
      seconds.isFinite
    else { return nil }
    return seconds
  }
}
