import Checkers
import Testing

@Suite struct PropertyTests {
  @Test func `acknowledged writes that are gone are lost`() {
    #expect(AcknowledgedWrites.lost(acknowledged: [1, 2, 3, 2], surviving: [3, 1]) == [2])
    #expect(AcknowledgedWrites.lost(acknowledged: [1, 2], surviving: [2, 1, 9]).isEmpty)
  }

  private func tenure(
    _ holder: Int, _ from: Int64, _ until: Int64
  ) -> MutualExclusion.Tenure {
    .init(holder: holder, token: UInt64(from), from: from, until: until)
  }

  @Test func `tenures of two holders must not overlap`() {
    let apart = MutualExclusion.overlaps([tenure(1, 0, 10), tenure(2, 10, 20), tenure(1, 20, 30)])
    #expect(apart.isEmpty)
    let together = MutualExclusion.overlaps([tenure(2, 9, 20), tenure(1, 0, 10)])
    #expect(together.map(\.earlier.holder) == [1])
    #expect(together.map(\.later.holder) == [2])
    #expect(MutualExclusion.overlaps([tenure(1, 0, 10), tenure(1, 5, 15)]).isEmpty)
    #expect(MutualExclusion.overlaps([tenure(1, 0, .max), tenure(2, 5, 6)]).count == 1)
  }

  @Test func `an effect with an older token than one before it is stale`() {
    let effects = [(1, 1), (2, 2), (1, 1), (2, 2), (3, 3)].map {
      MutualExclusion.Effect(holder: $0.0, token: UInt64($0.1))
    }
    let stale = MutualExclusion.staleEffects(effects)
    #expect(stale.map(\.stale) == [effects[2]])
    #expect(stale.map(\.newer) == [effects[1]])
    #expect(MutualExclusion.staleEffects(effects.filter { $0.token != 1 }).isEmpty)
  }

  @Test func `a saga ends whole or undone`() {
    let done: [AllOrCompensated.Event] = [.done(step: 0), .done(step: 1), .done(step: 2)]
    #expect(AllOrCompensated.faults(of: done, steps: 3).isEmpty)
    #expect(AllOrCompensated.faults(of: [], steps: 3).isEmpty)
    #expect(
      AllOrCompensated.faults(
        of: Array(done[0...1]) + [.compensated(step: 1), .compensated(step: 0)], steps: 3
      ).isEmpty)
    #expect(
      AllOrCompensated.faults(of: Array(done[0...1]) + [.compensated(step: 1)], steps: 3)
        == [.half(inEffect: [0], missing: [1, 2])])
    #expect(
      AllOrCompensated.faults(
        of: Array(done[0...1]) + [.compensated(step: 0), .compensated(step: 1)], steps: 3)
        == [.compensatedOutOfOrder(step: 0, before: 1)])
    #expect(
      AllOrCompensated.faults(of: [.compensated(step: 1)], steps: 2)
        == [.compensatedWithoutEffect(step: 1)])
    #expect(
      AllOrCompensated.faults(of: [.done(step: 0), .done(step: 0)], steps: 1)
        == [.doneTwice(step: 0)])
    #expect(
      AllOrCompensated.faults(of: [.done(step: 0)], steps: 2, uncompensated: [0]).isEmpty)
  }

  @Test func `each request takes effect once`() {
    #expect(ExactlyOnce.faults(acknowledged: [1, 2], attempted: [3], effects: [2, 1]).isEmpty)
    #expect(ExactlyOnce.faults(acknowledged: [1], attempted: [3], effects: [1, 3]).isEmpty)
    #expect(
      ExactlyOnce.faults(acknowledged: [1, 2], attempted: [3], effects: [2, 2, 3, 3, 4])
        == [
          .init(request: 1, times: 0), .init(request: 2, times: 2), .init(request: 3, times: 2),
          .init(request: 4, times: 1),
        ])
  }

  @Test func `replicas with equal updates show equal states`() {
    typealias Replica = Convergence.Replica<Int, String>
    let same = [
      Replica(id: 1, updates: [1, 2], state: "a"), Replica(id: 2, updates: [2, 1], state: "a"),
    ]
    #expect(Convergence.faults(of: same).isEmpty)
    let different = same + [Replica(id: 3, updates: [1, 2], state: "b")]
    #expect(Convergence.faults(of: different) == [.diverged(1, 3)])
    let late = same + [Replica(id: 3, updates: [1], state: "b")]
    #expect(Convergence.faults(of: late) == [.missing(replica: 3, count: 1)])
  }

  @Test func `staleness is measured against what was acknowledged`() {
    let writes = [(1, 10), (2, 20), (3, 30)].map {
      Staleness.Write(version: $0.0, acknowledged: Int64($0.1))
    }
    func lag(_ version: Int, _ time: Int64) -> [Int64] {
      Staleness.lags(of: [.init(version: version, called: time)], behind: writes)
        .flatMap { [Int64($0.versions), $0.time] }
    }
    #expect(lag(0, 10) == [0, 0])
    #expect(lag(0, 11) == [1, 1])
    #expect(lag(1, 35) == [2, 15])
    #expect(lag(3, 25) == [0, 0])
    let reads = [Staleness.Read(version: 1, called: 35), .init(version: 2, called: 35)]
    #expect(Staleness.violations(of: reads, behind: writes, time: 5).map(\.read) == [reads[0]])
    #expect(Staleness.violations(of: reads, behind: writes, versions: 2).isEmpty)
    #expect(Staleness.violations(of: reads, behind: writes, versions: 0).count == 2)
  }
}
