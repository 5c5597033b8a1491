extension CachedStore {
  /// One request of a client.
  struct Task: Sendable {
    /// Whom to answer; `nil` when that is no longer possible.
    var request: RequestID?
    var key: Int
    var step: Step
  }

  /// What an application waits for.
  enum Step: Sendable {
    /// The cache's entry.
    case asksCache
    /// The store's value, to fill the cache with this leave, or not at all.
    case asksStore(fills: Bool, leave: Int?)
    /// The store's confirmation of this value.
    case writes(Int)
    /// The cache's confirmation that the entry is gone.
    case removes
    /// The cache's confirmation that it has this.
    case puts(Stamped)
  }

  mutating func begin(_ task: Task, _ effects: inout Effects<Self>) {
    lastTask += 1
    tasks[lastTask] = task
    ask(lastTask, &effects)
  }

  /// Says what the task's step needs.
  func ask(_ number: Int, _ effects: inout Effects<Self>) {
    guard let task = tasks[number] else { return }
    switch task.step {
    case .asksCache: effects.send(.get(task: number, key: task.key), to: Self.cache)
    case .asksStore: effects.send(.load(task: number, key: task.key), to: Self.store)
    case .writes(let value):
      effects.send(.store(task: number, key: task.key, value: value), to: Self.store)
    case .removes: effects.send(.remove(task: number, key: task.key), to: Self.cache)
    case .puts(let value):
      effects.send(.put(task: number, key: task.key, value), to: Self.cache)
    }
    effects.setTimer(.patience(task: number), after: settings.patience)
  }

  private mutating func go(_ number: Int, _ step: Step, _ effects: inout Effects<Self>) {
    tasks[number]?.step = step
    ask(number, &effects)
  }

  private mutating func end(
    _ number: Int, _ response: Response, _ effects: inout Effects<Self>
  ) {
    guard let task = tasks.removeValue(forKey: number) else { return }
    effects.cancelTimer(.patience(task: number))
    if let request = task.request { effects.respond(response, to: request) }
  }

  /// A message was lost, or is late.
  mutating func lost(_ number: Int, _ effects: inout Effects<Self>) {
    guard let task = tasks[number] else { return }
    switch task.step {
    case .asksCache:
      // A cache that is down costs time, not answers.
      go(number, .asksStore(fills: false, leave: nil), &effects)
    case .asksStore, .removes, .puts: ask(number, &effects)
    case .writes:
      // Saying it again could write twice. It may have been written, so the entry must go; the
      // client is not told.
      tasks[number]?.request = nil
      if settings.onWrite == .applicationInvalidates {
        go(number, .removes, &effects)
      } else {
        tasks[number] = nil
      }
    }
  }

  mutating func proceed(_ message: Message, _ effects: inout Effects<Self>) {
    switch message {
    case .hit(let number, let value):
      guard case .asksCache = tasks[number]?.step else { return }
      end(number, .value(value.value), &effects)
    case .miss(let number, let leave):
      guard case .asksCache = tasks[number]?.step else { return }
      go(number, .asksStore(fills: true, leave: leave), &effects)
    case .wait(let number):
      guard case .asksCache = tasks[number]?.step else { return }
      effects.cancelTimer(.patience(task: number))
      effects.setTimer(.retry(task: number), after: settings.retry)
    case .loaded(let number, let value):
      guard let task = tasks[number], case .asksStore(let fills, let leave) = task.step else {
        return
      }
      if fills { effects.send(.fill(key: task.key, value, leave: leave), to: Self.cache) }
      end(number, .value(value.value), &effects)
    case .stored(let number, let value):
      guard case .writes = tasks[number]?.step else { return }
      switch settings.onWrite {
      case .nothing, .logInvalidates: end(number, .written, &effects)
      case .applicationInvalidates: go(number, .removes, &effects)
      case .writeThrough: go(number, .puts(value), &effects)
      }
    case .updated(let number):
      switch tasks[number]?.step {
      case .removes, .puts: end(number, .written, &effects)
      default: break
      }
    default: break
    }
  }
}
