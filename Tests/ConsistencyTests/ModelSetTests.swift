import Consistency
import Testing

@Suite struct ModelSetTests {
  /// Single models, pairs that matter, and staleness bounds of every kind.
  static let samples: [ModelSet] =
    ConsistencyModel.all.map { ModelSet([$0]) } + [
      .none,
      ModelSet([.serializable, .linearizable]),
      ModelSet([.readYourWrites, .monotonicReads]),
      ModelSet([.causal], staleness: StalenessBound(time: .seconds(2))),
      ModelSet([], staleness: StalenessBound(time: .seconds(5), versions: 3)),
      ModelSet([.serializable], staleness: StalenessBound(versions: 10)),
      ModelSet([], staleness: .unstated),
    ]

  @Test func `join and meet are the least upper and greatest lower bound of every pair`() {
    for a in Self.samples {
      #expect(a.join(a) == a)
      #expect(a.meet(a) == a)
      for b in Self.samples {
        let (join, meet) = (a.join(b), a.meet(b))
        #expect(join == b.join(a))
        #expect(meet == b.meet(a))
        #expect(join.implies(a) && join.implies(b))
        #expect(a.implies(meet) && b.implies(meet))
        #expect(a.join(meet) == a, "absorption \(a) \(b)")
        #expect(a.meet(join) == a, "absorption \(a) \(b)")
        #expect(a.implies(b) == (join == a))
        #expect(a.implies(b) == (meet == b))
        #expect(a.implies(b) == a.missing(from: b).isEmpty)
        #expect(join.availability >= a.availability)
      }
    }
  }

  @Test func `join and meet are associative`() {
    for a in Self.samples {
      for b in Self.samples {
        let (join, meet) = (a.join(b), a.meet(b))
        for c in Self.samples
        where join.join(c) != a.join(b.join(c))
          || meet.meet(c) != a.meet(b.meet(c))
        {
          Issue.record("\(a.models) \(b.models) \(c.models)")
        }
      }
    }
  }

  @Test func `a set shows only its strongest members`() {
    for set in Self.samples {
      for a in set.models {
        for b in set.models where a != b { #expect(!a.implies(b)) }
      }
    }
    #expect(
      ModelSet([.causal, .pram, .linearizable, .readCommitted]).models
        == [.readCommitted, .linearizable])
  }

  @Test func `serializable and linearizable together are not strict serializable`() {
    let both = ModelSet([.serializable, .linearizable])
    #expect(!both.implies(.strictSerializable))
    #expect(ModelSet.minimalModels(implyingAll: both) == [.strictSerializable])
  }

  @Test func `the smallest single model for a set`() {
    #expect(
      ModelSet.minimalModels(implyingAll: ModelSet([.readYourWrites, .monotonicReads])) == [.pram])
    #expect(
      ModelSet.minimalModels(implyingAll: ModelSet([.snapshotIsolation, .readYourWrites]))
        == [.strongSessionSnapshotIsolation])
    #expect(
      ModelSet.minimalModels(implyingAll: ModelSet([.snapshotIsolation, .repeatableRead]))
        == [.serializable])
    #expect(
      ModelSet.minimalModels(
        implyingAll: ModelSet([.linearizable, .predicateCutIsolation])) == [])
  }

  @Test func `what two stores have in common`() {
    let common = ModelSet([.snapshotIsolation]).meet(ModelSet([.repeatableRead]))
    #expect(common.models == [.cursorStability, .monotonicAtomicView])
    #expect(ModelSet([.serializable]).meet(ModelSet([.linearizable])) == .none)
  }

  @Test func `the four session guarantees do not prove causal consistency`() {
    let four = ModelSet(SessionGuarantees.all.models)
    #expect(!four.implies(.causal))
    #expect(!four.implies(.pram))
    #expect(SessionGuarantees(impliedBy: ModelSet([.causal])) == .all)
    #expect(
      SessionGuarantees(impliedBy: ModelSet([.pram]))
        == [.readYourWrites, .monotonicReads, .monotonicWrites])
    #expect(SessionGuarantees(impliedBy: ModelSet([.serializable])) == [])
    #expect(SessionGuarantees("monotonic-reads") == .monotonicReads)
    #expect(SessionGuarantees("causal") == nil)
  }
}

@Suite struct StalenessTests {
  static let twoSeconds = ModelSet([], staleness: StalenessBound(time: .seconds(2)))

  @Test func `a linearizable store meets every bound, a sequential one none`() {
    for bound in [StalenessBound.fresh, StalenessBound(time: .seconds(2)), .unstated] {
      let required = ModelSet([.boundedStaleness], staleness: bound)
      #expect(ModelSet([.linearizable]).implies(required))
      #expect(ModelSet([.strictSerializable]).implies(required))
      #expect(!ModelSet([.sequential]).implies(required))
      #expect(!ModelSet([.causal]).implies(required))
    }
  }

  @Test func `a tighter bound meets a looser one`() {
    let one = ModelSet([], staleness: StalenessBound(time: .seconds(1)))
    #expect(one.implies(Self.twoSeconds))
    #expect(!Self.twoSeconds.implies(one))
    #expect(!ModelSet([], staleness: StalenessBound(versions: 1)).implies(Self.twoSeconds))
    #expect(!ModelSet([.boundedStaleness]).implies(Self.twoSeconds), "an unstated bound")
    #expect(Self.twoSeconds.missing(from: one) == [.boundedStaleness])
  }

  @Test func `only a bound in time converges in the end`() {
    #expect(Self.twoSeconds.implies(.eventual))
    #expect(!ModelSet([], staleness: StalenessBound(versions: 1)).implies(.eventual))
    #expect(!ModelSet([.boundedStaleness]).implies(.eventual))
  }

  @Test func `negative bounds count as zero`() {
    #expect(StalenessBound(time: .seconds(-1), versions: -1) == .fresh)
  }
}
