import Testing

@testable import Algorithms

private let group = RaftConfiguration(voters: [0, 1, 2])

/// A follower with entries of these terms, in the term of the last.
private func follower(_ terms: [Int], omissions: RaftOmissions = []) -> Raft {
  var disk = RaftDisk()
  Raft.write(.term(terms.last ?? 0, vote: nil), to: &disk)
  for term in terms { Raft.write(.entry(RaftEntry(term: term, payload: .noOp)), to: &disk) }
  let policy = RaftPolicy(preVote: false, omissions: omissions)
  return Raft(id: 1, configuration: group, policy: policy, disk: disk, seed: 1)
}

extension Raft {
  /// What a message makes the node say, without timers and the disk.
  fileprivate mutating func answers(to message: RaftMessage, from node: NodeID) -> [RaftMessage] {
    var effects = Effects<Raft>()
    step(.message(message, from: node), at: .zero, effects: &effects)
    return effects.list.compactMap { if case .send(let message, _) = $0 { message } else { nil } }
  }

  fileprivate var terms: [Int] { (1..<log.lastIndex + 1).map { log.term(at: $0) ?? -1 } }
}

private func append(
  term: Int, after previous: LogPosition, _ terms: [Int], commit: Int = 0
) -> RaftMessage {
  .append(
    RaftAppend(
      term: term, previous: previous, entries: terms.map { RaftEntry(term: $0, payload: .noOp) },
      commit: commit, round: 1))
}

/// A follower's log, what comes, and what it should be then.
private struct Appending: Sendable {
  var name: String
  var log: [Int]
  var term = 3
  var previous: LogPosition
  var entries: [Int]
  var matches: Bool
  var after: [Int]
}

@Test(
  arguments: [
    Appending(
      name: "in order", log: [1, 1], previous: LogPosition(index: 2, term: 1), entries: [3],
      matches: true, after: [1, 1, 3]),
    Appending(
      name: "a gap", log: [1, 1], previous: LogPosition(index: 3, term: 1), entries: [3],
      matches: false, after: [1, 1]),
    Appending(
      name: "another entry before", log: [1, 1], previous: LogPosition(index: 2, term: 2),
      entries: [3],
      matches: false, after: [1, 1]),
    Appending(
      name: "a conflict takes away the rest", log: [1, 2, 2, 2],
      previous: LogPosition(index: 1, term: 1),
      entries: [3], matches: true, after: [1, 3]),
    Appending(
      name: "a repeated message adds nothing", log: [1, 1, 1],
      previous: LogPosition(index: 1, term: 1),
      entries: [1, 1], matches: true, after: [1, 1, 1]),
    Appending(
      name: "a late message takes nothing away", log: [1, 1, 1],
      previous: LogPosition(index: 0, term: 0), entries: [1], matches: true, after: [1, 1, 1]),
    Appending(
      name: "an old term is refused", log: [1, 4], term: 3,
      previous: LogPosition(index: 2, term: 4),
      entries: [3], matches: false, after: [1, 4]),
  ])
private func `a follower's log becomes the leader's, and no shorter for late messages`(
  _ appending: Appending
) {
  var raft = follower(appending.log)
  let answers = raft.answers(
    to: append(term: appending.term, after: appending.previous, appending.entries), from: 0)
  guard case .appendResponse(let response)? = answers.first else {
    Issue.record("no answer: \(appending.name)")
    return
  }
  #expect(response.matches == appending.matches, "\(appending.name)")
  #expect(raft.terms == appending.after, "\(appending.name)")
}

@Test(
  arguments: [
    ([1, 2], LogPosition(index: 2, term: 2), true),
    ([1, 2], LogPosition(index: 1, term: 2), false),
    ([1, 2], LogPosition(index: 1, term: 3), true),
    ([1, 2], LogPosition(index: 9, term: 1), false),
  ])
func `a vote goes to a log with a later last term, or as long a one`(
  log: [Int], last: LogPosition, isGranted: Bool
) {
  var raft = follower(log)
  let answers = raft.answers(
    to: .voteRequest(.init(term: 5, last: last, isPreVote: false, campaign: 7)), from: 2)
  #expect(
    answers == [
      .voteResponse(.init(term: 5, isGranted: isGranted, isPreVote: false, campaign: 7))
    ])
}

