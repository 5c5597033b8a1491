import Testing

@testable import Algorithms

@Suite struct SagaTests {
  private func key(_ step: Int, back: Bool = false) -> SagaKey {
    SagaKey(saga: 1, step: step, isCompensation: back)
  }

  private func answers(_ effects: [Effects<SagaNode>.Effect]) -> [SagaNode.Answer] {
    effects.compactMap {
      if case .answer(_, let answer)? = $0.sent?.message { answer } else { nil }
    }
  }

  private func effects(_ said: [Effects<SagaNode>.Effect]) -> [SagaKey] {
    said.compactMap { if case .answered(_, _, let it?)? = $0.record { it.key } else { nil } }
  }

  @Test(arguments: [
    ([SagaPlan.Kind.compensatable, .pivot, .retriable], true),
    ([.compensatable, .compensatable], true),
    ([.pivot], true),
    ([.compensatable, .retriable], true),
    ([], true),
    ([.pivot, .compensatable], false),
    ([.retriable, .pivot], false),
    ([.pivot, .pivot], false),
    ([.compensatable, .retriable, .compensatable], false),
  ])
  func `compensatable steps, a pivot at most, retriable steps`(
    kinds: [SagaPlan.Kind], isWellFormed: Bool
  ) {
    let plan = SagaPlan(kinds.map { SagaPlan.Step(service: 1, kind: $0) })
    #expect(plan.isWellFormed == isWellFormed)
  }

  @Test func `a command that comes again has one effect and the same answer`() {
    var node = SagaNode(id: 1)
    let step = SagaPlan.Step(service: 1, kind: .compensatable)
    let first = node.said(.message(.command(key(0), step), from: 0))
    let second = node.said(.message(.command(key(0), step), from: 0))
    #expect(answers(first) == [.done])
    #expect(answers(second) == [.done])
    #expect(effects(first + second) == [key(0)])
  }

  @Test func `a compensation before its step has no effect and forbids the step`() {
    var node = SagaNode(id: 1)
    let step = SagaPlan.Step(service: 1, kind: .compensatable)
    let back = node.said(.message(.command(key(0, back: true), step), from: 0))
    #expect(answers(back) == [.done])
    #expect(effects(back).isEmpty)
    let late = node.said(.message(.command(key(0), step), from: 0))
    #expect(answers(late) == [.refused])
    #expect(effects(late).isEmpty)
  }

  @Test func `an answer to an earlier command moves nothing`() {
    var node = SagaNode(id: 0)
    let step = SagaPlan.Step(service: 1, kind: .compensatable)
    _ = node.said(.request(SagaPlan([step, step]), id: 1))
    let moved = node.said(.message(.answer(key(0), .done), from: 1))
    #expect(moved.contains { $0.sent != nil })
    #expect(node.said(.message(.answer(key(0), .done), from: 1)).isEmpty)
  }

  @Test func `a pivot without an answer is asked again and never given up, a step before it is`() {
    for (kind, givesUp) in [(SagaPlan.Kind.pivot, false), (.compensatable, true)] {
      var node = SagaNode(id: 0)
      _ = node.said(.request(SagaPlan([SagaPlan.Step(service: 1, kind: kind)]), id: 1))
      var keys: [SagaKey] = []
      for _ in 0..<5 {
        for effect in node.said(.timer(.retry(1))) {
          if case .command(let key, _)? = effect.sent?.message { keys.append(key) }
        }
      }
      #expect(keys.contains { $0.isCompensation } == givesUp)
    }
  }

  @Test func `a compensation that keeps failing calls for a human and is tried on`() {
    var policy = SagaNode.Policy()
    policy.attemptsBeforeHelp = 2
    var node = SagaNode(id: 0, policy: policy)
    let step = SagaPlan.Step(service: 1, kind: .compensatable)
    _ = node.said(.request(SagaPlan([step, step]), id: 1))
    _ = node.said(.message(.answer(key(0), .done), from: 1))
    _ = node.said(.message(.answer(key(1), .refused), from: 1))
    _ = node.said(.timer(.retry(1)))
    guard case .orchestrator(let early) = node else { return }
    #expect(early.needingHelp.isEmpty)
    let said = node.said(.timer(.retry(1)))
    guard case .orchestrator(let late) = node else { return }
    #expect(late.needingHelp == [1])
    #expect(said.contains { $0.sent != nil })
  }

  @Test func `a choreographed service keeps event, effect and next event in one record`() {
    var node = ChoreographyNode(id: 1)
    let steps = [1, 2].map { SagaPlan.Step(service: $0, kind: .compensatable) }
    let letter = ChoreographyNode.Letter(
      event: .advance(saga: 1, step: 0), plan: SagaPlan(steps), initiator: 0)
    let said = node.said(.message(.event(letter), from: 0))
    #expect(said.compactMap(\.record).count == 1)
    #expect(Set(said.compactMap { $0.sent?.to }) == [0, 2])
    let again = node.said(.message(.event(letter), from: 0))
    #expect(again.compactMap(\.record).isEmpty)
    #expect(again.compactMap { $0.sent?.to } == [0])
  }
}
