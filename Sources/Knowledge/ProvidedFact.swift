import Consistency
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
  /// Whether a compare-and-set of one item exists.
  case compareAndSet = "compare_and_set"

  /// The legal values; empty means a consistency model's id, `nil` a number or `majority`.
  public var values: [String]? {
    switch self {
    case .reads, .writes: []
    case .isolation: ["none"]
    case .replication: ["none", "async", "semi-sync", "sync", "quorum", "raft", "paxos", "bft"]
    case .flush: ["each-write", "interval", "none"]
    case .failsOver: ["majority", "any-replica", "manual", "none"]
    case .losesAcknowledged: ["no", "failover", "node-loss", "power-loss", "process-crash"]
    case .minorityWrites: ["refuse", "accept", "block"]
    case .minorityReads: ["refuse", "stale"]
    case .multiWriter, .transactions, .tokens, .clockBound, .byzantine, .compareAndSet:
      ["true", "false"]
    case .conflicts: ["none", "reject", "last-writer-wins", "merge", "siblings", "log-order"]
    case .writeQuorum, .readQuorum, .copies: nil
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
    if value.contains("{") { return nil }
    guard let values = fact.values else {
      return Int(value) != nil || value == "majority" || value == "all"
        ? nil : "'\(name)' is a number, 'majority', 'all' or an expression in braces"
    }
    if values.contains(value) { return nil }
    let takesModel = values.isEmpty || fact == .isolation
    if takesModel && ConsistencyModel(value) != nil { return nil }
    return takesModel
      ? "'\(value)' is no consistency model"
      : "'\(name)' is one of " + values.joined(separator: ", ")
  }
}
