public import Algorithms
import Quantities

/// How long a Raft group of five takes to get a new leader: the experiment of the Raft paper's
/// figure 16.
///
/// The leader stops at a random moment after a heartbeat that reached all at once. Two of the four
/// others lack an entry, so that they cannot win. A message takes 2 ms and a sync 11 ms, within a
/// tenth, which makes the 15 ms of the paper from a request to its answer. Syncs do not wait for
/// each other: where they do, the disk takes longer than timeouts of 12 ms. The time is from the
/// stop until the first heartbeat of a new leader arrives, whether or not somebody has begun another
/// term by then: with timeouts of 12 ms somebody often has, and the mean until all follow one leader
/// is twice as long.
///
/// - Source: Ongaro and Ousterhout 2014, section 9.3; Ongaro 2014, section 9.4.
public struct ElectionFigure: Sendable {
  /// Shortest and longest timeout, in milliseconds.
  public var timeouts: ClosedRange<Int>

  /// A curve of the figure.
  public init(timeouts: ClosedRange<Int>) { self.timeouts = timeouts }

  /// The curves, with the mean in milliseconds that the published ones have.
  ///
  /// For 150-150 it is 54,578 and for 150-151 1,537, which this model does not reach.
  public static let curves: [(timeouts: ClosedRange<Int>, publishedMean: Double)] = [
    (150...155, 345), (150...300, 181), (150...175, 164), (150...200, 156), (100...200, 125),
    (50...100, 71), (25...50, 48), (12...24, 35),
  ]

  /// The mean over so many trials, in milliseconds.
  public func mean(trials: Int, seed: UInt64) -> Double {
    var sum = 0.0
    for trial in 0..<trials {
      let span = time(seed: seed &+ UInt64(trial) &* 7919, limit: 60_000_000_000)
      sum += Double(span ?? 60_000_000_000) / 1e6
    }
    return sum / Double(max(1, trials))
  }

  /// The time in one trial; `nil` when there is no leader before `limit`.
  public func time(seed: UInt64, limit: Nanoseconds) -> Nanoseconds? {
    var random = SeededGenerator(seed: seed)
    let low = Nanoseconds(timeouts.lowerBound) * 1_000_000
    let high = Nanoseconds(timeouts.upperBound) * 1_000_000
    let stop = Nanoseconds(random.nextUnit() * Double(low / 2))
    var simulator = simulator(low: low, high: high, seed: seed)
    simulator.reportsSteps = true
    while case .stepped(let node)? = simulator.next(until: limit) {
      if simulator.processes[node].role == .leader { return simulator.now + Self.message - stop }
    }
    return nil
  }

  /// What a message takes.
  private static let message: Nanoseconds = 2_000_000

  /// The run begins when the last heartbeat arrives: node 0 is gone, the timers start.
  private func simulator(low: Nanoseconds, high: Nanoseconds, seed: UInt64) -> Simulator<Raft> {
    let policy = RaftPolicy(
      heartbeat: low / 2, electionTimeout: low...high, preVote: false, checkQuorum: false)
    let group = RaftConfiguration(voters: [0, 1, 2, 3, 4])
    let (complete, behind) = (Self.disk(entries: 2), Self.disk(entries: 1))
    return Simulator(
      topology: .cluster(
        nodes: 5, roundTrip: 3_600_000,
        link: Link(jitter: .uniform(lowMilliseconds: 0, highMilliseconds: 0.4))),
      environment: Environment(
        disk: DiskModel(
          sync: .uniform(lowMilliseconds: 9.9, highMilliseconds: 12.1), overlaps: true),
        faults: FaultSchedule([.init(at: 0, .crash([.node(0)]))])), seed: seed, disk: complete
    ) { id, disk, seed in
      Raft(
        id: id, configuration: group, policy: policy, disk: id < 3 ? disk : behind, seed: seed)
    }
  }

  private static func disk(entries: Int) -> RaftDisk {
    var disk = RaftDisk()
    Raft.write(.term(1, vote: 0), to: &disk)
    for _ in 0..<entries { Raft.write(.entry(RaftEntry(term: 1, payload: .noOp)), to: &disk) }
    return disk
  }
}
