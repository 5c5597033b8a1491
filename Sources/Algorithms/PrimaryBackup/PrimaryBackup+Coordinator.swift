extension PrimaryBackup {
  /// What the coordinator knows.
  struct Watch: Sendable {
    /// Who it appointed last.
    var appointed: NodeID = 0
    /// By replica: when a sign of life last came, and the end of its log at that time.
    var seen: [(at: LocalTime, last: Position)?]
    /// When the appointed primary last showed that it leads.
    var led = LocalTime.zero
    /// While it seals: by replica, the end of its log.
    var sealed: [(replica: NodeID, last: Position)]?

    init(replicas: Int) { seen = Array(repeating: nil, count: replicas) }
  }

  var fencing: Fencing {
    if case .coordinator(let fencing) = settings.failover { fencing } else { .none }
  }

  /// Begins to watch, and assumes that the primary was seen, and given its leave, just before.
  mutating func startCoordinator(at now: LocalTime, _ effects: inout Effects<Self>) {
    watch.led = now
    effects.setTimer(.heartbeat, after: settings.heartbeat)
  }

  /// Looks whether the primary is still there.
  mutating func look(at now: LocalTime, _ effects: inout Effects<Self>) {
    effects.setTimer(.heartbeat, after: settings.heartbeat)
    if watch.sealed != nil { return askForSeals(&effects) }
    guard now - watch.led > settings.timeout else { return }
    if fencing == .lease, now - watch.led <= longestLease { return }
    if fencing == .none {
      let near = watch.seen.indices.filter { replica in
        watch.seen[replica].map { now - $0.at <= settings.timeout } ?? false
      }
      let ends = near.map {
        (replica: $0, last: watch.seen[$0]?.last ?? Position(epoch: 0, index: 0))
      }
      guard let successor = choose(ends) else { return }
      beginEpoch(&effects)
      appoint(successor, at: now, &effects)
    } else {
      beginEpoch(&effects)
      watch.sealed = []
      askForSeals(&effects)
    }
  }

  /// The longest time, by this clock, for which a primary may believe in its lease.
  private var longestLease: Nanoseconds {
    settings.leaseTerm + Self.share(2 * settings.drift, of: settings.leaseTerm)
  }

  private mutating func beginEpoch(_ effects: inout Effects<Self>) {
    epoch += 1
    effects.persist(.epoch(epoch, vote: nil, leads: false))
    effects.sync()
  }

  private func askForSeals(_ effects: inout Effects<Self>) {
    for replica in 0..<settings.replicas { effects.send(.seal(epoch: epoch), to: replica) }
  }

  /// The replica that may replace all others; the lowest of several.
  private func choose(_ ends: [(replica: NodeID, last: Position)]) -> NodeID? {
    ends.first { one in ends.allSatisfy { settings.mayReplace(one.last, $0.last) } }?.replica
  }

  private mutating func appoint(
    _ replica: NodeID, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    watch.appointed = replica
    watch.sealed = nil
    watch.led = now
    effects.send(.promote(epoch: epoch), to: replica)
  }

  /// Hears signs of life and promises.
  mutating func coordinate(
    _ message: Message, from sender: NodeID, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    switch message {
    case .status(let epoch, let leads, let last, let sent):
      watch.seen[sender] = (now, last)
      guard leads, epoch >= self.epoch, watch.sealed == nil else { return }
      self.epoch = epoch
      watch.appointed = sender
      watch.led = now
      if fencing == .lease { effects.send(.lease(epoch: epoch, sent: sent), to: sender) }
    case .sealed(let epoch, let last):
      guard epoch == self.epoch, var sealed = watch.sealed else { return }
      sealed.removeAll { $0.replica == sender }
      sealed.append((sender, last))
      sealed.sort { $0.replica < $1.replica }
      watch.sealed = sealed
      guard sealed.count >= settings.sealsNeeded, let successor = choose(sealed) else { return }
      appoint(successor, at: now, &effects)
    default: break
    }
  }
}
