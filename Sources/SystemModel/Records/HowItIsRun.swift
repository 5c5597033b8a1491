// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// How a service or store is run: what many outages are made of.
public struct HowItIsRun: Record {
  public var dependsOn: StatedList<ComponentName> = .init()
  public var recoversWith: StatedList<ComponentName> = .init()
  public var healthCheck: Stated<HealthCheck>?
  public var capacity: Stated<Capacity>?
  public var onBadInput: Stated<BadInputStance>?
  public var queue: Stated<Queue>?
  public var limits: StatedList<Limit> = .init()
  public var cells: Stated<Int>?
  public var tenants: Stated<Int>?
  public var integrity: Stated<Integrity>?
  public var diverse: Stated<Bool>?
  public var failoverTested: Stated<LastExercised>?
  public var fullRestartTested: Stated<LastExercised>?

  public init() {}

  public static let schema = RecordSchema<HowItIsRun>("a component") {
    Field("depends_on", \.dependsOn, "Services and stores without which it cannot serve.")
    Field(
      "recovers_with", \.recoversWith,
      "Services and stores needed to start, repair, administer or observe it.")
    Field("health_check", \.healthCheck, "How it is found out whether it works.")
    Field("capacity", \.capacity, "How much more it could carry.")
    Field("on_bad_input", \.onBadInput, "What it does with input that it cannot process.")
    Field("queue", \.queue, "The queue in front of it.")
    Field("limits", \.limits, "Limits that growth will run into.")
    Field("cells", \.cells, bounds: .atLeast(1), "Independent copies of it that split the load.")
    Field("tenants", \.tenants, bounds: .atLeast(1), "Tenants that share one copy.")
    Field("integrity", \.integrity, "How damage to data is noticed.")
    Field(
      "diverse", \.diverse,
      "Whether its redundant copies do not share software and input, so that one fault cannot take all."
    )
    Field(
      "failover_tested", \.failoverTested,
      "Time since the failover was last exercised; `never` is longer than any time.")
    Field(
      "full_restart_tested", \.fullRestartTested,
      "Time since a start from cold was last exercised; `never` is longer than any time.")
  }
}

/// How it is found out whether something works.
public struct HealthCheck: Record {
  public var depth: Stated<CheckDepth>?
  public var seenFrom: Stated<CheckViewpoint>?
  public var interval: Stated<Duration>?
  public var missed: Stated<Int>?

  public init() {}

  public static let schema = RecordSchema<HealthCheck>("a health check") {
    Field(
      "depth", \.depth,
      "What it tries: that the process lives, that it answers, that what it needs works too, or a whole request."
    )
    Field("seen_from", \.seenFrom, "Who looks.")
    Field("interval", \.interval, bounds: .positive, "Time between two checks.")
    Field(
      "missed", \.missed, bounds: .atLeast(1), "Failed checks in a row that count as a failure.")
  }
}

/// What a health check tries.
public enum CheckDepth: String, Vocabulary {
  case unchecked = "none"
  case liveness, shallow, deep
  case endToEnd = "end-to-end"
}

/// Who looks at a health check.
public enum CheckViewpoint: String, Vocabulary {
  case itself, peers, clients
}

/// How much more something could carry.
public struct Capacity: Record {
  public var headroom: Stated<Percentage>?
  public var withoutCache: Stated<Percentage>?
  public var coldStart: Stated<Duration>?
  public var survivesLossOf: Stated<CapacityLoss>?

  public init() {}

  public static let schema = RecordSchema<Capacity>("a capacity") {
    Field("headroom", \.headroom, "Share of its capacity that is free at peak.")
    Field("without_cache", \.withoutCache, "Share of the peak that it can carry with cold caches.")
    Field("cold_start", \.coldStart, "Time from a start with nothing in memory to full service.")
    Field(
      "survives_loss_of", \.survivesLossOf, "Largest loss after which the rest carries the peak.")
  }
}

/// A loss that the remaining capacity can make up for.
public enum CapacityLoss: String, Vocabulary {
  case node, zone, region
}

/// What is done with input that cannot be processed.
public enum BadInputStance: String, Vocabulary {
  case stop, quarantine, skip, crash
}

/// A queue in front of something.
public struct Queue: Record {
  public var bound: Stated<QueueBound>?
  public var overflow: Stated<Overflow>?

  public init() {}

  public static let schema = RecordSchema<Queue>("a queue") {
    Field("bound", \.bound, "How much it holds; `none` when nothing bounds it.")
    Field("overflow", \.overflow, "What happens when it is full.")
  }
}

/// What happens when a queue is full.
public enum Overflow: String, Vocabulary {
  case shed, block, drop, grow
}

/// A limit that growth will run into.
public struct Limit: Record {
  public var of: Stated<String>?
  public var at: Stated<Amount>?
  public var now: Stated<Amount>?
  public var grows: Stated<LimitGrowth>?
  public var monitored: Stated<Bool>?

  public init() {}

  public static let schema = RecordSchema<Limit>("a limit") {
    Field("of", \.of, "What is limited, such as connections or threads.")
    Field("at", \.at, bounds: .positive, "Where the limit is: a number or a quantity.")
    Field("now", \.now, "Where the system is now: a number or a quantity.")
    Field("grows", \.grows, "How it grows with the size of the system.")
    Field("monitored", \.monitored, "Whether somebody is told before it is reached.")
  }
}

/// How something grows with the size of the system.
public enum LimitGrowth: String, Vocabulary {
  case linear, quadratic
}

/// How damage to data is noticed.
public struct Integrity: Record {
  public var checksums: Stated<Checksums>?
  public var comparesReplicas: Stated<Bool>?
  public var validatesInput: Stated<Bool>?

  public init() {}

  public static let schema = RecordSchema<Integrity>("a set of integrity checks") {
    Field("checksums", \.checksums, "Where checksums guard the data.")
    Field("compares_replicas", \.comparesReplicas, "Whether copies are compared with each other.")
    Field("validates_input", \.validatesInput, "Whether input is checked before it is taken.")
  }
}

/// Where checksums guard data.
public enum Checksums: String, Vocabulary {
  case endToEnd = "end-to-end"
  case atRest = "at-rest"
  case hopByHop = "hop-by-hop"
  case unchecked = "none"
}
