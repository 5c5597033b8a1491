extension MultiPaxos {
  /// Phase 1b.
  mutating func promise(
    _ ballot: Ballot, from first: Int, to node: NodeID, _ effects: inout Effects<MultiPaxos>
  ) {
    let isRepeated = ballot == promised && (node == id || !keeps(.ownBallots))
    guard ballot > promised || isRepeated else {
      effects.send(.refused(ballot, promised: promised), to: node)
      return
    }
    promised = ballot
    if node != id, role != .follower { stepDown(before: ballot, &effects) }
    if node != id { setElectionTimer(&effects) }
    effects.persist(.promised(ballot))
    var promise = Promise(accepted: [])
    if slots.base >= first { promise.snapshot = Snapshot(applied: applied, store: store) }
    for slot in first..<max(first, slots.last + 1) {
      if let accepted = slots[slot] {
        promise.accepted.append(.init(slot: slot, accepted: accepted))
      }
    }
    syncBeforeAnswer(&effects)
    effects.send(.promise(ballot, promise), to: node)
  }

  /// Phase 2b.
  mutating func accept(
    _ proposal: Accepted, in slot: Int, chosen: Int, _ from: NodeID,
    _ effects: inout Effects<MultiPaxos>
  ) {
    guard follows(proposal.ballot, from: from, &effects) else { return }
    if slot > applied || slots[slot] == nil {
      slots[slot] = proposal
      effects.persist(.accepted(slot: slot, proposal))
    }
    syncBeforeAnswer(&effects)
    effects.send(.accepted(proposal.ballot, slot: slot), to: from)
    if from != id { learn(chosen, of: proposal.ballot, from: from, &effects) }
  }

  /// Whether a message of a leader counts; refuses it if not.
  mutating func follows(
    _ ballot: Ballot, from: NodeID, _ effects: inout Effects<MultiPaxos>
  ) -> Bool {
    guard ballot >= promised || !keeps(.keepPromise) else {
      effects.send(.refused(ballot, promised: promised), to: from)
      return false
    }
    if ballot > promised {
      promised = ballot
      effects.persist(.promised(ballot))
    }
    if from != id {
      if role != .follower { stepDown(before: ballot, &effects) }
      leader = from
      setElectionTimer(&effects)
    }
    return true
  }

  /// Slots up to `count` are chosen. What this node accepted in the leader's ballot is what was
  /// chosen; anything else it has to ask for.
  mutating func learn(
    _ count: Int, of ballot: Ballot, from: NodeID, _ effects: inout Effects<MultiPaxos>
  ) {
    while chosen < count, slots[chosen + 1]?.ballot == ballot {
      chosen += 1
      apply(&effects)
    }
    if chosen < count { effects.send(.behind(ballot, applied: applied), to: from) }
  }

  /// These commands are chosen, from a slot on.
  mutating func learn(
    _ commands: [Command], from first: Int, _ effects: inout Effects<MultiPaxos>
  ) {
    for (offset, command) in commands.enumerated() where first + offset == chosen + 1 {
      let accepted = Accepted(ballot: promised, command: command)
      slots[chosen + 1] = accepted
      effects.persist(.accepted(slot: chosen + 1, accepted))
      chosen += 1
      apply(&effects)
    }
  }

  /// Applies the slots that are chosen, and answers whoever waits for them.
  mutating func apply(_ effects: inout Effects<MultiPaxos>) {
    while applied < chosen {
      let slot = applied + 1
      let accepted = role == .leader ? proposals[slot]?.accepted : slots[slot]
      guard let accepted else { return }
      if role == .leader, slots[slot] != accepted {
        slots[slot] = accepted
        effects.persist(.accepted(slot: slot, accepted))
      }
      applied = slot
      let client = waiting.removeValue(forKey: slot)
      guard case .operation(let operation) = accepted.command else { continue }
      if let output = store.apply(operation), let client {
        effects.respond(.done(output), to: client)
      }
    }
    if applied - snapshot.applied >= policy.snapshotEvery {
      keep(Snapshot(applied: applied, store: store), &effects)
    }
  }

  private mutating func keep(_ new: Snapshot, _ effects: inout Effects<MultiPaxos>) {
    snapshot = new
    let cut = max(slots.base, new.applied - policy.trailing)
    slots.cut(upTo: cut)
    effects.persist(.snapshot(new, cut: cut))
  }

  /// Takes over a state that is further than this node's.
  mutating func adopt(_ new: Snapshot, _ effects: inout Effects<MultiPaxos>) {
    guard new.applied > applied else { return }
    store = new.store
    applied = new.applied
    chosen = max(chosen, applied)
    lastSlot = max(lastSlot, chosen)
    proposals = proposals.filter { $0.key > chosen }
    snapshot = new
    slots.cut(upTo: new.applied)
    effects.persist(.snapshot(new, cut: new.applied))
  }
}
