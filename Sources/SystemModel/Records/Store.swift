// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// A keeper of data: a database, cache, broker, coordination service.
public struct Store: Record {
  public var product: Stated<String>?
  public var version: Stated<String>?
  public var settings: Stated<Settings>?
  public var replicas: StatedList<Replica> = .init()
  public var shards: Stated<Int>?
  public var failover: Stated<Failover>?
  public var guarantees: Stated<Guarantees>?
  public var per: Stated<StoreScope>?
  public var backups: Stated<Backups>?
  public var latency: Stated<StoreLatency>?
  public var role: Stated<StoreRole>?
  public var cache: Stated<CachePolicy>?
  public var verifiesBeforeLeading: Stated<Bool>?
  public var legacy: Stated<Bool>?
  public var maxClockOffset: Stated<Duration>?
  public var run = HowItIsRun()

  public init() {}

  public static let schema = RecordSchema<Store>("a store") {
    Field("product", \.product, "Product, as the catalogue names it, or custom.")
    Field("version", \.version, "Version of the product.")
    Field(
      "settings", \.settings,
      "Settings that differ from the product's defaults, under the names of its documentation.")
    Field(
      "replicas", \.replicas,
      "Nodes that hold copies, each by its place; the first leads where the product has a leader and no role says otherwise."
    )
    Field("shards", \.shards, bounds: .atLeast(1), "Parts that the data is split into.")
    Field("failover", \.failover, "What happens when the leader fails.")
    Field(
      "guarantees", \.guarantees,
      "What it guarantees: for a custom product, or where it was measured.")
    Field(
      "per", \.per,
      "One such store stands in each region, or zone, that the replicas name, each on its own.")
    Field(
      "backups", \.backups, "Copies for the case that the store itself is destroyed; or `none`.")
    Field("latency", \.latency, "Time spent inside the store.")
    Field("role", \.role, default: .sourceOfTruth, "What it is used as.")
    Field("cache", \.cache, "For a cache: how it is kept fresh.")
    Field(
      "verifies_before_leading", \.verifiesBeforeLeading,
      "Whether a replica checks its data before it may lead after damage or a restart.")
    Field("legacy", \.legacy, default: false, "Whether it is to be replaced.")
    Field(
      "max_clock_offset", \.maxClockOffset,
      "Difference between clocks that the product is set to tolerate.")
    Field<Store>.embedding(\.run)
  }
}

/// What one store of several stands in.
public enum StoreScope: String, Vocabulary {
  case region, zone
}

/// What a store is used as.
public enum StoreRole: String, Vocabulary {
  case sourceOfTruth = "source-of-truth"
  case cache
  case searchIndex = "search-index"
  case derived, broker, coordination, blob
}

/// Time spent inside a store.
public struct StoreLatency: Record {
  public var read: Stated<Percentiles>?
  public var write: Stated<Percentiles>?
  public var flush: Stated<Percentiles>?

  public init() {}

  public static let schema = RecordSchema<StoreLatency>("a store latency") {
    Field("read", \.read, "Time to read, by percentile.")
    Field("write", \.write, "Time to write, without the flush, by percentile.")
    Field("flush", \.flush, "Time to bring a write to stable storage, by percentile.")
  }
}

/// How a cache is kept fresh.
public struct CachePolicy: Record {
  public var invalidation: Stated<Invalidation>?
  public var timeToLive: Stated<Duration>?
  public var coalescesMisses: Stated<Bool>?

  public init() {}

  public static let schema = RecordSchema<CachePolicy>("a cache policy") {
    Field(
      "invalidation", \.invalidation,
      "When a changed value leaves it: before the write is acknowledged, by a stream of changes, or by age."
    )
    Field("ttl", \.timeToLive, bounds: .positive, "Age at which an entry expires.")
    Field(
      "coalesces_misses", \.coalescesMisses,
      "Whether many misses of one key become a single read of the source.")
  }
}

/// When a changed value leaves a cache.
public enum Invalidation: String, Vocabulary {
  case beforeAck = "before-ack"
  case stream, ttl
  case never = "none"
}
