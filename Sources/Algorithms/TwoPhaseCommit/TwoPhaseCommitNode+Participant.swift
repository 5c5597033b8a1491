/// The participant's part.
extension TwoPhaseCommitNode {
  mutating func prepare(
    _ id: TransactionID, _ branch: Transaction.Branch, _ peers: [NodeID], _ from: NodeID,
    at now: LocalTime, _ effects: inout Effects<TwoPhaseCommitNode>
  ) {
    if let outcome = log.outcomes[id] {
      if outcome == .aborted { effects.send(.vote(id, .no), to: from) }
      return
    }
    if log.prepared[id] != nil {
      vote(id, to: from, &effects)
      return
    }
    if branch.isForbidden || locks[branch.key] != nil {
      record(.resolved(id, .aborted), &effects)
      effects.send(.vote(id, .no), to: from)
      return
    }
    if branch.value == nil {
      effects.send(.vote(id, .readOnly), to: from)
      return
    }
    locks[branch.key] = Lock(holder: id, since: now)
    record(.prepared(id, Prepared(branch: branch, peers: peers)), &effects)
    vote(id, to: from, &effects)
  }

  private func vote(
    _ id: TransactionID, to coordinator: NodeID, _ effects: inout Effects<TwoPhaseCommitNode>
  ) {
    if policy.forcesVote { effects.sync() }
    effects.send(.vote(id, .yes), to: coordinator)
    effects.setTimer(.outcome(id), after: policy.doubtTimeout)
  }

  /// Does the outcome of a prepared branch. A commit is forced before it is acknowledged; a lost
  /// abort record only means that the participant asks again.
  mutating func resolve(
    _ id: TransactionID, _ outcome: TransactionOutcome,
    _ effects: inout Effects<TwoPhaseCommitNode>
  ) {
    if let prepared = log.prepared[id] {
      record(.resolved(id, outcome), &effects)
      if locks[prepared.branch.key]?.holder == id { locks[prepared.branch.key] = nil }
      effects.cancelTimer(.outcome(id))
    }
    if outcome == .committed { effects.sync() }
  }

  /// In doubt for too long.
  mutating func doubt(_ id: TransactionID, _ effects: inout Effects<TwoPhaseCommitNode>) {
    guard let prepared = log.prepared[id] else { return }
    switch policy.inDoubt {
    case .abortAlone: resolve(id, .aborted, &effects)
    case .askCoordinator, .askEverybody:
      effects.send(.inquire(id), to: id.coordinator)
      if policy.inDoubt == .askEverybody {
        for peer in prepared.peers { effects.send(.askPeer(id), to: peer) }
      }
      effects.setTimer(.outcome(id), after: policy.doubtTimeout)
    }
  }

  /// Tells another participant what is known. One that has not voted gives up its vote, for good:
  /// then the transaction can only abort. One in doubt itself cannot help.
  mutating func answerPeer(
    _ id: TransactionID, _ from: NodeID, _ effects: inout Effects<TwoPhaseCommitNode>
  ) {
    if log.prepared[id] != nil { return }
    if log.outcomes[id] == nil { record(.resolved(id, .aborted), &effects) }
    effects.sync()
    effects.send(.decide(id, log.outcomes[id] ?? .aborted), to: from)
  }
}
