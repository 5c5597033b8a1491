// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// A kind of data that the system keeps.
public struct DataItem: Record {
  public var store: Stated<StoreName>?
  public var stores: StatedList<StoreName> = .init()
  public var dataClass: Stated<DataClass>?
  public var type: Stated<DataType>?
  public var invariants: StatedList<Invariant> = .init()
  public var conflict: Stated<ConflictHandling>?
  public var timestamps: Stated<TimestampSource>?
  public var writtenIn: StatedList<Place> = .init()
  public var home: Stated<Home>?
  public var size: Stated<ByteCount>?
  public var items: Stated<Int>?

  public init() {}

  public static let schema = RecordSchema<DataItem>("a data item") {
    Field("store", \.store, "Store where it lives.")
    Field("stores", \.stores, "Stores where it lives, if in several.")
    Field("class", \.dataClass, "What it is; tells what going wrong with it costs.")
    Field("type", \.type, "How it changes.")
    Field("invariants", \.invariants, "What must always hold of it.")
    Field("conflict", \.conflict, "What happens to writes that do not know of each other.")
    Field("timestamps", \.timestamps, "Clock that decides which write is the last.")
    Field("written_in", \.writtenIn, "Regions that accept writes to it.")
    Field("home", \.home, "Whether each item has one region of its own that leads it.")
    Field("size", \.size, "Size of all items together, one copy of each.")
    Field("items", \.items, "How many items there are.")
  }

  /// The stores where it lives, whichever way they are written; without repetitions.
  public var allStores: [Stated<StoreName>] {
    unique((store.map { [$0] } ?? []) + stores.items)
  }
}

/// What data is.
public enum DataClass: String, Vocabulary {
  case money, inventory, uniqueness, coordination, order, booking, feed, analytics, content
  case preferences, messages
  case collaborativeDocument = "collaborative-document"
  case comments, cart, counter, session, configuration, identity
  case auditLog = "audit-log"
  case search, telemetry, blob, other
}

/// How data changes.
public enum DataType: String, Vocabulary {
  case register, counter, set, map, sequence, log, graph, blob
}

/// What must always hold of data.
public enum Invariant: String, Vocabulary {
  case nonNegative = "non-negative"
  case upperBound = "upper-bound"
  case unique, referential
  case sumPreserved = "sum-preserved"
  case sequentialID = "sequential-id"
  case exactlyOne = "exactly-one"
  case monotonic, balanced
}

/// What happens to writes that do not know of each other.
public enum ConflictHandling: String, Vocabulary {
  case reject
  case lastWriterWins = "last-writer-wins"
  case merge, application
}

/// The clock that decides which write is the last.
public enum TimestampSource: String, Vocabulary {
  case wallClock = "wall-clock"
  case logical, hybrid, server
}

/// Who leads the items of a kind of data.
public enum Home: String, Vocabulary {
  case perItem = "per-item"
}
