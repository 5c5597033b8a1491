extension PrimaryBackup {
  /// Appends to the log in memory.
  mutating func add(_ entry: Entry) {
    log.append(entry)
    if let key = entry.key { places[key, default: []].append(log.count) }
  }

  /// Cuts the log to `count` entries.
  mutating func cut(to count: Int) {
    while log.count > count {
      let entry = log.removeLast()
      if let key = entry.key { places[key]?.removeLast() }
      if log.count < acknowledged { rolledBack.append(entry) }
    }
    acknowledged = min(acknowledged, count)
  }

  /// The value of a key after the first `count` entries.
  public func value(of key: Int, after count: Int? = nil) -> Int? {
    let count = count ?? log.count
    guard let place = places[key]?.last(where: { $0 <= count }) else { return nil }
    return log[place - 1].value
  }

  /// Answers a client, or takes its write.
  mutating func receive(
    _ request: Request, _ id: RequestID, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    let serves = serves(at: now)
    switch request {
    case .read(let key):
      let knows = settings.readsUnacknowledged || acknowledged >= opening
      guard serves && knows || (settings.readsAtStandbys && role == .standby) else {
        return effects.respond(.notPrimary(primary), to: id)
      }
      let visible = settings.readsUnacknowledged ? log.count : acknowledged
      effects.respond(.value(value(of: key, after: visible)), to: id)
    case .write(let key, let value):
      guard serves else { return effects.respond(.notPrimary(primary), to: id) }
      let entry = Entry(epoch: epoch, key: key, value: value)
      add(entry)
      waiting.append((log.count, id))
      if waiting.count == 1 { expectAcknowledgement(&effects) }
      effects.persist(.append(entry))
      effects.sync()
      effects.send(.synced(epoch: epoch, through: log.count), to: own)
    }
  }

  /// Whether the node takes writes: it leads, and has leave to if it needs that.
  public func serves(at now: LocalTime) -> Bool {
    guard role == .primary, settings.failover == .coordinator(.lease) else {
      return role == .primary
    }
    return leaseEnd.map { now < $0 } ?? false
  }

  private func expectAcknowledgement(_ effects: inout Effects<Self>) {
    if case .semiSynchronous(_, let timeout) = settings.acknowledgement, !isDegraded {
      effects.setTimer(.acknowledgement, after: timeout)
    }
  }

  /// The own log is on disk up to `through`: only now standbys get it, so that none is ever ahead
  /// of a primary that restarts.
  mutating func synced(_ epoch: Int, _ through: Int, _ effects: inout Effects<Self>) {
    guard role == .primary, epoch == self.epoch, through <= log.count else { return }
    matched[own] = max(matched[own], through)
    for replica in others { replicate(to: replica, &effects) }
    acknowledge(&effects)
  }

  /// Sends a replica what it lacks.
  func replicate(to replica: NodeID, _ effects: inout Effects<Self>) {
    let previous = min(next[replica] - 1, matched[own])
    let epoch = previous > 0 ? log[previous - 1].epoch : 0
    effects.send(
      .append(
        epoch: self.epoch, previous: Position(epoch: epoch, index: previous),
        entries: Array(log[previous..<matched[own]]), acknowledged: acknowledged), to: replica)
  }

  /// A standby takes entries where its log matches, and cuts what differs.
  mutating func receive(
    _ entries: [Entry], after previous: Position, _ acknowledged: Int, _ epoch: Int,
    from sender: NodeID, _ effects: inout Effects<Self>
  ) {
    guard epoch >= self.epoch, !(epoch == self.epoch && role == .primary) else {
      return effects.send(.superseded(epoch: self.epoch), to: sender)
    }
    follow(sender, in: epoch, &effects)
    let matches =
      previous.index == 0
      || (previous.index <= log.count && log[previous.index - 1].epoch == previous.epoch)
    guard matches else {
      let mayMatch = min(log.count, previous.index - 1)
      return effects.send(.mismatched(epoch: epoch, mayMatch: mayMatch), to: sender)
    }
    var index = previous.index
    for entry in entries {
      index += 1
      if index <= log.count {
        if log[index - 1].epoch == entry.epoch { continue }
        cut(to: index - 1)
        effects.persist(.truncate(index - 1))
      }
      add(entry)
      effects.persist(.append(entry))
    }
    self.acknowledged = max(self.acknowledged, min(acknowledged, index))
    if settings.standbys == .onDisk { effects.sync() }
    effects.send(.appended(epoch: epoch, through: index), to: sender)
    effects.sync()
  }

  /// A standby has everything up to `through`.
  mutating func appended(
    _ epoch: Int, _ through: Int, from sender: NodeID, at now: LocalTime,
    _ effects: inout Effects<Self>
  ) {
    guard role == .primary, epoch == self.epoch, through <= log.count else { return }
    heard[sender] = now
    matched[sender] = max(matched[sender], through)
    next[sender] = max(next[sender], matched[sender] + 1)
    acknowledge(&effects)
  }

  /// A standby's log differs before what it was sent: try earlier.
  mutating func mismatched(
    _ epoch: Int, _ mayMatch: Int, from sender: NodeID, at now: LocalTime,
    _ effects: inout Effects<Self>
  ) {
    guard role == .primary, epoch == self.epoch else { return }
    heard[sender] = now
    matched[sender] = min(matched[sender], mayMatch)
    next[sender] = max(1, min(next[sender], mayMatch + 1))
    replicate(to: sender, &effects)
  }

  /// Answers the writes that have gone as far as they must.
  mutating func acknowledge(_ effects: inout Effects<Self>) {
    let copied = others.map { matched[$0] }.sorted(by: >)
    let copies = min(settings.acknowledgement.copies, copied.count)
    let everywhere = copies == 0 ? matched[own] : min(copied[copies - 1], matched[own])
    if everywhere == log.count { isDegraded = false }
    let reached = isDegraded ? matched[own] : everywhere
    guard reached > acknowledged, reached >= opening else { return }
    acknowledged = reached
    let answered = waiting.prefix { $0.index <= reached }
    guard !answered.isEmpty else { return }
    for write in answered { effects.respond(.written, to: write.request) }
    waiting.removeFirst(answered.count)
    if waiting.isEmpty {
      effects.cancelTimer(.acknowledgement)
    } else {
      expectAcknowledgement(&effects)
    }
  }
}
