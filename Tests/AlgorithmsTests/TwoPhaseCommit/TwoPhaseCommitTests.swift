import Algorithms
import Testing

@Suite struct TwoPhaseCommitTests {
  typealias Node = TwoPhaseCommitNode
  let id = TransactionID(coordinator: 0, request: 7)
  let branch = Transaction.Branch(participant: 1, key: 3, value: 5)

  /// The votes among effects, in order.
  private func votes(_ effects: [Effects<Node>.Effect]) -> [Node.Vote] {
    effects.compactMap { if case .vote(_, let vote)? = $0.sent?.message { vote } else { nil } }
  }

  private func outcomes(_ effects: [Effects<Node>.Effect]) -> [TransactionOutcome] {
    effects.compactMap {
      if case .decide(_, let outcome)? = $0.sent?.message { outcome } else { nil }
    }
  }

  private func prepared(_ policy: Node.Policy = Node.Policy()) -> Node {
    var node = Node(id: 1, policy: policy)
    _ = node.said(.message(.prepare(id, branch, peers: [2]), from: 0))
    return node
  }

  @Test(arguments: [(true, true), (false, false)])
  func `a yes leaves after a barrier unless the policy drops it`(forces: Bool, hasBarrier: Bool) {
    var policy = Node.Policy()
    policy.forcesVote = forces
    var node = Node(id: 1, policy: policy)
    let said = node.said(.message(.prepare(id, branch, peers: []), from: 0))
    let vote = said.firstIndex { $0.sent != nil }
    let record = said.firstIndex { $0.record != nil }
    let barrier = said.firstIndex { $0.isSync }
    #expect(record == 0)
    #expect(votes(said) == [.yes])
    #expect((barrier.map { $0 < vote! } ?? false) == hasBarrier)
  }

  @Test func `a locked key, a local rule and a read get no, no and read-only`() {
    var node = prepared()
    let other = TransactionID(coordinator: 0, request: 8)
    #expect(votes(node.said(.message(.prepare(other, branch, peers: []), from: 0))) == [.no])
    let forbidden = Transaction.Branch(participant: 1, key: 4, value: 5, isForbidden: true)
    let third = TransactionID(coordinator: 0, request: 9)
    #expect(votes(node.said(.message(.prepare(third, forbidden, peers: []), from: 0))) == [.no])
    let read = Transaction.Branch(participant: 1, key: 4, value: nil)
    let fourth = TransactionID(coordinator: 0, request: 10)
    #expect(votes(node.said(.message(.prepare(fourth, read, peers: []), from: 0))) == [.readOnly])
    #expect(node.locks.keys.sorted() == [3])
  }

  @Test func `a coordinator that knows nothing says aborted, one still voting says nothing`() {
    var node = Node(id: 0)
    #expect(outcomes(node.said(.message(.inquire(id), from: 1))) == [.aborted])
    _ = node.said(.request(Transaction([branch]), id: 7))
    #expect(outcomes(node.said(.message(.inquire(id), from: 1))).isEmpty)
  }

  @Test func `the client hears of a commit after the barrier, of an abort at once`() {
    var node = Node(id: 0)
    _ = node.said(.request(Transaction([branch]), id: 7))
    let commit = node.said(.message(.vote(id, .yes), from: 1))
    #expect(commit.firstIndex { $0.isSync }! < commit.firstIndex { $0.answer == .committed }!)
    _ = node.said(.request(Transaction([branch]), id: 8))
    let second = TransactionID(coordinator: 0, request: 8)
    let abort = node.said(.message(.vote(second, .no), from: 1))
    #expect(abort.contains { $0.answer == .aborted })
    #expect(!abort.contains { $0.isSync || $0.record != nil })
  }

  @Test func `a participant that has not voted gives up its vote for good when a peer asks`() {
    var node = Node(id: 1)
    let answer = node.said(.message(.askPeer(id), from: 2))
    #expect(outcomes(answer) == [.aborted])
    #expect(answer.firstIndex { $0.isSync }! < answer.firstIndex { $0.sent != nil }!)
    #expect(votes(node.said(.message(.prepare(id, branch, peers: [2]), from: 0))) == [.no])
  }

  @Test func `a participant in doubt cannot help its peer, one that knows can`() {
    var node = prepared()
    #expect(node.said(.message(.askPeer(id), from: 2)).isEmpty)
    _ = node.said(.message(.decide(id, .committed), from: 0))
    #expect(outcomes(node.said(.message(.askPeer(id), from: 2))) == [.committed])
    #expect(node.log.data == [3: 5])
    #expect(node.locks.isEmpty)
  }

  @Test func `a participant restarts in doubt with its lock, and asks`() {
    var disk = Node.Disk()
    Node.write(.prepared(id, prepared().log.prepared[id]!), to: &disk)
    var node = Node(id: 1, disk: disk)
    let said = node.said(.start)
    #expect(node.inDoubt == [id])
    #expect(node.locks[3]?.holder == id)
    #expect(said.compactMap { $0.sent?.to } == [0, 2])
  }

  @Test func `a commit is acknowledged to the coordinator only, and again if it comes again`() {
    var node = prepared()
    let fromPeer = node.said(.message(.decide(id, .committed), from: 2))
    #expect(!fromPeer.contains { $0.sent != nil })
    let again = node.said(.message(.decide(id, .committed), from: 0))
    #expect(again.compactMap { $0.sent?.to } == [0])
  }
}
