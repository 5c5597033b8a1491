extension Raft {
  /// Takes a snapshot when enough is applied since the last, and cuts the log (section 7).
  mutating func takeSnapshotIfDue(_ effects: inout Effects<Raft>) {
    let last = snapshot?.last.index ?? 0
    guard applied - last >= policy.snapshotEvery, let term = log.term(at: applied) else { return }
    var saved = store
    if !keeps(.sessionsInSnapshot) { saved.forgetSessions() }
    let taken = RaftSnapshot(
      last: LogPosition(index: applied, term: term), configuration: configuration(at: applied),
      store: saved)
    let cut = max(log.base.index, applied - policy.trailing)
    adopt(taken, cut: cut, &effects)
  }

  /// Makes a snapshot the beginning of the log. What is cut off has to be in it.
  private mutating func adopt(
    _ new: RaftSnapshot, cut: Int, _ effects: inout Effects<Raft>
  ) {
    snapshot = new
    if log.term(at: new.last.index) == new.last.term {
      log.cut(upTo: cut)
    } else {
      log.restart(after: new.last)
    }
    configurations.removeAll { $0.index <= new.last.index }
    effects.persist(.snapshot(new, cut: cut))
  }

  mutating func sendSnapshot(to node: NodeID, _ effects: inout Effects<Raft>) {
    guard let snapshot, peers[node].snapshotSent == nil else { return }
    peers[node].snapshotSent = now
    peers[node].isStreaming = false
    peers[node].isWaiting = true
    effects.send(.snapshot(term: term, snapshot), to: node)
  }

  mutating func receive(
    _ new: RaftSnapshot, term newTerm: Int, from: NodeID,
    _ effects: inout Effects<Raft>
  ) {
    guard newTerm >= term else {
      answer(new, of: newTerm, matches: false, to: from, &effects)
      return
    }
    guard role != .leader || newTerm > term else { return }
    listen(to: from, in: newTerm, &effects)
    if new.last.index > commit {
      adopt(new, cut: new.last.index, &effects)
      noteConfigurations()
      store = new.store
      commit = new.last.index
      applied = commit
    }
    answer(new, of: newTerm, matches: true, to: from, &effects)
  }

  private func answer(
    _ snapshot: RaftSnapshot, of leaderTerm: Int, matches: Bool, to node: NodeID,
    _ effects: inout Effects<Raft>
  ) {
    syncBeforeAnswer(&effects)
    effects.send(
      .appendResponse(
        .init(
          term: term, leaderTerm: leaderTerm, matches: matches, index: snapshot.last.index,
          conflict: log.last, round: 0)), to: node)
  }
}
