internal import Algorithms
internal import Parallel
public import Simulation

/// Protocol benchmarks: what protocols do on a topology, in virtual time. Nothing in them depends on
/// the machine; equal seeds give equal figures.
public struct ProtocolBenchmarks: Sendable {
  /// What is run, beside the protocols themselves.
  public struct Plan: Sendable {
    /// Group sizes.
    public var sizes = [3, 4, 5, 7, 9]
    /// The topology with so many nodes; the first place's zone or region is cut off in partitions.
    public var site: @Sendable (_ nodes: Int) -> ProtocolSite
    /// What the topology is, in words.
    public var siteDescription: String
    /// The parameters of the protocols.
    public var settings = ProtocolSettings()
    /// Protocols that have parameters of their own instead, as a described store has them.
    public var described: [ProtocolKind: Described] = [:]
    /// Seed of everything random.
    public var seed: UInt64 = 1
    /// How many leaders are lost, each in a run of its own.
    public var losses = 5
    /// What a node's processor spends on each message when the load is raised.
    public var processing = ProcessingCosts(perInput: 50_000, perSend: 50_000)
    /// How many clients in each place call again at once, rising, when the load is raised.
    public var clientsPerPlace = [1, 4, 16, 64]

    /// The parameters that a store of a description gives a protocol.
    public struct Described: Sendable {
      /// The store.
      public var store: String
      /// Its parameters.
      public var settings: ProtocolSettings
      /// Its disk.
      public var disk: DiskModel
      /// What of it is told: `disk flush 2 ms`.
      public var words: [String]

      /// Parameters with all their parts.
      public init(
        store: String, settings: ProtocolSettings, disk: DiskModel, words: [String]
      ) {
        self.store = store
        self.settings = settings
        self.disk = disk
        self.words = words
      }
    }

    /// Three zones of one region, with clients in each.
    public static let threeZones = Plan(
      site: { nodes in
        var site = ProtocolSite.zones(3, nodes: nodes)
        site.clients = [0, 1, 2]
        return site
      },
      siteDescription:
        "three zones of one region, 1.5 ms round trip between them, 0.5 ms within, each message "
        + "0.1 ms of jitter on average; disk flush 2 ms; clients in each zone")

    /// A plan on a topology.
    public init(site: @escaping @Sendable (Int) -> ProtocolSite, siteDescription: String) {
      self.site = site
      self.siteDescription = siteDescription
    }
  }

  static let second: Nanoseconds = 1_000_000_000
  /// How long a lost leader stays away: longer than anybody waits before replacing it.
  static let absence = 40 * second
  /// How long a partition lasts.
  static let partitionLength = 20 * second

  let plan: Plan

  /// Benchmarks by a plan.
  public init(_ plan: Plan) { self.plan = plan }

  /// Runs protocols at each of the plan's sizes that they work with.
  ///
  /// - Parameter progress: Hears what part is done, from 0 to 1.
  public func run(_ kinds: [ProtocolKind], progress: (Double) -> Void = { _ in })
    -> [ProtocolResult]
  {
    var results: [ProtocolResult] = []
    for (index, kind) in kinds.enumerated() {
      let sizes = plan.sizes.filter { plain(kind, $0).refusal == nil }
      let measured = Chunks.map(sizes, count: sizes.count, smallest: 2) { part in
        part.map { measure(kind, nodes: $0) }
      }
      results.append(ProtocolResult(kind: kind, sizes: measured.flatMap { $0 }))
      progress(Double(index + 1) / Double(kinds.count))
    }
    return results
  }

  private func plain(_ kind: ProtocolKind, _ nodes: Int) -> ProtocolRun {
    var run = ProtocolRun(kind, on: plan.site(nodes), settings: plan.settings, seed: plan.seed)
    if let described = plan.described[kind] {
      run.settings = described.settings
      (run.site.disk, run.site.disks) = (described.disk, [:])
      run.load.warmUp = max(run.load.warmUp, described.settings.electionTimeout.upperBound)
    }
    return run
  }

