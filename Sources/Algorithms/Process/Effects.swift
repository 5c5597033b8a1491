/// What a process wants done, in the order in which it says so.
///
/// Durability: ``persist(_:)`` hands a record to the disk's queue; a crash loses the records that
/// are not synced. ``sync()`` is a barrier: messages and responses said after it in the same step
/// leave only once everything persisted so far is on disk. The process itself goes on at once; it
/// counts its own vote or acknowledgement by sending itself a message after the barrier, which
/// arrives without delay.
public struct Effects<P: Process>: Sendable {
  /// One thing to do.
  public enum Effect: Sendable {
    /// Send to a node; to oneself it arrives at once, after the barrier if one stands before.
    case send(P.Message, to: NodeID)
    /// Answer a client.
    case respond(P.Response, to: RequestID)
    /// Set or move a timer, by the node's own clock.
    case setTimer(P.Timer, after: Nanoseconds)
    /// Forget a timer.
    case cancelTimer(P.Timer)
    /// Queue a record for the disk.
    case persist(P.Record)
    /// Hold what follows in this step until everything persisted so far is on disk.
    case sync
  }

  /// What was said in this step. Whoever runs the process takes it and empties it.
  public var list: [Effect] = []

  /// Nothing to do.
  public init() {}

  /// Sends `message` to `node`.
  @inlinable public mutating func send(_ message: P.Message, to node: NodeID) {
    list.append(.send(message, to: node))
  }

  /// Answers the client's request `id`.
  @inlinable public mutating func respond(_ response: P.Response, to id: RequestID) {
    list.append(.respond(response, to: id))
  }

  /// Sets or moves `timer` to run out `after` nanoseconds of the node's own clock.
  @inlinable public mutating func setTimer(_ timer: P.Timer, after: Nanoseconds) {
    list.append(.setTimer(timer, after: after))
  }

  /// Forgets `timer`.
  @inlinable public mutating func cancelTimer(_ timer: P.Timer) {
    list.append(.cancelTimer(timer))
  }

  /// Queues `record` for the disk.
  @inlinable public mutating func persist(_ record: P.Record) { list.append(.persist(record)) }

  /// Holds what follows in this step until everything persisted so far is on disk.
  @inlinable public mutating func sync() { list.append(.sync) }
}
