import Quantities
import Testing

@testable import Analysis

/// Cases whose numbers were worked out by hand; each states its arithmetic.
@Suite struct NumbersTests {
  /// Times inside nodes without spread, so that sums are exact: 1 ms for reads and writes, 2 ms to
  /// flush.
  static let exact =
    "latency: {read: {p50: 1ms}, write: {p50: 1ms}, flush: {p50: 2ms}}"

  /// Clients 10 ms away from three zones that are 1, 2 and 2 ms apart.
  static let threeZones = """
    topology:
      regions: {home: {}, r: {zones: [a, b, c]}}
      links:
        - {between: [home, r], rtt: 10ms, jitter: 0ms}
        - {between: [r/a, r/b], rtt: 1ms, jitter: 0ms}
        - {between: [r/a, r/c], rtt: 2ms, jitter: 0ms}
        - {between: [r/b, r/c], rtt: 2ms, jitter: 0ms}
    stores:
      db:
        product: custom
        replicas: [r/a, r/b, r/c]
        guarantees: {reads: linearizable, writes: linearizable, replication: raft, flush: each-write}
        \(exact)
    data: {x: {store: db}}
    operations:
      put: {writes: [x], from: [home]}
      get: {reads: [x], from: [home]}
    """

  private func numbers(_ analysis: Analysis, _ name: String) throws -> OperationNumbers {
    let index = try #require(
      analysis.operations.firstIndex { $0.subject.name == name }, "no \(name)")
    return analysis.numbers.operations[index]
  }

  private func percentiles(_ numbers: OperationNumbers) throws -> [Double] {
    let latency = try #require(numbers.latency)
    return [0.5, 0.99, 0.999].map { latency.milliseconds(atQuantile: $0) }
  }

  @Test func `a quorum write over three zones waits for the nearer follower`() throws {
    let put = try numbers(analyze(Self.threeZones, with: tiny([:])), "put")
    // 10 to the leader in a, 1 to write, then the second of: own flush 2, 1 + 2 in b, 2 + 2 in c.
    #expect(try percentiles(put) == [14, 14, 14])
    #expect(put.latency?.floorMilliseconds == 11)
  }

  @Test func `a linearizable read asks one follower whether the leader still leads`() throws {
    let get = try numbers(analyze(Self.threeZones, with: tiny([:])), "get")
    #expect(try percentiles(get) == [12, 12, 12])  // 10 + 1 for the confirmation + 1 to read
    #expect(get.latency?.floorMilliseconds == 10)
  }

  @Test func `protocols that were not chosen are reckoned from the same places`() throws {
    let analysis = try analyze(Self.threeZones, with: tiny([:]))
    let ways = analysis.numbers.details.ways
    func median(_ way: Int, _ id: String) -> Double? {
      ways[way].options.first { $0.id == id }?.p50Milliseconds
    }
    // The leader's flush takes longer than its own copy: 10 + 1 + 2.
    #expect(median(0, "leader-write") == 13)
    #expect(median(0, "leader-quorum-write") == 14)
    #expect(ways[0].options.first { $0.id == "leader-quorum-write" }?.isInUse == true)
    #expect(median(0, "commit-wait-write") == nil, "nothing is known of the clocks")
    #expect(median(1, "lease-read") == 11)
    #expect(median(1, "follower-read") == 11)
    #expect(median(1, "leader-quorum-read") == 12)
  }

  @Test func `three zones go on without any one of them and without no two`() throws {
    let put = try numbers(analyze(Self.threeZones, with: tiny([:])), "put")
    let outcomes = Dictionary(
      uniqueKeysWithValues: put.losses.map { ($0.loss.name, $0.outcome.state) })
    #expect(outcomes["r/a"] == .pauses)
    #expect(outcomes["r/b"] == .goesOn)
    #expect(outcomes["r/c"] == .goesOn)
    #expect(outcomes["r"] == .refuses)
    #expect(outcomes["r–home"] == .refuses)
    #expect(outcomes["db at r/a (leader)"] == .pauses)
    #expect(put.singlePoints.map(\.name) == ["r", "r–home"])
    #expect(put.survives == [.node, .zone, .power])
    #expect(put.smallestCut == ["region r"])
  }

  static let twoRegions = """
    topology:
      regions: {us: {zones: [a]}, eu: {zones: [a]}}
      links: [{between: [us, eu], rtt: 76ms, jitter: 0ms}]
    stores:
      db:
        product: custom
        replicas: [us/a, eu/a]
        failover: {mode: automatic, timeout: 20s}
        guarantees: {reads: linearizable, writes: linearizable, replication: async, flush: each-write}
        \(exact)
    data: {x: {store: db}}
    operations:
      put: {writes: [x], from: [eu]}
      get: {reads: [x], from: [eu], reads_from: leader}
      view: {reads: [x], from: [eu], reads_from: nearest, requirements: {staleness: 5s}}
    """

  @Test func `two regions: the far client pays one round trip, the near copy none`() throws {
    let analysis = try analyze(Self.twoRegions, with: tiny([:]))
    #expect(try percentiles(numbers(analysis, "put")) == [79, 79, 79])  // 76 + 1 + 2
    #expect(try percentiles(numbers(analysis, "get")) == [77, 77, 77])
    let view = try #require(try numbers(analysis, "view").latency)
    #expect(view.floorMilliseconds == 0)
    #expect(abs(view.milliseconds(atQuantile: 0.5) - 1.5) < 0.02)  // 0.5 inside the zone, 1 to read
  }

  @Test(arguments: [
    ("", 1.1...1.35), ("settings: {heartbeat-interval: 50, election-timeout: 500}", 0.55...0.7),
    ("settings: {heartbeat-interval: 300, election-timeout: 3000}", 3.4...3.7),
    ("settings: {election-timeout: 500}\n    failover: {timeout: 9s}", 9...9),
  ])
  func `a lost leader pauses as long as the time-outs say`(
    settings: String, seconds: ClosedRange<Double>
  ) throws {
    let analysis = try analyze(
      """
      topology: {regions: {r: {zones: [a, b, c]}}}
      stores:
        db:
          product: etcd
          replicas: [r/a, r/b, r/c]
          \(settings)
      data: {item: {store: db}}
      operations: {put: {writes: [item], from: [r]}}
      """, with: ProjectKnowledge.base)
    let losses = try numbers(analysis, "put").losses
    let pause = try #require(losses.first { $0.outcome.state == .pauses }).outcome.pauseSeconds
    #expect(seconds.contains(pause), "\(pause)")
  }

  @Test func `two regions: the failover pauses and takes what was not copied`() throws {
    let analysis = try analyze(Self.twoRegions, with: tiny([:]))
    let put = try numbers(analysis, "put").losses
    let lost = try #require(put.first { $0.loss.name == "us" }?.outcome)
    #expect(lost.state == .pauses)
    #expect(lost.pauseSeconds == 20)
    #expect(lost.loses == .unreplicated)
    let cut = try #require(put.first { $0.loss.kind == .link }?.outcome)
    #expect(cut.state == .refuses)
    let view = try numbers(analysis, "view")
    #expect(view.losses.first { $0.loss.kind == .link }?.outcome.state == .ageing)
    #expect(view.losses.first { $0.loss.name == "eu" }?.outcome.state == .goesOn)
    // The follower lags 38 ms behind the leader at least, then as assumed: 100 ms, 1 s at p99.
    let staleness = try #require(view.staleness)
    #expect(staleness.cause == .replicationLag)
    #expect(staleness.probabilityFresh(afterMilliseconds: 37) == 0)
    #expect(abs(staleness.probabilityFresh(afterMilliseconds: 138) - 0.5) < 0.005)
    #expect(abs(staleness.probabilityFresh(afterMilliseconds: 1038) - 0.99) < 0.001)
  }

  static let fiveRegions = """
    topology:
      regions:
        va: {provider: "aws:us-east-1"}
        or: {provider: "aws:us-west-2"}
        ie: {provider: "aws:eu-west-1"}
        jp: {provider: "aws:ap-northeast-1"}
        au: {provider: "aws:ap-southeast-2"}
    stores:
      db:
        product: custom
        replicas: [ie, va, or, jp, au]
        guarantees: {reads: sequential, writes: linearizable, replication: raft, flush: each-write}
        \(exact)
    data: {x: {store: db}}
    operations: {put: {writes: [x], from: [va, or, ie, jp, au], rate: 10/s}}
    """

  @Test func `five regions of the published table: floors, the best leader, the origin`() throws {
    let analysis = try analyze(Self.fiveRegions, with: ProjectKnowledge.base)
    let put = try numbers(analysis, "put")
    // From Dublin's neighbours the third of five is Oregon, 122 away; each client adds its own way.
    // 72 + 122, 122 + 122, 0 + 122, 206 + 122 and 258 + 122.
    let floors: [Double] = put.latencies.map { $0.floorMilliseconds ?? -1 }
    let expected: [Double] = [194, 244, 122, 328, 380]
    #expect(floors == expected)
    let distances = analysis.numbers.distances
    #expect(distances.allSatisfy { $0.origin == "published" })
    let atlantic = distances.first { $0.between.0 == "va" && $0.between.1 == "ie" }
    #expect(atlantic?.milliseconds == 72)
    let placement = try #require(analysis.numbers.details.placements.first)
    // Virginia: (68 + 72 + 152 + 202) / 5 to it, 72 for its quorum. Dublin: 131.6 + 122.
    #expect(placement.bestLeader.leader == "va")
    #expect(abs(placement.bestLeader.meanMilliseconds - 170.8) < 1e-9)
    #expect(abs(placement.current.meanMilliseconds - 253.6) < 1e-9)
  }

  static let twoSites = """
    topology:
      regions: {site-1: {zones: [a]}, site-2: {zones: [a]}}
      links: [{between: [site-1, site-2], rtt: 5ms, jitter: 0ms}]
    stores:
      etcd:
        product: custom
        replicas: [{place: site-1/a, count: 2}, site-2/a]
        guarantees: {reads: linearizable, writes: linearizable, replication: raft, flush: each-write}
        \(exact)
    data: {x: {store: etcd}}
    operations: {put: {writes: [x], from: [site-1, site-2]}}
    """

  @Test func `a consensus group over two sites stops with the one that has two of three`() throws {
    let put = try numbers(analyze(Self.twoSites, with: tiny([:])), "put")
    let states = Dictionary(
      put.losses.map { ($0.loss.name, $0.outcome) }, uniquingKeysWith: { first, _ in first })
    #expect(states["site-1"]?.state == .refuses)
    #expect(states["site-2"]?.state == .goesOn)
    #expect(states["site-1–site-2"]?.state == .refuses)
    #expect(states["site-1–site-2"]?.refusedIn == ["site-2"])
    #expect(states["etcd at site-1/a (leader)"]?.state == .pauses)
    #expect(put.singlePoints.map(\.name).contains("site-1/a"))
    #expect(put.smallestCut.count == 1)
  }

  @Test func `nodes that are alike are told once, and their pair is still found`() throws {
    let text = Self.threeZones.replacing(
      "[r/a, r/b, r/c]", with: "[r/a, {place: r/b, count: 2}]")
    let analysis = try analyze(text, with: tiny([:]))
    let put = try numbers(analysis, "put")
    let alike = try #require(put.losses.first { $0.loss.name == "db at r/b" })
    #expect(alike.loss.alike == 1)
    #expect(alike.outcome.state == .goesOn)
    let pairs = analysis.numbers.details.ways[0].pairs
    #expect(pairs.contains { $0.first.name == "db at r/b" && $0.second.name == "db at r/b" })
  }

  static let grid = """
    topology: {regions: {r: {zones: [a, b, c]}}}
    stores:
      db:
        product: custom
        replicas: [{place: r/a, count: 3}, {place: r/b, count: 3}, {place: r/c, count: 3}]
        guarantees: {reads: linearizable, writes: linearizable, replication: raft}
    data: {x: {store: db}}
    operations:
      put: {writes: [x], from: [r], rate: 1/s}
      get: {reads: [x], from: [r], rate: 1/s}
    """

  @Test func `a grid of nine: a third of the load, and fewer losses survived`() throws {
    let analysis = try analyze(Self.grid, with: tiny([:]))
    let found = try #require(analysis.numbers.details.quorums.first)
    #expect(found.readFraction == 0.5)
    #expect(abs(found.majority.load - 5.0 / 9) < 1e-9)
    #expect(found.majority.resilience == 4)
    let grid = try #require(found.others.first { $0.name == "grid 3×3, reads a row" })
    #expect(abs(grid.load - 1.0 / 3) < 1e-9)
    #expect(grid.resilience == 2)
    #expect(found.neededResilience == 1)
    #expect(found.better != nil)
    let strict = Self.grid.replacing(
      "operations:", with: "requirements: {tolerate_faults: 4}\noperations:")
    let kept = try analyze(strict, with: tiny([:])).numbers.details.quorums.first
    #expect(kept?.better == nil, "nothing else survives four losses of nine")
  }

  @Test func `an availability is the product of what it cannot do without and the rest`() throws {
    let text = """
      topology: {regions: {r: {zones: [a, b, c], availability: 99.95%}}}
      services: {card: {external: true, availability: 99.9%}}
      stores: {db: {product: custom, replicas: [r/a, r/b, r/c], guarantees: {reads: linearizable, writes: linearizable, replication: raft}}}
      data: {x: {store: db}}
      operations: {pay: {writes: [x], calls: card, from: [r]}}
      """
    let pay = try numbers(analyze(text, with: tiny([:])), "pay")
    let estimate = try #require(pay.availability)
    #expect(pay.factors.map(\.name) == ["card", "region r", "failover of db"])
    #expect(pay.factors.prefix(2).map(\.isStated) == [true, true])
    #expect(abs(estimate.statedCeiling - 0.9995 * 0.999) < 1e-12)
    let product = pay.factors.reduce(estimate.rest) { $0 * $1.availability }
    #expect(abs(product - estimate.availability) < 1e-12)
    // One node of a zone, each 99.9%: 0.998001 up; of three, two are.
    let up = 0.999 * 0.999
    let quorum = up * up * up + 3 * up * up * (1 - up)
    #expect(abs(estimate.rest - quorum) < 1e-12)
    // 365.25 / 90 crashes a year, 3 s each.
    let failover = 365.25 / 90 * 3 / (365.25 * 86_400)
    #expect(abs(1 - pay.factors[2].availability - failover) < 1e-12)
  }

  @Test func `what shares a fate fails together`() throws {
    let text = Self.threeZones.replacing(
      "  links:", with: "  shared_fate: [{of: power, places: [r/a, r/b]}]\n  links:")
    let put = try numbers(analyze(text, with: tiny([:])), "put")
    #expect(put.losses.first { $0.loss.kind == .sharedFate }?.outcome.state == .refuses)
    #expect(!put.survives.contains(.sharedFate))
    #expect(put.smallestCut.count == 1)
  }

  @Test func `assumed numbers are those of the project's defaults`() {
    let own = AssumedValues(ProjectKnowledge.base)
    for key in AssumedValues.Key.allCases {
      #expect(ProjectKnowledge.base.defaults[key.rawValue] != nil, "\(key.rawValue)")
      #expect(abs(own[key] - key.fallback) < 1e-9, "\(key.rawValue)")
    }
  }

  @Test func `operations of one way are reckoned once`() throws {
    let analysis = try ScaleTests.whole.get()
    #expect(analysis.numbers.details.ways.count < 20)
    #expect(analysis.numbers.operations.count == 600)
    #expect(
      analysis.numbers.operations[8].singlePoints.map(\.name).contains { $0.contains("s8 at") })
  }
}
