/// What a leader knows of another node.
struct Peer: Sendable {
  /// The next index to send: `match < next`.
  var next: Int
  /// Up to here its log is known to be the leader's.
  var match = 0
  /// Whether `next` is known to be right, so that messages may follow each other unanswered.
  var isStreaming = false
  /// Whether one message is on its way that has to be answered first.
  var isWaiting = false
  /// When a snapshot was sent that is not answered yet.
  var snapshotSent: LocalTime?
  /// When it was last heard from.
  var heard: LocalTime
  /// The last round it answered.
  var round = 0
}

extension Raft {
  /// Adds an entry of this leader's, sends it, and writes it to disk meanwhile.
  mutating func propose(
    _ payload: RaftEntry.Payload, for request: RequestID?, _ effects: inout Effects<Raft>
  ) {
    let entry = RaftEntry(term: term, payload: payload)
    log.append(entry)
    if case .configuration(let configuration) = payload {
      configurations.append((log.lastIndex, configuration))
    }
    if let request { waiting.append(request, at: log.lastIndex) }
    replicate(&effects)
    effects.persist(.entry(entry))
    ownCopyIsWritten(&effects)
  }

  /// Has the leader's own copy counted, once it is on disk.
  func ownCopyIsWritten(_ effects: inout Effects<Raft>) {
    if keeps(.ownCopyDurable) { effects.sync() }
    effects.send(.durable(log.last), to: id)
  }

  mutating func ownCopyIsDurable(
    upTo position: LogPosition, _ effects: inout Effects<Raft>
  ) {
    guard role == .leader, position.term == term || log.term(at: position.index) == position.term
    else { return }
    peers[id].match = max(peers[id].match, position.index)
    advanceCommit(&effects)
  }

  /// Sends to everybody what is new.
  mutating func replicate(_ effects: inout Effects<Raft>) {
    var shared: (after: Int, message: RaftAppend)?
    var members = configuration.members.bits
    while members != 0 {
      let node = members.trailingZeroBitCount
      members &= members - 1
      guard node != id, mayStream(to: node) else { continue }
      send(to: node, sharing: &shared, &effects)
    }
  }

  private func mayStream(to node: NodeID) -> Bool {
    !peers[node].isWaiting && peers[node].snapshotSent == nil && !isWindowFull(of: node)
  }

  private func isWindowFull(of node: NodeID) -> Bool {
    peers[node].isStreaming && peers[node].next - peers[node].match > policy.window
  }

  /// Sends the entries that follow what `node` has; a message for several nodes is made once.
  private mutating func send(
    to node: NodeID, sharing shared: inout (after: Int, message: RaftAppend)?,
    _ effects: inout Effects<Raft>
  ) {
    let previous = peers[node].next - 1
    guard let previousTerm = log.term(at: previous) else {
      sendSnapshot(to: node, &effects)
      return
    }
    let message: RaftAppend
    if let made = shared, made.after == previous {
      message = made.message
    } else {
      message = RaftAppend(
        term: term, previous: LogPosition(index: previous, term: previousTerm),
        entries: log.entries(after: previous, limit: isWindowFull(of: node) ? 0 : policy.batch),
        commit: commit,
        round: rounds.last)
      shared = (previous, message)
    }
    if peers[node].isStreaming {
      peers[node].next += message.entries.count
    } else {
      peers[node].isWaiting = true
    }
    effects.send(.append(message), to: node)
  }

  /// Says that this node leads, or that it no longer does when it hears from no majority.
  mutating func beat(_ effects: inout Effects<Raft>) {
    guard role == .leader else { return }
    if policy.checkQuorum, !hearsMajority() {
      follow(in: term, leader: nil, &effects)
      return
    }
    effects.setTimer(.heartbeat, after: policy.heartbeat)
    beginRound(&effects)
  }

  private func hearsMajority() -> Bool {
    let voters = configuration.voters
    let heard = voters.nodes.count { node in
      node == id || now - peers[node].heard < policy.electionTimeout.upperBound
    }
    return heard >= policy.quorum(of: voters.count)
  }

  /// Sends a message to everybody whose answers confirm that this node leads now.
  mutating func beginRound(_ effects: inout Effects<Raft>) {
    rounds.begin(at: now)
    var shared: (after: Int, message: RaftAppend)?
    for node in configuration.members.nodes where node != id {
      if let sent = peers[node].snapshotSent {
        if now - sent < policy.electionTimeout.lowerBound { continue }
        peers[node].snapshotSent = nil
      }
      send(to: node, sharing: &shared, &effects)
    }
  }

  mutating func receive(
    _ append: RaftAppend, from: NodeID, _ effects: inout Effects<Raft>
  ) {
    guard append.term >= term || !keeps(.refuseOlderTerms) else {
      refuse(append, conflict: log.last, from: from, &effects)
      return
    }
    guard role != .leader || append.term > term else { return }
    listen(to: from, in: append.term, &effects)
    var append = append
    dropWhatIsCutOff(&append)
    guard matches(append.previous) else {
      refuse(append, conflict: conflict(at: append.previous.index), from: from, &effects)
      return
    }
    let last = append.previous.index + append.entries.count
    store(append, &effects)
    let known = keeps(.commitWhatMatches) ? last : log.lastIndex
    commit = max(commit, min(append.commit, min(known, log.lastIndex)))
    apply(&effects)
    syncBeforeAnswer(&effects)
    effects.send(
      .appendResponse(
        .init(
          term: term, leaderTerm: append.term, matches: true, index: last, conflict: .start,
          round: append.round)), to: from)
  }

