/// How a group runs SWIM.
///
/// - Source: Das, Gupta & Motivala, SWIM, DSN 2002; the names in brackets are the paper's.
public struct SwimSettings: Hashable, Sendable {
  /// In which order a member probes the others.
  public enum ProbeOrder: Hashable, Sendable {
    /// Each once a round, in an order shuffled anew for each round (§4.3): every failed member is
    /// probed by every other within 2n - 1 periods.
    case roundRobin
    /// Drawn anew each period (§3.1): no bound.
    case random
  }

  /// The protocol period (T').
  public var period: Nanoseconds
  /// How long to wait for a direct answer before asking others; below a third of the period.
  public var directTimeout: Nanoseconds
  /// How many others are asked to probe (k).
  public var indirectProbes: Int
  /// The order of probing.
  public var probeOrder: ProbeOrder
  /// How long a suspect may refute, in periods for each doubling of the group; `nil` to hold it
  /// failed at once, which is the protocol without suspicion (§3).
  public var suspicionPeriods: Int?
  /// Whether a member answers a suspicion of itself with a new incarnation (§4.2).
  public var refutes: Bool
  /// How often a rumor is passed on, for each doubling of the group (λ).
  public var dissemination: Int
  /// The most rumors on one message.
  public var rumorsPerMessage: Int
  /// Whether members start their periods at random moments, and not all at once.
  public var staggersStart: Bool

  /// A group with these settings.
  public init(
    period: Nanoseconds = 1_000_000_000, directTimeout: Nanoseconds = 300_000_000,
    indirectProbes: Int = 3, probeOrder: ProbeOrder = .roundRobin, suspicionPeriods: Int? = 3,
    refutes: Bool = true, dissemination: Int = 3, rumorsPerMessage: Int = 8,
    staggersStart: Bool = true
  ) {
    self.period = max(3, period)
    self.directTimeout = max(1, min(directTimeout, self.period / 3))
    self.indirectProbes = max(0, indirectProbes)
    self.probeOrder = probeOrder
    self.suspicionPeriods = suspicionPeriods.map { max(1, $0) }
    self.refutes = refutes
    self.dissemination = max(1, dissemination)
    self.rumorsPerMessage = max(1, rumorsPerMessage)
    self.staggersStart = staggersStart
  }

  /// How often each rumor is passed on in a group of `members`.
  func timesTold(members: Int) -> Int { dissemination * Self.doublings(members) }

  /// How long a suspect may refute in a group of `members`; `nil` for not at all.
  public func suspicionTimeout(members: Int) -> Nanoseconds? {
    suspicionPeriods.map {
      period.multipliedSaturating(Int64($0)).multipliedSaturating(Int64(Self.doublings(members)))
    }
  }

  /// ⌈log₂(n + 1)⌉ by integers, so that it is the same on every platform. The paper leaves the base
  /// of its logarithm open.
  static func doublings(_ members: Int) -> Int {
    Int.bitWidth - max(1, members).leadingZeroBitCount
  }
}
