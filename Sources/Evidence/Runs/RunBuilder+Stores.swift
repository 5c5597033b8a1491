import Algorithms
import Analysis
public import Benchmarks
import Quantities
import Simulation
import SystemModel

extension RunBuilder {
  func storeRun(
    _ name: String, _ operationName: String?, _ wanted: ProtocolKind?
  ) throws(RunProblem) -> BuiltRun {
    let store = try store(name)
    var operation: OperationGround?
    if let operationName { operation = try self.operation(operationName) }
    let described = Self.protocolKind(of: store)
    let kind = wanted ?? described
    var plan = SitePlan(ground)
    let places = nodes(of: store, for: kind)
    for place in places { plan.addNode(place) }
    if let operation {
      plan.addClients(of: operation, near: places.first)
    } else {
      plan.addClients(in: store.nodes.map(\.region))
    }
    plan.disk = DiskModel(sync: store.flush)
    let isWrite = operation?.writes ?? true
    plan.work = store.work(writing: isWrite)
    var settings = settings(of: store, for: kind)
    settings.readsAtCopies = operation?.readsAtCopies ?? false
    if kind == .leaderlessQuorum || kind == .multiLeader {
      quorums(of: store, isDescribed: kind == described, nodes: places.count, &settings)
    }
    var built = BuiltRun(
      run: ProtocolRun(kind, on: plan.site, settings: settings),
      pauseMilliseconds: ground.pause.milliseconds)
    built.added = Array(places.dropFirst(store.nodes.count)).map(\.description)
    built.note(Self.work, store.workMedian(writing: isWrite))
    note(store, kind, &built)
    switch (operation?.reads, operation?.writes) {
    case (false?, true?): built.run.load.judged = .writes
    case (true?, false?): built.run.load.judged = .reads
    default: break
    }
    built.run.load.perSecondBeforeFault = min(200, operation?.ratePerSecond ?? 50)
    if let deadline = operation?.deadlineMilliseconds {
      built.run.load.deadline = nanoseconds(deadline)
    }
    return built
  }

  /// The protocol that comes nearest to what the store does, as configured.
  static func protocolKind(of store: StoreGround) -> ProtocolKind {
    switch store.replication {
    case "raft", "zab": .raft
    case "paxos": .multiPaxos
    case "bft": store.nodes.count >= 4 ? .pbft : .raft
    case "quorum": .leaderlessQuorum
    case "sync": .synchronous
    case "semi-sync": .semiSynchronous
    default: store.isMultiWriter ? .multiLeader : .asynchronous
    }
  }

  /// For each protocol that has parameters of a store, those of the first that works by it, or by
  /// one that could take its place with the same parameters.
  public var described: [ProtocolKind: ProtocolBenchmarks.Plan.Described] {
    let alike: [[ProtocolKind]] = [
      [.raft, .multiPaxos, .flexiblePaxos], [.asynchronous, .semiSynchronous, .synchronous],
    ]
    var found: [ProtocolKind: ProtocolBenchmarks.Plan.Described] = [:]
    for store in ground.stores where store.nodes.count > 1 {
      let kinds = alike.first { $0.contains(Self.protocolKind(of: store)) } ?? []
      for kind in kinds where found[kind] == nil {
        guard let built = try? storeRun(store.name, nil, kind) else { continue }
        found[kind] = .init(
          store: store.name, settings: built.run.settings, disk: built.run.site.disk,
          words: built.parameters.filter { $0.name != Self.work }.map { "\($0.name) \($0.value)" })
      }
    }
    return found
  }

  /// What the time inside a store is called in lists.
  private static let work = "time inside the store"

  /// The store's nodes; more where a protocol needs more, in zones that it does not use yet.
  private func nodes(of store: StoreGround, for kind: ProtocolKind) -> [Place] {
    var places = store.nodes
    func isEnough() -> Bool {
      switch kind {
      case .pbft: places.count >= 4
      case .raft, .multiPaxos, .flexiblePaxos: places.count >= 3 && places.count % 2 == 1
      case .asynchronous, .semiSynchronous, .synchronous, .leaderlessQuorum, .multiLeader:
        places.count >= 2
      default: true
      }
    }
    let isDescribed = kind == Self.protocolKind(of: store)
    for place in ground.zones(nearest: places.first)
    where !isEnough() && !isDescribed && !places.contains(place) {
      places.append(place)
    }
    return Array(places.prefix(ProtocolKind.mostNodes))
  }

  private func settings(of store: StoreGround, for kind: ProtocolKind) -> ProtocolSettings {
    var settings = ProtocolSettings()
    let timeout = nanoseconds(store.electionTimeout.milliseconds)
    let beat = nanoseconds(store.heartbeat.milliseconds)
    settings.heartbeat = max(1_000_000, beat)
    let early = store.countsTicks ? min(beat, timeout / 2) : 0
    settings.electionTimeout = timeout - early...2 * timeout - early
    settings.preVote = store.preVote.isOn
    settings.failoverTimeout = nanoseconds(store.failover.milliseconds)
    switch (store.fencing, kind) {
    case (.unfenced?, Self.protocolKind(of: store)): settings.failover = .unfenced
    case (.lease?, _): settings.failover = .leased
    default: settings.failover = .fenced
    }
    settings.standbysAwaited = max(1, (store.writeQuorum ?? 2) - 1)
    if kind == .asynchronous { settings.lag = nanoseconds(store.lag.milliseconds) }
    if [.asynchronous, .semiSynchronous, .synchronous].contains(kind) {
      // A second, less where the failover is faster; seldom where a person is waited for.
      let silence = settings.failoverTimeout
      settings.heartbeat = max(1_000_000, max(min(1_000_000_000, silence / 3), silence / 30))
    }
    return settings
  }

  /// As configured where the store works by quorums, else majorities of up to three copies.
  private func quorums(
    of store: StoreGround, isDescribed: Bool, nodes: Int, _ settings: inout ProtocolSettings
  ) {
    let copies = isDescribed ? store.copies ?? min(3, nodes) : min(3, nodes)
    settings.copies = copies
    settings.writeQuorum = isDescribed ? store.writeQuorum ?? 1 : copies / 2 + 1
    settings.readQuorum = isDescribed ? store.readQuorum ?? 1 : copies / 2 + 1
    settings.keepsSiblings = store.keepsSiblings
  }

  private func note(_ store: StoreGround, _ kind: ProtocolKind, _ built: inout BuiltRun) {
    built.note("disk flush", store.flushMedian)
    switch kind {
    case .raft, .multiPaxos, .flexiblePaxos:
      built.note("heartbeat", store.heartbeat)
      built.note("election time-out", store.electionTimeout)
      if kind == .raft, !store.preVote.isOn {
        let origin = GroundValue(milliseconds: 0, origin: store.preVote.origin)
        built.parameters.append(
          ParameterInUse(
            name: "pre-vote", value: "off", field: origin.field, assumption: origin.assumption))
      }
    case .asynchronous, .semiSynchronous, .synchronous:
      built.note("silence before a failover", store.failover)
      if kind == .asynchronous { built.note("lag of asynchronous standbys", store.lag) }
    case .leaderlessQuorum:
      let settings = built.run.settings
      for (name, value) in [
        ("copies of each item", settings.copies ?? 1), ("read quorum", settings.readQuorum),
        ("write quorum", settings.writeQuorum),
      ] {
        built.parameters.append(
          ParameterInUse(
            name: name, value: "\(value)", field: "stores.\(store.name).settings", assumption: nil))
      }
    default: break
    }
  }
}
