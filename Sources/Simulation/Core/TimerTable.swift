import Algorithms

/// A node's timers.
///
/// Moving a timer to a later time, as each heartbeat does, costs no new event: the event that is
/// pending finds on its arrival that the timer has moved, and is put off. Events that no longer
/// count are known by an old generation.
struct TimerTable<Timer: Hashable & Sendable>: Sendable {
  private struct Entry: Sendable {
    var timer: Timer
    /// When the timer runs out; `nil` once it is cancelled.
    var deadline: VirtualTime?
    var generation: Int
    /// When the event that is pending arrives; not after `deadline`.
    var pending: VirtualTime
  }

  private var entries = ContiguousArray<Entry>()
  /// Where each timer's entry is, once there are too many to look through: most processes have one
  /// timer or two.
  private var places: [Timer: Int]?
  private var generation = 0

  private func place(of timer: Timer) -> Int? {
    if let places { return places[timer] }
    return entries.firstIndex { $0.timer == timer }
  }

  private mutating func add(_ entry: Entry) {
    entries.append(entry)
    if places != nil {
      places?[entry.timer] = entries.count - 1
    } else if entries.count > 8 {
      places = [:]
      for (place, entry) in entries.enumerated() { places?[entry.timer] = place }
    }
  }

  private mutating func remove(at place: Int) {
    places?[entries[place].timer] = nil
    let last = entries.removeLast()
    guard place < entries.count else { return }
    entries[place] = last
    places?[last.timer] = place
  }

  /// Sets or moves `timer`; returns the generation of an event to add at `deadline`, or `nil` when
  /// the event that is pending will do.
  mutating func set(_ timer: Timer, to deadline: VirtualTime) -> Int? {
    let place = place(of: timer)
    if let place, entries[place].pending <= deadline {
      entries[place].deadline = deadline
      return nil
    }
    generation += 1
    let entry = Entry(
      timer: timer, deadline: deadline, generation: generation, pending: deadline)
    if let place { entries[place] = entry } else { add(entry) }
    return generation
  }

  mutating func cancel(_ timer: Timer) {
    if let place = place(of: timer) { entries[place].deadline = nil }
  }

  /// What the arrival of an event means.
  enum Arrival {
    case runsOut
    case putOff(until: VirtualTime)
    case stale
  }

  /// Whether `timer` has run out, now that the event of `generation` has arrived.
  mutating func arrive(_ timer: Timer, generation: Int, at now: VirtualTime) -> Arrival {
    guard let place = place(of: timer), entries[place].generation == generation else {
      return .stale
    }
    let deadline = entries[place].deadline
    if let deadline, deadline > now {
      entries[place].pending = deadline
      return .putOff(until: deadline)
    }
    remove(at: place)
    return deadline == nil ? .stale : .runsOut
  }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    places = nil
  }
}
