// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// How failures of something are noticed and acted on.
public struct FailureDetection: Record {
  public var watches: Stated<WatchedName>?
  public var method: Stated<DetectionMethod>?
  public var interval: Stated<Duration>?
  public var missed: Stated<Int>?
  public var phi: Stated<Double>?
  public var timeout: Stated<Duration>?
  public var onSuspect: Stated<Reaction>?
  public var observers: Stated<Int>?
  public var quorumOfObservers: Stated<Bool>?

  public init() {}

  public static let schema = RecordSchema<FailureDetection>("a failure detection") {
    Field("watches", \.watches, "Store, service or region that is watched.")
    Field("method", \.method, "How a failure is suspected.")
    Field("interval", \.interval, bounds: .positive, "Time between two signs of life.")
    Field(
      "missed", \.missed, bounds: .atLeast(1), "Signs of life missed in a row that raise suspicion."
    )
    Field("phi", \.phi, bounds: .positive, "Level of a phi-accrual detector that raises suspicion.")
    Field("timeout", \.timeout, bounds: .positive, "Silence that raises suspicion.")
    Field("on_suspect", \.onSuspect, "What is done on suspicion.")
    Field("observers", \.observers, bounds: .atLeast(1), "Processes that watch.")
    Field(
      "quorum_of_observers", \.quorumOfObservers,
      "Whether a majority of them must agree before anything is done.")
  }
}

/// How a failure is suspected.
public enum DetectionMethod: String, Vocabulary {
  case heartbeat
  case phiAccrual = "phi-accrual"
  case gossip, swim, lease
  case healthCheck = "health-check"
  case undetected = "none"
}

/// What is done on suspicion of a failure.
public enum Reaction: String, Vocabulary {
  case failover, evict, alert, reroute
}
