import Algorithms
import Checkers
import Testing

@testable import Simulation

private let ms: Nanoseconds = 1_000_000

@Test(arguments: RaftTrial.Kind.allCases)
func `Raft keeps its properties under faults`(kind: RaftTrial.Kind) {
  for seed in UInt64(0)..<4 {
    let failure = RaftTrial(kind, seed: seed).failure(seed: seed)
    #expect(failure == nil, "replay: seeds --only '\(kind.rawValue)' --seed \(seed)")
  }
}

@Test func `Paxos keeps its properties under faults`() {
  for seed in UInt64(0)..<8 {
    #expect(MultiPaxosTrial(seed: seed).failure(seed: seed) == nil, "seed \(seed)")
    #expect(SingleDecreePaxosTrial(seed: seed).failure(seed: seed) == nil, "seed \(seed)")
  }
}

@Test(arguments: [RaftRule.majorityOfAll, .previousEntryMatches, .ignoreRepeated, .sessions])
func `a rule that is left out shows within few seeds`(rule: RaftRule) {
  let caught = (UInt64(0)..<30).contains { seed in
    RaftTrial(rule.trial, seed: seed, omissions: RaftOmissions(rule)).failure(seed: seed) != nil
  }
  #expect(caught)
}

@Test(arguments: [PaxosRule.adoptAccepted, .keepPromise])
func `a Paxos rule that is left out shows within few seeds`(rule: PaxosRule) {
  let caught = (UInt64(0)..<200).contains { seed in
    SingleDecreePaxosTrial(seed: seed, omissions: PaxosOmissions(rule)).failure(seed: seed) != nil
  }
  #expect(caught)
}

@Test func `a run has the same bytes each time, in debug and release`() {
  let digest = ReferenceTrace.compute()
  #expect(digest == ReferenceTrace.compute())
  #expect(digest == ReferenceTrace.digest, "computed \(digest)")
}

/// Of one process; `scripts/check-digests.sh` compares builds and processes.
@Test(arguments: ReferenceRun.all.map(\.name))
func `a run of each algorithm has the same lines each time, and others for another seed`(
  name: String
) throws {
  let run = try #require(ReferenceRun.all.first { $0.name == name })
  #expect(run.digest(7) == run.digest(7))
  #expect(run.digest(7) != run.digest(8))
}

@Test func `election times are those of the Raft paper's figure 16`() {
  var means: [Double] = []
  for curve in ElectionFigure.curves {
    let mean = ElectionFigure(timeouts: curve.timeouts).mean(trials: 200, seed: 16)
    let deviation = (mean / curve.publishedMean - 1) * 100
    print(
      "figure 16, \(curve.timeouts.lowerBound)-\(curve.timeouts.upperBound) ms: mean \(rounded(mean)) ms,",
      "published \(rounded(curve.publishedMean)) ms, deviation \(rounded(deviation)) %")
    #expect(abs(deviation) <= 25, "\(curve)")
    means.append(mean)
  }
  #expect(means == means.sorted(by: >))
  #expect(ElectionFigure(timeouts: 150...151).mean(trials: 30, seed: 16) > means[0])
  for seed in UInt64(0)..<3 {
    #expect(
      ElectionFigure(timeouts: 150...150).time(seed: seed, limit: 10_000 * ms) == nil,
      "without randomness there is no leader in 10 s")
  }
}

private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

/// Operations one after another, long after the election and long before the next heartbeat.
private func measure<P: StoreProcess>(
  _: P.Type, nodes: Int, disk: P.Disk, _ make: @escaping Simulator<P>.Maker
) -> (counts: MessageCounts, operations: Int) {
  let second: Nanoseconds = 1_000_000_000
  let scenario = Scenario(
    topology: .cluster(nodes: nodes, roundTrip: 2 * ms),
    workload: StoreWorkload<P>(reads: 0.3),
    clients: Clients(places: [0], pace: .closed(thinking: 10 * ms), timeout: 2 * second),
    duration: 109 * second, settling: second, warmUp: 101 * second, disk: disk, make: make)
  let result = scenario.run(seed: 3)
  return (result.counts, result.answered)
}

private let calm = (heartbeat: 10_000 * ms, election: 30_000 * ms...60_000 * ms)

@Test(arguments: [3, 4, 5, 7, 9])
func `a decision of Raft takes 2(n-1) messages`(nodes: Int) {
  let policy = RaftPolicy(
    heartbeat: calm.heartbeat, electionTimeout: calm.election, reads: .throughLog)
  let group = RaftConfiguration(voters: NodeGroup(0..<nodes))
  let (counts, operations) = measure(Raft.self, nodes: nodes, disk: RaftDisk()) { id, disk, seed in
    Raft(id: id, configuration: group, policy: policy, disk: disk, seed: seed)
  }
  let beats = 2 * (nodes - 1)
  #expect(operations > 500)
  #expect(abs(counts.totalSent - operations * 2 * (nodes - 1)) <= beats)
  print(
    "Raft, \(nodes) nodes: \(Double(counts.totalSent) / Double(operations)) messages a decision")
}

