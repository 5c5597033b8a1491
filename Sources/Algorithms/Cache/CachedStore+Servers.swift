extension CachedStore {
  // MARK: The store

  mutating func serveStore(
    _ message: Message, from sender: NodeID, _ effects: inout Effects<Self>
  ) {
    switch message {
    case .load(let task, let key):
      let value = current[key] ?? Stamped(value: nil, version: 0)
      effects.send(.loaded(task: task, value), to: sender)
    case .store(let task, let key, let value):
      if sender == own { return durable(through: task, &effects) }
      let source = Source(node: sender, task: task)
      guard sources.insert(source).inserted else { return }
      let write = Write(key: key, value: value, source: source)
      log.append(write)
      effects.persist(.write(write))
      effects.sync()
      effects.send(.store(task: log.count, key: key, value: value), to: own)
    case .updated(let count):
      guard count > told, count <= durable else { return }
      effects.persist(.told(count))
      for place in told + 1...count { answer(place, &effects) }
      told = count
      tellCache(&effects)
    default: break
    }
  }

  /// The log is on disk so far: readers may see it.
  private mutating func durable(through count: Int, _ effects: inout Effects<Self>) {
    while durable < min(count, log.count) {
      apply(log[durable])
      durable += 1
      if settings.onWrite != .logInvalidates { answer(durable, &effects) }
    }
    tellCache(&effects)
  }

  private func answer(_ place: Int, _ effects: inout Effects<Self>) {
    let write = log[place - 1]
    let value = current[write.key] ?? Stamped(value: nil, version: 0)
    effects.send(.stored(task: write.source.task, value), to: write.source.node)
  }

  /// Removes from the cache what the next write in the log replaced.
  func tellCache(_ effects: inout Effects<Self>) {
    guard settings.onWrite == .logInvalidates, told < durable else { return }
    effects.send(.remove(task: told + 1, key: log[told].key), to: Self.cache)
    effects.setTimer(.patience(task: 0), after: settings.patience)
  }

  // MARK: The cache

  mutating func serveCache(
    _ message: Message, from sender: NodeID, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    switch message {
    case .updated: isReady = true
    case .get(let task, let key): if isReady { get(key, task, for: sender, at: now, &effects) }
    case .fill(let key, let value, let leave):
      if settings.lease != nil {
        guard settings.mayFill(leave, leaves[key]?.number) else { return }
        leaves[key] = nil
      }
      set(value, key, at: now)
    case .put(let task, let key, let value):
      leaves[key] = nil
      set(value, key, at: now)
      effects.send(.updated(task: task), to: sender)
    case .remove(let task, let key):
      entries[key] = nil
      leaves[key] = nil
      effects.send(.updated(task: task), to: sender)
    default: break
    }
  }

  private mutating func get(
    _ key: Int, _ task: Int, for reader: NodeID, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    if let entry = entries[key] {
      if settings.timeToLive.map({ now - entry.since < $0 }) ?? true {
        return effects.send(.hit(task: task, entry.value), to: reader)
      }
      entries[key] = nil
    }
    guard let lease = settings.lease else {
      return effects.send(.miss(task: task, leave: nil), to: reader)
    }
    if let leave = leaves[key], now - leave.since < lease {
      return effects.send(.wait(task: task), to: reader)
    }
    lastLeave += 1
    leaves[key] = Leave(number: lastLeave, since: now)
    effects.send(.miss(task: task, leave: lastLeave), to: reader)
  }

  private mutating func set(_ value: Stamped, _ key: Int, at now: LocalTime) {
    if settings.onWrite == .writeThrough(overOlderOnly: true), let entry = entries[key],
      entry.value.version > value.version
    {
      return
    }
    entries[key] = Entry(value: value, since: now)
  }
}
