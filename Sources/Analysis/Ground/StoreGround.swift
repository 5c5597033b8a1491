import Knowledge
public import Quantities
public import SystemModel

/// A store as runs of protocols see it.
public struct StoreGround: Sendable {
  let node: StoreNode
  let ground: Ground

  /// Its name.
  public var name: String { node.name }
  /// The places of the nodes that vote and hold data, the leader's first; of one instance where one
  /// stands in each region or zone.
  public var nodes: [Place] {
    var all = node.nodes.nodes.filter { $0.votes && $0.holdsData }.map(\.place)
    if let leader = node.nodes.leader, let index = all.firstIndex(of: leader) {
      all.insert(all.remove(at: index), at: 0)
    }
    return all
  }
  /// How copies are kept, as configured: none, async, semi-sync, sync, quorum, raft, paxos or bft.
  public var replication: String? { node.provided[.replication] ?? node.scheme.replication }
  /// Acknowledgements that a write waits for, the leader's own included.
  public var writeQuorum: Int? { node.scheme.writeQuorum }
  /// Answers that a read waits for.
  public var readQuorum: Int? { node.count(.readQuorum) }
  /// Copies of each item.
  public var copies: Int? { node.copies }
  /// A lost leader is replaced without a person; `nil` when it is not known.
  public var isAutomatic: Bool? { node.scheme.isAutomatic }
  /// What stops an old leader; `nil` when it is not said.
  public var fencing: FailoverFencing? { node.value.failover?.value.fencing?.value }
  /// Several copies accept writes of one item.
  public var isMultiWriter: Bool { node.provided[.multiWriter] == "true" }
  /// Concurrent versions are kept for the application.
  public var keepsSiblings: Bool {
    ["siblings", "merge"].contains(node.provided[.conflicts] ?? "")
  }

  /// Without a leader before another may take over: stated, else assumed by who does it.
  public var failover: GroundValue {
    let stated = node.value.failover?.value.timeout?.value.inMilliseconds
    let key: AssumedValues.Key = isAutomatic == false ? .manualFailover : .automaticFailover
    return ground.value(stated, at: "stores.\(name).failover.timeout", else: key)
  }

  /// How long a consensus follower waits for its leader before it stands for election.
  public var electionTimeout: GroundValue {
    if let set = setting("election-timeout") { return set }
    let field = "stores.\(name).settings"
    let provided = node.provided[.electionTimeout].flatMap { SettingType.duration($0) }
    if let provided {
      return GroundValue(milliseconds: provided.inMilliseconds, origin: origin(field))
    }
    return ground.value(nil, at: field, else: .electionTimeout)
  }

  /// Its election time-out is stated, or its product's own.
  public var isElectionKnown: Bool {
    milliseconds("election-timeout") != nil || node.provided[.electionTimeout] != nil
  }

  /// How often a consensus leader says that it leads.
  public var heartbeat: GroundValue {
    if let set = setting("heartbeat-interval") { return set }
    var value = ground.value(
      nil, at: "stores.\(name).settings", else: .electionHeartbeat)
    value.milliseconds = min(value.milliseconds, electionTimeout.milliseconds / 5)
    return value
  }

  /// Its members count time in ticks of one heartbeat, as etcd's do: a time-out drawn between one
  /// and two of its settings then runs from the tick before.
  public var countsTicks: Bool { milliseconds("heartbeat-interval") != nil }

  /// A follower asks whether it would win before it begins a term; where nothing is known it does.
  public var preVote: (isOn: Bool, origin: GroundValue.Origin) {
    let value = node.settings.first { $0.name == "pre-vote" }?.value
    return (value != "false", origin("stores.\(name).settings.pre-vote", of: "pre-vote"))
  }

  /// Time inside it for one request, without flush and network.
  public func work(writing: Bool) -> GroundWay {
    let latency = node.value.latency?.value
    let stated = (writing ? latency?.write : latency?.read).flatMap { StoreShape.model($0.value) }
    let model = (try? LatencyDistribution(stated ?? ground.typical(.storeTime))) ?? .zero
    let median = model.milliseconds(atQuantile: 0.5)
    // The deviation of the lognormal through median and tail.
    let deviation = max(0, model.milliseconds(atQuantile: 0.99) - median) / 2.33
    return GroundWay(
      medianMilliseconds: median, deviationMilliseconds: deviation, isAssumed: stated == nil)
  }

  /// The median of `work`, and where it comes from.
  public func workMedian(writing: Bool) -> GroundValue {
    let work = work(writing: writing)
    let field = "stores.\(name).latency.\(writing ? "write" : "read")"
    return GroundValue(
      milliseconds: work.medianMilliseconds,
      origin: work.isAssumed
        ? .assumed(AssumedValues.Key.storeTime.rawValue, field) : .stated(field))
  }

  /// How long its disk takes for a flush; nothing where it does not flush each write.
  public var flush: DelayModel {
    if let flush = node.provided[.flush], flush != "each-write" {
      return .constant(milliseconds: 0)
    }
    return statedFlush ?? ground.typical(.flush)
  }

  /// The median of `flush`, and where it comes from.
  public var flushMedian: GroundValue {
    let median = node.value.latency?.value.flush?.value[50]?.value.inMilliseconds
    var value = ground.value(median, at: "stores.\(name).latency.flush", else: .flush)
    if let flush = node.provided[.flush], flush != "each-write" {
      value = GroundValue(milliseconds: 0, origin: .stated("stores.\(name).settings"))
    }
    return value
  }

  private var statedFlush: DelayModel? {
    node.value.latency?.value.flush.flatMap { StoreShape.model($0.value) }
  }

  /// How far an asynchronous standby is behind.
  public var lag: GroundValue {
    ground.value(nil, at: "knowledge/defaults.yaml", else: .lag)
  }

  /// A setting in milliseconds, and whether the description states it or its product has it.
  private func setting(_ name: String) -> GroundValue? {
    milliseconds(name).map {
      GroundValue(
        milliseconds: $0, origin: origin("stores.\(self.name).settings.\(name)", of: name))
    }
  }

  /// Of what a setting gives, or, without a name, what any of them may.
  private func origin(_ field: String, of setting: String? = nil) -> GroundValue.Origin {
    let stated = node.value.settings?.value
    let names = setting.map { node.product?.setting(named: $0)?.names ?? [$0] }
    let isStated =
      names.map { $0.contains { stated?[$0] != nil } } ?? (stated?.entries.isEmpty == false)
    guard !isStated, let product = node.product else { return .stated(field) }
    return .assumed("default of \(product.id)", field)
  }

  private func milliseconds(_ setting: String) -> Double? {
    node.settings.first { $0.name == setting }.flatMap {
      Double($0.value) ?? AssumedValues.number($0.value).map { $0 * 1000 }
    }.flatMap { $0 > 0 && $0 < 1e8 ? $0 : nil }
  }

  /// The operations that write it, else those that read it, the most frequent first.
  public var users: [String] {
    let users = node.writers.isEmpty ? node.readers : node.writers
    let all = users.isEmpty ? node.messaging : users
    return all.enumerated().sorted {
      let (left, right) = (
        $0.element.value.rate?.value.perSecond ?? 0, $1.element.value.rate?.value.perSecond ?? 0
      )
      return left != right ? left > right : $0.offset < $1.offset
    }.map(\.element.name)
  }
}
