import Algorithms
import Quantities
import Testing

struct IntervalClockTests {
  @Test func `the interval holds the true time while drift and offset keep to their bounds`() {
    for seed in UInt64(0)..<200 {
      var random = SeededGenerator(seed: seed)
      var node = DriftingNode(random: &random)
      for _ in 0..<50 {
        node.advance(by: Int64.random(in: 1...5_000_000_000, using: &random), random: &random)
        let interval = node.interval
        #expect(interval.earliest <= node.trueTime && node.trueTime <= interval.latest)
      }
    }
  }

  @Test func `whoever starts after a commit was shown gets a greater timestamp`() {
    for seed in UInt64(0)..<200 { #expect(commitsInOrder(seed: seed, waits: true), "\(seed)") }
  }

  @Test func `without commit wait some later transaction gets a smaller timestamp`() {
    #expect(!(UInt64(0)..<200).allSatisfy { commitsInOrder(seed: $0, waits: false) })
  }

  @Test func `disjoint intervals are ordered and overlapping ones are not`() {
    let early = ClockInterval(earliest: 0, latest: 10)
    #expect(early.order(to: ClockInterval(earliest: 11, latest: 20)) == .before)
    #expect(ClockInterval(earliest: 11, latest: 20).order(to: early) == .after)
    #expect(early.order(to: ClockInterval(earliest: 10, latest: 20)) == .concurrent)
  }

  @Test func `a commit is shown one nanosecond after its timestamp has passed, not before`() {
    let wait = CommitWait(at: ClockInterval(earliest: 0, latest: 8))
    #expect(wait.timestamp == 8 && wait.remaining(at: ClockInterval(earliest: 0, latest: 8)) == 9)
    #expect(!wait.isOver(at: ClockInterval(earliest: 8, latest: 16)))
    #expect(wait.isOver(at: ClockInterval(earliest: 9, latest: 17)))
    #expect(CommitWait(at: ClockInterval(earliest: 0, latest: 8), above: 20).timestamp == 21)
  }

  @Test func `TrueTime's sawtooth is 1 to 7 ms with mean 4 ms, the wait twice that`() {
    let clock = IntervalClock(
      boundAfterSync: 1_000_000, driftPartsPerMillion: 200, syncedAt: .zero, to: 0)
    let times = stride(from: Int64(0), through: 30_000_000_000, by: 10_000_000)
    let bounds = times.map { Double(clock.bound(at: LocalTime(nanoseconds: $0))) / 1e6 }
    let waits = times.map { time -> Double in
      let now = clock.now(at: LocalTime(nanoseconds: time))
      return Double(CommitWait(at: now).remaining(at: now)) / 1e6
    }
    let (mean, wait) = (average(bounds), average(waits))
    noteDeviation("TrueTime ε, mean (ms)", measured: mean, published: 4)
    noteDeviation("commit wait, mean (ms)", measured: wait, published: 8)
    #expect(bounds.first == 1 && bounds.last == 7)
    #expect(abs(mean - 4) < 0.01 && abs(wait - 8) < 0.02)
  }
}

/// Prints a measured number beside the published one.
func noteDeviation(_ what: String, measured: Double, published: Double) {
  func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
  let percent = (measured / published - 1) * 100
  print("\(what): \(rounded(measured)), published \(rounded(published)), \(rounded(percent)) % off")
}

func average(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

/// Whether timestamps of a chain of transactions grow, each started at another node after the one
/// before was shown.
private func commitsInOrder(seed: UInt64, waits: Bool) -> Bool {
  var random = SeededGenerator(seed: seed)
  var nodes = (0..<3).map { _ in DriftingNode(random: &random) }
  var last: Nanoseconds = .min
  for _ in 0..<20 {
    let node = random.below(3)
    let commit = CommitWait(at: nodes[node].interval)
    if commit.timestamp <= last { return false }
    last = commit.timestamp
    var steps = 0
    while waits && !commit.isOver(at: nodes[node].interval) && steps < 100 {
      let wait = commit.remaining(at: nodes[node].interval)
      for index in nodes.indices { nodes[index].advance(by: wait, random: &random) }
      steps += 1
    }
    for index in nodes.indices { nodes[index].advance(by: 1, random: &random) }
  }
  return true
}

/// A node whose clock drifts by up to its assumed drift and is set to within 1 ms of true time.
private struct DriftingNode {
  private(set) var trueTime: Nanoseconds = 0
  private var local = LocalTime.zero
  private var clock: IntervalClock
  private let partsPerMillion: Int64

  init(random: inout SeededGenerator) {
    partsPerMillion = Int64.random(in: -200...200, using: &random)
    let offset = Int64.random(in: -1_000_000...1_000_000, using: &random)
    // Measured by a fast clock the elapsed time is too long, by a slow one too short: the bound
    // grows a little faster than the drift for that.
    clock = IntervalClock(
      boundAfterSync: 1_000_001, driftPartsPerMillion: 201, syncedAt: .zero, to: offset)
  }

  var interval: ClockInterval { clock.now(at: local) }

  mutating func advance(by span: Nanoseconds, random: inout SeededGenerator) {
    trueTime += span
    local = local + (span + span * partsPerMillion / 1_000_000)
    if random.chance(0.05) {
      let offset = Int64.random(in: -1_000_000...1_000_000, using: &random)
      clock.synchronize(at: local, to: trueTime + offset)
    }
  }
}
