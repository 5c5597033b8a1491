public import Algorithms
public import Simulation

/// One run of a protocol on a site, under load and faults: data, and reproducible by its seed.
///
/// Virtual time only; nothing of this depends on the machine.
public struct ProtocolRun: Sendable, Hashable {
  /// The protocol.
  public var kind: ProtocolKind
  /// Its parameters.
  public var settings: ProtocolSettings
  /// Where it runs.
  public var site: ProtocolSite
  /// What clients ask.
  public var load: ProtocolLoad
  /// What goes wrong, times counted from the end of the warm-up.
  public var faults: [ProtocolFault]
  /// Seed of everything random.
  public var seed: UInt64
  /// Whether registers are checked for linearizability too, which takes the longest.
  public var checksLinearizability = false

  /// A run; without faults unless told.
  public init(
    _ kind: ProtocolKind, on site: ProtocolSite, settings: ProtocolSettings = .init(),
    load: ProtocolLoad = .init(), faults: [ProtocolFault] = [], seed: UInt64 = 1
  ) {
    self.kind = kind
    self.settings = settings
    self.site = site
    self.load = load
    self.faults = faults
    self.seed = seed
  }

  /// Why the run cannot be made, in words; `nil` when it can.
  public var refusal: String? {
    let count = site.nodes.count
    if count < kind.fewestNodes {
      return "\(kind.rawValue) needs \(kind.fewestNodes) nodes or more, and there are \(count)"
    }
    if count > ProtocolKind.mostNodes {
      return "a run takes \(ProtocolKind.mostNodes) nodes at most, and there are \(count)"
    }
    if site.clients.isEmpty, kind.family != .detection { return "nobody calls" }
    return nil
  }

  /// Runs it.
  ///
  /// - Returns: What was measured; `nil` when it is refused.
  public func figures() -> ProtocolFigures? {
    guard refusal == nil else { return nil }
    return bench.measure()
  }

  /// Counts what one operation takes, on the same nodes without distances, faults or other load.
  ///
  /// - Returns: `nil` when the run is refused.
  public func costs() -> ProtocolCosts? {
    guard refusal == nil else { return nil }
    return bench.count()
  }

  /// Runs it once more and tells all that happens; empty when it is refused.
  public func trace() -> [TraceEvent] {
    guard refusal == nil else { return [] }
    return bench.trace()
  }

  /// About how many events the run takes to simulate: to plan by, not to report.
  public var estimatedEvents: Int {
    let nodes = Double(site.nodes.count)
    let seconds = Double(load.warmUp + load.duration + load.settling) / 1e9
    let places = Double(site.clients.count)
    let calls = load.perSecond * places * Double(load.duration) / 1e9
    let quiet: Double
    switch kind {
    case .raft, .multiPaxos, .flexiblePaxos, .asynchronous, .semiSynchronous, .synchronous:
      quiet = 3 * nodes / max(0.001, Double(settings.heartbeat) / 1e9)
    case .heartbeat, .phiAccrual:
      quiet = (nodes * nodes + 10 * nodes) / max(0.001, Double(settings.interval) / 1e9)
    case .swim: quiet = 8 * nodes / max(0.001, Double(settings.interval) / 1e9)
    case .outbox, .dualWrite: quiet = 6 / max(0.001, Double(settings.pollingInterval) / 1e9)
    case .multiLeader: quiet = nodes * nodes / max(0.001, Double(settings.copyingPeriod) / 1e9)
    default: quiet = 5
    }
    let each = kind == .pbft ? 4 + 2 * nodes * nodes : 6 + 4 * nodes
    return Int(min(1e12, calls * each + seconds * quiet))
  }

  /// The longest round trip between two ends that talk.
  public var longestRoundTrip: Nanoseconds { site.longestRoundTrip }

  /// What each node is called: its part and its place.
  public var nodeNames: [String] { refusal == nil ? bench.nodeNames : [] }

