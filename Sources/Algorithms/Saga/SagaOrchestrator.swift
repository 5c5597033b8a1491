/// Drives sagas from step to step, and back.
public struct SagaOrchestrator: Sendable {
  /// Where a saga stands.
  public struct Progress: Sendable {
    /// The saga.
    public var plan: SagaPlan
    /// Steps done; on the way back compensations done.
    public var done = 0
    /// How many steps, from the first, are to be compensated; `nil` on the way forward.
    public var turnedBack: Int?
    /// Attempts at the current command since the last start.
    var attempts = 0
  }

  private let policy: SagaNode.Policy
  /// The sagas under way.
  public private(set) var sagas: [RequestID: Progress]

  init(policy: SagaNode.Policy, disk: SagaNode.Disk) {
    self.policy = policy
    sagas = disk.sagas
  }

  /// Sagas whose compensation has failed so often that a human should look.
  public var needingHelp: [RequestID] {
    sagas.filter { $0.value.turnedBack != nil && $0.value.attempts >= policy.attemptsBeforeHelp }
      .keys.sorted()
  }

  mutating func step(_ input: Input<SagaNode>, effects: inout Effects<SagaNode>) {
    switch input {
    case .start:
      for saga in sagas.keys.sorted() { command(saga, &effects) }
    case .request(let plan, let saga):
      guard sagas[saga] == nil else { return }  // it came twice
      sagas[saga] = Progress(plan: plan)
      keep(saga, &effects)
      advance(saga, &effects)
    case .timer(.retry(let saga)): retry(saga, &effects)
    case .message(.answer(let key, let answer), _):
      guard key == currentKey(key.saga) else { return }  // an answer to an earlier command
      receive(answer, key.saga, &effects)
    case .message(.command, _): break
    }
  }

  // MARK: What comes next

  /// The command a saga waits for.
  private func currentKey(_ saga: RequestID) -> SagaKey? {
    guard let progress = sagas[saga] else { return nil }
    guard let count = progress.turnedBack else {
      return SagaKey(saga: saga, step: progress.done, isCompensation: false)
    }
    let step =
      switch policy.compensationOrder {
      case .reverse: count - 1 - progress.done
      case .forward: progress.done
      }
    return SagaKey(saga: saga, step: step, isCompensation: true)
  }

  private func command(_ saga: RequestID, _ effects: inout Effects<SagaNode>) {
    guard let key = currentKey(saga), let steps = sagas[saga]?.plan.steps,
      steps.indices.contains(key.step)
    else { return }
    effects.send(.command(key, steps[key.step]), to: steps[key.step].service)
    effects.setTimer(.retry(saga), after: policy.retryInterval)
  }

  /// Goes on with the next command, or ends the saga.
  private mutating func advance(_ saga: RequestID, _ effects: inout Effects<SagaNode>) {
    guard let progress = sagas[saga] else { return }
    if progress.done < progress.turnedBack ?? progress.plan.steps.count {
      command(saga, &effects)
      return
    }
    sagas[saga] = nil
    keep(saga, &effects)
    effects.cancelTimer(.retry(saga))
    effects.respond(progress.turnedBack == nil ? .completed : .compensated, to: saga)
  }

  /// From here the saga only goes back: after a crash it must not go forward again over what is
  /// compensated.
  private mutating func turnBack(
    _ saga: RequestID, compensating count: Int, _ effects: inout Effects<SagaNode>
  ) {
    sagas[saga]?.turnedBack = count
    sagas[saga]?.done = 0
    sagas[saga]?.attempts = 0
    keep(saga, &effects)
    advance(saga, &effects)
  }

  private mutating func receive(
    _ answer: SagaNode.Answer, _ saga: RequestID, _ effects: inout Effects<SagaNode>
  ) {
    guard let progress = sagas[saga] else { return }
    switch answer {
    case .done:
      sagas[saga]?.done += 1
      sagas[saga]?.attempts = 0
      keep(saga, isStep: true, &effects)
      advance(saga, &effects)
    case .refused:
      if progress.turnedBack == nil { turnBack(saga, compensating: progress.done, &effects) }
    case .unavailable: break  // the timer asks again
    }
  }

  /// No answer, or none that settles it.
  private mutating func retry(_ saga: RequestID, _ effects: inout Effects<SagaNode>) {
    guard let progress = sagas[saga] else { return }
    sagas[saga]?.attempts += 1
    if progress.turnedBack == nil, progress.plan.steps[progress.done].kind == .compensatable,
      progress.attempts + 1 >= policy.attempts
    {
      turnBack(saga, compensating: progress.done + 1, &effects)
    } else {
      if policy.progress != .volatile { effects.sync() }  // the disk may be slower than the timer
      command(saga, &effects)
    }
  }

  private func keep(_ saga: RequestID, isStep: Bool = false, _ effects: inout Effects<SagaNode>) {
    guard policy.progress != .volatile else { return }
    effects.persist(.progress(saga, sagas[saga]))
    if !isStep || policy.progress == .forced { effects.sync() }
  }
}
