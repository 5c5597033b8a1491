/// A broker with one partition and one consumer: events in order, each delivered until consumed.
public struct OutboxBroker: Sendable {
  private let policy: OutboxNode.Policy
  private var log: OutboxNode.Disk

  init(policy: OutboxNode.Policy, disk: OutboxNode.Disk) {
    self.policy = policy
    log = disk
  }

  mutating func step(_ input: Input<OutboxNode>, effects: inout Effects<OutboxNode>) {
    switch input {
    case .start, .timer: deliver(&effects)
    case .message(.publish(let event), let from):
      let isIdle = log.consumed == log.events.count
      record(.event(event), &effects)
      effects.sync()
      effects.send(.published(event), to: from)
      if isIdle { deliver(&effects) }
    case .message(.delivered(let offset), _):
      guard offset == log.consumed, offset < log.events.count else { return }
      record(.consumed(offset + 1), &effects)
      deliver(&effects)
    case .message, .request: break
    }
  }

  /// Delivers the next event, and again until it is consumed.
  private func deliver(_ effects: inout Effects<OutboxNode>) {
    guard log.consumed < log.events.count else {
      effects.cancelTimer(.round)
      return
    }
    effects.sync()  // the event may be on its way to disk still
    effects.send(.deliver(offset: log.consumed, log.events[log.consumed]), to: 2)
    effects.setTimer(.round, after: policy.interval)
  }

  private mutating func record(
    _ record: OutboxNode.Record, _ effects: inout Effects<OutboxNode>
  ) {
    OutboxNode.write(record, to: &log)
    effects.persist(record)
  }
}
