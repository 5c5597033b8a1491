import Algorithms
import Quantities
import Simulation
import Testing

/// Detectors in the simulator: lossy links that reorder and repeat, drifting clocks, crashes that
/// lose unsynced writes.
struct DetectorsUnderFaultsTests {
  static let members = 6

  @Test func `SWIM clears everybody once faults are over`() {
    for seed in UInt64(0)..<40 {
      let faults = FaultSchedule.random(
        .all, count: 8, nodes: Self.members, before: 60 * seconds, seed: seed)
      var run = swim(seed: seed, faults: faults)
      settle(&run, until: 150 * seconds)
      #expect(run.processes.allSatisfy { $0.failed == [] }, "seed \(seed)")
    }
  }

  @Test func `SWIM finds a member that stays down, and takes it back when it returns`() {
    for seed in UInt64(0)..<20 {
      let faults = FaultSchedule([
        .init(at: 10 * seconds, lasting: 80 * seconds, .crash([.node(2)], unsynced: .lost))
      ])
      var run = swim(seed: seed, faults: faults)
      settle(&run, until: 80 * seconds)
      let others = run.processes.indices.filter { $0 != 2 }
      #expect(others.allSatisfy { run.processes[$0].failed == [2] }, "seed \(seed)")
      settle(&run, until: 150 * seconds)
      #expect(run.processes.allSatisfy { $0.failed == [] }, "seed \(seed)")
    }
  }

  @Test func `SWIM sees through a one-way cut between two members by asking others`() {
    let cut = Fault.oneWayCut(from: [.node(0)], to: [.node(1)])
    let faults = FaultSchedule([.init(at: 10 * seconds, lasting: 60 * seconds, cut)])
    var run = swim(seed: 1, faults: faults, link: Link())
    settle(&run, until: 60 * seconds)
    #expect(run.processes.allSatisfy { $0.failed == [] && $0.incarnation == 0 })
  }

  @Test func `gossiped heartbeats clear everybody once faults are over`() {
    for seed in UInt64(0)..<20 {
      let faults = FaultSchedule.random(
        .all, count: 8, nodes: Self.members, before: 60 * seconds, seed: seed)
      let settings = GossipHeartbeatNode.Settings(interval: seconds, failAfter: 20 * seconds)
      var run = Simulator<GossipHeartbeatNode>(
        topology: topology(Self.poorLink), environment: environment(faults), seed: seed, disk: 0
      ) { node, disk, seed in
        GossipHeartbeatNode(
          id: node, members: Self.members, settings: settings, disk: disk, seed: seed)
      }
      settle(&run, until: 120 * seconds)
      #expect(run.processes.allSatisfy { $0.suspected == [] }, "seed \(seed)")
    }
  }

  private static let poorLink = Link(
    jitter: .exponential(meanMilliseconds: 5), loss: 0.03, duplication: 0.03, reordering: 0.1)

  private func swim(
    seed: UInt64, faults: FaultSchedule, link: Link = poorLink
  ) -> Simulator<SwimNode> {
    Simulator(
      topology: topology(link), environment: environment(faults), seed: seed, disk: nil
    ) { node, disk, seed in
      SwimNode(
        id: node, members: Self.members, settings: SwimSettings(), disk: disk, seed: seed)
    }
  }

  private func topology(_ link: Link) -> Topology {
    .cluster(nodes: Self.members, roundTrip: 1_000_000, link: link)
  }

  private func environment<P: Process>(_ faults: FaultSchedule) -> Environment<P> {
    Environment(
      disk: DiskModel(sync: .constant(milliseconds: 2)),
      clocks: [1: ClockModel(skew: -3 * seconds, driftPartsPerMillion: 200)], faults: faults)
  }
}

private let seconds: Int64 = 1_000_000_000

/// Lets a run go on to a moment, whatever happens.
private func settle<P>(_ run: inout Simulator<P>, until end: VirtualTime) {
  while run.next(until: end) != nil {}
}

extension FaultSchedule.Kinds {
  /// Everything.
  fileprivate static let all: Self = [.untimed, .clockJumps, .clockDrift]
}
