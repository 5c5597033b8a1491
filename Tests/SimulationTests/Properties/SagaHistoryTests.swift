import Algorithms
import Testing

@testable import Simulation

@Suite struct SagaHistoryTests {
  /// Steps by their numbers, compensations by numbers below zero: −1 compensates step 0.
  @Test(
    arguments: [
      ([], nil, true),
      ([0, 1, 2], .completed, true),
      ([0, 1, 2], nil, true),
      ([0, 1, 2], .compensated, false),
      ([0, 1, -2, -1], .compensated, true),
      ([0, 1, -2, -1], .completed, false),
      ([0, 1, -1, -2], .compensated, false),
      ([0, 1, -2], nil, false),
      ([0, 1], nil, false),
      ([0, -1, 1], nil, false),
      ([0, 0, -1], nil, false),
      ([0, 1, 2, -3, -2, -1], .compensated, true),
      ([1, 0, 2], .completed, false),
      ([-1], .compensated, false),
    ] as [([Int], SagaOutcome?, Bool)])
  func `all steps in order, or what was done undone in reverse`(
    done: [Int], answer: SagaOutcome?, isRight: Bool
  ) {
    let keys = done.map {
      SagaKey(saga: 0, step: $0 < 0 ? -1 - $0 : $0, isCompensation: $0 < 0)
    }
    let violation = SagaHistory(steps: 3, done: keys, answer: answer).violation
    #expect((violation == nil) == isRight, "\(violation ?? "no violation")")
  }
}
