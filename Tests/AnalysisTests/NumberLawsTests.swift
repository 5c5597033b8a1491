import Quantities
import Testing

@testable import Analysis

/// What must hold of the numbers for every system, tried on many.
@Suite struct NumberLawsTests {
  private func first(_ text: String) throws -> OperationNumbers {
    try analyze(text, with: tiny([:])).numbers.operations[0]
  }

  static func system(
    _ replicas: [String], guarantees: String, farther: Int = 40, operation: String
  ) -> String {
    """
    topology:
      regions: {a: {zones: [z1, z2, z3]}, b: {zones: [z1, z2]}, c: {zones: [z1]}}
      links:
        - {between: [a, b], rtt: \(farther)ms, jitter: 2ms}
        - {between: [b, c], rtt: 60ms}
    services: {app: {runs_in: [a/z1, b/z1]}}
    stores: {db: {product: custom, replicas: [\(replicas.joined(separator: ", "))], failover: {mode: automatic}, guarantees: \(guarantees)}}
    data: {x: {store: db}}
    operations: {o: {service: app, \(operation), from: [a, b]}}
    """
  }

  static let places = ["a/z1", "b/z1", "a/z2", "c/z1", "a/z3", "b/z2"]

  static let growing = [
    "{reads: eventual, writes: eventual, replication: quorum, quorum: {write: 1, read: 1}}",
    "{reads: linearizable, writes: linearizable, replication: async}",
    "{reads: linearizable, writes: linearizable, replication: sync}",
  ]

  @Test(arguments: growing, ["reads: [x]", "writes: [x]", "reads: [x], reads_from: nearest"])
  func `one more replica never lowers survival`(_ guarantees: String, _ operation: String) throws {
    var before: [String: Outcome.State] = [:]
    var cut = 0
    for count in 2...Self.places.count {
      let numbers = try first(
        Self.system(
          Array(Self.places.prefix(count)), guarantees: guarantees, operation: operation))
      for (loss, outcome) in numbers.losses {
        if let old = before[loss.name] { #expect(outcome.state <= old, "\(loss.name) at \(count)") }
        before[loss.name] = outcome.state
      }
      #expect(numbers.smallestCut.count >= cut)
      cut = numbers.smallestCut.count
    }
  }

  @Test func `two more voters in places of their own never lower it; one more need not raise it`()
    throws
  {
    let raft = "{reads: linearizable, writes: linearizable, replication: raft}"
    func cut(_ count: Int) throws -> Int {
      try first(
        Self.system(
          Array(["a/z1", "a/z2", "a/z3", "b/z1", "c/z1"].prefix(count)), guarantees: raft,
          operation: "writes: [x]")
      ).smallestCut.count
    }
    #expect(try cut(3) >= cut(1))
    #expect(try cut(5) >= cut(3))
    #expect(try cut(4) <= cut(3), "an even group tolerates no more than one fewer")
  }

  @Test(
    arguments: growing + [
      "{reads: linearizable, writes: linearizable, replication: raft}",
      "{reads: linearizable, writes: linearizable, replication: quorum, quorum: {write: 3, read: 2}}",
    ], ["reads: [x]", "writes: [x]", "reads: [x], reads_from: follower"])
  func `more distance never lowers latency`(_ guarantees: String, _ operation: String) throws {
    var before: [Double] = []
    for farther in [10, 11, 40, 80, 200, 1000] {
      let numbers = try first(
        Self.system(
          Array(Self.places.prefix(4)), guarantees: guarantees, farther: farther,
          operation: operation))
      var now: [Double] = []
      for latency in numbers.latencies {
        now.append(latency.floorMilliseconds ?? 0)
        now += [0.5, 0.9, 0.99, 0.999].map { latency.milliseconds(atQuantile: $0) }
      }
      for (old, new) in zip(before, now) { #expect(new >= old * 0.999, "at \(farther) ms") }
      before = now
    }
  }

  private static let model = FeasibilityModel(
    regions: [("us", 3), ("eu", 2), ("ap", 1)],
    floor: { a, b in
      a == b ? 0 : [["eu", "us"]: 76, ["ap", "us"]: 160, ["ap", "eu"]: 180][[a, b].sorted()]
    }, shares: ["us": 0.9995], lagMilliseconds: 1000, priorities: ["correctness", "latency"])

  @Test(arguments: UInt64(1)...300)
  func `a relaxed requirement never makes a feasible system infeasible`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let demands = Self.demands(&random)
    guard Self.model.isFeasible(demands) else {
      // And what is infeasible has a way out that frees it, unless even each alone is.
      let clash = Self.model.clash(demands, ceiling: 1)
      #expect(clash?.requirements.isEmpty == false)
      return
    }
    for relaxed in Self.relaxations(demands) {
      #expect(Self.model.isFeasible(relaxed), "\(demands) → \(relaxed)")
    }
  }

  @Test(arguments: UInt64(1)...300)
  func `a clash is minimal, and each relaxation is enough`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let demands = Self.demands(&random)
    guard let clash = Self.model.clash(demands, ceiling: 1) else { return }
    for kind in clash.requirements {
      let others = demands.only(clash.requirements.filter { $0 != kind })
      #expect(Self.model.isFeasible(others), "without \(kind), \(demands)")
    }
    #expect(!clash.relaxations.isEmpty)
    for relaxation in clash.relaxations where relaxation.gives != ["from"] {
      let given = relaxation.gives.compactMap { Demands.Kind(rawValue: $0) }
      let kept = demands.kinds.filter { !given.contains($0) }
      #expect(Self.model.isFeasible(demands.only(kept)))
      guard relaxation.gives == ["latency"], let value = relaxation.value else { continue }
      var freed = demands
      freed.latencyMilliseconds = value
      #expect(Self.model.isFeasible(freed))
      freed.latencyMilliseconds = value - 0.001
      #expect(!Self.model.isFeasible(freed), "\(value) ms is not the least")
    }
  }

