import Quantities
import Testing

private func fixed(_ milliseconds: Double) -> LatencyDistribution {
  LatencyDistribution(constantMilliseconds: milliseconds)
}

@Suite struct ReplicationLatencyTests {
  @Test func `a commit waits for the second of four followers in a group of five`() throws {
    let commit = ReplicationLatency.LeaderCommit(
      clientToLeader: fixed(5), leaderToVoters: [80, 20, 150, 70].map(fixed), quorum: 3)
    #expect(commit.latency?.constantMilliseconds == 75)
    #expect(
      ReplicationLatency.quorumRoundTripMilliseconds(
        leaderToVoters: [80, 20, 150, 70], quorum: 3) == 70)
  }

  @Test(arguments: [(true, 22.0), (false, 30.0)])
  func `flushes overlap with replication or come before it`(parallel: Bool, expected: Double) {
    let commit = ReplicationLatency.LeaderCommit(
      clientToLeader: .zero, leaderToVoters: [20, 40].map(fixed), quorum: 2, leaderFlush: fixed(8),
      voterFlush: fixed(2), flushesInParallel: parallel)
    #expect(commit.latency?.constantMilliseconds == expected)
  }

  @Test func `a leader's slow disk is passed over when a quorum of others has the entry`() {
    let commit = ReplicationLatency.LeaderCommit(
      clientToLeader: .zero, leaderToVoters: [1, 1].map(fixed), quorum: 2, leaderFlush: fixed(100))
    #expect(commit.latency?.constantMilliseconds == 1)
  }

  @Test func `reads by their kind`() {
    let voters = [20.0, 70].map(fixed)
    #expect(
      ReplicationLatency.leaderRead(clientToLeader: fixed(80), leaderToVoters: voters, quorum: 2)?
        .constantMilliseconds == 100)
    #expect(ReplicationLatency.leaseRead(clientToLeader: fixed(80)).constantMilliseconds == 80)
    #expect(
      ReplicationLatency.followerRead(clientToReplicas: [80, 2].map(fixed))?.constantMilliseconds
        == 2)
    #expect(
      ReplicationLatency.quorumOperation(
        clientToCoordinator: fixed(1), coordinatorToReplicas: [0, 20, 70].map(fixed), needed: 2)?
        .constantMilliseconds == 21)
    #expect(ReplicationLatency.followerRead(clientToReplicas: []) == nil)
    #expect(
      ReplicationLatency.leaderRead(clientToLeader: .zero, leaderToVoters: [], quorum: 2) == nil)
  }

  @Test func `two-phase commit answers after one round trip and both forced writes`() {
    let commit = TransactionLatency.twoPhaseCommit(
      clientToCoordinator: fixed(4), coordinatorToParticipants: [10, 30].map(fixed),
      prepareForce: fixed(2), commitForce: fixed(3))
    #expect(commit.answer.constantMilliseconds == 39.0)
    #expect(commit.lockHold.constantMilliseconds == 65.0)
  }

  @Test func `commit wait overlaps with replication`() {
    func wait(_ replication: Double) -> Double? {
      TransactionLatency.commitWait(
        clientToLeader: fixed(1), replication: fixed(replication), uncertainty: fixed(4)
      ).constantMilliseconds
    }
    #expect(wait(5) == 9)
    #expect(wait(20) == 21)
  }

  @Test func `a saga takes the sum of its steps`() {
    #expect(
      TransactionLatency.saga(clientToOrchestrator: fixed(2), steps: [5, 7].map(fixed))
        .constantMilliseconds == 14)
  }
}

@Suite struct PlacementTests {
  /// Virginia, Ohio, Oregon, Dublin, Tokyo: medians of a public table.
  static let rows: [[Double]] = [
    [0, 20, 68, 72, 152], [20, 0, 54, 82, 140], [68, 54, 0, 122, 102], [72, 82, 122, 0, 206],
    [152, 140, 102, 206, 0],
  ]

  static func problem(
    _ clients: [PlacementProblem.Clients], rows: [[Double]] = rows
  ) throws -> PlacementProblem {
    var links: [RoundTripMatrix.Link] = []
    for a in rows.indices {
      for b in rows.indices where a < b {
        links.append(.init(from: a, to: b, milliseconds: rows[a][b], origin: .stated))
      }
    }
    return try PlacementProblem(
      roundTrips: RoundTripMatrix(count: rows.count, links: links), clients: clients)
  }

  @Test func `the best leader of five regions, by hand`() throws {
    let clients = [0, 3].map { PlacementProblem.Clients(place: $0, weight: 1) }
    let best = try #require(try Self.problem(clients).bestLeader(voters: [0, 1, 2, 3, 4]))
    // Virginia: quorum round 68, clients at 0 and 72: mean 104. Ohio: 54, at 20 and 82: mean 105.
    #expect(best.leader == 0)
    #expect(best.meanMilliseconds == 104)
    #expect(best.worstMilliseconds == 140)
  }

  @Test func `three voters go where the writers are`() throws {
    let problem = try Self.problem([.init(place: 4, weight: 1)])
    let best = try #require(problem.bestPlacement(count: 3, candidates: Array(0..<5)))
    #expect(best.leader == 4 && best.voters.contains(2))
    #expect(best.meanMilliseconds == 102)
    #expect(best.isOptimal)
  }

  @Test func `a cap per failure domain spreads the voters`() throws {
    let problem = try Self.problem([.init(place: 0, weight: 1)])
    let domains = [0, 0, 1, 2, 3]
    let best = try #require(
      problem.bestPlacement(
        count: 3, candidates: Array(0..<5), domains: domains, perDomain: 1))
    #expect(best.voters == [0, 2, 3])
    #expect(
      problem.bestPlacement(count: 5, candidates: Array(0..<5), domains: domains, perDomain: 1)
        == nil)
  }

  @Test func `search beyond the exact bound finds what enumeration finds on a line`() throws {
    let rows = (0..<14).map { a in (0..<14).map { b in Double(abs(a - b)) * 10 } }
    let problem = try Self.problem(
      (0..<14).map { .init(place: $0, weight: Double($0 + 1)) }, rows: rows)
    let exact = try #require(problem.bestPlacement(count: 5, candidates: Array(0..<14)))
    let searched = try #require(
      problem.bestPlacement(count: 5, candidates: Array(0..<14), exhaustiveLimit: 1))
    #expect(exact.isOptimal && !searched.isOptimal)
    #expect(searched.meanMilliseconds == exact.meanMilliseconds)
  }
}
