public import Algorithms

extension Property {
  /// What sagas promise.
  public static let sagas: [Property] = [
    orchestration("saga: orchestrated, all steps or all compensated in reverse") { _ in },
    choreography("saga: choreographed, all steps or all compensated in reverse"),
  ]

  /// Sagas with a planted bug: each is violated by some seed.
  public static let sagaMutants: [Property] = [
    orchestration("saga: compensates in forward order") { $0.compensationOrder = .forward },
    orchestration("saga: orchestrator keeps no progress") { $0.progress = .volatile },
    orchestration("saga: orchestrator does not wait for its progress") { $0.progress = .lazy },
    orchestration("saga: services without idempotency keys") { $0.usesIdempotencyKeys = false },
  ]

  private static func orchestration(
    _ name: String, _ change: @escaping @Sendable (inout SagaNode.Policy) -> Void
  ) -> Property {
    Property(name) { seed in
      var draw = Draw(seed)
      var policy = SagaNode.Policy()
      change(&policy)
      let calls = (0..<8).map { _ in
        Rehearsal<SagaNode>.Call(
          at: draw.moment(in: seconds(3)), node: 0, request: plan(services: 1...4, &draw))
      }
      let faults = FaultSchedule.rough(nodes: 5, before: seconds(4), &draw)
      let fixed = policy
      let outcome = Rehearsal<SagaNode>(
        nodes: 5, calls: calls, faults: faults, disk: SagaNode.Disk(),
        make: { id, disk, _ in SagaNode(id: id, policy: fixed, disk: disk) }
      ).run(seed: seed, settling: seconds(5), until: seconds(20))
      let effects = (1...4).flatMap { outcome.simulator.disk(of: $0).effects }
      return verdict(calls.map(\.request), outcome.ids, outcome.answers, effects)
    }
  }

  private static func choreography(_ name: String) -> Property {
    Property(name) { seed in
      var draw = Draw(seed)
      let calls = (0..<8).map { _ in
        Rehearsal<ChoreographyNode>.Call(
          at: draw.moment(in: seconds(3)), node: draw.number(0...3),
          request: plan(services: 0...3, &draw))
      }
      let faults = FaultSchedule.rough(nodes: 4, before: seconds(4), &draw)
      let outcome = Rehearsal<ChoreographyNode>(
        nodes: 4, calls: calls, faults: faults, disk: ChoreographyNode.Disk(),
        make: { id, disk, _ in ChoreographyNode(id: id, disk: disk) }
      ).run(seed: seed, settling: seconds(5), until: seconds(20))
      let effects = (0...3).flatMap { outcome.simulator.disk(of: $0).effects }
      return verdict(calls.map(\.request), outcome.ids, outcome.answers, effects)
    }
  }

  /// Compensatable steps, perhaps a pivot, retriable steps.
  private static func plan(services: ClosedRange<Int>, _ draw: inout Draw) -> SagaPlan {
    let kinds =
      Array(repeating: SagaPlan.Kind.compensatable, count: draw.number(1...4))
      + (draw.chance(0.7) ? [.pivot] : [])
      + Array(repeating: .retriable, count: draw.number(0...2))
    return SagaPlan(
      kinds.map { kind in
        SagaPlan.Step(
          service: draw.number(services), kind: kind, isRefused: draw.chance(0.15),
          failures: draw.chance(0.2) ? draw.number(1...4) : 0,
          compensationFailures: draw.chance(0.3) ? draw.number(1...5) : 0)
      })
  }

  private static func verdict(
    _ plans: [SagaPlan], _ ids: [RequestID], _ answers: [SagaOutcome?], _ effects: [SagaEffect]
  ) -> String? {
    for (index, id) in ids.enumerated() {
      let own = effects.filter { $0.key.saga == id }.sorted { $0.at < $1.at }
      let verdict = SagaHistory(
        steps: plans[index].steps.count, done: own.map(\.key), answer: answers[index]
      ).violation
      if let verdict { return "saga \(index): \(verdict)" }
    }
    return nil
  }
}

/// What was done of one saga, in order, by the services' own books.
public struct SagaHistory: Sendable {
  /// How many steps it has.
  public var steps: Int
  /// Steps and compensations in the order in which they took effect.
  public var done: [SagaKey]
  /// What the client was told; `nil`: nothing yet.
  public var answer: SagaOutcome?

  /// A saga of so many steps, what was done of it, and what was said.
  public init(steps: Int, done: [SagaKey], answer: SagaOutcome?) {
    self.steps = steps
    self.done = done
    self.answer = answer
  }

  /// What is wrong with it: neither all nor compensated, an effect twice, compensations out of
  /// order, or an answer that says otherwise.
  public var violation: String? {
    let forward = done.filter { !$0.isCompensation }.map(\.step)
    let backward = done.filter(\.isCompensation).map(\.step)
    if Set(forward).count < forward.count || Set(backward).count < backward.count {
      return "an effect happened twice"
    }
    if forward != Array(0..<forward.count) { return "steps out of order: \(forward)" }
    if backward.isEmpty && forward.count == steps {
      return answer == .compensated ? "completed, and answered as compensated" : nil
    }
    if answer == .completed { return "answered as completed, and is not" }
    if backward != forward.reversed() { return "did \(forward), compensated \(backward)" }
    return nil
  }
}
