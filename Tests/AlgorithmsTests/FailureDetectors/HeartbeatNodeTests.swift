import Algorithms
import Quantities
import Testing

struct HeartbeatNodeTests {
  typealias Node = HeartbeatNode<MissedHeartbeats>

  @Test func `a crash is suspected by all within k intervals, a delay and a look`() throws {
    let theory = try HeartbeatDetector(
      intervalMilliseconds: 1000, missed: 3, longestDelayMilliseconds: 1,
      checkEveryMilliseconds: 100)
    var worst = 0.0
    var sum = 0.0
    for crash in stride(from: Int64(10_000), to: 11_000, by: 50) {
      var driver = group(of: 4)
      let crashed = crash * 1_000_000
      driver.run(until: crashed)
      #expect(driver.nodes.allSatisfy { $0?.suspected == [] })
      driver.crash(0)
      let done = driver.run(until: crashed + 10 * second) { driver in
        driver.nodes.dropFirst().allSatisfy { $0?.suspected == [0] }
      }
      let detection = Double(driver.now - crashed) / 1e6
      #expect(done && detection <= theory.worstDetectionMilliseconds)
      worst = max(worst, detection)
      sum += detection
    }
    noteDeviation(
      "heartbeat, mean detection (ms)", measured: sum / 20,
      published: theory.meanDetectionMilliseconds)
    #expect(abs(sum / 20 / theory.meanDetectionMilliseconds - 1) < 0.05)
    #expect(worst > theory.worstDetectionMilliseconds * 0.9, "the bound is tight")
  }

  @Test func `k - 1 lost heartbeats in a row are forgiven and k are not`() {
    for (lost, isSuspected) in [(2, false), (3, true)] {
      var driver = group(of: 2)
      driver.run(until: 5 * second + second / 2)
      driver.connects = { _, _ in false }
      driver.run(until: 5 * second + second / 2 + Int64(lost) * second)
      driver.connects = { _, _ in true }
      let suspects = driver.run(until: driver.now + second) { $0.nodes[1]?.suspected == [0] }
      #expect(suspects == isSuspected, "\(lost) lost")
    }
  }

  @Test func `a member that never spoke is suspected too`() {
    var driver = group(of: 3)
    driver.crash(2)
    driver.run(until: 5 * second)
    #expect(driver.nodes[0]?.suspected == [2])
  }

  @Test func `each interval costs n (n - 1) messages`() {
    var driver = group(of: 5)
    driver.run(until: 10 * second - 1)
    #expect(driver.messages == 10 * 5 * 4)
  }

  @Test func `an accrual monitor works in the same node`() {
    let settings = PhiAccrualMonitor.Settings(acceptablePause: 3 * second)
    var driver = EventDriver(
      (0..<3).map {
        HeartbeatNode(
          id: $0, members: 3, settings: .init(interval: second, checkInterval: second / 10),
          monitor: PhiAccrualMonitor(settings: settings))
      }, disk: (), seed: 1)
    driver.delay = 1_000_000...50_000_000
    driver.run(until: 300 * second)
    #expect(driver.nodes.allSatisfy { $0?.suspected == [] })
    driver.crash(2)
    driver.run(until: 306 * second)
    #expect(driver.nodes[0]?.suspected == [2] && driver.nodes[1]?.suspected == [2])
  }

  private func group(of members: Int) -> EventDriver<Node> {
    let monitor = MissedHeartbeats(interval: second, missed: 3)
    let settings = Node.Settings(interval: second, checkInterval: second / 10)
    return EventDriver(
      (0..<members).map { Node(id: $0, members: members, settings: settings, monitor: monitor) },
      disk: (), seed: 1)
  }
}
