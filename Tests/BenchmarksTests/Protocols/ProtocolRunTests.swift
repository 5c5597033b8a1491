import Algorithms
import Benchmarks
import Simulation
import Testing

@Suite struct ProtocolRunTests {
  private func run(
    _ kind: ProtocolKind, nodes: Int = 3, _ change: (inout ProtocolRun) -> Void = { _ in }
  ) throws -> ProtocolFigures {
    var run = ProtocolRun(kind, on: .zones(3, nodes: nodes))
    change(&run)
    return try #require(run.figures())
  }

  @Test(arguments: ProtocolKind.allCases)
  func `a run without faults does no harm`(kind: ProtocolKind) throws {
    let figures = try run(kind, nodes: max(4, kind.fewestNodes)) { $0.load.reads = 0.3 }
    for harm in figures.harms { #expect(harm.count == 0, "\(kind) \(harm)") }
    if kind.family != .detection {
      #expect(figures.overall.before.answered > 50, "\(kind) \(figures.overall.before)")
      #expect(figures.overall.before.answeredShare == 1)
    }
  }

  @Test(arguments: [
    (ProtocolKind.raft, 3, 4.0, 1.0), (.raft, 5, 8.0, 1.0), (.multiPaxos, 3, 4.0, 1.0),
    (.asynchronous, 3, 4.0, 0.0), (.synchronous, 3, 4.0, 1.0), (.leaderlessQuorum, 3, 4.0, 1.0),
    (.twoPhaseCommit, 3, 8.0, 1.0), (.saga, 3, 4.0, 2.0),
    // 29, and 12 for a checkpoint every 8 requests.
    (.pbft, 4, 30.5, 1.5),
  ])
  func `messages and round trips of an operation are those of the protocol`(
    kind: ProtocolKind, nodes: Int, messages: Double, roundTrips: Double
  ) throws {
    let costs = try #require(ProtocolRun(kind, on: .zones(3, nodes: nodes)).costs())
    #expect(abs(costs.messages - messages) < 0.6, "\(costs)")
    #expect(costs.roundTrips == roundTrips, "\(costs)")
  }

  private static let second: Nanoseconds = 1_000_000_000

  @Test func `a crashed Raft leader is replaced within its election time-out`() throws {
    var gaps: [Nanoseconds] = []
    for seed in UInt64(1)...8 {
      let figures = try run(.raft) {
        $0.seed = seed
        ($0.load.reads, $0.load.duration) = (0, 8 * Self.second)
        $0.faults = [.init(at: 2 * Self.second, lasting: 4 * Self.second, .leaderCrash)]
      }
      gaps.append(try #require(figures.unavailable))
      #expect(figures.count(of: .lostWrites) == 0)
      #expect(figures.overall.after.answeredShare == 1)
    }
    // From 1 to 2 s, less what passed since the last heartbeat, and split votes seldom.
    #expect(gaps.allSatisfy { (800_000_000...5_000_000_000).contains($0) }, "\(gaps)")
    #expect(Set(gaps).count > 4, "\(gaps)")
  }

  @Test(arguments: [(ProtocolKind.asynchronous, true), (.synchronous, false)])
  func `a failover loses acknowledged writes only where nobody waits for a standby`(
    kind: ProtocolKind, loses: Bool
  ) throws {
    var lost = 0
    for seed in UInt64(1)...6 {
      let figures = try run(kind) {
        $0.seed = seed
        $0.settings.failoverTimeout = Self.second
        ($0.settings.lag, $0.load.duration) = (100_000_000, 5 * Self.second)
        ($0.load.reads, $0.load.perSecond) = (0, 60)
        $0.faults = [.init(at: 2 * Self.second, .leaderLoss)]
      }
      lost += figures.count(of: .lostWrites)
    }
    #expect((lost > 0) == loses, "\(lost)")
  }

  @Test func `the side with the majority goes on, the other refuses`() throws {
    let figures = try run(.raft) {
      $0.site.clients = [0, 2]
      // All in one region here, so that zones part.
      $0.faults = [
        .init(
          at: 2 * Self.second, lasting: 5 * Self.second,
          .fault(
            .partition([
              [.zone("region/a"), .zone("region/b")], [.zone("region/c")],
            ])))
      ]
    }
    #expect((figures.regions[0].during.answeredShare ?? 0) > 0.5)
    #expect((figures.regions[1].during.answeredShare ?? 1) < 0.2)
    #expect(figures.overall.after.answeredShare == 1)
  }

  @Test(arguments: [(ProtocolKind.lease, true), (.fencedLease, false)])
  func `a holder that stands still does harm only without tokens`(
    kind: ProtocolKind, harms: Bool
  ) throws {
    var stale = 0
    for seed in UInt64(1)...10 {
      let figures = try run(kind, nodes: 5) {
        $0.seed = seed
        ($0.settings.term, $0.settings.renewal) = (Self.second, 400_000_000)
        $0.site.clients = [0, 1, 2]
        $0.faults = [.init(at: 3 * Self.second, lasting: 1_500_000_000, .leaderPause)]
      }
      stale += figures.count(of: .staleEffects)
    }
    #expect((stale > 0) == harms, "\(stale)")
  }

  @Test(arguments: [(ProtocolKind.dualWrite, true), (.outbox, false)])
  func `a crash between two writes loses events, and an outbox does not`(
    kind: ProtocolKind, loses: Bool
  ) throws {
    let figures = try run(kind) {
      $0.settings.pollingInterval = 50_000_000
      // The broker cannot be reached for a second, and the service restarts meanwhile.
      $0.faults = [
        .init(
          at: 2 * Self.second, lasting: Self.second, .fault(.partition([[.node(0)], [.node(1)]]))),
        .init(at: 2_500_000_000, lasting: 200_000_000, .leaderCrash),
      ]
    }
    #expect((figures.count(of: .lostEvents) > 0) == loses, "\(figures.harms)")
  }

  @Test(arguments: [ProtocolKind.heartbeat, .phiAccrual, .swim])
  func `detectors notice a crash, and nothing else`(kind: ProtocolKind) throws {
    let figures = try run(kind, nodes: 5) {
      $0.load.duration = 30 * Self.second
      $0.faults = [.init(at: 5 * Self.second, .leaderCrash)]
    }
    #expect(figures.count(of: .unnoticed) == 0)
    #expect(figures.count(of: .falseSuspicions) == 0)
    #expect(figures.detectionTimes.count == 4)
  }

  @Test func `equal seeds give equal figures, and other seeds others`() throws {
    func figures(_ seed: UInt64) throws -> ProtocolFigures {
      try run(.raft) {
        $0.seed = seed
        $0.faults = [.init(at: Self.second, lasting: 2 * Self.second, .leaderCrash)]
      }
    }
    #expect(try figures(3) == figures(3))
    #expect(try figures(3) != figures(4))
  }

  @Test func `too few nodes are refused in words`() {
    let run = ProtocolRun(.pbft, on: .zones(3, nodes: 3))
    #expect(run.refusal == "pbft needs 4 nodes or more, and there are 3")
    #expect(run.figures() == nil)
    #expect(ProtocolRun(.pbft, on: .zones(3, nodes: 4)).refusal == nil)
  }
}
