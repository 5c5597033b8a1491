import Algorithms
import Quantities
import Testing

struct HybridClockTests {
  @Test func `timestamps respect happened-before and the published bounds under random skews`() {
    for seed in UInt64(0)..<300 {
      let run = SkewedRun(seed: seed)
      #expect(run.ordersHappenedBefore, "seed \(seed)")
      #expect(run.staysWithinBounds, "seed \(seed): ε \(run.epsilon), n \(run.nodes)")
    }
  }

  @Test func `the bounds are used: some run comes near the skew`() {
    let ahead = (UInt64(0)..<50).map { seed in
      let run = SkewedRun(seed: seed)
      return Double(run.largestAhead) / Double(max(1, run.epsilon))
    }
    #expect((ahead.max() ?? 0) > 0.8)
  }

  @Test func `a clock that stands still or steps back only counts`() throws {
    var clock = HybridClock()
    let first = try clock.tick(physical: 10)
    let second = try clock.tick(physical: 10)
    let third = try clock.tick(physical: 3)
    #expect(first == HybridTimestamp(physical: 10))
    #expect(second == HybridTimestamp(physical: 10, logical: 1))
    #expect(third == HybridTimestamp(physical: 10, logical: 2))
    let fourth = try clock.tick(physical: 11)
    #expect(fourth == HybridTimestamp(physical: 11))
  }

  @Test func `the four cases of a receipt`() throws {
    let remote = HybridTimestamp(physical: 10, logical: 5)
    func received(own: UInt64, ticks: Int, physical: UInt64) throws -> HybridTimestamp {
      var clock = HybridClock()
      for _ in 0..<ticks { _ = try clock.tick(physical: own) }
      return try clock.receive(remote, physical: physical)
    }
    #expect(try received(own: 10, ticks: 9, physical: 9) == .init(physical: 10, logical: 9))
    #expect(try received(own: 12, ticks: 2, physical: 9) == .init(physical: 12, logical: 2))
    #expect(try received(own: 7, ticks: 2, physical: 9) == .init(physical: 10, logical: 6))
    #expect(try received(own: 7, ticks: 2, physical: 11) == .init(physical: 11))
  }

  @Test func `a remote clock too far ahead is refused and one at the limit is not`() throws {
    var clock = HybridClock(rules: .init(maximumAhead: 500))
    let before = clock
    #expect(throws: HybridClock.Refusal.remoteTooFarAhead(by: 501)) {
      try clock.receive(HybridTimestamp(physical: 1501), physical: 1000)
    }
    #expect(clock == before, "a refusal leaves the clock as it was")
    let atLimit = try clock.receive(HybridTimestamp(physical: 1500), physical: 1000)
    #expect(atLimit == HybridTimestamp(physical: 1500, logical: 1))
    let behind = try clock.receive(HybridTimestamp(physical: 2), physical: 1600)
    #expect(behind == HybridTimestamp(physical: 1600))
  }

  @Test func `without a limit one bad clock drags all others along`() throws {
    var clock = HybridClock()
    let stamp = try clock.receive(HybridTimestamp(physical: 1 << 40), physical: 1000)
    #expect(stamp.physical == 1 << 40)
  }

  @Test func `a full counter carries or refuses`() throws {
    let full = HybridTimestamp(physical: 10, logical: .max)
    var carrying = HybridClock()
    let carried = try carrying.receive(full, physical: 10)
    #expect(carried == HybridTimestamp(physical: 11))
    var refusing = HybridClock(rules: .init(overflow: .refuse))
    #expect(throws: HybridClock.Refusal.overflow) { try refusing.receive(full, physical: 10) }
    let advanced = try refusing.receive(full, physical: 11)
    #expect(advanced == HybridTimestamp(physical: 11))
    let last = HybridTimestamp(physical: HybridTimestamp.largestPhysical, logical: .max)
    #expect(throws: HybridClock.Refusal.overflow) { try carrying.receive(last, physical: 0) }
    #expect(throws: HybridClock.Refusal.overflow) { try carrying.tick(physical: 1 << 48) }
  }

  @Test func `the packed form orders like the timestamp`() {
    let stamps = [(1, 0), (1, 1), (1, 65535), (2, 0), (1 << 40, 3)].map {
      HybridTimestamp(physical: UInt64($0.0), logical: UInt16($0.1))
    }
    #expect(stamps == stamps.sorted() && stamps.map(\.packed) == stamps.map(\.packed).sorted())
  }
}

/// Hybrid clocks on a random pattern whose nodes' clocks are off by up to ε, each advancing at least
/// a tick between two events of its node.
struct SkewedRun {
  let epsilon: UInt64
  let nodes: Int
  private(set) var ordersHappenedBefore = false
  private(set) var staysWithinBounds = true
  private(set) var largestAhead: UInt64 = 0

  init(seed: UInt64, rules: HybridClock.Rules = .init()) {
    var random = SeededGenerator(seed: seed &+ 77)
    nodes = 2 + random.below(4)
    epsilon = UInt64(random.below(30))
    let pattern = MessagePattern(seed: seed, nodes: nodes, events: 120)
    var clocks = Array(repeating: HybridClock(rules: rules), count: nodes)
    var (skews, readings) = (
      [UInt64](repeating: 0, count: nodes), [UInt64](repeating: 0, count: nodes)
    )
    for node in 0..<nodes { skews[node] = UInt64.random(in: 0...epsilon, using: &random) }
    var (stamps, now) = ([HybridTimestamp](), UInt64(100))
    for event in pattern.events {
      // Time passes for all at least a tick; skews wander within ε, readings never step back.
      now += 1 + UInt64(random.below(3))
      let node = event.node
      if random.chance(0.2) { skews[node] = UInt64.random(in: 0...epsilon, using: &random) }
      readings[node] = max(now + skews[node], readings[node] + 1)
      let physical = readings[node]
      guard
        let stamp = Self.stamp(event, stamps, physical: physical, clock: &clocks[node])
      else {
        staysWithinBounds = false
        return
      }
      stamps.append(stamp)
      check(stamp, physical: physical)
    }
    ordersHappenedBefore = pattern.everyPair {
      pattern.order($0, $1) != .before || stamps[$0] < stamps[$1]
    }
  }

  private static func stamp(
    _ event: MessagePattern.Event, _ stamps: [HybridTimestamp], physical: UInt64,
    clock: inout HybridClock
  ) -> HybridTimestamp? {
    if case .receive(let message) = event.kind {
      return try? clock.receive(stamps[message], physical: physical)
    }
    return try? clock.tick(physical: physical)
  }

  private mutating func check(_ stamp: HybridTimestamp, physical: UInt64) {
    guard stamp.physical >= physical, stamp.physical - physical <= epsilon else {
      staysWithinBounds = false
      return
    }
    largestAhead = max(largestAhead, stamp.physical - physical)
    if UInt64(stamp.logical) >= UInt64(nodes) * (epsilon + 1) { staysWithinBounds = false }
  }
}
