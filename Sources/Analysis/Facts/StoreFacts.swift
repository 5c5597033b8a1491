import Consistency
import Expressions
import Knowledge
import SystemModel

/// What follows for a store from its product, its nodes and the rest of the description.
enum StoreFacts {
  static let all: [ComputedFact<Located<StoreNode>>] = identity + provided + hazards + nodes + users
  /// Known before the product's profile is applied; all that profiles may read.
  static let beforeProducts = 5

  private static let identity: [ComputedFact<Located<StoreNode>>] = [
    .init("name", .string, "Its name.") { .string($0.node.name) },
    .init(
      "settings", .map(key: .string, value: .string),
      "The product's settings by documented name, its defaults filled in."
    ) {
      .textMap($0.node.settings.map { ($0.name, .string($0.value)) })
    },
    .init(
      "named_isolation", .string,
      "The isolation level that its settings name, as `repeatable-read`; empty when they name none."
    ) {
      .string(namedIsolation($0.node) ?? "")
    },
    .init("known_product", .bool, "The catalogue knows the product.") {
      .bool($0.node.product != nil)
    },
    .init("nodes", .int, "All its nodes.") { .count($0.node.nodes.nodes.count) },
    .init("voters", .int, "Nodes that count towards a quorum: all but learners; a witness counts.")
    {
      .count($0.node.nodes.voters.count)
    },
    .init("zones", .list(.string), "Places of its nodes, each once.") {
      .texts($0.node.nodes.zones.map(\.description))
    },
    .init("zone_count", .int, "How many places its nodes are in.") {
      .count($0.node.nodes.zones.count)
    },
    .init("regions", .list(.string), "Regions of its nodes, each once.") {
      .texts($0.node.nodes.regions)
    },
    .init("region_count", .int, "How many regions its nodes are in.") {
      .count($0.node.nodes.regions.count)
    },
  ]

  /// Levels as vendors write them, in any case, with blanks, hyphens or underscores.
  private static func namedIsolation(_ store: StoreNode) -> String? {
    let levels = ["serializable", "repeatable-read", "read-committed", "read-uncommitted"]
    return store.settings.lazy.map { setting in
      String(
        decoding: setting.value.utf8.map { byte in
          switch byte {
          case UInt8(ascii: " "), UInt8(ascii: "_"): UInt8(ascii: "-")
          case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
          default: byte
          }
        }, as: UTF8.self)
    }.first(where: levels.contains)
  }

  private static func word(_ fact: ProvidedFact, _ meaning: String) -> ComputedFact<
    Located<StoreNode>
  > {
    .init(fact.rawValue, .string, meaning, from: .requirements) { .text($0.node.provided[fact]) }
  }

  private static func flag(_ fact: ProvidedFact, _ meaning: String) -> ComputedFact<
    Located<StoreNode>
  > {
    .init(fact.rawValue, .bool, meaning, from: .requirements) {
      .flag($0.node.provided[fact].map { $0 == "true" })
    }
  }

  /// Something that holds only where the catalogue says so.
  private static func hazard(_ fact: ProvidedFact, _ meaning: String) -> ComputedFact<
    Located<StoreNode>
  > {
    .init(fact.rawValue, .bool, meaning, from: .requirements) {
      .bool($0.node.provided[fact] == "true")
    }
  }

  private static func time(_ fact: ProvidedFact, unset: Duration, _ meaning: String)
    -> ComputedFact<Located<StoreNode>>
  {
    .init(fact.rawValue, .duration, meaning, from: .requirements) {
      .duration($0.node.provided[fact].flatMap { SettingType.duration($0) } ?? unset)
    }
  }

  private static let never = Duration.seconds(876_000 * 3600)

