import Algorithms

/// A node's timers.
///
/// Moving a timer to a later time, as each heartbeat does, costs no new event: the event that is
/// pending finds on its arrival that the timer has moved, and is put off. Events that no longer
/// count are known by an old generation.
struct TimerTable<Timer: Hashable & Sendable>: Sendable {
  private struct Entry: Sendable {
    /// When the timer runs out; `nil` once it is cancelled.
    var deadline: VirtualTime?
    var generation: Int
    /// When the event that is pending arrives; not after `deadline`.
    var pending: VirtualTime
  }

  private var entries: [Timer: Entry] = [:]
  private var generation = 0

  /// Sets or moves `timer`; returns the generation of an event to add at `deadline`, or `nil` when
  /// the event that is pending will do.
  mutating func set(_ timer: Timer, to deadline: VirtualTime) -> Int? {
    if let entry = entries[timer], entry.pending <= deadline {
      entries[timer]?.deadline = deadline
      return nil
    }
    generation += 1
    entries[timer] = Entry(deadline: deadline, generation: generation, pending: deadline)
    return generation
  }

  mutating func cancel(_ timer: Timer) { entries[timer]?.deadline = nil }

  /// What the arrival of an event means.
  enum Arrival {
    case runsOut
    case putOff(until: VirtualTime)
    case stale
  }

  /// Whether `timer` has run out, now that the event of `generation` has arrived.
  mutating func arrive(_ timer: Timer, generation: Int, at now: VirtualTime) -> Arrival {
    guard let entry = entries[timer], entry.generation == generation else { return .stale }
    if let deadline = entry.deadline, deadline > now {
      entries[timer]?.pending = deadline
      return .putOff(until: deadline)
    }
    entries[timer] = nil
    return entry.deadline == nil ? .stale : .runsOut
  }

  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }
}
