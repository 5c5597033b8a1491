/// A read that waits.
struct Read: Sendable {
  var request: RequestID
  var key: Int
  /// The round that has to be confirmed.
  var round: Int
}

/// A leader's rounds of messages, and when each was sent.
struct Rounds: Sendable {
  /// The last round sent.
  private(set) var last = 0
  /// The last round that a majority answered.
  private(set) var confirmed = 0
  /// When that was sent.
  private(set) var confirmedAt: LocalTime?
  private var sent: [LocalTime] = []

  mutating func begin(at now: LocalTime) {
    last += 1
    sent.append(now)
  }

  mutating func confirm(_ round: Int) {
    guard round > confirmed, round <= last else { return }
    let place = sent.count - 1 - (last - round)
    if sent.indices.contains(place) {
      confirmedAt = sent[place]
      sent.removeFirst(place + 1)
    }
    confirmed = round
  }
}

extension Raft {
  /// Reads a key without the log (Ongaro 2014, section 6.4).
  mutating func read(
    _ key: Int, for request: RequestID, _ effects: inout Effects<Raft>
  ) {
    let index = keeps(.readAfterOwnCommit) ? max(commit, termStart) : commit
    if hasLease() || !keeps(.confirmBeforeRead) {
      reads.append(Read(request: request, key: key, round: 0), at: index)
    } else {
      beginRound(&effects)
      reads.append(Read(request: request, key: key, round: rounds.last), at: index)
    }
    confirmRounds(&effects)
    serveReads(&effects)
  }

  /// Whether no other node can lead yet, by this node's clock (section 6.4.1).
  private func hasLease() -> Bool {
    guard case .lease = policy.reads, policy.checkQuorum, let sent = rounds.confirmedAt else {
      return false
    }
    return now - sent < policy.leaseDuration
  }

  /// Notes which rounds a majority has answered by now.
  mutating func confirmRounds(_ effects: inout Effects<Raft>) {
    let before = rounds.confirmed
    guard before < rounds.last else { return }
    let voters = configuration.voters
    let quorum = policy.quorum(of: voters.count)
    var best = before
    for candidate in voters.nodes {
      let round = candidate == id ? rounds.last : peers[candidate].round
      guard round > best else { continue }
      let count = voters.nodes.count { $0 == id || peers[$0].round >= round }
      if count >= quorum { best = round }
    }
    rounds.confirm(best)
    if best > before { serveReads(&effects) }
  }

  /// Answers the reads whose round is confirmed and whose index is applied.
  mutating func serveReads(_ effects: inout Effects<Raft>) {
    while let read = reads.first, read.value.round <= rounds.confirmed,
      read.index <= applied || !keeps(.applyBeforeRead)
    {
      _ = reads.removeFirst()
      effects.respond(.done(store.apply(.read(read.value.key))), to: read.value.request)
    }
  }
}
