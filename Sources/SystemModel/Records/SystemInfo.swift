// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// What the system is.
public struct SystemInfo: Record {
  public var name: Stated<String> = .missing("")
  public var summary: Stated<String>?
  public var stage: Stated<Stage>?
  public var scale: Stated<Scale>?

  public init() {}

  public static let schema = RecordSchema<SystemInfo>("a system") {
    Field("name", \.name, bounds: .atLeast(1), "Name of the system, as the report gives it.")
    Field("summary", \.summary, "What the system does, in a sentence or two.")
    Field(
      "stage", \.stage,
      "Whether it is yet to be built, in use, or to be replaced; legacy asks for a gradual migration path."
    )
    Field("scale", \.scale, "How large it is.")
  }
}

/// Where the system stands in its life.
public enum Stage: String, Vocabulary {
  case greenfield, production, legacy
}

/// How large the system is.
public struct Scale: Record {
  public var peakRate: Stated<Rate>?
  public var dataSize: Stated<ByteCount>?
  public var growth: Stated<Growth>?
  public var users: Stated<Int>?

  public init() {}

  public static let schema = RecordSchema<Scale>("a scale") {
    Field(
      "peak_rate", \.peakRate, bounds: .positive, "Requests of all operations together, at peak.")
    Field("data_size", \.dataSize, "All data that the system keeps, one copy of each.")
    Field("growth", \.growth, bounds: .positive, "Factor by which the load grows in a time.")
    Field("users", \.users, "People or clients that use it.")
  }
}

/// What matters to those who run the system.
public enum Priority: String, Vocabulary {
  case correctness, availability, latency, durability, cost, simplicity, maintainability
  case timeToMarket = "time-to-market"
}
