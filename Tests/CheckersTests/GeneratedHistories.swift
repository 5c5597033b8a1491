import Checkers

/// A small generator of pseudo-random numbers, the same on every platform.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Evenly in `0..<bound`.
  mutating func roll(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// True once in `times`.
  mutating func oneIn(_ times: Int) -> Bool { roll(times) == 0 }
}

/// Histories of an atomic object under concurrent clients, some with mistakes planted.
struct HistoryGenerator<Model: SequentialModel> {
  typealias Operation = History<Model.Call, Model.Answer>.Operation

  var model: Model
  var processes: Int
  var operations: Int
  /// One in this many operations gets no answer.
  var lossOneIn: Int
  var call: (inout Dice) -> Model.Call
  /// The answers that an object might give.
  var answers: (Model.Call) -> [Model.Answer]
  /// The answer of a read.
  var observe: (Model.State, Model.Call) -> Model.Answer? = { _, _ in nil }

  /// A linearizable history: each operation takes effect at some instant while it is open.
  func linearizable(seed: UInt64) -> History<Model.Call, Model.Answer> {
    var dice = Dice(seed)
    var state = model.initial
    var clock: Int64 = 0
    var finished: [Operation] = []
    var open: [(operation: Operation, hasTakenEffect: Bool)?] = Array(
      repeating: nil, count: processes)
    var late: [Model.Call] = []
    var names = Array(0..<processes)
    var started = 0
    while started < operations || open.contains(where: { $0 != nil }) {
      if !late.isEmpty, dice.oneIn(3) { apply(late.removeFirst(), &state) }
      let process = dice.roll(processes)
      clock += 1
      guard var current = open[process] else {
        guard started < operations else { continue }
        started += 1
        open[process] = (
          Operation(
            process: names[process], call: call(&dice), answer: nil, called: clock,
            answered: .max), false
        )
        continue
      }
      if !current.hasTakenEffect {
        if dice.oneIn(lossOneIn) {
          if !dice.oneIn(3) { late.append(current.operation.call) }
          finished.append(current.operation)
          open[process] = nil
          names[process] += processes
          continue
        }
        let call = current.operation.call
        let known = answers(call) + [observe(state, call)].compactMap(\.self)
        guard
          let (answer, next) = known.lazy.compactMap({ answer in
            model.step(state, call, answer).map { (answer, $0) }
          }).first
        else { preconditionFailure("the model gives no answer to \(call)") }
        state = next
        current.operation.answer = answer
        current.hasTakenEffect = true
        open[process] = current
      } else {
        current.operation.answered = clock
        finished.append(current.operation)
        open[process] = nil
      }
    }
    return History(finished.sorted { $0.called < $1.called })
  }

  private func apply(_ call: Model.Call, _ state: inout Model.State) {
    guard let answer = model.answerWithEffect(call), let next = model.step(state, call, answer)
    else { return }
    state = next
  }

  /// The same with one answer or one time changed, so that it may or may not be linearizable.
  func mutated(seed: UInt64) -> History<Model.Call, Model.Answer> {
    var history = linearizable(seed: seed)
    var dice = Dice(seed ^ 0xABCDEF)
    for _ in 0...dice.roll(2) where !history.operations.isEmpty {
      let index = dice.roll(history.operations.count)
      guard let answer = history.operations[index].answer else { continue }
      let other = history.operations[dice.roll(history.operations.count)]
      switch dice.roll(3) {
      case 0:
        let answers = answers(history.operations[index].call)
        history.operations[index].answer = answers[dice.roll(answers.count)]
      case 1 where other.answer != nil && other.answered > history.operations[index].called:
        history.operations[index].answered = other.answered
      default:
        history.operations[index].answer = answer
        if history.operations[index].answered > history.operations[index].called + 1 {
          history.operations[index].answered = history.operations[index].called + 1
        }
      }
    }
    return history
  }
}

/// Tries every order: slow, and too simple to be wrong.
enum BruteForce {
  static func isLinearizable<Model: SequentialModel>(
    _ operations: [History<Model.Call, Model.Answer>.Operation], _ model: Model,
    from state: Model.State? = nil
  ) -> Bool {
    let state = state ?? model.initial
    if operations.allSatisfy({ $0.answer == nil }) { return true }
    // Whoever comes next was called before any remaining operation returned.
    let firstReturn = operations.compactMap { $0.answer == nil ? nil : $0.answered }.min() ?? .max
    for index in operations.indices where operations[index].called <= firstReturn {
      let operation = operations[index]
      guard let answer = operation.answer ?? model.answerWithEffect(operation.call),
        let next = model.step(state, operation.call, answer)
      else { continue }
      var rest = operations
      rest.remove(at: index)
      if isLinearizable(rest, model, from: next) { return true }
    }
    return false
  }
}
