internal import Quantities

/// A replica of a convergent state: updates locally, ships deltas, and now and then a whole state.
///
/// Deltas may be lost; anti-entropy, a whole state to one other replica a round, makes up for it
/// (Almeida et al. 2018, Algorithm 1; no acknowledgements are kept). An update is durable before
/// anybody hears of it: a replica that forgot a dot others have seen would use it a second time,
/// and two updates under one dot never converge.
///
/// - Source: Almeida, Shoker & Baquero, Delta State Replicated Data Types, JPDC 111, 2018, §5.
public struct ConvergentNode<State: ConvergentState, Operation: Sendable>: Process {
  /// Performs an operation at a replica and returns its delta, or the whole state if the type has
  /// no deltas.
  public typealias Update = @Sendable (inout State, Operation, NodeID, LocalTime) -> State

  /// How a replica spreads its state.
  public struct Settings: Hashable, Sendable {
    /// The interval between rounds of anti-entropy.
    public var interval: Nanoseconds
    /// Whether an update's delta goes to all others at once.
    public var shipsDeltas: Bool
    /// Whether an update is made durable before it is shipped and answered.
    public var syncsFirst: Bool

    /// These settings.
    public init(
      interval: Nanoseconds = 1_000_000_000, shipsDeltas: Bool = true, syncsFirst: Bool = true
    ) {
      self.interval = max(1, interval)
      self.shipsDeltas = shipsDeltas
      self.syncsFirst = syncsFirst
    }
  }

  /// What a client asks.
  public enum Request: Sendable {
    /// Perform this.
    case update(Operation)
    /// Show the state.
    case read
  }

  /// The one timer.
  public enum Timer: Hashable, Sendable {
    /// The next round of anti-entropy.
    case round
  }

  /// The state of this replica.
  public private(set) var state: State
  private let id: NodeID
  private let members: Int
  private let settings: Settings
  private let update: Update
  private var random: SeededGenerator

  /// The replica `id` of `members`, with the state found on disk.
  public init(
    id: NodeID, members: Int, settings: Settings = Settings(), disk: State, seed: UInt64,
    update: @escaping Update
  ) {
    self.id = id
    self.members = members
    self.settings = settings
    self.update = update
    state = disk
    random = SeededGenerator(seed: seed &+ UInt64(bitPattern: Int64(id)))
  }

  /// Updates, merges, and spreads.
  public mutating func step(
    _ input: Input<Self>, at now: LocalTime, effects: inout Effects<Self>
  ) {
    switch input {
    case .start: effects.setTimer(.round, after: settings.interval)
    case .timer(.round): exchange(&effects)
    case .message(let other, _):
      // What others know can be learnt again: no need to wait for the disk.
      guard !other.isAtMost(state) else { return }
      state.merge(other)
      effects.persist(other)
    case .request(.read, let request):
      // Lest a crash takes back what a reader has seen.
      if settings.syncsFirst { effects.sync() }
      effects.respond(state, to: request)
    case .request(.update(let operation), let request):
      let delta = update(&state, operation, id, now)
      effects.persist(delta)
      if settings.syncsFirst { effects.sync() }
      if settings.shipsDeltas {
        for other in 0..<members where other != id { effects.send(delta, to: other) }
      }
      effects.respond(state, to: request)
    }
  }

  /// Adds what was learnt to the state on disk.
  public static func write(_ record: State, to disk: inout State) { disk.merge(record) }

  private mutating func exchange(_ effects: inout Effects<Self>) {
    // Others may learn of own updates through this state, so those come first here too.
    if settings.syncsFirst { effects.sync() }
    if members > 1 {
      let drawn = Int.random(in: 0..<members - 1, using: &random)
      effects.send(state, to: drawn < id ? drawn : drawn + 1)
    }
    effects.setTimer(.round, after: settings.interval)
  }
}

extension ConvergentNode {
  /// A delta or a whole state: merging does not tell them apart.
  public typealias Message = State
  /// The state after the operation.
  public typealias Response = State
  /// A delta or a whole state.
  public typealias Record = State
  /// Everything learnt.
  public typealias Disk = State
}