  private static let hazards: [ComputedFact<Located<StoreNode>>] = [
    hazard(.freshCopies, "A read of any copy is as fresh as one of the leader."),
    hazard(.plainWritesRace, "Plain and conditional writes of one item are not ordered together."),
    hazard(.showsAborted, "Readers can see what a transaction that aborts has written."),
    hazard(.fallsBack, "It acknowledges alone when the other copies are gone."),
    hazard(.hungLeaderWrites, "A leader whose manager hangs goes on accepting writes."),
    hazard(.restartEmpties, "A leader that restarts comes back empty, and its replicas copy that."),
    hazard(.derivedOnly, "It is made to be rebuilt from a source, not to hold the only copy."),
    hazard(.earlyRelease, "A grant is given back before the work under it must have ended."),
    hazard(.grantsOverlap, "It does not promise that only one holder of a grant acts at a time."),
    hazard(.splitsItself, "It spreads its data over its nodes by itself, whatever their number."),
    hazard(.acknowledgesOnDelivery, "A message counts as handled when it is handed over."),
    hazard(.dropsFailing, "A message that keeps failing is dropped."),
    hazard(.feedLostAtFailover, "The position of a change feed is lost at a failover."),
    time(
      .dedupWindow, unset: never,
      "How long it knows a repeated message for one; very long where the catalogue says nothing."),
    time(
      .redeliversAfter, unset: never,
      "After how long in processing a message goes to another consumer too."),
    time(.readLag, unset: .zero, "How far behind reads are as configured; 0 when they are not."),
    time(
      .electionTimeout, unset: never, "Silence of the leader after which an election starts."),
    time(
      .clockLimit, unset: never, "The clock error beyond which it stops or its reads go wrong."),
  ]

  private static let provided: [ComputedFact<Located<StoreNode>>] = [
    word(.reads, "The model that its reads give, as configured."),
    word(.writes, "The model that its writes give, as configured."),
    word(.isolation, "The isolation of its transactions, as configured; none when it has none."),
    word(
      .replication, "How copies are kept: none, async, semi-sync, sync, quorum, raft, paxos or bft."
    ),
    word(.flush, "When an acknowledged write is on stable storage: each-write, interval or none."),
    word(.failsOver, "Who may take over: majority, any-replica, manual or none."),
    word(
      .losesAcknowledged,
      "The mildest event that can lose an acknowledged write: no, failover, node-loss, power-loss or process-crash."
    ),
    word(.minorityWrites, "What a cut-off minority does with writes: refuse, block or accept."),
    word(.minorityReads, "What a cut-off minority does with reads: refuse or stale."),
    flag(.multiWriter, "Several copies accept writes of one item."),
    flag(.transactions, "It can make writes to many keys one."),
    flag(.tokens, "What it grants carries a token that grows with every grant."),
    flag(.clockBound, "Its safety assumes a bound on clock error."),
    flag(.byzantine, "It tolerates nodes that lie."),
    word(
      .conflicts,
      "How concurrent writes of one item are settled: none (one order), reject, last-writer-wins, merge, siblings or log-order."
    ),
    flag(.compareAndSet, "It has a conditional write of one item."),
    .init(
      "write_quorum", .int, "Acknowledgements that a write waits for, the leader's own included.",
      from: .requirements
    ) {
      .count($0.node.scheme.writeQuorum)
    },
    .init("read_quorum", .int, "Answers that a read waits for.", from: .requirements) {
      .count($0.node.count(.readQuorum))
    },
    .init("copies", .int, "Copies of each item.", from: .requirements) { .count($0.node.copies) },
  ]

