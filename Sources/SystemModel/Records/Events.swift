// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// How an operation publishes an event.
public struct Publication: Record {
  public var to: Stated<StoreName>?
  public var via: Stated<PublishingPattern>?

  public init() {}

  public static let schema = RecordSchema<Publication>("a publication") {
    Field("to", \.to, "Broker or store that takes the event.")
    Field("via", \.via, "How event and data are kept in step.")
  }
}

/// How an event and the data that it tells of are kept in step.
public enum PublishingPattern: String, Vocabulary {
  case outbox, cdc
  case dualWrite = "dual-write"
  case transaction
  case eventSourcing = "event-sourcing"
}

/// How an operation takes an event.
public struct Consumption: Record {
  public var from: Stated<StoreName>?
  public var delivery: Stated<Delivery>?
  public var deadLetter: Stated<Bool>?
  public var ordering: Stated<DeliveryOrdering>?

  public init() {}

  public static let schema = RecordSchema<Consumption>("a consumption") {
    Field("from", \.from, "Broker or store that the event comes from.")
    Field("delivery", \.delivery, "How often an event arrives.")
    Field(
      "dead_letter", \.deadLetter, "Whether events that keep failing are set aside.")
    Field("ordering", \.ordering, "Order in which events arrive.")
  }
}

/// How often an event arrives.
public enum Delivery: String, Vocabulary {
  case atMostOnce = "at-most-once"
  case atLeastOnce = "at-least-once"
  case exactlyOnce = "exactly-once"
}

/// Order in which events arrive.
public enum DeliveryOrdering: String, Vocabulary {
  case unordered = "none"
  case perKey = "per-key"
  case total
}