  private static func demands(_ random: inout SeededGenerator) -> Demands {
    func maybe<Value>(_ values: [Value]) -> Value? {
      Bool.random(using: &random) ? values.randomElement(using: &random) : nil
    }
    var demands = Demands(
      clients: Array(
        ["us", "eu", "ap"].shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))),
      isRead: Bool.random(using: &random))
    demands.latencyMilliseconds = maybe([10, 50, 80, 100, 200, 400])
    demands.needsLatest = Bool.random(using: &random)
    demands.needsOrder = demands.needsLatest || Bool.random(using: &random)
    demands.model = "linearizable"
    demands.goesOn = maybe([true, false])
    demands.stalenessMilliseconds = maybe([1, 50, 5000])
    demands.isCutLonger = Bool.random(using: &random)
    demands.lossMilliseconds = maybe([0, 500, 60_000])
    demands.survivesRegion = Bool.random(using: &random)
    demands.survivesZone = Bool.random(using: &random)
    demands.availability = maybe([0.999, 0.9999])
    return demands
  }

  private static func relaxations(_ demands: Demands) -> [Demands] {
    var all: [Demands] = []
    func add(_ change: (inout Demands) -> Void) {
      var copy = demands
      change(&copy)
      all.append(copy)
    }
    add { $0.latencyMilliseconds = $0.latencyMilliseconds.map { $0 * 1.5 } }
    add { $0.latencyMilliseconds = nil }
    add { $0.needsLatest = false }
    add {
      $0.needsLatest = false
      $0.needsOrder = false
    }
    add { $0.goesOn = nil }
    add { $0.stalenessMilliseconds = $0.stalenessMilliseconds.map { $0 * 10 } }
    add { $0.lossMilliseconds = $0.lossMilliseconds.map { $0 + 100 } }
    add { $0.survivesRegion = false }
    add { $0.survivesZone = false }
    add { $0.availability = $0.availability.map { $0 - 0.001 } }
    add { if $0.clients.count > 1 { $0.clients.removeLast() } }
    return all
  }
}
