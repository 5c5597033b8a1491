import Algorithms
import Simulation

/// How the runs of one protocol are set up, made and judged.
protocol ProtocolBench: Sendable {
  func measure() -> ProtocolFigures
  func count() -> ProtocolCosts
  func trace() -> [TraceEvent]
  /// What each node is called.
  var nodeNames: [String] { get }
}

/// A protocol that clients ask.
protocol ClientBench: ProtocolBench {
  associatedtype W: Workload

  var run: ProtocolRun { get }
  init(run: ProtocolRun)

  /// The run without its faults.
  var scenario: Scenario<W> { get }
  /// Who leads now; `nil` when nobody does.
  func leader(in simulator: borrowing Simulator<W.P>) -> NodeID?
  /// What went wrong in a run.
  func harms(of result: RunResult<W>) -> [ProtocolFigures.Harm]
  /// The parts that nodes play, by node; nodes without one are called by their place.
  var parts: [String] { get }
  /// Places of nodes beyond the site's.
  var extraNodes: [Topology.PlaceID] { get }
  var metadataBytes: Int? { get }
}

extension ClientBench {
  var parts: [String] { [] }
  var extraNodes: [Topology.PlaceID] { [] }
  var metadataBytes: Int? { nil }

  var nodeNames: [String] {
    let places = run.site.nodes + extraNodes
    var seen: [Topology.PlaceID: Int] = [:]
    return places.enumerated().map { node, place in
      let name = run.site.places[place].name
      if parts.indices.contains(node) { return "\(parts[node]) in \(name)" }
      seen[place, default: 0] += 1
      let isAlone = places.count { $0 == place } == 1
      return isAlone ? name : "\(name) #\(seen[place] ?? 1)"
    }
  }

  /// Clients as the load has them, who ask any of `nodes`.
  ///
  /// - Parameter retries: Whether asking twice does no harm.
  func clients(of nodes: Range<NodeID>, retries: Bool) -> Clients {
    let patience = min(
      run.load.deadline, max(100_000_000, 4 * run.site.longestRoundTrip + 40_000_000))
    var clients = Clients(
      places: run.site.clients,
      pace: run.load.thinking.map { .closed(thinking: $0) }
        ?? .open(perSecond: run.load.perSecond),
      timeout: retries ? patience : run.load.deadline, retries: retries,
      retryDelay: 50_000_000, nodes: Array(nodes), deadline: run.load.deadline)
    if let first = run.faults.map(\.at).min(), run.load.perSecondBeforeFault > 0 {
      let at = run.load.warmUp + first
      clients.rush = .init(
        from: max(0, at - 500_000_000), to: at, perSecond: run.load.perSecondBeforeFault)
    }
    return clients
  }

  /// A scenario with this workload.
  func scenario(
    _ workload: W, _ clients: Clients, disk: W.P.Disk, make: @escaping Simulator<W.P>.Maker
  ) -> Scenario<W> {
    Scenario(
      topology: run.site.topology(extra: extraNodes),
      environment: Environment(
        disk: run.site.disk, disks: run.site.disks, clocks: run.site.clocks,
        costs: run.site.processing), workload: workload,
      clients: clients, duration: run.load.warmUp + run.load.duration,
      settling: run.load.settling, warmUp: run.load.warmUp, disk: disk, make: make)
  }

  func measure() -> ProtocolFigures {
    var events = 0
    let faults = schedule(&events)
    var scenario = scenario
    scenario.environment.faults = faults
    let result = scenario.run(seed: run.seed)
    var figures = FigureReading(run: run, faults: faults).figures(result.outcomes)
    figures.harms = harms(of: result)
    figures.events = events + result.simulator.counts.events
    return figures
  }

  func trace() -> [TraceEvent] {
    var events = 0
    var scenario = scenario
    scenario.environment.faults = schedule(&events)
    scenario.isTracing = true
    return scenario.run(seed: run.seed).simulator.trace
  }

  /// The faults, with whoever leads put in.
  ///
  /// Who leads at a moment is seen in the same run up to then: faults draw nothing at random before
  /// they begin.
  private func schedule(_ events: inout Int) -> FaultSchedule {
    var schedule = FaultSchedule()
    for fault in run.faults.sorted(by: { $0.at < $1.at }) {
      let at = run.load.warmUp + max(0, fault.at)
      if case .fault(let known) = fault.what {
        schedule.entries.append(.init(at: at, lasting: fault.lasting, known))
      } else {
        var early = scenario
        early.environment.faults = schedule
        (early.duration, early.settling, early.recordsHistory) = (at, 0, false)
        let simulator = early.run(seed: run.seed).simulator
        events += simulator.counts.events
        for what in fault.what.faults(
          of: leader(in: simulator) ?? 0, among: run.site.nodes.count + extraNodes.count)
        {
          schedule.entries.append(.init(at: at, lasting: fault.lasting, what))
        }
      }
    }
    return schedule
  }

  func count() -> ProtocolCosts {
    let roundTrip: Nanoseconds = 2_000_000
    var unit = run
    unit.site = run.site.unit(roundTrip: roundTrip)
    unit.faults = []
    unit.settings.work = 0
    unit.load.reads = 0
    (unit.load.thinking, unit.load.duration) = (40_000_000, 2_000_000_000)
    unit.load.deadline = 2_000_000_000
    let busy = Self(run: unit).scenario.run(seed: run.seed)
    unit.site.clients = []
    let idle = Self(run: unit).scenario.run(seed: run.seed)
    let operations = Double(max(1, busy.answered))
    func each(_ busy: Int, _ idle: Int) -> Double { max(0, Double(busy - idle)) / operations }
    let shortest = busy.latencies.map(\.shortest).max() ?? 0
    return ProtocolCosts(
      messages: each(busy.counts.totalSent, idle.counts.totalSent),
      bytes: each(busy.counts.totalBytes, idle.counts.totalBytes),
      roundTrips: Double(shortest) / Double(roundTrip),
      flushes: each(busy.counts.syncs, idle.counts.syncs), metadataBytes: metadataBytes,
      events: busy.counts.events + idle.counts.events)
  }
}

extension ProtocolFault.What {
  /// The simulator's faults for this, `leader` of so many nodes being the one who leads.
  func faults(of leader: NodeID, among nodes: Int) -> [Fault] {
    let others = (0..<nodes).filter { $0 != leader }.map { Fault.Target.node($0) }
    return switch self {
    case .fault(let fault): [fault]
    case .leaderCrash: [.crash([.node(leader)])]
    case .leaderLoss: [.crash([.node(leader)]), .partition([[.node(leader)], others])]
    case .leaderPause: [.pause([.node(leader)])]
    case .leaderCut: [.partition([[.node(leader)], others])]
    }
  }
}
