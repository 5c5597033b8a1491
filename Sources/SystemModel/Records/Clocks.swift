// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What each property means stands once, in the declaration of its field.

/// How well the nodes' clocks agree.
public struct Clocks: Record {
  public var sync: Stated<ClockSync>?
  public var maxOffset: Stated<Duration>?
  public var enforced: Stated<Bool>?
  public var drift: Stated<Drift>?
  public var leap: Stated<LeapSecond>?
  public var steps: Stated<Bool>?

  public init() {}

  public static let schema = RecordSchema<Clocks>("a clock description") {
    Field("sync", \.sync, "What keeps the clocks together.")
    Field("max_offset", \.maxOffset, "Largest difference between two clocks.")
    Field("enforced", \.enforced, "Whether a node whose clock is beyond it stops.")
    Field("drift", \.drift, "How fast a clock runs wrong when nothing corrects it.")
    Field("leap", \.leap, "How a leap second is taken.")
    Field("steps", \.steps, "Whether the clock can be set back.")
  }
}

/// What keeps clocks together.
public enum ClockSync: String, Vocabulary {
  case unsynchronized = "none"
  case ntp, chrony, ptp, truetime, clockbound
}

/// How a leap second is taken.
public enum LeapSecond: String, Vocabulary {
  case step, smear
}
