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
    let field = "stores.\(name).settings"
    if let setting = milliseconds("election-timeout") {
      return GroundValue(milliseconds: setting, origin: .stated("\(field).election-timeout"))
    }
    let provided = node.provided[.electionTimeout].flatMap { SettingType.duration($0) }
    if let provided {
      return GroundValue(milliseconds: provided.inMilliseconds, origin: .stated(field))
    }
    return ground.value(nil, at: field, else: .electionTimeout)
  }

  /// How often a consensus leader says that it leads.
  public var heartbeat: GroundValue {
    let field = "stores.\(name).settings"
    if let setting = milliseconds("heartbeat-interval") {
      return GroundValue(milliseconds: setting, origin: .stated("\(field).heartbeat-interval"))
    }
    var value = ground.value(nil, at: field, else: .electionHeartbeat)
    value.milliseconds = min(value.milliseconds, electionTimeout.milliseconds / 5)
    return value
  }

  /// Its members count time in ticks of one heartbeat, as etcd's do: a time-out drawn between one
  /// and two of its settings then runs from the tick before.
  public var countsTicks: Bool { milliseconds("heartbeat-interval") != nil }

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
