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
  let pieces: [[UInt8]] = ["a", "b", "ab", ""].map { Array($0.utf8) }
  var all: [[UInt8]] = [[]]
  for _ in 0..<3 { all += all.flatMap { text in pieces.dropLast().map { text + $0 } } }
  let texts = Array(Set(all)).sorted { $0.lexicographicallyPrecedes($1) }
  return Texts(
    model: TextModel(), processes: processes, operations: operations, lossOneIn: lossOneIn,
    call: { dice in
      switch dice.roll(4) {
      case 0: .put(pieces[dice.roll(4)])
      case 1: .append(pieces[dice.roll(4)])
      default: .get
      }
    },
    answers: { call in call == .get ? texts.map { .text($0) } : [.done] },
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
}
