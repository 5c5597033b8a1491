// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// The name of a consistency model or an isolation level, as descriptions write it.
public enum ModelName: String, Vocabulary {
  case strictSerializable = "strict-serializable"
  case serializable
  case repeatableRead = "repeatable-read"
  case snapshotIsolation = "snapshot-isolation"
  case parallelSnapshotIsolation = "parallel-snapshot-isolation"
  case strongSnapshotIsolation = "strong-snapshot-isolation"
  case strongSessionSnapshotIsolation = "strong-session-snapshot-isolation"
  case strongSessionSerializable = "strong-session-serializable"
  case cursorStability = "cursor-stability"
  case monotonicAtomicView = "monotonic-atomic-view"
  case readAtomic = "read-atomic"
  case readCommitted = "read-committed"
  case readUncommitted = "read-uncommitted"
  case consistentView = "consistent-view"
  case linearizable
  case sequential
  case causal
  case pram
  case readYourWrites = "read-your-writes"
  case monotonicReads = "monotonic-reads"
  case monotonicWrites = "monotonic-writes"
  case writesFollowReads = "writes-follow-reads"
  case boundedStaleness = "bounded-staleness"
  case consistentPrefix = "consistent-prefix"
  case eventual
  case strongEventual = "strong-eventual"
  case updateSerializable = "update-serializable"
}
