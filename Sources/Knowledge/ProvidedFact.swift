public import Consistency
import Diagnostics

/// What a product profile, or a store's own `guarantees`, says of a store: names and legal values.
public enum ProvidedFact: String, Sendable, CaseIterable {
  /// Model of reads, in the path that the operation takes.
  case reads
  /// Model of writes.
  case writes
  /// Isolation of multi-object transactions; `none` when there are none.
  case isolation
  /// How copies are kept.
  case replication
  /// When an acknowledged write is on stable storage.
  case flush
  /// Who may become the new leader.
  case failsOver = "fails_over"
  /// When an acknowledged write can be lost.
  case losesAcknowledged = "loses_acknowledged"
  /// What a minority side does with writes.
  case minorityWrites = "minority_writes"
  /// What a minority side does with reads.
  case minorityReads = "minority_reads"
  /// Several copies accept writes of one item.
  case multiWriter = "multi_writer"
  /// Several writes can be made one over many keys.
  case transactions
  /// Grants carry a growing token.
  case tokens
  /// Its safety assumes a bound on clock error.
  case clockBound = "clock_bound"
  /// It tolerates lying nodes.
  case byzantine
  /// How concurrent writes of one item are settled.
  case conflicts
  /// Acknowledgements that a write waits for; a number, or `majority`.
  case writeQuorum = "write_quorum"
  /// Answers that a read waits for; a number, or `majority`.
  case readQuorum = "read_quorum"
  /// Copies of each item, where not every node has one.
  case copies
  /// Copies among which quorums are counted, where not among all: those of one region.
  case quorumCopies = "quorum_copies"
  /// Whether a compare-and-set of one item exists.
  case compareAndSet = "compare_and_set"
  /// A read of any copy is as fresh as one of the leader.
  case freshCopies = "fresh_copies"
  /// A plain write and a conditional one of the same item are not ordered with each other.
  case plainWritesRace = "plain_writes_race"
  /// Readers can see what a transaction that aborts has written.
  case showsAborted = "shows_aborted"
  /// It acknowledges alone when the other copies are gone.
  case fallsBack = "falls_back"
  /// A leader whose manager hangs goes on accepting writes.
  case hungLeaderWrites = "hung_leader_writes"
  /// A leader that restarts comes back empty, and its replicas copy that.
  case restartEmpties = "restart_empties"
  /// It is made to be rebuilt from a source, not to hold the only copy.
  case derivedOnly = "derived_only"
  /// A grant is given back before the work under it must have ended.
  case earlyRelease = "early_release"
  /// It does not promise that only one holder of a grant acts at a time.
  case grantsOverlap = "grants_overlap"
  /// It spreads its data over its nodes by itself.
  case splitsItself = "splits_itself"
  /// A message counts as handled when it is handed over.
  case acknowledgesOnDelivery = "acknowledges_on_delivery"
  /// A message that keeps failing is dropped.
  case dropsFailing = "drops_failing"
  /// The position of a change feed is lost when another node takes over.
  case feedLostAtFailover = "feed_lost_at_failover"
  /// How long it knows a repeated message for one.
  case dedupWindow = "dedup_window"
  /// After how long in processing a message goes to another consumer too.
  case redeliversAfter = "redelivers_after"
  /// How far behind reads are as configured.
  case readLag = "read_lag"
  /// Silence of the leader after which an election starts.
  case electionTimeout = "election_timeout"
  /// The clock error beyond which it stops or its reads go wrong.
  case clockLimit = "clock_limit"

  /// What a value of a fact may be.
  enum Kind {
    case models
    case isolation
    case words([String])
    case flag
    case number
    case duration
  }

  var kind: Kind {
    switch self {
    case .reads, .writes: .models
    case .isolation: .isolation
    case .replication:
      .words(["none", "async", "semi-sync", "sync", "quorum", "raft", "paxos", "bft"])
    case .flush: .words(["each-write", "interval", "none"])
    case .failsOver: .words(["majority", "any-replica", "manual", "none"])
    case .losesAcknowledged:
      .words(["no", "power-loss", "node-loss", "failover", "process-crash"])
    case .minorityWrites: .words(["refuse", "accept", "block"])
    case .minorityReads: .words(["refuse", "stale"])
    case .conflicts:
      .words(["none", "reject", "last-writer-wins", "merge", "siblings", "log-order"])
    case .writeQuorum, .readQuorum, .copies, .quorumCopies: .number
    case .dedupWindow, .redeliversAfter, .readLag, .electionTimeout, .clockLimit: .duration
    default: .flag
    }
  }

  /// What is wrong with a fact set by a profile; `nil` when nothing is.
  static func problem(name: String, value: String) -> String? {
    guard let fact = ProvidedFact(rawValue: name) else {
      let names = allCases.map(\.rawValue)
      return "there is no provided fact '\(name)'; "
        + (Spelling.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
          ?? "facts: " + names.joined(separator: ", "))
    }
    return value.contains("{") ? nil : fact.problem(of: value)
  }

  private func problem(of value: String) -> String? {
    switch kind {
    case .models:
      let unknown = Self.parts(value).first { ConsistencyModel($0) == nil }
      return unknown.map { "'\($0)' is no consistency model" }
    case .isolation:
      return value == "none" || ConsistencyModel(value) != nil
        ? nil : "'\(value)' is no consistency model"
    case .words(let words):
      return words.contains(value)
        ? nil : "'\(rawValue)' is one of " + words.joined(separator: ", ")
    case .flag:
      return ["true", "false"].contains(value) ? nil : "'\(rawValue)' is one of true, false"
    case .number:
      return Int(value) != nil || value == "majority" || value == "all"
        ? nil : "'\(rawValue)' is a number, 'majority', 'all' or an expression in braces"
    case .duration:
      return SettingType.duration(value) != nil
        ? nil : "'\(rawValue)' is a duration such as 30s"
    }
  }

  /// The ids in `regular + read-your-writes`.
  static func parts(_ value: String) -> [String] {
    value.utf8.split(separator: UInt8(ascii: "+")).map { part in
      let space = UInt8(ascii: " ")
      guard let first = part.firstIndex(where: { $0 != space }),
        let last = part.lastIndex(where: { $0 != space })
      else { return "" }
      return String(Substring(part[first...last]))
    }
  }

  /// The models that a value names together, as in `regular + read-your-writes`; `nil` when some
  /// word of it is no model.
  public static func models(_ value: String) -> [ConsistencyModel]? {
    if let model = ConsistencyModel(value) { return [model] }
    let parts = parts(value)
    let models = parts.compactMap { ConsistencyModel($0) }
    return models.count == parts.count && !models.isEmpty ? models : nil
  }

  /// How grave a loss of acknowledged writes is: the milder the event that causes it, the graver.
  ///
  /// - Returns: 0 for `no`, up to 4 for `process-crash`.
  public static func gravity(ofLoss value: String?) -> Int {
    guard let value, case .words(let words) = losesAcknowledged.kind else { return 0 }
    return words.firstIndex(of: value) ?? 0
  }
}
