// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// What happens when the active copy of something fails.
public struct Failover: Record {
  public var mode: Stated<FailoverMode>?
  public var timeout: Stated<Duration>?
  public var fencing: Stated<FailoverFencing>?
  public var crossRegion: Stated<Bool>?

  public init() {}

  public static let schema = RecordSchema<Failover>("a failover") {
    Field("mode", \.mode, "Who starts it.")
    Field("timeout", \.timeout, bounds: .positive, "Time without a sign of life before it starts.")
    Field("fencing", \.fencing, "What stops the old one from going on as if nothing had happened.")
    Field("cross_region", \.crossRegion, "Whether it may move to another region.")
  }
}

/// Who starts a failover.
public enum FailoverMode: String, Vocabulary {
  case automatic, manual
  case never = "none"
}

/// What stops the old leader at a failover.
public enum FailoverFencing: String, Vocabulary {
  case unfenced = "none"
  case token, stonith, lease
}