  /// Takes `from` for the leader of a term.
  mutating func listen(
    to from: NodeID, in newTerm: Int, _ effects: inout Effects<Raft>
  ) {
    if newTerm > term || role != .follower || leader != from {
      follow(in: max(term, newTerm), leader: from, &effects)
    }
    heardOfLeader = now
    setElectionTimer(&effects)
  }

  /// Entries that a snapshot here has are committed, and so the same as the leader's.
  private func dropWhatIsCutOff(_ append: inout RaftAppend) {
    let cut = log.base.index - append.previous.index
    guard cut > 0 else { return }
    append.entries.removeFirst(min(cut, append.entries.count))
    append.previous = log.base
  }

  private func matches(_ previous: LogPosition) -> Bool {
    guard keeps(.previousEntryMatches) else { return true }
    return log.term(at: previous.index) == previous.term
  }

  /// Where the leader should look next: the first entry of the conflicting term, or the end.
  private func conflict(at index: Int) -> LogPosition {
    guard let term = log.term(at: index) else {
      return LogPosition(index: log.lastIndex + 1, term: 0)
    }
    return LogPosition(index: log.firstIndexOfTerm(at: index), term: term)
  }

  private func refuse(
    _ append: RaftAppend, conflict: LogPosition, from: NodeID, _ effects: inout Effects<Raft>
  ) {
    syncBeforeAnswer(&effects)
    effects.send(
      .appendResponse(
        .init(
          term: term, leaderTerm: append.term, matches: false, index: append.previous.index,
          conflict: conflict, round: append.round)), to: from)
  }

  /// Puts the entries where they belong; only a conflicting one takes away what follows it, for a
  /// late message may have less than the log (section 5.3).
  private mutating func store(_ append: RaftAppend, _ effects: inout Effects<Raft>) {
    guard keeps(.ignoreRepeated) else {
      replaceEntries(after: log.lastIndex, with: append.entries[...], &effects)
      return
    }
    var index = append.previous.index
    var place = 0
    while place < append.entries.count, let term = log.term(at: index + 1) {
      if term != append.entries[place].term, keeps(.truncateConflicts) { break }
      index += 1
      place += 1
    }
    guard place < append.entries.count else { return }
    replaceEntries(after: min(index, log.lastIndex), with: append.entries[place...], &effects)
  }

  private mutating func replaceEntries(
    after index: Int, with entries: ArraySlice<RaftEntry>, _ effects: inout Effects<Raft>
  ) {
    guard !entries.isEmpty else { return }
    log.replace(after: index, with: entries)
    while let last = configurations.last, last.index > index { configurations.removeLast() }
    for (offset, entry) in entries.enumerated() {
      if case .configuration(let configuration) = entry.payload {
        configurations.append((index + 1 + offset, configuration))
      }
    }
    effects.persist(
      .entries(after: index, entries.count == 1 ? [entries[entries.startIndex]] : Array(entries)))
  }

  mutating func receive(
    _ response: RaftAppendResponse, from: NodeID, _ effects: inout Effects<Raft>
  ) {
    if response.term > term {
      if keeps(.stepDownOnNewerTerm) { follow(in: response.term, leader: nil, &effects) }
      return
    }
    let isMine = response.leaderTerm == term || !keeps(.answersOfThisTerm)
    guard role == .leader, response.term == term, isMine, from < peers.count else { return }
    peers[from].heard = now
    peers[from].round = max(peers[from].round, response.round)
    if response.matches {
      noteMatch(of: from, upTo: response.index)
      advanceCommit(&effects)
    } else {
      backUp(from, response)
    }
    confirmRounds(&effects)
    while peers[from].next <= log.lastIndex, mayStream(to: from) {
      var shared: (after: Int, message: RaftAppend)?
      send(to: from, sharing: &shared, &effects)
    }
  }

  private mutating func noteMatch(of node: NodeID, upTo index: Int) {
    peers[node].match = max(peers[node].match, index)
    peers[node].next = max(peers[node].next, index + 1)
    peers[node].isStreaming = true
    peers[node].isWaiting = false
    peers[node].snapshotSent = nil
  }

  /// Looks further back in the log of `node` (section 5.3), unless the refusal is an old one.
  private mutating func backUp(_ node: NodeID, _ response: RaftAppendResponse) {
    guard keeps(.backUp), response.index > peers[node].match || peers[node].match == 0 else {
      return
    }
    let latest = peers[node].next - 1
    guard peers[node].isStreaming ? response.index <= latest : response.index == latest else {
      return
    }
    var next = response.conflict.index
    if response.conflict.term > 0,
      let last = log.lastIndex(of: response.conflict.term, upTo: response.index)
    {
      next = last + 1
    }
    peers[node].next = max(peers[node].match + 1, min(next, max(1, response.index)))
    peers[node].isStreaming = false
    peers[node].isWaiting = false
  }
}