  private static let nodes: [ComputedFact<Located<StoreNode>>] = [
    .init(
      "data_copies", .int, "Copies of each item that hold data: witnesses do not.",
      from: .requirements
    ) {
      .count($0.node.copies)
    },
    .init(
      "leader", .string, "The place of its leader; empty when it has none.", from: .requirements
    ) {
      .string($0.node.scheme.hasLeader ? $0.node.nodes.leader?.description ?? "" : "")
    },
    .init(
      "leader_region", .string, "The region of its leader; empty when it has none.",
      from: .requirements
    ) {
      .string($0.node.scheme.hasLeader ? $0.node.nodes.leader?.region ?? "" : "")
    },
    .init(
      "is_consensus", .bool, "A majority decides on every write: raft, paxos or bft.",
      from: .requirements
    ) {
      .flag($0.node.provided[.replication].map { ["raft", "paxos", "bft"].contains($0) })
    },
    .init("majority", .int, "Voters that make a majority.", from: .requirements) {
      .count($0.node.nodes.voters.count / 2 + 1)
    },
    .init(
      "tolerated", .int, "Nodes that can fail with writes going on by themselves.",
      from: .requirements
    ) {
      $0.node.isPlaced ? .count($0.node.nodes.tolerated($0.node.scheme)) : .unstated
    },
    .init("largest_zone_voters", .int, "Voters in the zone that has most.", from: .requirements) {
      .count($0.node.nodes.largestGroup { $0.description })
    },
    .init("largest_region_voters", .int, "Voters in the region that has most.", from: .requirements)
    {
      .count($0.node.nodes.largestGroup { $0.region })
    },
    .init(
      "zone_loss_stops", .bool, "The loss of some one zone stops its writes.", from: .requirements
    ) { .flag($0.node.zoneLossStops) },
    .init(
      "region_loss_stops", .bool, "The loss of some one region stops its writes.",
      from: .requirements
    ) { .flag($0.node.regionLossStops) },
    .init(
      "zone_loss_loses_all", .bool, "All copies of an item are in one zone.", from: .requirements
    ) {
      $0.node.isPlaced ? .bool(Set($0.node.nodes.holders.map(\.place)).count == 1) : .unstated
    },
    .init(
      "region_loss_loses_all", .bool, "All copies of an item are in one region.",
      from: .requirements
    ) {
      $0.node.isPlaced
        ? .bool(Set($0.node.nodes.holders.map(\.place.region)).count == 1) : .unstated
    },
    .init(
      "shared_fate_stops", .list(.string),
      "What zones share (power, a switch) whose loss stops its writes.", from: .requirements
    ) {
      .texts(sharedFate($0))
    },
    .init(
      "automatic_failover", .bool, "A lost leader is replaced without a person.",
      from: .requirements
    ) { .flag($0.node.scheme.isAutomatic) },
    .init(
      "commit_rtt", .duration, "What an acknowledged write waits for between its nodes.",
      from: .requirements
    ) {
      $0.node.isPlaced && $0.node.scheme.hasLeader
        ? .time(LatencyFloor(graph: $0.graph).commit($0.node)) : .unstated
    },
    .init("has_backup", .bool, "It is backed up.", from: .requirements) {
      .flag($0.node.value.backups?.areTaken?.value)
    },
  ]

  private static let users: [ComputedFact<Located<StoreNode>>] = [
    .init("data", .list(.record("data")), "The data that lives in it.") {
      .records($0.node.data.map(\.record))
    },
    .init("readers", .list(.record("operation")), "Operations that read it.") {
      .records($0.node.readers.map(\.record))
    },
    .init("writers", .list(.record("operation")), "Operations that write it or publish to it.") {
      .records($0.node.writers.map(\.record))
    },
    .init(
      "operations", .list(.record("operation")),
      "Operations that read or write it, publish to it or consume from it."
    ) {
      .records(unique($0.node.readers + $0.node.writers + $0.node.messaging).map(\.record))
    },
    .init("write_rate", .double, unit: "per second", "The sum of the stated rates of its writers.")
    {
      .double($0.node.writers.reduce(0) { $0 + ($1.value.rate?.value.perSecond ?? 0) })
    },
    .init(
      "guards", .list(.record("coordination")), "Locks, leases and elections that are kept in it."
    ) {
      .records($0.node.guards.map(\.record))
    },
    .init(
      "coordinated_by", .list(.record("coordination")),
      "Locks, leases and elections that protect it."
    ) {
      .records($0.node.coordinatedBy.map(\.record))
    },
  ]

  private static func sharedFate(_ located: Located<StoreNode>) -> [String] {
    let groups = located.graph.description.topology?.sharedFate.values ?? []
    return groups.compactMap { group -> String? in
      let places = group.places.values
      let goesOn = located.node.nodes.writesGoOn(
        without: { place in places.contains { $0.contains(place) } }, located.node.scheme)
      return goesOn == false ? group.of?.value ?? "a shared cause" : nil
    }
  }
}

extension StoreNode {
  /// Whether the description says where its nodes are.
  var isPlaced: Bool { !nodes.nodes.isEmpty }

  /// A consensus store whose reads any copy answers, as configured.
  var answersLocally: Bool {
    (scheme.tolerance == .majority || scheme.tolerance == .byzantine)
      && AccessProtocol.localReads.contains(provided[.reads] ?? "")
  }

  /// A provided number; `majority` and `all` are counted from the copies.
  func count(_ fact: ProvidedFact) -> Int? {
    guard let text = provided[fact] else { return nil }
    switch text {
    case "majority": return copies.map { $0 / 2 + 1 }
    case "all": return copies
    default: return Int(text)
    }
  }

  /// Copies of each item that hold data, never more than there are nodes.
  var copies: Int? {
    guard isPlaced else { return provided[.copies].flatMap { Int($0) } }
    let holders = nodes.holders.count
    return provided[.copies].flatMap { Int($0) }.map { min($0, holders) } ?? holders
  }
}
