import Quantities
import SystemModel

/// What a lease keeps apart, and what it costs.
public struct LeaseNumbers: Sendable {
  /// The lock, lease or election.
  public let name: String
  /// The lease's length in milliseconds.
  public let ttlMilliseconds: Double
  /// How often it is renewed.
  public let renewEveryMilliseconds: Double
  /// Holder to grantor and back.
  public let roundTripMilliseconds: Double
  /// The longest pause reckoned with.
  public let pauseMilliseconds: Double
  /// After so long without a renewal the holder must stop.
  public let holderStopsAfterMilliseconds: Double
  /// The last moment of a lease at which something may start; `nil`: only fencing makes it safe.
  public let lastStartMilliseconds: Double?
  /// Renewals in a row that may be lost; below 0 it lapses without any loss.
  public let renewalsThatMayBeLost: Int
  /// The longest stated cut of a link does not cost the lease; `nil` when none is stated.
  public let outlivesOutage: Bool?
  /// Without a holder after a crash, on average and at worst.
  public let meanOutageMilliseconds: Double
  /// At the worst moment.
  public let worstOutageMilliseconds: Double
  let keys: KeySet
}

/// What failure detection gives.
public struct DetectorNumbers: Sendable {
  /// The failure detection.
  public let name: String
  /// From a crash to the suspicion, at worst.
  public let worstDetectionMilliseconds: Double
  /// The mean over the moment of the crash; `nil` where it is not known.
  public let meanDetectionMilliseconds: Double?
  /// False suspicions a month of a healthy node, losses independent; `nil` where not known.
  public let falseSuspicionsPerMonth: Double?
  /// The longest stated cut of a link is sat out; `nil` when none is stated.
  public let outlivesOutage: Bool?
  /// The strictest recovery time of what rests on it, in milliseconds.
  public let recoveryMilliseconds: Double?
  /// The slowest heartbeats that reach it with at most one false failover a month.
  public let reaching: (intervalMilliseconds: Double, missed: Int)?
  let keys: KeySet
}

/// How fast a consensus group elects.
public struct ElectionNumbers: Sendable {
  /// The store.
  public let store: String
  /// The shortest election time-out reckoned with.
  public let timeoutMilliseconds: Double
  /// A message's way to the farthest voter, and its flush.
  public let oneWayMilliseconds: Double
  /// The time-out is at least ten such ways.
  public let isConservative: Bool
  /// An upper bound of P(an election splits).
  public let splitProbability: Double
  /// From a crash until a new leader has won, on average.
  public let meanElectionMilliseconds: Double
  /// Ten to twenty ways.
  public let recommendedMilliseconds: (shortest: Double, longest: Double)
  let keys: KeySet
}

/// What last-writer-wins throws away.
public struct DroppedWrites: Sendable {
  /// The data item.
  public let data: String
  /// Two writes that are nearer than this can cost one of them.
  public let windowMilliseconds: Double
  /// Wall clocks decide and nothing bounds their error: the window is the least there is.
  public let isUnbounded: Bool
  /// Writes a second to one item, by the stated rates and number of items; `nil` when not stated.
  public let writesPerSecondPerItem: Double?
  /// P(a write is concurrent with one of another place, and one of the two is dropped).
  public let concurrentProbability: Double?
  /// An upper bound of the writes lost a day, over all items.
  public let lostPerDay: Double?
  let keys: KeySet
}

/// Calls that multiply.
public struct RetryNumbers: Sendable {
  /// Where the chain starts.
  public let operation: String
  /// Operations and services along it, outermost first.
  public let chain: [String]
  /// Calls of the innermost for each at the top, when all fail.
  public let worstFactor: Double
}

/// A caller that gives up before the callee usually answers.
public struct TimeoutNumbers: Sendable {
  /// Who waits.
  public let operation: String
  /// How long, in milliseconds.
  public let timeoutMilliseconds: Double
  /// What it waits for.
  public let callee: String
  /// The callee's 99th percentile in milliseconds.
  public let p99Milliseconds: Double
  /// That percentile is stated; else it is estimated.
  public let isStated: Bool
}

struct TimingModel {
  let graph: Graph
  let latency: AccessLatency
  let clockMilliseconds: Double?
  let clockKey: AssumedValues.Key?

  private var assumed: AssumedValues { latency.assumed }
  private var topology: Topology? { graph.description.topology?.value }

  private var longestOutage: Double? {
    (topology?.links.values ?? []).compactMap { $0.outage?.value.inMilliseconds }.max()
  }

  /// The farthest two of these places are apart.
  private func farthest(_ a: [Place], _ b: [Place]) -> Double {
    a.flatMap { left in b.map { graph.distances.expected(left, $0).milliseconds } }.max()
      ?? assumed.milliseconds(.crossZone)
  }

  // MARK: Leases

