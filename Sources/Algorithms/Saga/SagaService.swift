/// Does steps and compensations, each once, and remembers under its key what it answered.
public struct SagaService: Sendable {
  private let policy: SagaNode.Policy
  private var answers: [SagaKey: SagaNode.Answer]
  /// What was done, for steps that were.
  private var done: Set<SagaKey>
  private var failures: [SagaKey: Int] = [:]

  init(policy: SagaNode.Policy, disk: SagaNode.Disk) {
    self.policy = policy
    answers = disk.answers
    done = Set(disk.effects.map(\.key))
  }

  mutating func step(
    _ input: Input<SagaNode>, at now: LocalTime, effects: inout Effects<SagaNode>
  ) {
    guard case .message(.command(let key, let step), let from) = input else { return }
    let answer = answer(key, step, at: now, &effects)
    effects.send(.answer(key, answer), to: from)
  }

  private mutating func answer(
    _ key: SagaKey, _ step: SagaPlan.Step, at now: LocalTime, _ effects: inout Effects<SagaNode>
  ) -> SagaNode.Answer {
    if policy.usesIdempotencyKeys, let answer = answers[key] {
      effects.sync()  // it may be on its way to disk still
      return answer
    }
    let limit = key.isCompensation ? step.compensationFailures : step.failures
    if failures[key, default: 0] < limit {
      failures[key, default: 0] += 1
      return .unavailable
    }
    let (answer, hasEffect) = decide(key, step)
    if hasEffect { done.insert(key) }
    answers[key] = answer
    effects.persist(.answered(key, answer, hasEffect ? SagaEffect(key: key, at: now) : nil))
    effects.sync()
    return answer
  }

  /// A compensation of a step never done has no effect, and forbids the step from then on: its
  /// command may still be on the way.
  private func decide(_ key: SagaKey, _ step: SagaPlan.Step) -> (SagaNode.Answer, Bool) {
    var other = key
    other.isCompensation.toggle()
    if key.isCompensation { return (.done, done.contains(other)) }
    if answers[other] != nil { return (.refused, false) }
    return step.isRefused && step.kind != .retriable ? (.refused, false) : (.done, true)
  }
}
