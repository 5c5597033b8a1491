import Algorithms
import Quantities
import Simulation

/// A failure detector that can be run and asked what its nodes think.
protocol DetectorProcess: Process {
  static func disk() -> Disk
  static func make(_ run: ProtocolRun, id: NodeID, disk: Disk, seed: UInt64) -> Self
  /// Whom it holds to have failed.
  var holdsFailed: [NodeID] { get }
}

extension HeartbeatNode: DetectorProcess where Monitor: ConfiguredMonitor {
  static func disk() {}

  static func make(_ run: ProtocolRun, id: NodeID, disk: Void, seed: UInt64) -> Self {
    Self(
      id: id, members: run.site.nodes.count,
      settings: .init(
        interval: run.settings.interval, checkInterval: max(1_000_000, run.settings.interval / 10)),
      monitor: Monitor.make(run.settings))
  }

  var holdsFailed: [NodeID] { suspected }
}

/// A judge of arrivals with parameters from the settings.
protocol ConfiguredMonitor: ArrivalMonitor {
  static func make(_ settings: ProtocolSettings) -> Self
}

extension MissedHeartbeats: ConfiguredMonitor {
  static func make(_ settings: ProtocolSettings) -> MissedHeartbeats {
    MissedHeartbeats(interval: settings.interval, missed: settings.missed)
  }
}

extension PhiAccrualMonitor: ConfiguredMonitor {
  static func make(_ settings: ProtocolSettings) -> PhiAccrualMonitor {
    PhiAccrualMonitor(
      settings: .init(
        threshold: settings.phi, minimumDeviation: settings.interval / 10,
        firstEstimate: settings.interval))
  }
}

extension SwimNode: DetectorProcess {
  static func disk() -> UInt64? { nil }

  static func make(_ run: ProtocolRun, id: NodeID, disk: UInt64?, seed: UInt64) -> SwimNode {
    SwimNode(
      id: id, members: run.site.nodes.count,
      settings: SwimSettings(
        period: run.settings.interval, directTimeout: run.settings.interval * 3 / 10), disk: disk,
      seed: seed)
  }

  var holdsFailed: [NodeID] { failed }
}

/// Members that watch each other; faults of the leader hit the first.
struct DetectorBench<P: DetectorProcess>: ProtocolBench {
  let run: ProtocolRun

  var nodeNames: [String] {
    run.site.nodes.enumerated().map { "member \($0 + 1) in \(run.site.places[$1].name)" }
  }

  private var begin: VirtualTime { run.load.warmUp }
  private var end: VirtualTime { run.load.warmUp + run.load.duration }

  private func simulator(_ faults: FaultSchedule = .init()) -> Simulator<P> {
    let run = run
    return Simulator<P>(
      topology: run.site.topology(),
      environment: Environment(disk: run.site.disk, clocks: run.site.clocks, faults: faults),
      seed: run.seed, disk: P.disk()
    ) { P.make(run, id: $0, disk: $1, seed: $2) }
  }

  private var schedule: FaultSchedule {
    FaultSchedule(
      run.faults.flatMap { fault in
        fault.what.faults(of: 0, among: run.site.nodes.count).map {
          .init(at: begin + max(0, fault.at), lasting: fault.lasting, $0)
        }
      })
  }

  func measure() -> ProtocolFigures {
    let faults = schedule
    var simulator = simulator(faults)
    simulator.reportsSteps = true
    var figures = ProtocolFigures(bucket: max(50_000_000, run.load.duration / 60))
    var watch = Watch(members: run.site.nodes.count, downtimes: downtimes(in: faults))
    while let occurrence = simulator.next(until: end) {
      guard case .stepped(let node) = occurrence, simulator.now >= begin else { continue }
      watch.look(at: node, holding: simulator.processes[node].holdsFailed, at: simulator.now)
    }
    for (observer, noticed) in watch.noticed.enumerated() where observer != 0 {
      if let noticed { figures.detectionTimes.append(noticed) }
    }
    let observers = watch.noticed.count - 1
    let isDown = watch.downtimes[0] != nil
    figures.harms = [
      .init(
        .falseSuspicions, watch.wrong, of: observers * (observers + 1), first: watch.firstWrong),
      .init(
        .unnoticed, isDown ? observers - watch.noticed.dropFirst().count { $0 != nil } : 0,
        of: observers),
    ]
    figures.faultSpan = faults.entries.map(\.at).min().map { first in
      first - begin...max(first, min(end, faults.end ?? end)) - begin
    }
    figures.events = simulator.counts.events
    return figures
  }

  /// When members are down, by member.
  private func downtimes(in faults: FaultSchedule) -> [NodeID: ClosedRange<VirtualTime>] {
    var result: [NodeID: ClosedRange<VirtualTime>] = [:]
    for entry in faults.entries {
      guard case .crash(let targets, _) = entry.fault else { continue }
      for case .node(let node) in targets {
        result[node] = entry.at...max(entry.at, entry.lasting.map { entry.at + $0 } ?? end)
      }
    }
    return result
  }

  /// What members held, and whether rightly.
  private struct Watch {
    let downtimes: [NodeID: ClosedRange<VirtualTime>]
    /// How long after the first member's failure each noticed it.
    var noticed: [Nanoseconds?]
    var wrong = 0
    var firstWrong = ""
    private var held: [Set<NodeID>]

    init(members: Int, downtimes: [NodeID: ClosedRange<VirtualTime>]) {
      self.downtimes = downtimes
      noticed = Array(repeating: nil, count: members)
      held = Array(repeating: [], count: members)
    }

    mutating func look(at node: NodeID, holding: [NodeID], at now: VirtualTime) {
      for member in holding where !held[node].contains(member) {
        if let down = downtimes[member], down.contains(now) {
          if member == 0, noticed[node] == nil { noticed[node] = now - down.lowerBound }
        } else {
          wrong += 1
          if firstWrong.isEmpty { firstWrong = "member \(node + 1) of member \(member + 1)" }
        }
      }
      held[node] = Set(holding)
    }
  }

  func count() -> ProtocolCosts {
    var simulator = simulator()
    while simulator.next(until: begin) != nil {}
    let before = simulator.counts
    while simulator.next(until: end) != nil {}
    let span = Double(max(1, run.load.duration)) / 1e9 * Double(max(1, run.site.nodes.count))
    return ProtocolCosts(
      messages: Double(simulator.counts.totalSent - before.totalSent) / span,
      bytes: Double(simulator.counts.totalBytes - before.totalBytes) / span, roundTrips: nil,
      flushes: nil, metadataBytes: nil, events: simulator.counts.events)
  }

  func trace() -> [TraceEvent] {
    var simulator = simulator(schedule)
    simulator.isTracing = true
    while simulator.next(until: end) != nil {}
    return simulator.trace
  }
}
