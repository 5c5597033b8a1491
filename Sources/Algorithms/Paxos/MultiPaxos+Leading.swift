extension MultiPaxos {
  /// Phase 1a: asks all acceptors for what they accepted after the slots known to be chosen.
  mutating func prepare(_ effects: inout Effects<MultiPaxos>) {
    let round = max(ballot.round, promised.round) + 1
    ballot = Ballot(round: round, node: keeps(.ownBallots) ? id : 0)
    role = .preparing
    leader = nil
    promises = []
    promiseCount = 0
    proposals = [:]
    lastSlot = chosen
    setElectionTimer(&effects)
    // On disk before anybody hears of it: a later life must not use the ballot again.
    promised = ballot
    effects.persist(.promised(ballot))
    effects.sync()
    for node in 0..<nodes { effects.send(.prepare(ballot, from: chosen + 1), to: node) }
  }

  mutating func take(
    _ promise: Promise, _ answered: Ballot, from: NodeID, _ effects: inout Effects<MultiPaxos>
  ) {
    guard role == .preparing, answered == ballot || !keeps(.answersOfThisBallot) else { return }
    if let snapshot = promise.snapshot { adopt(snapshot, &effects) }
    for slot in promise.accepted where slot.slot > chosen && keeps(.adoptAccepted) {
      lastSlot = max(lastSlot, slot.slot)
      let known = proposals[slot.slot]?.accepted.ballot ?? .none
      if slot.accepted.ballot > known || !keeps(.highestBallotWins) {
        proposals[slot.slot] = Proposal(accepted: slot.accepted)
      }
    }
    promises.insert(from)
    promiseCount = keeps(.distinctAcceptors) ? promises.count : promiseCount + 1
    if promiseCount >= policy.quorums.prepare { lead(&effects) }
  }

  /// Proposes anew what may have been chosen; slots between that nobody used get nothing to do.
  private mutating func lead(_ effects: inout Effects<MultiPaxos>) {
    role = .leader
    leader = id
    lastSlot = max(lastSlot, chosen)
    effects.cancelTimer(.election)
    effects.setTimer(.heartbeat, after: policy.heartbeat)
    sendHeartbeat(&effects)
    var slot = chosen + 1
    while slot <= lastSlot {
      propose(proposals[slot]?.accepted.command ?? .noOp, in: slot, &effects)
      slot += 1
    }
  }

  /// Phase 2a.
  mutating func propose(
    _ command: Command, in slot: Int, _ effects: inout Effects<MultiPaxos>
  ) {
    proposals[slot] = Proposal(accepted: Accepted(ballot: ballot, command: command))
    send(slot, &effects)
  }

  private func send(
    _ slot: Int, toAll: Bool = false, _ effects: inout Effects<MultiPaxos>
  ) {
    guard let proposal = proposals[slot] else { return }
    let message = Message.accept(
      ballot, slot: slot, proposal.accepted.command, chosen: chosen)
    let count = policy.isThrifty && !toAll ? policy.quorums.accept : nodes
    for offset in 0..<count {
      let node = (id + offset) % nodes
      if !proposal.answers.contains(node) { effects.send(message, to: node) }
    }
  }

  mutating func count(
    _ answered: Ballot, slot: Int, from: NodeID, _ effects: inout Effects<MultiPaxos>
  ) {
    guard role == .leader, answered == ballot || !keeps(.answersOfThisBallot),
      var proposal = proposals[slot]
    else { return }
    proposal.answers.insert(from)
    proposal.count = keeps(.distinctAcceptors) ? proposal.answers.count : proposal.count + 1
    if proposal.count >= policy.quorums.accept { proposal.isChosen = true }
    proposals[slot] = proposal
    while proposals[chosen + 1]?.isChosen == true {
      chosen += 1
      apply(&effects)
      proposals[chosen] = nil
    }
  }

  mutating func beat(_ effects: inout Effects<MultiPaxos>) {
    guard role == .leader else { return }
    effects.setTimer(.heartbeat, after: policy.heartbeat)
    sendHeartbeat(&effects)
    // What was sent and not chosen may be lost.
    if lastSlot > chosen {
      for slot in chosen + 1...min(lastSlot, chosen + 64) { send(slot, toAll: true, &effects) }
    }
  }

  private func sendHeartbeat(_ effects: inout Effects<MultiPaxos>) {
    for node in 0..<nodes where node != id {
      effects.send(.heartbeat(ballot, chosen: chosen), to: node)
    }
  }

  /// Gives up leading or trying to, because there is a higher ballot.
  mutating func stepDown(before higher: Ballot, _ effects: inout Effects<MultiPaxos>) {
    ballot.round = max(ballot.round, higher.round)
    if role == .leader {
      effects.cancelTimer(.heartbeat)
      for (_, client) in waiting.sorted(by: { $0.key < $1.key }) {
        effects.respond(.notLeader(nil), to: client)
      }
      waiting = [:]
    }
    role = .follower
    leader = nil
    proposals = [:]
    setElectionTimer(&effects)
  }

  /// Brings a node what it lacks: chosen commands, or the state.
  func bring(
    _ answered: Ballot, _ applied: Int, to node: NodeID, _ effects: inout Effects<MultiPaxos>
  ) {
    guard role == .leader, answered == ballot, applied < self.applied else { return }
    var commands: [Command] = []
    for slot in applied + 1...min(self.applied, applied + 64) {
      guard let accepted = slots[slot] else {
        effects.send(.state(ballot, Snapshot(applied: self.applied, store: store)), to: node)
        return
      }
      commands.append(accepted.command)
    }
    effects.send(.catchUp(ballot, from: applied + 1, commands), to: node)
  }
}
