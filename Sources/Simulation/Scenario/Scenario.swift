public import Algorithms
public import Checkers

/// A run as data: a protocol on a topology, under a workload and faults.
public struct Scenario<W: Workload>: Sendable {
  /// Where nodes and clients are.
  public var topology: Topology
  /// Disks, clocks, costs and faults.
  public var environment: Environment<W.P>
  /// What clients ask.
  public var workload: W
  /// Who asks, from where and how often.
  public var clients: Clients
  /// Until when clients begin operations.
  public var duration: Nanoseconds
  /// How long the run goes on after that, for answers to come in.
  public var settling: Nanoseconds
  /// From when latencies, availability and messages count.
  public var warmUp: Nanoseconds
  /// The width of a bucket of the timeline.
  public var bucket: Nanoseconds
  /// Whether the result has the clients' history; without it memory stays flat.
  public var recordsHistory: Bool
  /// Whether the run is traced.
  public var isTracing: Bool
  /// What is on every disk at first.
  public var disk: W.P.Disk
  /// Makes a node's process.
  public var make: Simulator<W.P>.Maker

  /// A scenario.
  public init(
    topology: Topology, environment: Environment<W.P> = Environment(), workload: W,
    clients: Clients, duration: Nanoseconds, settling: Nanoseconds = 2_000_000_000,
    warmUp: Nanoseconds = 0, bucket: Nanoseconds = 100_000_000, recordsHistory: Bool = true,
    isTracing: Bool = false, disk: W.P.Disk, make: @escaping Simulator<W.P>.Maker
  ) {
    self.topology = topology
    self.environment = environment
    self.workload = workload
    self.clients = clients
    self.duration = duration
    self.settling = settling
    self.warmUp = warmUp
    self.bucket = bucket
    self.recordsHistory = recordsHistory
    self.isTracing = isTracing
    self.disk = disk
    self.make = make
  }

  /// Runs it. Equal seeds give equal results.
  ///
  /// - Parameter observers: Look at all nodes after each step; the run ends with the first
  ///   violation that one of them states.
  public func run(seed: UInt64, observers: [any StepObserver<W.P>] = []) -> RunResult<W> {
    var run = ScenarioRun(self, seed: seed, observers: observers)
    return run.complete()
  }
}

/// Looks at a run after each step of a node: an invariant, a measurement.
public protocol StepObserver<P>: Sendable {
  /// The protocol it knows.
  associatedtype P: Process

  /// Looks at the nodes after `node` made a step.
  ///
  /// - Returns: What is violated, in words; `nil` when nothing is.
  mutating func observe(node: NodeID, of simulator: borrowing Simulator<P>) -> String?
}

/// What came out of a run.
public struct RunResult<W: Workload>: Sendable {
  /// What clients saw, if the scenario records it. Numbers of clients change after an operation of
  /// unknown outcome.
  public var history: History<W.Call, W.Answer>
  /// What became of each operation since the warm-up, in the order in which they ended; if the
  /// scenario records the history.
  public var outcomes: [ClientOutcome]
  /// How long answered operations took, for each place of clients.
  public var latencies: [LatencyHistogram]
  /// Operations called and answered over time.
  public var timeline: Timeline
  /// Messages since the warm-up.
  public var counts: MessageCounts
  /// Operations answered since the warm-up.
  public var answered: Int
  /// The first violation of an observer.
  public var violation: String?
  /// Everything at the end: processes, disks, trace.
  public var simulator: Simulator<W.P>

  /// Messages between nodes for each operation answered.
  public var messagesPerOperation: Double {
    answered == 0 ? 0 : Double(counts.totalSent) / Double(answered)
  }
}

/// What became of one operation, as its client saw it.
public struct ClientOutcome: Sendable, Hashable {
  /// Where the client is.
  public var place: Topology.PlaceID
  /// When it called.
  public var called: VirtualTime
  /// When it heard the answer; `nil`: it was refused, or gave up.
  public var answered: VirtualTime?
  /// Whether it only looked.
  public var isRead = false
}