  func leases() -> [LeaseNumbers] {
    graph.coordination.compactMap { node in
      guard let lease = node.value.lease?.value, let ttl = lease.timeToLive?.value.inMilliseconds
      else { return nil }
      var keys = KeySet([.takeover])
      let renew = lease.renewEvery?.value.inMilliseconds ?? ttl / 3
      let holders =
        node.protectedServices.flatMap(\.places) + node.protectedStores.flatMap(\.places)
      let grantor = node.store?.nodes.leader.map { [$0] } ?? []
      let trip =
        holders.isEmpty || grantor.isEmpty
        ? assumed.milliseconds(.crossZone) : farthest(holders, grantor)
      if holders.isEmpty || grantor.isEmpty { keys.insert(.crossZone) }
      let pause = topology?.pauses?.max?.value.inMilliseconds
      if pause == nil { keys.insert(.pause) }
      let drift = (topology?.clocks?.drift).map { $0.value.fraction * 1e6 }
      if drift == nil { keys.insert(.drift) }
      guard renew <= ttl,
        let timing = try? LeaseTiming(
          ttlMilliseconds: ttl, renewEveryMilliseconds: renew, roundTripMilliseconds: trip,
          driftPartsPerMillion: drift ?? assumed[.drift] * 1e6, operationMilliseconds: trip,
          longestPauseMilliseconds: pause ?? assumed.milliseconds(.pause),
          longestOutageMilliseconds: longestOutage ?? 0),
        let outage = try? LeaderFailover.lease(
          ttlMilliseconds: ttl, renewEveryMilliseconds: renew,
          takeoverMilliseconds: trip + assumed.milliseconds(.takeover))
      else { return nil }
      return LeaseNumbers(
        name: node.name, ttlMilliseconds: ttl, renewEveryMilliseconds: renew,
        roundTripMilliseconds: trip, pauseMilliseconds: pause ?? assumed.milliseconds(.pause),
        holderStopsAfterMilliseconds: timing.holderStopsAfterMilliseconds,
        lastStartMilliseconds: timing.lastStartMilliseconds,
        renewalsThatMayBeLost: timing.renewalsThatMayBeLost,
        outlivesOutage: longestOutage.map { _ in timing.outlivesOutage },
        meanOutageMilliseconds: outage.meanMilliseconds,
        worstOutageMilliseconds: outage.worstMilliseconds, keys: keys)
    }
  }

  // MARK: Detectors

  func detectors() -> [DetectorNumbers] {
    graph.detections.compactMap { node in
      guard let detection = DetectionFacts.detection(node.value)?.inMilliseconds else { return nil }
      var keys = KeySet([.takeover])
      let places = node.stores.flatMap(\.places) + node.services.flatMap(\.places)
      let delay = farthest(places, places) / 2
      let stated = (topology?.links.values ?? []).compactMap { $0.loss?.value.fraction }.max()
      if stated == nil { keys.insert(.linkLoss) }
      let loss = stated ?? assumed[.linkLoss]
      let recovery = recovery(node)
      let isHeartbeat = node.value.method?.value != .phiAccrual && node.value.timeout == nil
      let detector = isHeartbeat ? heartbeat(node.value, delay) : nil
      let reaching = recovery.flatMap {
        try? HeartbeatDetector.reaching(
          recoveryMilliseconds: $0, takeoverMilliseconds: assumed.milliseconds(.takeover),
          longestDelayMilliseconds: delay, loss: loss,
          longestOutageMilliseconds: 0, falseFailoversPerMonth: 1)
      }
      return DetectorNumbers(
        name: node.name,
        worstDetectionMilliseconds: detector?.worstDetectionMilliseconds ?? detection,
        meanDetectionMilliseconds: detector?.meanDetectionMilliseconds,
        falseSuspicionsPerMonth: detector.flatMap { try? $0.falseSuspicionsPerMonth(loss: loss) },
        outlivesOutage: longestOutage.map {
          detector?.outlivesOutage(milliseconds: $0) ?? (detection > $0)
        },
        recoveryMilliseconds: recovery,
        reaching: reaching.map { ($0.intervalMilliseconds, $0.missed) }, keys: keys)
    }
  }

  private func heartbeat(_ value: FailureDetection, _ delay: Double) -> HeartbeatDetector? {
    guard let interval = value.interval?.value.inMilliseconds, let missed = value.missed?.value
    else { return nil }
    return try? HeartbeatDetector(
      intervalMilliseconds: interval, missed: missed, longestDelayMilliseconds: delay)
  }

  /// The strictest recovery time of the operations that use what is watched.
  private func recovery(_ node: DetectionNode) -> Double? {
    let users =
      node.stores.flatMap { $0.readers + $0.writers } + node.services.flatMap(\.operations)
    return unique(users).compactMap {
      ($0.value.requirements?.recoveryTime ?? graph.description.requirements?.recoveryTime)?.value
        .inMilliseconds
    }.min()
  }

  // MARK: Elections

