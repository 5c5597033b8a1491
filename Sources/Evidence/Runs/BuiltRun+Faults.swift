import Algorithms
public import Benchmarks
public import Simulation

extension BuiltRun {
  private static let second: Nanoseconds = 1_000_000_000
  /// When faults begin, after the warm-up.
  static let faultsBegin = 5 * second
  /// Operations of each place of clients at most, in a run with faults.
  private static let operationsAtMost = 500.0

  /// The run put to faults: five seconds without, then the faults, then as long as it takes to
  /// recover.
  public func under(_ kinds: [FaultKind], seed: UInt64) -> ProtocolRun {
    var run = run
    run.seed = seed
    guard !kinds.isEmpty else { return run }
    for kind in kinds { run.faults += faults(kind) }
    let lasting = run.faults.map { ($0.lasting ?? 0) + $0.at - Self.faultsBegin }.max() ?? 0
    return stretched(run, lasting: lasting)
  }

  /// The run put to a schedule that somebody wrote.
  public func under(_ faults: [ProtocolFault], seed: UInt64) -> ProtocolRun {
    var run = run
    (run.seed, run.faults) = (seed, faults)
    let end = faults.map { $0.at + ($0.lasting ?? 0) }.max() ?? 0
    return stretched(run, lasting: max(0, end - Self.faultsBegin))
  }

  private func stretched(_ run: ProtocolRun, lasting: Nanoseconds) -> ProtocolRun {
    var run = run
    let after = 5 * Self.second
    run.load.duration = max(run.load.duration, Self.faultsBegin + lasting + after)
    if run.kind.family == .detection {
      run.load.duration = Self.faultsBegin + max(lasting, recovery) + after
    }
    let seconds = Double(run.load.duration) / 1e9
    run.load.perSecond = min(run.load.perSecond, max(0.5, Self.operationsAtMost / seconds))
    // Who replaces a leader is asked for writes; what copies show is asked while they are apart.
    let isAboutLeader = run.faults.contains { $0.what == .leaderCrash || $0.what == .leaderLoss }
    if isAboutLeader { (run.load.reads, run.load.judged) = (0, .all) }
    return run
  }

  private func faults(_ kind: FaultKind) -> [ProtocolFault] {
    let at = Self.faultsBegin
    let long = recovery + recovery / 5
    func one(_ what: ProtocolFault.What, _ lasting: Nanoseconds) -> [ProtocolFault] {
      [ProtocolFault(at: at, lasting: lasting, what)]
    }
    switch kind {
    case .leaderCrash: return one(.leaderCrash, long)
    case .leaderLoss: return one(.leaderLoss, long)
    case .leaderPause:
      return one(.leaderPause, max(1_000_000, nanoseconds(pauseMilliseconds)))
    case .leaderCut: return one(.leaderCut, long)
    case .partition: return one(.fault(.partition(sides)), max(10 * Self.second, long))
    case .zoneLoss: return one(.fault(.loss(of: [.zone(first.zone)])), long)
    case .regionLoss: return one(.fault(.loss(of: [.region(first.region)])), long)
    case .outageAndRestart:
      let other = run.kind.family == .publication ? 1 : run.site.nodes.count - 1
      return [
        ProtocolFault(
          at: at, lasting: Self.second, .fault(.partition([[.node(0)], [.node(other)]]))),
        ProtocolFault(at: at + Self.second / 2, lasting: Self.second / 5, .leaderCrash),
      ]
    }
  }

  private var first: Topology.Place {
    run.site.nodes.first.map { run.site.places[$0] } ?? Topology.Place("nowhere")
  }

  /// The two sides of a cut: between regions where nodes and clients are in several, else between
  /// zones.
  public var sides: [[Fault.Target]] {
    let used = Set(run.site.nodes + run.site.clients).sorted().map { run.site.places[$0] }
    let regions = unique(used.map(\.region)).filter { $0 != first.region }
    if !regions.isEmpty {
      return [[.region(first.region)], regions.map { .region($0) }]
    }
    let zones = unique(used.map(\.zone)).filter { $0 != first.zone }
    return [[.zone(first.zone)], zones.map { .zone($0) }]
  }

  /// What the cut runs between, in words: `us-east and eu-west`.
  public var cutWords: String {
    let places = Set(run.site.nodes).map { run.site.places[$0] }
    return sides.map { side in
      side.filter { target in
        // Clients who come through no service stand in a zone of their own, which says nothing.
        guard case .zone(let zone) = target else { return true }
        return places.contains { $0.zone == zone }
      }.map { target in
        switch target {
        case .region(let name), .zone(let name), .place(let name): name
        case .node(let node): "node \(node)"
        case .everything: "everything"
        }
      }.joined(separator: ", ")
    }.joined(separator: " and ")
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
