// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// What a store guarantees, as stated or measured by the user.
public struct Guarantees: Record {
  public var reads: Stated<ModelName>?
  public var writes: Stated<ModelName>?
  public var isolation: Stated<ModelName>?
  public var replication: Stated<Replication>?
  public var quorum: Stated<Quorum>?
  public var flush: Stated<FlushPolicy>?
  public var failsOver: Stated<FailoverCondition>?
  public var localReads: Stated<Bool>?
  public var boundedClock: Stated<Duration>?

  public init() {}

  public static let schema = RecordSchema<Guarantees>("a set of guarantees") {
    Field("reads", \.reads, "Consistency model of its reads.")
    Field("writes", \.writes, "Consistency model of its writes.")
    Field("isolation", \.isolation, "Isolation level of its transactions.")
    Field("replication", \.replication, "How writes reach the other replicas.")
    Field("quorum", \.quorum, "How many replicas a read and a write wait for.")
    Field("flush", \.flush, "When an acknowledged write is on stable storage.")
    Field("fails_over", \.failsOver, "What it takes for another replica to lead.")
    Field("local_reads", \.localReads, "Whether a replica answers reads by itself.")
    Field(
      "bounded_clock", \.boundedClock, "Difference between clocks that its safety rests on.")
  }
}

/// How writes reach the other replicas.
public enum Replication: String, Vocabulary {
  case unreplicated = "none"
  case async
  case semiSync = "semi-sync"
  case sync, quorum, raft, paxos, bft
}

/// How many replicas reads and writes wait for.
public struct Quorum: Record {
  public var read: Stated<Int>?
  public var write: Stated<Int>?
  public var replicas: Stated<Int>?

  public init() {}

  public static let schema = RecordSchema<Quorum>("a quorum") {
    Field("read", \.read, bounds: .atLeast(1), "Replicas that a read waits for.")
    Field("write", \.write, bounds: .atLeast(1), "Replicas that a write waits for.")
    Field("replicas", \.replicas, bounds: .atLeast(1), "Replicas of each item.")
  }
}

/// When an acknowledged write is on stable storage.
public enum FlushPolicy: String, Vocabulary {
  case eachWrite = "each-write"
  case interval
  case never = "none"
}

/// What it takes for another replica to lead.
public enum FailoverCondition: String, Vocabulary {
  case majority
  case anyReplica = "any-replica"
  case manual
  case never = "none"
}