@Test func `a node votes once in a term, and on disk before it answers`() {
  var raft = follower([1])
  var effects = Effects<Raft>()
  let request = RaftVoteRequest(
    term: 2, last: .init(index: 1, term: 1), isPreVote: false, campaign: 1)
  raft.step(.message(.voteRequest(request), from: 2), at: .zero, effects: &effects)
  var persisted = false
  var synced = false
  for effect in effects.list {
    switch effect {
    case .persist(.term(2, vote: 2)): persisted = true
    case .sync: synced = persisted
    case .send: #expect(synced)
    default: break
    }
  }
  #expect(synced)
  guard case .voteResponse(let other)? = raft.answers(to: .voteRequest(request), from: 0).first
  else {
    Issue.record("no answer")
    return
  }
  #expect(!other.isGranted)
}

@Test func `a candidate leads once its own vote is on disk, whatever the others say`() {
  var raft = Raft(
    id: 0, configuration: group, policy: RaftPolicy(preVote: false), disk: RaftDisk(), seed: 1)
  _ = raft.said(.start)
  var campaign: UInt64 = 0
  for effect in raft.said(.timer(.election)) {
    if case .send(.voteRequest(let request), _) = effect { campaign = request.campaign }
  }
  for voter in [1, 2, 0] {
    #expect(raft.role == .candidate, "before the vote of \(voter)")
    let vote = RaftVoteResponse(term: 1, isGranted: true, isPreVote: false, campaign: campaign)
    _ = raft.said(.message(.voteResponse(vote), from: voter))
  }
  #expect(raft.role == .leader)
}

@Test func `a follower commits no further than what matches`() {
  var raft = follower([1, 1, 1, 1])
  _ = raft.answers(to: append(term: 2, after: .init(index: 2, term: 1), [], commit: 4), from: 0)
  #expect(raft.commit == 2)
}

@Test func `an answer to an earlier reign of the same leader confirms no read`() {
  var raft = Raft(
    id: 0, configuration: group, policy: RaftPolicy(preVote: false), disk: RaftDisk(), seed: 1)
  func step(_ input: Input<Raft>) -> [Effects<Raft>.Effect] {
    var effects = Effects<Raft>()
    raft.step(input, at: .zero, effects: &effects)
    return effects.list
  }
  _ = step(.start)
  var campaign: UInt64 = 0
  for effect in step(.timer(.election)) {
    if case .send(.voteRequest(let request), _) = effect { campaign = request.campaign }
  }
  for voter in [0, 1] {
    _ = step(
      .message(
        .voteResponse(.init(term: 1, isGranted: true, isPreVote: false, campaign: campaign)),
        from: voter))
  }
  func answer(to leaderTerm: Int, round: Int) -> [Effects<Raft>.Effect] {
    step(
      .message(
        .appendResponse(
          .init(
            term: 1, leaderTerm: leaderTerm, matches: true, index: 1, conflict: .start,
            round: round)), from: 1))
  }
  func isAnswered(_ effects: [Effects<Raft>.Effect]) -> Bool {
    effects.contains { if case .respond(.done(.value), to: 7) = $0 { true } else { false } }
  }
  #expect(raft.role == .leader && raft.term == 1)
  _ = step(.message(.durable(LogPosition(index: 1, term: 1)), from: 0))
  _ = answer(to: 1, round: 1)
  _ = step(.request(.operation(.init(client: 1, number: 1, command: .read(5))), id: 7))
  #expect(!isAnswered(answer(to: 0, round: 2)))
  #expect(isAnswered(answer(to: 1, round: 2)))
}

@Test func `majorities of every size are more than half`() {
  let policy = RaftPolicy()
  #expect((1...9).map { policy.quorum(of: $0) } == [1, 2, 2, 3, 3, 4, 4, 5, 5])
  let sketch = RaftPolicy(omissions: [.majorityOfAll])
  #expect((2...6).map { sketch.quorum(of: $0) } == [1, 2, 2, 3, 3])
}

@Test func `a lease is shorter than the time in which nobody votes, by the drift`() {
  let policy = RaftPolicy(
    electionTimeout: 1_000_000...2_000_000, reads: .lease(drift: 0.25))
  #expect(policy.leaseDuration == 800_000)
  #expect(RaftPolicy().leaseDuration == 0)
}

@Test func `a log is cut, and begins anew`() {
  var log = RaftLog()
  for term in [1, 1, 2, 2] { log.append(RaftEntry(term: term, payload: .noOp)) }
  log.cut(upTo: 3)
  #expect(log.base == LogPosition(index: 3, term: 2) && log.lastIndex == 4)
  #expect(log[3] == nil && log.term(at: 3) == 2 && log.term(at: 4) == 2 && log.term(at: 5) == nil)
  log.cut(upTo: 9)
  #expect(log.lastIndex == 4)
  log.restart(after: LogPosition(index: 20, term: 5))
  #expect(log.last == LogPosition(index: 20, term: 5))
}
