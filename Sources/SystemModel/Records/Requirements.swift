// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// What an operation must guarantee.
public struct Requirements: Record {
  public var consistency: Stated<ModelName>?
  public var staleness: Stated<Staleness>?
  public var session: StatedList<SessionGuarantee> = .init()
  public var ordering: Stated<RequiredOrdering>?
  public var atomicity: Stated<Atomicity>?
  public var onPartition: Stated<PartitionStance>?
  public var availability: Stated<Percentage>?
  public var latency: Stated<Percentiles>?
  public var dataLoss: Stated<DataLoss>?
  public var recoveryTime: Stated<Duration>?
  public var survive: Stated<Loss>?
  public var tolerateFaults: Stated<Int>?
  public var byzantine: Stated<Bool>?
  public var exactlyOnce: Stated<Bool>?

  public init() {}

  public static let schema = RecordSchema<Requirements>("a set of requirements") {
    Field("consistency", \.consistency, "Consistency model that clients must be able to rely on.")
    Field(
      "staleness", \.staleness,
      "How old a value that is read may be; `any` when age does not matter.")
    Field("session", \.session, "Guarantees within one client's session.")
    Field("ordering", \.ordering, "Order in which effects must be seen.")
    Field(
      "atomicity", \.atomicity,
      "Whether all effects happen or none, all of them in the end, or any part of them.")
    Field(
      "on_partition", \.onPartition,
      "When the network is split: refuse rather than diverge, or continue rather than fail.")
    Field(
      "availability", \.availability, bounds: .positive,
      "Share of requests, or of time, that must succeed.")
    Field("latency", \.latency, "Time to answer that must be kept, by percentile.")
    Field(
      "data_loss", \.dataLoss,
      "Acknowledged data that a disaster may take, as time before it (RPO); `none` is zero.")
    Field("recovery_time", \.recoveryTime, "Time until service is restored after a disaster (RTO).")
    Field(
      "survive", \.survive,
      "Largest loss that must be survived; power-loss is of all nodes at once.")
    Field("tolerate_faults", \.tolerateFaults, "Nodes that may fail at the same time.")
    Field(
      "byzantine", \.byzantine, default: false,
      "Whether those nodes may also lie, not only stop.")
    Field("exactly_once", \.exactlyOnce, "Whether each request must take effect exactly once.")
  }
}

/// A guarantee within the session of one client.
public enum SessionGuarantee: String, Vocabulary {
  case readYourWrites = "read-your-writes"
  case monotonicReads = "monotonic-reads"
  case monotonicWrites = "monotonic-writes"
  case writesFollowReads = "writes-follow-reads"
}

/// Order in which effects must be seen.
public enum RequiredOrdering: String, Vocabulary {
  case unordered = "none"
  case perKey = "per-key"
  case causal, total
}

/// How the effects of one operation belong together.
public enum Atomicity: String, Vocabulary {
  case allOrNothing = "all-or-nothing"
  case eventual
  case notRequired = "none"
}

/// What an operation does when the network is split.
public enum PartitionStance: String, Vocabulary {
  case refuse
  case `continue`
}

/// A loss that a system can be asked to survive.
public enum Loss: String, Vocabulary {
  case node, zone, region
  case powerLoss = "power-loss"
}
