/// Places for what is to happen, used again and again, so that a long run needs no more memory
/// than a short one with as much pending.
struct EventPool<Event: Sendable>: Sendable {
  private var slots = ContiguousArray<Event?>()
  private var free = ContiguousArray<Int32>()

  /// Puts `event` into a free slot and says which.
  mutating func put(_ event: consuming Event) -> Int {
    if let slot = free.popLast() {
      slots[Int(slot)] = event
      return Int(slot)
    }
    slots.append(event)
    return slots.count - 1
  }

  /// Takes the event out of `slot`, which is free from then on.
  mutating func take(_ slot: Int) -> Event {
    free.append(Int32(truncatingIfNeeded: slot))
    var event: Event?
    swap(&event, &slots[slot])
    guard let event else { preconditionFailure("slot \(slot) is empty") }
    return event
  }
}
