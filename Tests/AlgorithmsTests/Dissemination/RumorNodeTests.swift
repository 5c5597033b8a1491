import Algorithms
import Foundation
import Quantities
import Testing

struct RumorNodeTests {
  @Test(arguments: [1, 2, 4])
  func `push reaches all after about log n to base b + 1 and ln n / b rounds`(fanout: Int) {
    var means: [Double] = []
    for members in [256, 1024] {
      let mean = meanRounds(members: members, style: .push, fanout: fanout)
      let published =
        log(members) / log(fanout + 1) + log(members) / Double(fanout)
      noteDeviation(
        "push, n \(members), fanout \(fanout), rounds", measured: mean, published: published)
      // Rounds are whole: with few of them the rounding counts.
      #expect(abs(mean - published) < max(0.12 * published, 1.5))
      means.append(mean)
    }
    #expect(means[1] / means[0] < 1.5, "four times the members, not much more than a constant more")
  }

  @Test func `push-pull reaches all after about log n to base 3 rounds, pull within its doubling`()
  {
    for members in [256, 1024] {
      let both = meanRounds(members: members, style: .pushPull, fanout: 1)
      let pull = meanRounds(members: members, style: .pull, fanout: 1)
      // Karp et al. give the terms below the logarithm as O(ln ln n); pulling squares the share of
      // the uninformed in its last rounds, which takes log₂ ln n of them.
      let (doubleLog, squarings) = (log(log(members)), log(log(members)) / log(2))
      noteDeviation(
        "push-pull, n \(members), rounds", measured: both,
        published: log(members) / log(3) + doubleLog)
      noteDeviation(
        "pull, n \(members), rounds", measured: pull,
        published: log(members) / log(2) + squarings)
      #expect(abs(both - log(members) / log(3) - doubleLog) < 1)
      #expect(abs(pull - log(members) / log(2) - squarings) < 2)
      #expect(both < pull)
    }
  }

  /// Demers et al., §1.4: the share s that never hears of a rumor solves s = e^(-(k + 1)(1 - s)).
  @Test(arguments: [(1, 0.2032), (2, 0.0595), (3, 0.0198)])
  func `losing interest leaves the published share uninformed`(
    unnecessary: Int, published: Double
  ) {
    let uninformed = (UInt64(0)..<8).map { seed -> Double in
      var driver = rumorGroup(
        of: 1000, seed: seed,
        settings: .init(
          interval: second, style: .push, interest: .losing(afterUnnecessary: unnecessary)))
      driver.request(.tell(7), of: 0)
      while driver.now < 60 * second, driver.nodes.contains(where: { $0?.spreading != [] }) {
        driver.run(until: driver.now + second)
      }
      #expect(driver.now < 60 * second, "the epidemic has died out")
      return Double(driver.nodes.count { $0?.knows(7) == false }) / 1000
    }
    noteDeviation(
      "residue after \(unnecessary) unnecessary calls", measured: average(uninformed),
      published: published)
    #expect(abs(average(uninformed) / published - 1) < 0.15)
  }

  @Test func `loss and crashes slow an epidemic and do not stop it`() {
    var driver = rumorGroup(of: 64, seed: 5, settings: .init(interval: second, style: .pushPull))
    driver.loss = 0.4
    driver.request(.tell(1), of: 0)
    for node in 50..<60 { driver.crash(node) }
    driver.run(until: 40 * second)
    #expect(driver.nodes.allSatisfy { $0 == nil || $0?.knows(1) == true })
  }

  @Test func `two rumors spread side by side`() {
    var driver = rumorGroup(of: 30, seed: 2, settings: .init(interval: second, style: .push))
    driver.request(.tell(1), of: 0)
    driver.request(.tell(2), of: 29)
    driver.run(until: 30 * second)
    #expect(driver.nodes.allSatisfy { $0?.spreading == [1, 2] })
  }
}

private func rumorGroup(
  of members: Int, seed: UInt64, settings: RumorNode.Settings
) -> EventDriver<RumorNode> {
  EventDriver(
    (0..<members).map {
      RumorNode(id: $0, members: members, settings: settings, seed: seed &* 10_000)
    }, disk: (), seed: seed)
}

/// The mean number of rounds, all in step, until everybody knows a rumor.
private func meanRounds(members: Int, style: RumorNode.Style, fanout: Int) -> Double {
  let samples = (UInt64(0)..<6).map { seed -> Double in
    let settings = RumorNode.Settings(interval: second, fanout: fanout, style: style)
    var driver = rumorGroup(of: members, seed: seed, settings: settings)
    driver.request(.tell(1), of: 0)
    var rounds = 0
    while rounds < 200, !driver.nodes.allSatisfy({ $0?.knows(1) == true }) {
      rounds += 1
      driver.run(until: Int64(rounds) * second + second / 2)
    }
    return Double(rounds)
  }
  return average(samples)
}

private func log(_ number: Int) -> Double { Foundation.log(Double(number)) }

private func log(_ number: Double) -> Double { Foundation.log(number) }
