// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// Something that the system does for a client.
public struct Operation: Record {
  public var service: Stated<ServiceName>?
  public var reads: StatedList<DataName> = .init()
  public var writes: StatedList<DataName> = .init()
  public var calls: Stated<Calls>?
  public var steps: StatedList<Step> = .init()
  public var coordinatedBy: Stated<StepCoordination>?
  public var progress: Stated<ProgressKeeping>?
  public var sessionBy: Stated<SessionKeeping>?
  public var isolation: Stated<ModelName>?
  public var `guard`: Stated<WriteGuard>?
  public var publishes: NamedMap<Publication> = .init()
  public var consumes: NamedMap<Consumption> = .init()
  public var from: StatedList<Place> = .init()
  public var readsFrom: Stated<ReadTarget>?
  public var rate: Stated<Rate>?
  public var idempotent: Stated<Bool>?
  public var idempotencyKey: Stated<String>?
  public var commutative: Stated<Bool>?
  public var repeatedByUsers: Stated<Bool>?
  public var timers: Stated<TimerClock>?
  public var timeout: Stated<Duration>?
  public var retries: Stated<Retries>?
  public var circuitBreaker: Stated<Safeguard>?
  public var fallback: Stated<Safeguard>?
  public var loadShedding: Stated<Safeguard>?
  public var orderingBy: Stated<OrderingSource>?
  public var requirements: Stated<Requirements>?
  public var settings: Stated<Settings>?

  public init() {}

  public static let schema = RecordSchema<Operation>("an operation") {
    Field("service", \.service, "Service that runs it.")
    Field("reads", \.reads, "Data that it reads.")
    Field("writes", \.writes, "Data that it writes.")
    Field(
      "calls", \.calls, default: Calls(services: []), "Services that it calls, external ones too.")
    Field(
      "steps", \.steps,
      "Its steps, in order; the operation touches what its steps touch.")
    Field("coordinated_by", \.coordinatedBy, "How the steps are made one.")
    Field("progress", \.progress, "Where the state of a half-done operation lives.")
    Field("session_by", \.sessionBy, "What keeps a client's reads behind its own writes.")
    Field("isolation", \.isolation, "Isolation level that its transaction asks for.")
    Field("guard", \.guard, "What keeps a write safe that depends on an earlier read.")
    Field("publishes", \.publishes, "Events that it publishes, by name.")
    Field("consumes", \.consumes, "Events that start it, by name.")
    Field("from", \.from, "Regions that clients call it from.")
    Field("reads_from", \.readsFrom, "Copies that its reads go to.")
    Field("rate", \.rate, bounds: .positive, "How often it is called at peak.")
    Field("idempotent", \.idempotent, "Whether doing it twice has the effect of doing it once.")
    Field(
      "idempotency_key", \.idempotencyKey,
      "What tells a repeated request from a new one, such as a field or header.")
    Field("commutative", \.commutative, "Whether its effects are the same in any order.")
    Field(
      "repeated_by_users", \.repeatedByUsers,
      "Whether people do it again when they see no answer.")
    Field("timers", \.timers, "Clock of its time-outs and expiries.")
    Field("timeout", \.timeout, bounds: .positive, "Time after which a caller gives up waiting.")
    Field("retries", \.retries, "How it is tried again.")
    Field(
      "circuit_breaker", \.circuitBreaker,
      "Whether calls stop while the callee keeps failing; true, false, or how.")
    Field(
      "fallback", \.fallback,
      "Whether something else answers when it cannot; true, false, or what.")
    Field(
      "load_shedding", \.loadShedding,
      "Whether load beyond its capacity is refused; true, false, or how.")
    Field("ordering_by", \.orderingBy, "What orders its events.")
    Field(
      "requirements", \.requirements,
      "What it must guarantee; what is left out holds as required of every operation.")
    Field(
      "settings", \.settings,
      "Settings of this request, under the names of the product's documentation.")
  }
}

/// How the steps of an operation are made one.
public enum StepCoordination: String, Vocabulary {
  case twoPhaseCommit = "2pc"
  case sagaOrchestration = "saga-orchestration"
  case sagaChoreography = "saga-choreography"
  case tryConfirmCancel = "tcc"
  case localTransaction = "local-transaction"
  case databaseTransaction = "database-transaction"
  case uncoordinated = "none"
}

/// Where the state of a half-done operation lives.
public enum ProgressKeeping: String, Vocabulary {
  case durable, memory
  case nowhere = "none"
}

/// What keeps a client's reads behind its own writes.
public enum SessionKeeping: String, Vocabulary {
  case leader, position, sticky
  case nothing = "none"
}

/// What keeps a write safe that depends on an earlier read.
public enum WriteGuard: String, Vocabulary {
  case unguarded = "none"
  case constraint
  case uniqueIndex = "unique-index"
  case compareAndSet = "compare-and-set"
  case rowLock = "row-lock"
  case serializable
  case singleWriter = "single-writer"
}

/// The copies that reads go to.
public enum ReadTarget: String, Vocabulary {
  case leader, nearest, follower, quorum, cache
}

/// The clock of time-outs and expiries.
public enum TimerClock: String, Vocabulary {
  case wallClock = "wall-clock"
  case monotonic
}

/// What orders events.
public enum OrderingSource: String, Vocabulary {
  case wallClock = "wall-clock"
  case lamport, vector, hlc, truetime
  case logOffset = "log-offset"
  case sequence
  case timeOrderedID = "time-ordered-id"
}
