import Testing

@testable import Checkers

private typealias Registers = HistoryGenerator<RegisterModel<Int>>

/// Reads and writes of values that mostly are written once.
private func writtenOnce(_ operations: Int, processes: Int, lossOneIn: Int) -> Registers {
  Registers(
    model: RegisterModel(initial: 0), processes: processes, operations: operations,
    lossOneIn: lossOneIn,
    call: { dice in dice.roll(2) == 0 ? .write(1 + dice.roll(20)) : .read },
    answers: { call in call == .read ? (0...20).map { .value($0) } : [.done] },
    observe: { state, call in
      guard call == .read, case .value(let value) = state else { return nil }
      return .value(value)
    })
}

@Suite struct RegisterZonesTests {
  /// Zones, and the check that rests on them, against trying every order.
  @Test(arguments: [(8, 3, 12), (8, 4, 3), (9, 8, 6)])
  func `values written once are decided as by trying every order`(
    operations: Int, processes: Int, lossOneIn: Int
  ) {
    let generator = writtenOnce(operations, processes: processes, lossOneIn: lossOneIn)
    var decided = 0
    var violations = 0
    for seed in UInt64(0)..<800 {
      for history in [generator.linearizable(seed: seed), generator.mutated(seed: seed)] {
        let expected = BruteForce.isLinearizable(history.operations, generator.model)
        let outcome = RegisterZones.outcome(
          history.operations, of: Array(history.operations.indices), initial: .value(0))
        switch outcome {
        case nil: continue
        case .linearizable?: #expect(expected, "seed \(seed): \(history.operations)")
        case .violation(let few)?:
          violations += 1
          #expect(
            !BruteForce.isLinearizable(few.map { history.operations[$0] }, generator.model),
            "seed \(seed): \(few) of \(history.operations)")
        }
        decided += 1
        #expect(
          Linearizability.check(history, against: generator.model).isHolding == expected,
          "seed \(seed): \(history.operations)")
      }
    }
    #expect(decided > 800 && violations > 80, "decided \(decided), violations \(violations)")
  }

  @Test func `what zones do not decide is searched`() {
    typealias Operation = RegisterZones.Operation
    func outcome(_ calls: [(RegisterCall<Int>, RegisterAnswer<Int>?)]) -> RegisterZones.Outcome? {
      let operations = calls.enumerated().map { place, call in
        Operation(
          process: place, call: call.0, answer: call.1, called: Int64(2 * place),
          answered: call.1 == nil ? .max : Int64(2 * place + 1))
      }
      return RegisterZones.outcome(
        operations, of: Array(operations.indices), initial: .value(0))
    }
    #expect(outcome([(.write(1), .done), (.write(1), .done)]) == nil)
    #expect(outcome([(.write(0), .done)]) == nil)
    #expect(outcome([(.compareAndSet(from: 0, to: 1), .done)]) == nil)
    #expect(outcome([(.compareAndSet(from: 0, to: 1), nil)]) == nil)
    #expect(outcome([(.write(1), nil), (.read, .value(0)), (.read, nil)]) == .linearizable)
    #expect(outcome([(.read, .value(7))]) == .violation([0]))
  }

  /// A search would have to remember which of the many writes without answer it had used.
  @Test(arguments: [false, true])
  func `thousands of writes without answer take no time`(isBroken: Bool) {
    let count = 5_000
    var operations = (0..<count).map { place in
      RegisterZones.Operation(
        process: place + 1, call: .write(place + 1), answer: nil, called: Int64(place),
        answered: .max)
    }
    var dice = Dice(7)
    var values = Array(1...count).shuffled(using: &dice)
    if isBroken { values.append(values[0]) }
    for (place, value) in values.enumerated() {
      let time = Int64(count + 2 * place)
      operations.append(
        .init(process: 0, call: .read, answer: .value(value), called: time, answered: time + 1))
    }
    // Few states suffice: the zones decide, and the witness is small.
    let verdict = Linearizability.check(
      History(operations), against: RegisterModel(initial: 0),
      limits: CheckLimits(maximumVisits: 1_000))
    #expect(verdict.isHolding == !isBroken)
    #expect(verdict.witness.map { $0.operations.count <= 6 } ?? !isBroken)
  }

  /// Compare-and-sets keep zones out of it; then the search is to pass by what leads nowhere.
  @Test func `writes without answer are tried only where somebody waits for them`() {
    let count = 300
    var operations = (0..<count).map { place in
      RegisterZones.Operation(
        process: place + 1, call: .write(place + 1), answer: nil, called: Int64(place),
        answered: .max)
    }
    var dice = Dice(8)
    for (place, value) in Array(1...count).shuffled(using: &dice).enumerated() {
      let time = Int64(count + 2 * place)
      operations.append(
        .init(
          process: 0, call: .compareAndSet(from: value, to: 1_000 + value), answer: .done,
          called: time, answered: time + 1))
    }
    let verdict = Linearizability.check(
      History(operations), against: RegisterModel(initial: 0),
      limits: CheckLimits(maximumVisits: 5 * count))
    #expect(verdict.isHolding)
  }
}