  /// How the run of this kind is set up and judged.
  private var bench: any ProtocolBench {
    switch kind {
    case .raft: RaftBench(run: self)
    case .multiPaxos, .flexiblePaxos: PaxosBench(run: self)
    case .pbft: PBFTBench(run: self)
    case .asynchronous, .semiSynchronous, .synchronous: PrimaryBackupBench(run: self)
    case .leaderlessQuorum: QuorumBench(run: self)
    case .multiLeader: MultiLeaderBench(run: self)
    case .twoPhaseCommit: TwoPhaseCommitBench(run: self)
    case .saga, .stepAfterStep: SagaBench(run: self)
    case .outbox, .dualWrite: OutboxBench(run: self)
    case .fencedLease, .lease: LeaseBench(run: self)
    case .heartbeat:
      DetectorBench<HeartbeatNode<MissedHeartbeats>>(run: self)
    case .phiAccrual: DetectorBench<HeartbeatNode<PhiAccrualMonitor>>(run: self)
    case .swim: DetectorBench<SwimNode>(run: self)
    }
  }
}

/// What the clients of a run ask, and for how long.
public struct ProtocolLoad: Sendable, Hashable {
  /// Operations a second from each place of clients, at random moments.
  public var perSecond: Double
  /// The share of reads, where there are reads.
  public var reads: Double
  /// Whose latencies count: what is asked about, where reads and writes differ.
  public var judged = Judged.all
  /// How many items are read and written.
  public var keys: Int
  /// How long clients call, after the warm-up.
  public var duration: Nanoseconds
  /// Time before anything counts: for elections, and for averages to settle.
  public var warmUp: Nanoseconds
  /// How long the run goes on after the last call.
  public var settling: Nanoseconds
  /// When a client gives up.
  public var deadline: Nanoseconds
  /// Operations a second from each place in the half second before the first fault, where that is
  /// more: what a fault takes with it depends on what is under way.
  public var perSecondBeforeFault: Double = 0
  /// If set, one client at each place calls so long after its last answer, and not at random.
  public var thinking: Nanoseconds?

  /// Operations whose latencies count.
  public enum Judged: Sendable, Hashable {
    /// Reads and writes.
    case all
    /// Reads only.
    case reads
    /// Writes only.
    case writes
  }

  /// A load; of the least that says something unless told.
  public init(
    perSecond: Double = 20, reads: Double = 0.5, keys: Int = 4,
    duration: Nanoseconds = 10_000_000_000, warmUp: Nanoseconds = 5_000_000_000,
    settling: Nanoseconds = 3_000_000_000, deadline: Nanoseconds = 2_000_000_000
  ) {
    self.perSecond = perSecond
    self.reads = reads
    self.keys = keys
    self.duration = duration
    self.warmUp = warmUp
    self.settling = settling
    self.deadline = deadline
  }
}

/// Something that goes wrong in a run.
public struct ProtocolFault: Sendable, Hashable {
  /// What it is.
  public enum What: Sendable, Hashable {
    /// Whoever leads at that moment (coordinates, holds the lock) crashes. Where nobody leads, the
    /// first node.
    case leaderCrash
    /// Whoever leads is lost, and with it what it had sent and nobody has received.
    case leaderLoss
    /// Whoever leads stands still.
    case leaderPause
    /// Whoever leads is cut off from the other nodes, though not from the clients of its place.
    case leaderCut
    /// Anything else.
    case fault(Fault)
  }

  /// When it begins, counted from the end of the warm-up.
  public var at: Nanoseconds
  /// How long it lasts; `nil`: to the end.
  public var lasting: Nanoseconds?
  /// What it is.
  public var what: What

  /// A fault from `at` on.
  public init(at: Nanoseconds, lasting: Nanoseconds? = nil, _ what: What) {
    self.at = at
    self.lasting = lasting
    self.what = what
  }
}
