/// What an interval clock says: the true time is somewhere from `earliest` to `latest`.
public struct ClockInterval: Hashable, Sendable {
  /// Nanoseconds; the true time is not before.
  public var earliest: Nanoseconds
  /// Nanoseconds; the true time is not after.
  public var latest: Nanoseconds

  /// An interval; the bounds are put in order.
  public init(earliest: Nanoseconds, latest: Nanoseconds) {
    self.earliest = min(earliest, latest)
    self.latest = max(earliest, latest)
  }

  /// Whether `moment` has certainly passed.
  public func isAfter(_ moment: Nanoseconds) -> Bool { earliest > moment }

  /// Whether `moment` has certainly not arrived.
  public func isBefore(_ moment: Nanoseconds) -> Bool { latest < moment }

  /// How the moments stand to each other; concurrent where the intervals overlap.
  public func order(to other: ClockInterval) -> CausalOrder {
    if latest < other.earliest { return .before }
    return other.latest < earliest ? .after : .concurrent
  }

  /// Bytes on the wire.
  public static let metadataBytes = 16
}

/// A clock that knows how wrong it may be: the bound after a synchronisation, growing by drift.
///
/// - Source: Corbett et al., Spanner, OSDI 2012, §3 (TrueTime: ε a sawtooth of about 1 to 7 ms).
public struct IntervalClock: Hashable, Sendable {
  /// The bound right after a synchronisation; 0 or more.
  public var boundAfterSync: Nanoseconds
  /// The drift that is assumed; 200 in TrueTime.
  public var driftPartsPerMillion: Int64
  /// The local reading at the last synchronisation.
  public private(set) var syncedAt: LocalTime
  /// The source's time at the last synchronisation.
  public private(set) var syncedTo: Nanoseconds

  /// A clock synchronised at local `time` to the source's `reference`.
  public init(
    boundAfterSync: Nanoseconds, driftPartsPerMillion: Int64, syncedAt time: LocalTime,
    to reference: Nanoseconds
  ) {
    self.boundAfterSync = max(0, boundAfterSync)
    self.driftPartsPerMillion = max(0, driftPartsPerMillion)
    syncedAt = time
    syncedTo = reference
  }

  /// Synchronises again.
  public mutating func synchronize(at time: LocalTime, to reference: Nanoseconds) {
    syncedAt = time
    syncedTo = reference
  }

  /// The bound ε at a local reading.
  public func bound(at time: LocalTime) -> Nanoseconds {
    let elapsed = max(0, time - syncedAt)
    // Split, so that years of elapsed time do not overflow; rounded up.
    let (millions, rest) = elapsed.quotientAndRemainder(dividingBy: 1_000_000)
    return boundAfterSync + millions * driftPartsPerMillion
      + (rest * driftPartsPerMillion + 999_999) / 1_000_000
  }

  /// The interval that holds the true time at a local reading.
  public func now(at time: LocalTime) -> ClockInterval {
    let (estimate, bound) = (syncedTo + (time - syncedAt), bound(at: time))
    return ClockInterval(earliest: estimate - bound, latest: estimate + bound)
  }
}

/// Spanner's commit wait: a transaction shows its effects only once its timestamp has passed
/// everywhere, so whoever starts afterwards gets a greater one.
///
/// - Source: Corbett et al., Spanner, OSDI 2012, §4.1.2; the wait is 2 ε on average.
public struct CommitWait: Hashable, Sendable {
  /// The transaction's timestamp: not before the true time at which it was chosen.
  public let timestamp: Nanoseconds

  /// Chooses the timestamp of a transaction that is ready to commit.
  /// - Parameter floor: Timestamps given before; the new one is greater.
  public init(at now: ClockInterval, above floor: Nanoseconds = .min) {
    timestamp = floor == .max ? floor : max(now.latest, floor + 1)
  }

  /// Whether the effects may be shown.
  public func isOver(at now: ClockInterval) -> Bool { now.isAfter(timestamp) }

  /// How long to wait by a clock that has just said `now`, if its bound stays as it is.
  public func remaining(at now: ClockInterval) -> Nanoseconds {
    max(0, timestamp - now.earliest + 1)
  }
}
