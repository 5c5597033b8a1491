/// Suspects a node once a number of heartbeats in a row are overdue.
///
/// With delays up to D the suspicion comes at most `missed · interval + D` after a crash.
///
/// - Source: Chen, Toueg & Aguilera, On the Quality of Service of Failure Detectors, IEEE ToC
///   51(5), 2002 (the common algorithm).
public struct MissedHeartbeats: ArrivalMonitor, Hashable {
  /// The interval at which heartbeats are sent.
  public let interval: Nanoseconds
  /// How many must be overdue.
  public let missed: Int
  /// The last arrival.
  public private(set) var lastHeard: LocalTime?

  /// A monitor that has heard nothing; interval and number are at least 1.
  public init(interval: Nanoseconds, missed: Int) {
    self.interval = max(1, interval)
    self.missed = max(1, missed)
  }

  /// Takes note of a heartbeat.
  public mutating func heard(at now: LocalTime) { lastHeard = now }

  /// Whether `missed` intervals have passed in silence.
  public func suspects(at now: LocalTime) -> Bool {
    lastHeard.map { (now - $0) / interval >= missed } ?? false
  }
}
