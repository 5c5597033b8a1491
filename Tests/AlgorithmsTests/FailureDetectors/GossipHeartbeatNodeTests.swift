import Algorithms
import Quantities
import Testing

struct GossipHeartbeatNodeTests {
  typealias Node = GossipHeartbeatNode

  @Test func `nobody is suspected wrongly and a crash is seen by all, and stays seen`() {
    for seed in UInt64(0)..<20 {
      var driver = group(of: 12, seed: seed)
      driver.loss = 0.1
      driver.run(until: 100 * second)
      #expect(driver.nodes.allSatisfy { $0?.suspected == [] }, "seed \(seed)")
      driver.crash(4)
      driver.run(until: 140 * second)
      for _ in 0..<100 {
        driver.run(until: driver.now + second)
        let all = driver.nodes.compactMap { $0 }
        #expect(all.count == 11 && all.allSatisfy { $0.suspected == [4] }, "seed \(seed)")
      }
    }
  }

  @Test func `a restarted member is taken for alive by its new generation`() {
    var driver = group(of: 5, seed: 3)
    driver.run(until: 60 * second)
    driver.crash(1)
    driver.run(until: 100 * second)
    #expect(driver.nodes[0]?.suspected == [1])
    driver.restart(1, as: node(1, of: 5, disk: driver.disks[1], seed: 3))
    driver.run(until: 130 * second)
    #expect(driver.nodes.allSatisfy { $0?.suspected == [] })
    #expect(driver.disks[1] == 2)
  }

  @Test func `a healed partition rejoins`() {
    var driver = group(of: 6, seed: 5)
    driver.run(until: 30 * second)
    driver.connects = { ($0 < 3) == ($1 < 3) }
    driver.run(until: 150 * second)
    #expect(driver.nodes[0]?.suspected == [3, 4, 5] && driver.nodes[5]?.suspected == [0, 1, 2])
    driver.connects = { _, _ in true }
    driver.run(until: 200 * second)
    #expect(driver.nodes.allSatisfy { $0?.suspected == [] })
  }

  @Test func `a round costs one message a member`() {
    var driver = group(of: 9, seed: 1)
    driver.run(until: 10 * second - 1)
    #expect(driver.messages == 90)
  }

  private func group(of members: Int, seed: UInt64) -> EventDriver<Node> {
    EventDriver(
      (0..<members).map { node($0, of: members, disk: 0, seed: seed) }, disk: 0, seed: seed)
  }

  private func node(_ id: NodeID, of members: Int, disk: UInt32, seed: UInt64) -> Node {
    Node(
      id: id, members: members, settings: .init(interval: second, failAfter: 20 * second),
      disk: disk, seed: seed)
  }
}
