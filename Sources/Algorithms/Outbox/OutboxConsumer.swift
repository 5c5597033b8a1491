/// A consumer: at least once delivered becomes once effective by the ids it keeps.
public struct OutboxConsumer: Sendable {
  private let policy: OutboxNode.Policy
  private var seen: Set<OutboxNode.EventID>

  init(policy: OutboxNode.Policy, disk: OutboxNode.Disk) {
    self.policy = policy
    seen = disk.seen
  }

  mutating func step(_ input: Input<OutboxNode>, effects: inout Effects<OutboxNode>) {
    switch input {
    case .message(.deliver(let offset, let event), let from):
      if seen.contains(event) {
        effects.sync()
        effects.send(.delivered(offset: offset), to: from)
      } else {
        consume(event, offset, &effects)
      }
    case .message(.second(let offset, let event), _):
      let isEffect = policy.deduplication == .beforeEffect
      effects.persist(.consumption(event, isSeen: !isEffect, hasEffect: isEffect))
      finish(event, offset, &effects)
    default: break
    }
  }

  private mutating func consume(
    _ event: OutboxNode.EventID, _ offset: Int, _ effects: inout Effects<OutboxNode>
  ) {
    switch policy.deduplication {
    case .withEffect:
      effects.persist(.consumption(event, isSeen: true, hasEffect: true))
      finish(event, offset, &effects)
    case .none:
      effects.persist(.consumption(event, isSeen: false, hasEffect: true))
      effects.sync()
      effects.send(.delivered(offset: offset), to: 1)
    case .beforeEffect, .afterEffect:
      let isEffect = policy.deduplication == .afterEffect
      seen.insert(event)
      effects.persist(.consumption(event, isSeen: !isEffect, hasEffect: isEffect))
      effects.sync()
      effects.send(.second(offset: offset, event), to: 2)
    }
  }

  private mutating func finish(
    _ event: OutboxNode.EventID, _ offset: Int, _ effects: inout Effects<OutboxNode>
  ) {
    seen.insert(event)
    effects.sync()
    effects.send(.delivered(offset: offset), to: 1)
  }
}