  func elections() -> [ElectionNumbers] {
    let model = ElectionModel(graph: graph, latency: latency)
    return graph.stores.compactMap { store in
      model.election(of: store).map { election in
        let recommended = ElectionTiming.recommended(oneWayMilliseconds: election.way)
        return ElectionNumbers(
          store: store.name, timeoutMilliseconds: election.timing.shortestMilliseconds,
          oneWayMilliseconds: election.way, isConservative: election.timing.isConservative,
          splitProbability: election.timing.splitProbability,
          meanElectionMilliseconds: election.timing.meanElectionMilliseconds,
          recommendedMilliseconds: (
            recommended.shortestMilliseconds, recommended.longestMilliseconds
          ), keys: election.keys)
      }
    }
  }

  // MARK: Last writer wins

  func droppedWrites() -> [DroppedWrites] {
    graph.data.compactMap { node in
      // Counters and logs do not replace what was there.
      guard ![.counter, .log].contains(node.value.type?.value) else { return nil }
      let isLast =
        node.value.conflict.map { $0.value == .lastWriterWins }
        ?? node.stores.contains { $0.provided[.conflicts] == "last-writer-wins" }
      let stores = node.stores.filter { !$0.scheme.hasLeader && $0.places.count > 1 }
      guard isLast, node.value.home == nil, let store = stores.first, !node.writers.isEmpty else {
        return nil
      }
      let places = store.nodes.zones
      let ends =
        store.nodes.regions.count > 1 ? store.nodes.regions.map { Place(region: $0) } : places
      let spread = farthest(ends, ends) / 2
      let skew = clockMilliseconds ?? 0
      let rates = node.writers.compactMap { $0.value.rate?.value.perSecond }
      let perItem: Double? =
        rates.count == node.writers.count
        ? node.value.items.map { rates.reduce(0, +) / Double(max(1, $0.value)) } : nil
      let model = try? LastWriterWins(
        writesPerSecondPerItem: perItem ?? 0, propagationMilliseconds: spread,
        skewMilliseconds: skew, writers: max(2, ends.count))
      guard let model else { return nil }
      return DroppedWrites(
        data: node.name, windowMilliseconds: model.lossWindowMilliseconds,
        isUnbounded: clockMilliseconds == nil
          && ![.logical, .hybrid].contains(node.value.timestamps?.value),
        writesPerSecondPerItem: perItem,
        concurrentProbability: perItem.map { _ in model.concurrentProbability },
        lostPerDay: perItem.map { _ in
          model.lostPerDay * Double(node.value.items?.value ?? 1)
        }, keys: KeySet([clockKey].compactMap(\.self)))
    }
  }

  // MARK: Retries and time-outs

  /// Chains in which more than one layer tries again.
  func retries() -> [RetryNumbers] {
    graph.operations.compactMap { operation in
      guard let own = layer(operation), !operation.calls.isEmpty else { return nil }
      var layers = [own]
      var chain = [operation.name]
      var seen: Set<ObjectIdentifier> = [ObjectIdentifier(operation)]
      var current = operation
      while layers.count < 8 {
        // The service that is called may run anything of its own: the one that tries most often.
        let next = current.calls.flatMap(\.operations).filter {
          !seen.contains(ObjectIdentifier($0))
        }.compactMap { inner in layer(inner).map { (inner, $0) } }
        guard let worst = next.max(by: { $0.1.attempts < $1.1.attempts }) else { break }
        seen.insert(ObjectIdentifier(worst.0))
        layers.append(worst.1)
        chain.append(worst.0.name)
        current = worst.0
      }
      if let last = current.calls.first { chain.append(last.name) }
      guard let amplification = try? RetryAmplification(layers: layers) else { return nil }
      let factor = amplification.worstFactor
      return factor > 1
        ? RetryNumbers(operation: operation.name, chain: chain, worstFactor: factor) : nil
    }
  }

  private func layer(_ operation: OperationNode) -> RetryAmplification.Layer? {
    guard let retries = operation.value.retries, let attempts = retries.attempts?.value.count
    else { return nil }
    return .init(
      attempts: Int(clamping: min(attempts, 1_000_000)), budget: retries.budget?.value.fraction)
  }

  /// Callers that give up before 99 % of answers are there.
  func timeouts() -> [TimeoutNumbers] {
    graph.operations.flatMap { operation -> [TimeoutNumbers] in
      guard let timeout = operation.value.timeout?.value.inMilliseconds else { return [] }
      var found: [TimeoutNumbers] = []
      for service in operation.calls {
        guard let p99 = service.value.latency?.value[99]?.value.inMilliseconds, p99 > timeout
        else { continue }
        found.append(
          TimeoutNumbers(
            operation: operation.name, timeoutMilliseconds: timeout, callee: service.name,
            p99Milliseconds: p99, isStated: true))
      }
      if found.isEmpty, let own = operation.numbers?.latency?.milliseconds(atQuantile: 0.99),
        own > timeout
      {
        found.append(
          TimeoutNumbers(
            operation: operation.name, timeoutMilliseconds: timeout, callee: operation.name,
            p99Milliseconds: own, isStated: false))
      }
      return found
    }
  }
}
