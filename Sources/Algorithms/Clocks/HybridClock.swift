/// A hybrid logical clock: ordered like Lamport's, and never far from the wall clock.
///
/// If clocks are within ε of each other, `0 <= l - pt <= ε` at every event. The counter stays
/// below n (ε + 1) if every clock advances at least a tick between two events of its node; with
/// coarse clocks it does not, hence ``Rules/overflow``.
///
/// - Source: Kulkarni, Demirbas, Madappa, Avva & Leone, Logical Physical Clocks, OPODIS 2014,
///   Figure 5. Refusal of remote timestamps: their §6 and CockroachDB's maximum offset.
public struct HybridClock: Hashable, Sendable {
  /// Choices that the paper leaves to the implementation.
  public struct Rules: Hashable, Sendable {
    /// What to do when 65 535 events have shared one tick.
    public enum Overflow: Hashable, Sendable {
      /// Run one tick ahead of the wall clock: order stays, `l - pt` may pass ε by the carries.
      case carry
      /// Refuse the event until the wall clock has advanced.
      case refuse
    }

    /// Refuse remote timestamps further ahead of the own wall clock than this many ticks; `nil`
    /// to follow any, so that one bad clock drags all others along.
    public var maximumAhead: UInt64?
    /// What to do when the counter is full.
    public var overflow: Overflow
    /// Whether the wall clock is read at all; without, this is a Lamport clock.
    public var followsPhysical: Bool

    /// These choices.
    public init(
      maximumAhead: UInt64? = nil, overflow: Overflow = .carry, followsPhysical: Bool = true
    ) {
      self.maximumAhead = maximumAhead
      self.overflow = overflow
      self.followsPhysical = followsPhysical
    }
  }

  /// Why an event got no timestamp; the clock is as it was.
  public enum Refusal: Error, Hashable, Sendable {
    /// The remote timestamp is `by` ticks ahead of the own wall clock.
    case remoteTooFarAhead(by: UInt64)
    /// The counter is full, or the wall clock beyond 48 bits.
    case overflow
  }

  /// The timestamp of the last event.
  public private(set) var latest = HybridTimestamp(physical: 0)
  /// The choices made.
  public let rules: Rules

  /// A clock before its first event.
  public init(rules: Rules = Rules()) { self.rules = rules }

  /// Stamps a local event or the sending of a message.
  /// - Parameter physical: The wall clock, in ticks; it may stand still or step back.
  public mutating func tick(physical: UInt64) throws(Refusal) -> HybridTimestamp {
    try advance(past: latest, physical: physical)
  }

  /// Stamps the receipt of a message that was sent at `remote`.
  public mutating func receive(
    _ remote: HybridTimestamp, physical: UInt64
  ) throws(Refusal) -> HybridTimestamp {
    if let limit = rules.maximumAhead, remote.physical > physical,
      remote.physical - physical > limit
    {
      throw .remoteTooFarAhead(by: remote.physical - physical)
    }
    return try advance(past: max(latest, remote), physical: physical)
  }

  /// The paper's four cases in one: past the greatest timestamp, at the wall clock if that is
  /// later.
  private mutating func advance(
    past floor: HybridTimestamp, physical: UInt64
  ) throws(Refusal) -> HybridTimestamp {
    var next = floor
    if rules.followsPhysical && physical > floor.physical {
      next = HybridTimestamp(physical: physical)
    } else if floor.logical < .max {
      next.logical += 1
    } else if rules.overflow == .carry {
      next = HybridTimestamp(physical: floor.physical + 1)
    } else {
      throw .overflow
    }
    guard next.physical <= HybridTimestamp.largestPhysical else { throw .overflow }
    latest = next
    return next
  }
}
