/// Judges one node by the arrival of its heartbeats.
public protocol ArrivalMonitor: Sendable {
  /// Takes note of a heartbeat, by the observer's own clock.
  mutating func heard(at now: LocalTime)

  /// Whether the silence has lasted too long. Before the first heartbeat nobody is suspected.
  func suspects(at now: LocalTime) -> Bool
}
