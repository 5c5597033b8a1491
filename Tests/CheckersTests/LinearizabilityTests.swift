import Checkers
import Testing

private typealias Registers = HistoryGenerator<RegisterModel<Int>>
private typealias Texts = HistoryGenerator<TextModel>

private func registers(_ operations: Int, processes: Int, values: Int, lossOneIn: Int) -> Registers
{
  Registers(
    model: RegisterModel(initial: 0), processes: processes, operations: operations,
    lossOneIn: lossOneIn,
    call: { dice in
      switch dice.roll(4) {
      case 0: .write(dice.roll(values))
      case 1: .compareAndSet(from: dice.roll(values), to: dice.roll(values))
      default: .read
      }
    },
    answers: { call in
      switch call {
      case .read: (0..<values).map { .value($0) }
      case .write: [.done]
      case .compareAndSet: [.done, .mismatch]
      }
    })
}

private func texts(_ operations: Int, processes: Int, lossOneIn: Int) -> Texts {
  let pieces = ["a", "b", "ab", ""]
  var all = [""]
  for _ in 0..<3 { all += all.flatMap { text in pieces.dropLast().map { text + $0 } } }
  let texts = Set(all).sorted()
  return Texts(
    model: TextModel(), processes: processes, operations: operations, lossOneIn: lossOneIn,
    call: { dice in
      switch dice.roll(4) {
      case 0: .put(ByteText(pieces[dice.roll(4)]))
      case 1: .append(ByteText(pieces[dice.roll(4)]))
      default: .get
      }
    },
    answers: { call in call == .get ? texts.map { .text(ByteText($0)) } : [.done] },
    observe: { state, call in call == .get ? .text(state) : nil })
}

/// Whether a witness is a true one: its operations alone, as far as they had returned when the
/// blocked one did, have no order.
private func isTrue<Model: SequentialModel>(
  _ witness: Linearizability.Witness, of history: History<Model.Call, Model.Answer>,
  _ model: Model
) -> Bool {
  let open = Set(witness.open)
  let operations = witness.operations.map { index in
    var operation = history.operations[index]
    if open.contains(index) {
      operation.answer = nil
      operation.answered = .max
    }
    return operation
  }
  let states =
    witness.startsAnywhere
    ? model.states(
      before: operations.map {
        ($0.call, $0.answer ?? model.answerWithEffect($0.call)!)
      }) ?? [] : [model.initial]
  return !states.isEmpty
    && states.allSatisfy { !BruteForce.isLinearizable(operations, model, from: $0) }
}

@Suite struct LinearizabilityTests {
  private static func expectAgreement<Model: SequentialModel>(
    _ generator: HistoryGenerator<Model>, seeds: Range<UInt64>
  ) {
    var violations = 0
    for seed in seeds {
      let right = generator.linearizable(seed: seed)
      #expect(
        Linearizability.check(right, against: generator.model).isHolding,
        "seed \(seed): \(right.operations)")
      let doubtful = generator.mutated(seed: seed)
      let verdict = Linearizability.check(doubtful, against: generator.model)
      let expected = BruteForce.isLinearizable(doubtful.operations, generator.model)
      #expect(verdict.isHolding == expected, "seed \(seed): \(doubtful.operations)")
      if let witness = verdict.witness {
        violations += 1
        #expect(
          isTrue(witness, of: doubtful, generator.model), "seed \(seed): \(witness)")
      }
    }
    #expect(violations > seeds.count / 20, "the mutations must make mistakes: \(violations)")
  }

  @Test func `registers agree with trying every order`() {
    Self.expectAgreement(
      registers(9, processes: 3, values: 3, lossOneIn: 12), seeds: 0..<3000)
  }

  @Test func `registers with many lost answers agree with trying every order`() {
    Self.expectAgreement(
      registers(9, processes: 4, values: 2, lossOneIn: 3), seeds: 10_000..<12_000)
  }

  @Test func `texts agree with trying every order`() {
    Self.expectAgreement(texts(8, processes: 3, lossOneIn: 10), seeds: 0..<1500)
  }

  @Test func `long histories of an atomic register are linearizable`() {
    for seed in 0..<20 as Range<UInt64> {
      let history = registers(2000, processes: 8, values: 5, lossOneIn: 60)
        .linearizable(seed: seed)
      #expect(Linearizability.check(history, against: RegisterModel(initial: 0)).isHolding)
    }
  }

  @Test func `a store is checked key by key`() {
    let generator = registers(8, processes: 3, values: 3, lossOneIn: 12)
    for seed in 0..<300 as Range<UInt64> {
      let doubtful = generator.mutated(seed: seed).operations
      let right = generator.linearizable(seed: seed + 1).operations
      let history = History((doubtful + right).sorted { $0.called < $1.called })
      // The keys of the sorted operations: those of one history come in their old order.
      var rest = doubtful[...]
      let keys = history.operations.map { operation in
        guard let first = rest.first, Self.isSame(first, operation) else { return "right" }
        rest.removeFirst()
        return "doubtful"
      }
      guard rest.isEmpty else { continue }
      let verdict = Linearizability.check(
        history, by: { keys[$0] }, against: generator.model)
      let expected =
        BruteForce.isLinearizable(
          history.operations.indices.filter { keys[$0] == "right" }.map { history.operations[$0] },
          generator.model)
        && BruteForce.isLinearizable(doubtful, generator.model)
      #expect(verdict.isHolding == expected, "seed \(seed)")
    }
  }

  private static func isSame(
    _ left: History<RegisterCall<Int>, RegisterAnswer<Int>>.Operation,
    _ right: History<RegisterCall<Int>, RegisterAnswer<Int>>.Operation
  ) -> Bool {
    left.process == right.process && left.call == right.call && left.answer == right.answer
      && left.called == right.called && left.answered == right.answered
  }

  @Test func `of a long history the witness is two operations`() {
    var history = registers(400, processes: 5, values: 4, lossOneIn: 1_000_000).linearizable(
      seed: 3)
    let end = (history.operations.map { $0.answer == nil ? 0 : $0.answered }.max() ?? 0) + 1
    history.operations.append(
      .init(process: 900, call: .write(17), answer: .done, called: end, answered: end + 1))
    history.operations.append(
      .init(process: 901, call: .read, answer: .value(18), called: end + 2, answered: end + 3))
    let witness = Linearizability.check(history, against: RegisterModel(initial: 0)).witness
    #expect(witness?.operations.count == 1, "nobody wrote 18")
    history.operations[history.operations.count - 1].answer = .value(1)
    let stale = Linearizability.check(history, against: RegisterModel(initial: 0)).witness
    #expect(stale?.operations.map { $0 - history.operations.count } == [-2, -1])
    #expect(stale?.startsAnywhere == true)
    let raw = Linearizability.check(
      history, against: RegisterModel(initial: 0), limits: CheckLimits(maximumShrinking: 0)
    ).witness
    #expect((raw?.operations.count ?? 0) > 100)
  }

  @Test func `a limit that is reached is told`() {
    let history = registers(4000, processes: 8, values: 5, lossOneIn: 60).linearizable(seed: 1)
    for (limits, words) in [
      (CheckLimits(maximumVisits: 10), "10 visited states"),
      (CheckLimits(maximumBytes: 10), "remembered states"),
      (CheckLimits(isExpired: { true }), "time limit"),
    ] {
      let verdict = Linearizability.check(
        history, against: RegisterModel(initial: 0), limits: limits)
      guard case .undecided(let reason) = verdict else {
        Issue.record("undecided was expected: \(words)")
        continue
      }
      #expect(reason.contains(words))
    }
  }
}
