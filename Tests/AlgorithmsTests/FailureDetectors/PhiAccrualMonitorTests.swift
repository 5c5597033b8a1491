import Algorithms
import Quantities
import Testing

struct PhiAccrualMonitorTests {
  typealias Settings = PhiAccrualMonitor.Settings

  /// Akka's cluster and remote defaults with steady heartbeats, and Cassandra's: `theory` is the
  /// silence in seconds at which the product suspects.
  @Test(arguments: [
    (Settings(distribution: .akka, threshold: 8, acceptablePause: 3 * second), 4.52),
    (Settings(distribution: .akka, threshold: 12, acceptablePause: 3 * second), 4.63),
    (
      Settings(distribution: .akka, threshold: 10, window: 200, acceptablePause: 10 * second),
      11.58
    ),
    (Settings(distribution: .normal, threshold: 8, acceptablePause: 3 * second), 4.561),
    (Settings(distribution: .normal, threshold: 12, acceptablePause: 3 * second), 4.703),
    (Settings(distribution: .exponential, threshold: 1), 2.303),
    (Settings(distribution: .exponential, threshold: 3), 6.908),
    (Settings(distribution: .exponential, threshold: 5), 11.513),
    (Settings(distribution: .exponential, threshold: 8), 18.421),
    (Settings(distribution: .exponential, threshold: 10), 23.026),
    (Settings(distribution: .exponential, threshold: 12), 27.631),
  ])
  func `suspicion comes after the published silence`(_ settings: Settings, _ published: Double) {
    var monitor = PhiAccrualMonitor(settings: settings)
    var now = LocalTime.zero
    for _ in 0..<1500 {
      now = now + second
      monitor.heard(at: now)
    }
    let measured = Double(firstSuspicion(monitor, after: now)) / 1e9
    noteDeviation(
      "φ \(settings.threshold) \(settings.distribution) (s)", measured: measured,
      published: published)
    #expect(abs(measured - published) < 0.006)
  }

  @Test func `φ counts the decimal places of the probability of a mistake`() {
    for phi in [1.0, 2.0] {
      var random = SeededGenerator(seed: 9)
      let settings = Settings(threshold: phi, minimumDeviation: 0)
      var monitor = PhiAccrualMonitor(settings: settings)
      var (now, mistakes, judged) = (LocalTime.zero, 0, 0)
      for beat in 0..<60_000 {
        let gap = 1000 + 100 * normal(&random)
        now = now + Int64(gap * 1e6)
        if beat > 1000 {
          judged += 1
          if monitor.suspects(at: now) { mistakes += 1 }
        }
        monitor.heard(at: now)
      }
      let measured = Double(mistakes) / Double(judged)
      let published = PhiAccrual.mistakeProbability(threshold: phi)
      noteDeviation("share of mistakes at φ \(phi)", measured: measured, published: published)
      #expect(abs(measured / published - 1) < 0.12)
    }
  }

  @Test func `nobody is suspected before the first heartbeat`() {
    let monitor = PhiAccrualMonitor(settings: Settings())
    #expect(monitor.phi(at: LocalTime(nanoseconds: 100 * second)) == 0)
    #expect(!monitor.suspects(at: LocalTime(nanoseconds: 100 * second)))
  }

  @Test func `with a floor for the deviation a slightly late heartbeat is forgiven`() {
    #expect(!suspectsSlightlyLate(minimumDeviation: 100_000_000))
  }

  @Test func `old intervals leave the window`() {
    var monitor = PhiAccrualMonitor(settings: Settings(distribution: .exponential, window: 10))
    var now = LocalTime.zero
    for gap in Array(repeating: 10 * second, count: 20) + Array(repeating: second, count: 11) {
      now = now + gap
      monitor.heard(at: now)
    }
    #expect(abs(monitor.phi(at: now + second) - 0.434_294) < 1e-5, "the mean is 1 s again")
  }

  private func firstSuspicion(_ monitor: PhiAccrualMonitor, after start: LocalTime) -> Nanoseconds {
    var (low, high): (Nanoseconds, Nanoseconds) = (0, 100 * second)
    while high - low > 1 {
      let middle = (low + high) / 2
      if monitor.suspects(at: start + middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// The sum of twelve uniform numbers is too thin in its tail; this inverts the distribution.
  private func normal(_ random: inout SeededGenerator) -> Double {
    StandardNormal.quantile(Double.random(in: 1e-9..<1, using: &random))
  }
}

/// Whether heartbeats that never varied make a heartbeat late by 2 % suspicious.
func suspectsSlightlyLate(minimumDeviation: Nanoseconds) -> Bool {
  var monitor = PhiAccrualMonitor(
    settings: .init(window: 100, minimumDeviation: minimumDeviation))
  var now = LocalTime.zero
  for _ in 0..<200 {
    now = now + second
    monitor.heard(at: now)
  }
  return monitor.suspects(at: now + second + second / 50)
}
