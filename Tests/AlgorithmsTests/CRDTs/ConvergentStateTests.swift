import Algorithms
import Quantities
import Testing

struct ConvergentStateTests {
  @Test func `counters and sets obey the laws and converge under any delivery`() {
    expectLaws(GrowOnlyCounter.self)
    expectLaws(PositiveNegativeCounter.self)
    expectLaws(BoundedCounter.self)
    expectLaws(GrowOnlySet<Int>.self)
    expectLaws(TwoPhaseSet<Int>.self)
    expectLaws(ObservedRemoveSet<Int>.self)
  }

  @Test func `registers, flags and maps obey the laws and converge under any delivery`() {
    expectLaws(EnableWinsFlag.self)
    expectLaws(LastWriterWinsRegister<Int>.self)
    expectLaws(MultiValueRegister<Int>.self)
    expectLaws(CausalCounter.self)
    expectLaws(ClockedMap.self)
    expectLaws(ObservedRemoveMap<Int, ObservedRemoveSet<Int>>.self)
    expectLaws(ObservedRemoveMap<Int, CausalCounter>.self)
    expectLaws(ObservedRemoveMap<Int, ObservedRemoveMap<Int, MultiValueRegister<Int>>>.self)
  }

  @Test func `sequences obey the laws and converge under any delivery`() {
    expectLaws(FugueSequence<Int>.self)
  }

  @Test func `clocks and causal contexts obey the laws and converge under any delivery`() {
    expectLaws(VersionVector.self)
    expectLaws(VectorClock.self)
    expectLaws(DotContext.self)
    expectLaws(SiblingSet<Int>.self)
  }

  private func expectLaws<State: RandomlyUpdated>(_ type: State.Type, seeds: UInt64 = 150) {
    for seed in 0..<seeds {
      let laws = ConvergenceLaws<State>(seed: seed)
      #expect(laws.broken().isEmpty, "\(type), seed \(seed)")
      #expect(laws.converges(), "\(type), seed \(seed)")
    }
  }
}
