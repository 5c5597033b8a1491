/// What a client asks of a failure detector.
public enum MembershipQuestion: Hashable, Sendable {
  /// Which members do you think have failed?
  case suspected
}

/// Sends heartbeats to all others and judges each by its own: n (n - 1) messages an interval.
public struct HeartbeatNode<Monitor: ArrivalMonitor>: Process {
  /// A sign of life.
  public struct Heartbeat: Hashable, Sendable {}

  /// What it waits for.
  public enum Timer: Hashable, Sendable {
    /// The next heartbeat to send.
    case beat
    /// The next look at the others.
    case check
  }

  /// When to send and when to look.
  public struct Settings: Hashable, Sendable {
    /// The interval between heartbeats.
    public var interval: Nanoseconds
    /// The interval between looks at the others, which delays a suspicion by up to as much.
    public var checkInterval: Nanoseconds

    /// These intervals; at least a nanosecond.
    public init(interval: Nanoseconds, checkInterval: Nanoseconds) {
      self.interval = max(1, interval)
      self.checkInterval = max(1, checkInterval)
    }
  }

  private let id: NodeID
  private let settings: Settings
  private var monitors: [Monitor]
  /// Who is thought to have failed, as of the last look; ascending.
  public private(set) var suspected: [NodeID] = []

  /// The node `id` of `members`; each other member gets its own copy of `monitor`.
  public init(id: NodeID, members: Int, settings: Settings, monitor: Monitor) {
    self.id = id
    self.settings = settings
    monitors = Array(repeating: monitor, count: members)
  }

  /// Beats, looks, and answers who is suspected.
  public mutating func step(
    _ input: Input<Self>, at now: LocalTime, effects: inout Effects<Self>
  ) {
    switch input {
    case .start:
      // A member that never sends anything is to be suspected too.
      for member in monitors.indices { monitors[member].heard(at: now) }
      beat(&effects)
      effects.setTimer(.check, after: settings.checkInterval)
    case .message(_, let sender):
      if monitors.indices.contains(sender) { monitors[sender].heard(at: now) }
    case .timer(.beat): beat(&effects)
    case .timer(.check):
      suspected = monitors.indices.filter { $0 != id && monitors[$0].suspects(at: now) }
      effects.setTimer(.check, after: settings.checkInterval)
    case .request(.suspected, let request): effects.respond(suspected, to: request)
    }
  }

  /// Nothing is kept on disk.
  public static func write(_ record: Never, to disk: inout Void) {}

  private func beat(_ effects: inout Effects<Self>) {
    for member in monitors.indices where member != id { effects.send(Heartbeat(), to: member) }
    effects.setTimer(.beat, after: settings.interval)
  }
}

extension HeartbeatNode {
  /// A sign of life.
  public typealias Message = Heartbeat
  /// The one question.
  public typealias Request = MembershipQuestion
  /// Who is suspected, ascending.
  public typealias Response = [NodeID]
  /// There is none.
  public typealias Record = Never
  /// Nothing.
  public typealias Disk = Void
}
