extension Raft {
  /// Campaigns when the election timer has run out, if this node may lead.
  mutating func campaignIfDue(_ effects: inout Effects<Raft>) {
    guard role != .leader else { return }
    setElectionTimer(&effects)
    leader = nil  // also where it may not lead: it would send clients to a node that is long gone
    guard mayLead else { return }
    if policy.preVote {
      askForPreVotes(&effects)
    } else {
      askForVotes(&effects)
    }
  }

  /// A voter may lead, and so may one whose removal is not committed: it may be the only one that
  /// can win (Ongaro 2014, section 4.2.2).
  private var mayLead: Bool {
    configuration.voters.contains(id) || configuration(at: commit).voters.contains(id)
  }

  /// Asks whether a campaign would be won, without a new term (Ongaro 2014, section 9.6).
  private mutating func askForPreVotes(_ effects: inout Effects<Raft>) {
    role = .preCandidate
    askAll(isPreVote: true, term: term + 1, &effects)
    count(voteOf: id, &effects)
  }

  /// Begins a term and asks for votes in it.
  private mutating func askForVotes(_ effects: inout Effects<Raft>) {
    role = .candidate
    term += 1
    vote = id
    persistTerm(&effects)
    askAll(isPreVote: false, term: term, &effects)
    effects.sync()
    effects.send(
      .voteResponse(
        .init(term: term, isGranted: true, isPreVote: false, campaign: campaign)), to: id)
  }

  private mutating func askAll(isPreVote: Bool, term: Int, _ effects: inout Effects<Raft>) {
    votes = []
    campaign = random.next()
    let request = RaftVoteRequest(
      term: term, last: log.last, isPreVote: isPreVote, campaign: campaign)
    for node in configuration.voters.nodes where node != id {
      effects.send(.voteRequest(request), to: node)
    }
  }

  mutating func receive(
    _ request: RaftVoteRequest, from: NodeID, _ effects: inout Effects<Raft>
  ) {
    if isLed(), request.term > term { return }
    if request.term > term, !request.isPreVote {
      if role == .follower || keeps(.stepDownOnNewerTerm) {
        follow(in: request.term, leader: nil, &effects)
      }
    }
    let isFree =
      request.isPreVote || vote == nil || vote == from || !keeps(.oneVotePerTerm)
    let isCurrent = request.isPreVote ? request.term > term : request.term == term
    let isGranted = isCurrent && isFree && isUpToDate(request.last)
    if isGranted, !request.isPreVote {
      if vote != from {
        vote = from
        persistTerm(&effects)
      }
      setElectionTimer(&effects)
    }
    syncBeforeAnswer(&effects)
    effects.send(
      .voteResponse(
        .init(
          term: isGranted ? request.term : term, isGranted: isGranted,
          isPreVote: request.isPreVote, campaign: request.campaign)), to: from)
  }

  /// Whether a leader was heard of so lately that no vote is given to another.
  private func isLed() -> Bool {
    guard policy.checkQuorum, keeps(.noVoteWhileLed) else { return false }
    return role == .leader
      || (leader != nil || isLeaseKept) && now - heardOfLeader < policy.electionTimeout.lowerBound
  }

  /// Whether a leader may read by a lease that this node has forgotten in a restart.
  private var isLeaseKept: Bool {
    if case .lease = policy.reads { true } else { false }
  }

  /// Whether a log that ends there has all that is committed (section 5.4.1).
  private func isUpToDate(_ last: LogPosition) -> Bool {
    guard keeps(.upToDateCandidate) else { return true }
    let own = log.last
    guard keeps(.lastTermBeforeLength) else { return last.index >= own.index }
    return (last.term, last.index) >= (own.term, own.index)
  }

  mutating func receive(
    _ response: RaftVoteResponse, from: NodeID, _ effects: inout Effects<Raft>
  ) {
    if response.term > term, !(response.isPreVote && response.isGranted) {
      if keeps(.stepDownOnNewerTerm) { follow(in: response.term, leader: nil, &effects) }
      return
    }
    let isAsking = response.isPreVote ? role == .preCandidate : role == .candidate
    let isMine = response.campaign == campaign || !keeps(.votesOfThisCampaign)
    guard response.isGranted, isAsking, isMine else { return }
    count(voteOf: from, &effects)
  }

  private mutating func count(
    voteOf node: NodeID, _ effects: inout Effects<Raft>
  ) {
    votes.insert(node)
    let voters = configuration.voters
    guard votes.intersection(voters).count >= policy.quorum(of: voters.count) else { return }
    // Whoever leads has its term on disk: after a restart in the term before it could be elected
    // again in this one, and make other entries at the same positions.
    guard votes.contains(id) || !keeps(.ownVoteFirst) else { return }
    if role == .preCandidate {
      askForVotes(&effects)
    } else {
      lead(&effects)
    }
  }

  /// Leads: tells everybody, with an entry of its own term first (section 8).
  private mutating func lead(_ effects: inout Effects<Raft>) {
    role = .leader
    leader = id
    effects.cancelTimer(.election)
    peers = Array(repeating: Peer(next: log.lastIndex + 1, heard: now), count: 64)
    rounds = Rounds()
    rounds.begin(at: now)
    termStart = log.lastIndex + 1
    effects.setTimer(.heartbeat, after: policy.heartbeat)
    if keeps(.noOpFirst) {
      propose(.noOp, for: nil, &effects)
    } else {
      replicate(&effects)
      ownCopyIsWritten(&effects)
    }
  }
}
