internal import Algorithms

extension ProtocolBenchmarks {
  /// A gain below this share is none: the protocol is saturated.
  static let noticeableGain = 1.05
  /// Operations a second at which the search ends: what comes so far is limited by its clients.
  static let enough = 4_000.0

  /// The most operations a second, when messages cost processor time.
  ///
  /// Clients that call again as soon as they have an answer are added until there is no more to
  /// gain. Such a load never builds up a queue longer than there are clients, so that the figure is
  /// the protocol's and not that of a storm of repeated requests.
  func saturation(_ run: ProtocolRun) -> ProtocolMeasurement.Saturation? {
    var best: ProtocolMeasurement.Saturation?
    // Each client of PBFT is a node, and the ways between nodes grow with their square.
    for clients in plan.clientsPerPlace where run.kind != .pbft || clients <= 16 {
      let rate = throughput(run, clients: clients)
      if let best, rate < best.perSecond * Self.noticeableGain { return best.saturated }
      best = .init(perSecond: rate, clientsPerPlace: clients, isLimit: true)
      if rate >= Self.enough { return best }
    }
    return best
  }

  /// Answers a second with so many clients in each place.
  private func throughput(_ run: ProtocolRun, clients: Int) -> Double {
    var run = run
    run.site.processing = plan.processing
    let places = run.site.clients.count
    run.site.clients = Array(repeating: run.site.clients, count: max(1, clients)).flatMap { $0 }
    if run.kind == .pbft { run.site = Self.separated(run.site) }
    // As many items that no two clients are likely to meet at one.
    (run.load.reads, run.load.keys) = (0, 10_000)
    // Enough for the first election; the plan's takes less.
    run.load.warmUp = max(3 * Self.second, run.load.warmUp - 2 * Self.second)
    run.load.thinking = 0
    (run.load.duration, run.load.settling) = (Self.second / 2, Self.second)
    guard let figures = run.figures() else { return 0 }
    // All clients of a place stand in the figures once for each of them.
    let regions = run.kind == .pbft ? figures.regions[...] : figures.regions.prefix(places)
    let answered = regions.reduce(0) { $0 + $1.before.answered }
    return Double(answered) / (Double(run.load.duration) / 1e9)
  }

  /// Each client at a place of its own beside the others: where clients have nodes of their own,
  /// those of one place would stand in line at one node.
  private static func separated(_ site: ProtocolSite) -> ProtocolSite {
    let origins = Array(site.places.indices) + site.clients
    var result = site
    result.places = origins.map { site.places[$0] }
    result.ways = origins.map { from in origins.map { site.way(from, $0) } }
    result.clients = Array(site.places.count..<origins.count)
    return result
  }
}

extension ProtocolMeasurement.Saturation {
  /// The same, known to be the most.
  fileprivate var saturated: Self {
    var result = self
    result.isLimit = false
    return result
  }
}