  private func measure(_ kind: ProtocolKind, nodes: Int) -> ProtocolMeasurement {
    var result = ProtocolMeasurement(nodes: nodes)
    let run = plain(kind, nodes)
    result.costs = run.costs()
    if kind.family == .detection {
      result.detection = detection(run)
      return result
    }
    result.latency = latency(run)
    result.leaderLoss = leaderLoss(run)
    result.partition = partition(run)
    result.saturation = saturation(run)
    return result
  }

  /// How long writes and operations take from each place when nothing goes wrong.
  private func latency(_ run: ProtocolRun) -> [ProtocolMeasurement.Latency] {
    var run = run
    run.load.reads = 0
    run.load.duration = 30 * Self.second
    return (run.figures()?.regions ?? []).map {
      .init(
        place: $0.name, p50: $0.latency.quantile(0.5), p99: $0.latency.quantile(0.99),
        count: $0.latency.count)
    }
  }

  private func leaderLoss(_ run: ProtocolRun) -> ProtocolMeasurement.LeaderLoss {
    var loss = ProtocolMeasurement.LeaderLoss()
    for number in 0..<max(1, plan.losses) {
      var run = lossRun(run, number)
      run.load.reads = 0
      guard let figures = run.figures() else { continue }
      if let gap = figures.unavailable { loss.gaps.append(gap) }
      loss.harms = ProtocolMeasurement.joined(loss.harms, figures.harms)
    }
    loss.gaps.sort()
    return loss
  }

  /// Whoever leads crashes two seconds or a little more into the run, and stays away for long.
  private func lossRun(_ run: ProtocolRun, _ number: Int) -> ProtocolRun {
    var run = run
    run.seed = plan.seed &+ UInt64(number)
    run.load.perSecond = 10
    run.load.duration = Self.absence + 15 * Self.second
    // Another phase of heartbeats and terms each time.
    let phase = Nanoseconds(number) * 370_000_000
    run.faults = [.init(at: 2 * Self.second + phase, lasting: Self.absence, .leaderCrash)]
    return run
  }

  private func detection(_ run: ProtocolRun) -> ProtocolMeasurement.Detection {
    var detection = ProtocolMeasurement.Detection()
    for number in 0..<max(1, plan.losses) {
      guard let figures = lossRun(run, number).figures() else { continue }
      for time in figures.detectionTimes { detection.times.add(time) }
      detection.falseSuspicions += figures.count(of: .falseSuspicions)
      detection.unnoticed += figures.count(of: .unnoticed)
    }
    return detection
  }

  private func partition(_ run: ProtocolRun) -> ProtocolMeasurement.Partition? {
    guard let cut = Self.cut(of: run.site) else { return nil }
    var run = run
    run.load.duration = Self.partitionLength + 30 * Self.second
    run.faults = [
      .init(at: 5 * Self.second, lasting: Self.partitionLength, .fault(.partition(cut.groups)))
    ]
    guard let figures = run.figures() else { return nil }
    return .init(
      cutOff: cut.name,
      places: figures.regions.map {
        .init(place: $0.name, during: $0.during.answeredShare, after: $0.after.answeredShare)
      }, harms: figures.harms)
  }

  /// The first place's region against the others, or its zone where there is one region.
  static func cut(of site: ProtocolSite) -> (name: String, groups: [[Fault.Target]])? {
    guard let first = site.nodes.first.map({ site.places[$0] }) else { return nil }
    let regions = uniqued(site.places.map(\.region))
    if regions.count > 1 {
      let others = regions.filter { $0 != first.region }
      return (first.region, [[.region(first.region)], others.map { .region($0) }])
    }
    let zones = uniqued(site.places.map(\.zone))
    let others = zones.filter { $0 != first.zone }
    return others.isEmpty ? nil : (first.zone, [[.zone(first.zone)], others.map { .zone($0) }])
  }

  private static func uniqued(_ names: [String]) -> [String] {
    names.enumerated().filter { names.firstIndex(of: $0.element) == $0.offset }.map(\.element)
  }
}