@Test(arguments: [3, 4, 5, 7, 9], [false, true])
func `a decision of Multi-Paxos takes 2(n-1) messages, 2(q-1) when thrifty`(
  nodes: Int, isThrifty: Bool
) {
  let quorums = PaxosQuorums(prepare: nodes / 2 + 1, accept: nodes / 2 + 1)
  let policy = MultiPaxos.Policy(
    quorums: quorums, isThrifty: isThrifty, heartbeat: calm.heartbeat,
    electionTimeout: calm.election)
  let (counts, operations) = measure(
    MultiPaxos.self, nodes: nodes, disk: MultiPaxos.Disk()
  ) { id, disk, seed in
    MultiPaxos(id: id, nodes: nodes, policy: policy, disk: disk, seed: seed)
  }
  let acceptors = isThrifty ? quorums.accept : nodes
  let messages = counts.sent[2] + counts.sent[3]
  #expect(operations > 500)
  #expect(abs(messages - operations * 2 * (acceptors - 1)) <= 2 * (nodes - 1))
}

@Test(arguments: [3, 5, 7])
func `a decision of Paxos without a leader takes 4(n-1) messages`(nodes: Int) {
  var simulator = Simulator<SingleDecreePaxos>(
    topology: .cluster(nodes: nodes, roundTrip: 2 * ms), seed: 1, disk: .init()
  ) { id, disk, seed in SingleDecreePaxos(id: id, nodes: nodes, disk: disk, seed: seed) }
  _ = simulator.submit(5, to: 0)
  guard case .answered(_, 5)? = simulator.next(until: 1_000 * ms) else {
    Issue.record("not decided")
    return
  }
  // Client to proposer and back, and two round trips to the others.
  #expect(simulator.now == 6 * ms)
  #expect(simulator.next(until: 1_000 * ms) == nil)
  #expect(simulator.counts.totalSent == 4 * (nodes - 1))
}

@Test func `a commit takes a round trip to the nearest majority, and the client's to the leader`() {
  // The leader's place is 10 and 40 ms from the others; a majority is the nearer two.
  let roundTrips = [[0, 10 * ms, 40 * ms], [10 * ms, 0, 30 * ms], [40 * ms, 30 * ms, 0]]
  let group = RaftConfiguration(voters: [0, 1, 2])
  var scenario = Scenario(
    topology: .spread(between: roundTrips, within: ms), workload: StoreWorkload<Raft>(reads: 0),
    clients: Clients(
      places: [0, 1, 2], pace: .closed(thinking: 50 * ms), timeout: 2_000 * ms),
    duration: 20_000 * ms, warmUp: 5_000 * ms, disk: RaftDisk()
  ) { id, disk, seed in
    // Only node 0 is quick enough to lead.
    let timeout = id == 0 ? 150 * ms...151 * ms : 400 * ms...500 * ms
    return Raft(
      id: id, configuration: group, policy: RaftPolicy(electionTimeout: timeout), disk: disk,
      seed: seed)
  }
  scenario.recordsHistory = false
  let result = scenario.run(seed: 1)
  for (place, expected) in [(0, 11 * ms), (1, 20 * ms), (2, 50 * ms)] {
    let median = result.latencies[place].quantile(0.5) ?? 0
    #expect(abs(Double(median) / Double(expected) - 1) < 0.02, "place \(place): \(median)")
  }
  #expect(result.history.operations.isEmpty)
}

@Test func `the time without answers after a leader's loss is about an election timeout`() {
  let group = RaftConfiguration(voters: [0, 1, 2])
  let scenario = Scenario(
    topology: .cluster(nodes: 3, roundTrip: ms),
    environment: Environment(
      faults: FaultSchedule([.init(at: 3_000 * ms, .crash([.node(0)]))])),
    workload: StoreWorkload<Raft>(),
    clients: Clients(
      places: Array(repeating: 0, count: 8), pace: .open(perSecond: 500), timeout: 50 * ms),
    duration: 6_000 * ms, warmUp: 1_000 * ms, disk: RaftDisk()
  ) { id, disk, seed in
    let timeout = id == 0 ? 150 * ms...151 * ms : 200 * ms...300 * ms
    return Raft(
      id: id, configuration: group, policy: RaftPolicy(electionTimeout: timeout), disk: disk,
      seed: seed)
  }
  let result = scenario.run(seed: 1)
  #expect(
    (150 * ms...450 * ms).contains(result.timeline.longestGap(from: 2_900 * ms, to: 6_000 * ms)))
  #expect(result.timeline.longestGap(from: 1_000 * ms, to: 2_900 * ms) < 40 * ms)
}

@Test func `histograms keep quantiles within one part in 128`() {
  var histogram = LatencyHistogram()
  var half = LatencyHistogram()
  for span in Int64(1)...100_000 {
    if span % 2 == 0 { histogram.add(span * 37) } else { half.add(span * 37) }
  }
  histogram.merge(half)
  #expect(histogram.count == 100_000)
  #expect(histogram.shortest == 37 && histogram.longest == 3_700_000)
  for (share, expected) in [
    (0.01, 37_000.0), (0.5, 1_850_000.0), (0.99, 3_663_000.0), (1.0, 3_700_000.0),
  ] {
    let value = Double(histogram.quantile(share) ?? 0)
    #expect(abs(value / expected - 1) < 1.0 / 128, "\(share)")
  }
  #expect(LatencyHistogram().quantile(0.5) == nil && LatencyHistogram().mean == nil)
}
