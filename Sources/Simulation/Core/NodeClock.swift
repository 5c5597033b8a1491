public import Algorithms

/// How a node's own clock goes.
public struct ClockModel: Sendable, Hashable {
  /// What it shows when the run begins.
  public var skew: Nanoseconds
  /// By how much it runs too fast, in millionths; below zero: too slow. More than -1,000,000.
  public var driftPartsPerMillion: Double

  /// A clock; a perfect one unless told.
  public init(skew: Nanoseconds = 0, driftPartsPerMillion: Double = 0) {
    self.skew = skew
    self.driftPartsPerMillion = driftPartsPerMillion
  }
}

/// A node's own clock: a straight line since the last change of its drift.
///
/// Readings jump; spans measured by timers do not, for a timer counts the oscillator's ticks.
struct NodeClock: Sendable {
  private var changed: VirtualTime = 0
  private var reading: Nanoseconds
  private(set) var drift: Double

  init(_ model: ClockModel) {
    reading = model.skew
    drift = Self.usable(model.driftPartsPerMillion)
  }

  private static func usable(_ drift: Double) -> Double {
    drift.isFinite ? max(-999_999, min(drift, 1e9)) : 0
  }

  /// What the clock shows at `now`.
  func time(at now: VirtualTime) -> LocalTime {
    let passed = now &- changed
    guard drift != 0 else { return LocalTime(nanoseconds: reading &+ passed) }
    return LocalTime(nanoseconds: reading &+ passed &+ Self.scaled(passed, by: drift / 1e6))
  }

  /// How long the run's time goes on while this clock counts `span`.
  func virtual(_ span: Nanoseconds) -> Nanoseconds {
    guard drift != 0 else { return span }
    return Self.scaled(span, by: 1 / (1 + drift / 1e6))
  }

  mutating func jump(by span: Nanoseconds) { reading = reading &+ span }

  /// A new drift, for readings from now on and for timers set from now on.
  mutating func setDrift(_ partsPerMillion: Double, at now: VirtualTime) {
    reading = time(at: now).nanoseconds
    changed = now
    drift = Self.usable(partsPerMillion)
  }

  private static func scaled(_ span: Nanoseconds, by factor: Double) -> Nanoseconds {
    Int64(exactly: (Double(span) * factor).rounded()) ?? (span < 0 ? .min / 4 : .max / 4)
  }
}
