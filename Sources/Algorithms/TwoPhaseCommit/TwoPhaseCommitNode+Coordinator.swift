/// The coordinator's part.
extension TwoPhaseCommitNode {
  mutating func begin(
    _ transaction: Transaction, _ request: RequestID,
    _ effects: inout Effects<TwoPhaseCommitNode>
  ) {
    let id = TransactionID(coordinator: self.id, request: request)
    guard collecting[id] == nil, unacknowledged[id] == nil else { return }  // it came twice
    let participants = transaction.branches.map(\.participant)
    let writers = transaction.branches.filter { $0.value != nil }.map(\.participant)
    collecting[id] = Collecting(participants: participants)
    for branch in transaction.branches {
      let peers = writers.filter { $0 != branch.participant }
      effects.send(.prepare(id, branch, peers: peers), to: branch.participant)
    }
    effects.setTimer(.votes(id), after: policy.voteTimeout)
  }

  mutating func receive(
    _ vote: Vote, _ id: TransactionID, _ from: NodeID,
    _ effects: inout Effects<TwoPhaseCommitNode>
  ) {
    guard collecting[id] != nil else { return }  // decided; who is in doubt asks
    collecting[id]?.votes[from] = vote
    if vote == .no {
      decide(id, .aborted, &effects)
    } else if let votes = collecting[id], votes.votes.count == votes.participants.count {
      decide(id, .committed, &effects)
    }
  }

  /// Ends the first phase. The forced commit record is the commit point; an abort leaves no trace,
  /// because no trace means aborted.
  mutating func decide(
    _ id: TransactionID, _ outcome: TransactionOutcome,
    _ effects: inout Effects<TwoPhaseCommitNode>
  ) {
    guard let votes = collecting.removeValue(forKey: id) else { return }
    effects.cancelTimer(.votes(id))
    let interested = votes.participants.filter {
      votes.votes[$0] != .no && votes.votes[$0] != .readOnly
    }
    guard outcome == .committed else {
      for participant in interested { effects.send(.decide(id, .aborted), to: participant) }
      effects.respond(.aborted, to: id.request)
      return
    }
    if interested.isEmpty {
      effects.respond(.committed, to: id.request)
      return
    }
    record(.committing(id, interested), &effects)
    if policy.forcesDecision { effects.sync() }  // the commit point
    effects.respond(.committed, to: id.request)
    unacknowledged[id] = interested
    sendCommit(id, &effects)
  }

  mutating func sendCommit(_ id: TransactionID, _ effects: inout Effects<TwoPhaseCommitNode>) {
    guard let participants = unacknowledged[id] else { return }
    if policy.forcesDecision { effects.sync() }  // the disk may be slower than the timer
    for participant in participants { effects.send(.decide(id, .committed), to: participant) }
    effects.setTimer(.acknowledgements(id), after: policy.resendInterval)
  }

  mutating func acknowledge(
    _ id: TransactionID, _ from: NodeID, _ effects: inout Effects<TwoPhaseCommitNode>
  ) {
    unacknowledged[id]?.removeAll { $0 == from }
    guard unacknowledged[id]?.isEmpty == true else { return }
    unacknowledged[id] = nil
    effects.cancelTimer(.acknowledgements(id))
    record(.ended(id), &effects)
  }

  /// Presumed abort: what is neither being decided nor committed was aborted, or never was.
  func answer(
    _ id: TransactionID, _ from: NodeID, _ effects: inout Effects<TwoPhaseCommitNode>
  ) {
    if collecting[id] != nil { return }
    let outcome = unacknowledged[id] == nil ? TransactionOutcome.aborted : .committed
    if outcome == .committed && policy.forcesDecision { effects.sync() }
    effects.send(.decide(id, outcome), to: from)
  }
}
