// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// A lock, a leader election or another agreement between processes.
public struct Coordination: Record {
  public var purpose: Stated<CoordinationPurpose>?
  public var store: Stated<StoreName>?
  public var mechanism: Stated<String>?
  public var lease: Stated<Lease>?
  public var fencing: Stated<TokenFencing>?
  public var protects: StatedList<ComponentName> = .init()
  public var holders: Stated<Int>?

  public init() {}

  public static let schema = RecordSchema<Coordination>("a coordination") {
    Field("purpose", \.purpose, "What it is for; efficiency: two at once would only waste work.")
    Field("store", \.store, "Store that keeps its state.")
    Field(
      "mechanism", \.mechanism,
      "How it is done: redlock, zookeeper-recipe, kubernetes-lease, database-row, home-made.")
    Field("lease", \.lease, "The time for which it is granted.")
    Field("fencing", \.fencing, "Whether a token stops a holder whose time is over.")
    Field("protects", \.protects, "Stores and services that its holder may change.")
    Field("holders", \.holders, bounds: .atLeast(1), "Processes that may come to hold it.")
  }
}

/// What an agreement between processes is for.
public enum CoordinationPurpose: String, Vocabulary {
  case leaderElection = "leader-election"
  case mutualExclusion = "mutual-exclusion"
  case efficiency, membership, configuration
}

/// A right that ends by itself.
public struct Lease: Record {
  public var timeToLive: Stated<Duration>?
  public var renewEvery: Stated<Duration>?
  public var clock: Stated<LeaseClock>?

  public init() {}

  public static let schema = RecordSchema<Lease>("a lease") {
    Field("ttl", \.timeToLive, bounds: .positive, "Time after which it ends unless it is renewed.")
    Field("renew_every", \.renewEvery, bounds: .positive, "Time between two renewals.")
    Field("clock", \.clock, "Whose clock says that it is over.")
  }
}

/// Whose clock ends a lease.
public enum LeaseClock: String, Vocabulary {
  case local, server
}

/// Whether a token stops those whose time is over.
public enum TokenFencing: String, Vocabulary {
  case unfenced = "none"
  case token
}
