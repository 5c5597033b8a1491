extension PrimaryBackup {
  /// Takes over in the current epoch.
  mutating func lead(at now: LocalTime, _ effects: inout Effects<Self>) {
    role = .primary
    primary = own
    leaseEnd = nil
    isDegraded = false
    waiting = []
    let entry = Entry(epoch: epoch, key: nil, value: 0)
    add(entry)
    opening = log.count
    matched = Array(repeating: 0, count: settings.replicas)
    next = Array(repeating: log.count, count: settings.replicas)
    heard = Array(repeating: now, count: settings.replicas)
    effects.cancelTimer(.election)
    effects.persist(.epoch(epoch, vote: vote, leads: true))
    effects.persist(.append(entry))
    effects.sync()
    effects.send(.synced(epoch: epoch, through: log.count), to: own)
  }

  /// Follows a primary, or nobody yet, in an epoch that is not older.
  ///
  /// A follower's patience starts anew unless `keepsPatience`: candidates that cannot win must not
  /// keep others from standing.
  mutating func follow(
    _ leader: NodeID?, in epoch: Int, keepsPatience: Bool = false, _ effects: inout Effects<Self>
  ) {
    let keepsPatience = keepsPatience && role != .primary
    if role == .primary {
      effects.cancelTimer(.acknowledgement)
      waiting = []
    }
    if epoch > self.epoch || role == .primary {
      if epoch > self.epoch { vote = nil }
      self.epoch = epoch
      effects.persist(.epoch(epoch, vote: vote, leads: false))
      effects.sync()
    }
    role = .standby
    primary = leader
    if !keepsPatience { expectPrimary(&effects) }
  }

  /// Waits for a primary: those with lower numbers lose patience first.
  func expectPrimary(_ effects: inout Effects<Self>) {
    guard settings.failover == .election else { return }
    let stagger = settings.heartbeat
    let patience = settings.timeout + Nanoseconds(own) * stagger
    effects.setTimer(.election, after: patience)
  }

  /// Asks for votes in a new epoch.
  mutating func stand(_ effects: inout Effects<Self>) {
    role = .candidate
    epoch += 1
    vote = own
    votes = []
    primary = nil
    effects.persist(.epoch(epoch, vote: own, leads: false))
    effects.sync()
    effects.send(.vote(epoch: epoch), to: own)
    for replica in others { effects.send(.voteRequest(epoch: epoch, last: last), to: replica) }
    let jitter = Nanoseconds(random.next() % UInt64(max(1, settings.timeout)))
    effects.setTimer(.election, after: settings.timeout + jitter)
  }

  /// Votes at most once an epoch, and for nobody who lacks what this replica has.
  mutating func consider(
    _ epoch: Int, _ last: Position, from candidate: NodeID, _ effects: inout Effects<Self>
  ) {
    guard epoch >= self.epoch else {
      return effects.send(.superseded(epoch: self.epoch), to: candidate)
    }
    if epoch > self.epoch { follow(nil, in: epoch, keepsPatience: true, &effects) }
    let isFree = vote == nil || vote == candidate
    guard role == .standby, isFree, settings.mayReplace(last, self.last) else { return }
    vote = candidate
    effects.persist(.epoch(epoch, vote: vote, leads: false))
    effects.sync()
    effects.send(.vote(epoch: epoch), to: candidate)
    expectPrimary(&effects)
  }

  /// Counts a vote.
  mutating func count(
    _ epoch: Int, from voter: NodeID, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    guard role == .candidate, epoch == self.epoch, !votes.contains(voter) else { return }
    votes.append(voter)
    if votes.count >= settings.votesNeeded(settings.replicas) { lead(at: now, &effects) }
  }

  /// Promises the coordinator to take nothing from earlier epochs.
  mutating func seal(_ epoch: Int, for coordinator: NodeID, _ effects: inout Effects<Self>) {
    guard epoch >= self.epoch, !(epoch == self.epoch && role == .primary) else { return }
    follow(nil, in: epoch, &effects)
    effects.sync()
    effects.send(.sealed(epoch: epoch, last: last), to: coordinator)
  }
}
