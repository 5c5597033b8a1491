import Checkers
import Testing

/// Histories of registers in a few words: `a: w x 1, r x 2; b: …`. Sessions run one after the
/// other in real time as written, operation by operation in turn.
private func sessions(_ text: String) -> (
  history: History<RegisterCall<Int>, RegisterAnswer<Int>>, keys: [Int]
) {
  var operations: [History<RegisterCall<Int>, RegisterAnswer<Int>>.Operation] = []
  var keys: [Int] = []
  var time: Int64 = 0
  var names: [Substring] = []
  for (process, session) in text.split(separator: ";").enumerated() {
    for step in session.split(separator: ",") {
      let words = step.split(separator: " ")
      if !names.contains(words[1]) { names.append(words[1]) }
      keys.append(names.firstIndex(of: words[1]) ?? 0)
      let value = Int(words[2]) ?? 0
      time += 2
      operations.append(
        .init(
          process: process, call: words[0] == "r" ? .read : .write(value),
          answer: words[0] == "r" ? .value(value) : words[0] == "w?" ? nil : .done, called: time,
          answered: words[0] == "w?" ? .max : time + 1))
    }
  }
  return (History(operations), keys)
}

private struct Case: CustomTestStringConvertible, Sendable {
  var name: String
  var history: String
  var weak = true
  var memory = true
  var convergence = true
  var pram = true
  var sequential = true
  var broken: [SessionGuarantee] = []

  var testDescription: String { name }
}

private let cases = [
  Case(name: "reads of the latest", history: "w x 1, r x 1; r x 1, w x 2; r x 2"),
  Case(name: "a stale reader that never looks again", history: "w x 1, w x 2; r x 1"),
  Case(
    name: "own write missed", history: "w x 1, r x 0", weak: false, memory: false,
    convergence: false, pram: false, sequential: false, broken: [.readYourWrites]),
  Case(name: "another's write missed", history: "w x 1; r x 0"),
  Case(
    name: "a read goes back to the start", history: "w x 1; r x 1, r x 0", weak: false,
    memory: false, convergence: false, pram: false, sequential: false, broken: [.monotonicReads]),
  Case(
    name: "a read goes back", history: "w x 1, w x 2; r x 2, r x 1", weak: false, memory: false,
    convergence: false, pram: false, sequential: false,
    broken: [.monotonicReads]),
  Case(name: "reads go forward", history: "w x 1, w x 2; r x 1, r x 2"),
  Case(
    name: "to and fro between concurrent writes", history: "w x 1; w x 2; r x 1, r x 2, r x 1",
    weak: true, memory: false, convergence: false, pram: false, sequential: false,
    broken: [.monotonicReads]),
  Case(
    name: "writes of one session seen in reverse", history: "w x 1, w y 1; r y 1, r x 0",
    weak: false, memory: false, convergence: false, pram: false, sequential: false,
    broken: [.monotonicWrites]),
  Case(name: "writes of one session seen in order", history: "w x 1, w y 1; r y 0, r x 1"),
  Case(
    name: "a reply before its question", history: "w x 1; r x 1, w y 1; r y 1, r x 0", weak: false,
    memory: false, convergence: false, pram: true, sequential: false,
    broken: [.writesFollowReads]),
  Case(
    name: "a question before its reply", history: "w x 1; r x 1, w y 1; r x 1, r y 0"),
  Case(
    name: "readers disagree on concurrent writes",
    history: "w x 1; w x 2; r x 1, r x 2; r x 2, r x 1", convergence: false, sequential: false),
  Case(
    name: "readers see two keys in opposite order",
    history: "w x 1; w y 1; r x 1, r y 0; r y 1, r x 0", sequential: false),
  Case(name: "the store buffer", history: "w x 1, r y 0; w y 1, r x 0", sequential: false),
  // Bouajjani et al. 2017, figure 3.
  Case(
    name: "figure 3a: memory, not convergence", history: "w x 1, r x 2; w x 2, r x 1",
    convergence: false, sequential: false),
  Case(
    name: "figure 3b: convergence, not memory",
    history: "w z 1, w x 1, w y 1; w x 2, r z 0, r y 1, r x 2", memory: false, pram: false,
    sequential: false),
  Case(
    name: "figure 3c: weak only", history: "w x 1; w x 2, r x 1, r x 2", memory: false,
    convergence: false, pram: false, sequential: false),
  Case(name: "a write without answer that is seen", history: "w? x 1; r x 0, r x 1"),
  Case(
    name: "a write without answer that is seen and unseen", history: "w? x 1; r x 1, r x 0",
    weak: false, memory: false, convergence: false, pram: false, sequential: false,
    broken: [.monotonicReads]),
  Case(
    name: "what nobody wrote", history: "r x 7", weak: false, memory: false, convergence: false,
    pram: false, sequential: false),
]

@Suite struct SessionTests {
  @Test(arguments: cases)
  fileprivate func `causal notions are told apart`(_ example: Case) throws {
    let (history, keys) = sessions(example.history)
    let read = try SessionHistory(history, keys: keys, initial: 0)
    #expect(CausalConsistency.weak.check(read).isHolding == example.weak)
    #expect(CausalConsistency.memory.check(read).isHolding == example.memory)
    #expect(CausalConsistency.convergence.check(read).isHolding == example.convergence)
    #expect(CausalConsistency.pram.check(read).isHolding == example.pram)
    let model = RegisterModel(initial: 0)
    #expect(
      SequentialConsistency.check(history, keys: keys, against: model).isHolding
        == example.sequential)
  }

  @Test(arguments: cases)
  fileprivate func `session guarantees are told apart`(_ example: Case) throws {
    let (history, keys) = sessions(example.history)
    let read = try SessionHistory(history, keys: keys, initial: 0)
    let broken = SessionGuarantee.allCases.filter { $0.check(read).witness != nil }
    #expect(broken == example.broken)
  }

  @Test func `values written twice are undecided only where they were read`() throws {
    let (twice, keys) = sessions("w x 1; w x 1; r x 1")
    #expect(throws: SessionHistory<Int>.Ambiguity.self) {
      try SessionHistory(twice, keys: keys, initial: 0)
    }
    let (unread, others) = sessions("w x 1; w x 1; w x 2, r x 2")
    _ = try SessionHistory(unread, keys: others, initial: 0)
  }

  /// Sequential consistency by trying every order, and that it implies the causal notions.
  @Test func `generated histories agree with trying every order`() throws {
    var violations = 0
    for seed in 0..<3000 as Range<UInt64> {
      var dice = Dice(seed)
      var operations: [History<RegisterCall<Int>, RegisterAnswer<Int>>.Operation] = []
      var keys: [Int] = []
      for index in 0..<7 {
        let isRead = dice.oneIn(2)
        keys.append(dice.roll(2))
        operations.append(
          .init(
            process: dice.roll(3), call: isRead ? .read : .write(index + 1),
            answer: isRead ? .value(dice.roll(8)) : .done, called: Int64(2 * index),
            answered: Int64(2 * index + 1)))
      }
      // Only values that somebody wrote to the key are worth reading.
      for index in operations.indices where operations[index].call == .read {
        let written = operations.indices.filter {
          keys[$0] == keys[index] && operations[$0].call != .read
        }
        let value = written.isEmpty || dice.oneIn(4) ? 0 : written[dice.roll(written.count)] + 1
        operations[index].answer = .value(value)
      }
      let history = History(operations)
      let model = RegisterModel(initial: 0)
      let verdict = SequentialConsistency.check(history, keys: keys, against: model)
      let expected = Self.hasOrder(operations, keys, [0, 0])
      #expect(verdict.isHolding == expected, "seed \(seed)")
      if let witness = verdict.witness {
        violations += 1
        let some = witness.operations.map { operations[$0] }
        #expect(!Self.hasOrder(some, witness.operations.map { keys[$0] }, [0, 0]), "seed \(seed)")
      }
      let read = try SessionHistory(history, keys: keys, initial: 0)
      let weak = CausalConsistency.weak.check(read).isHolding
      let memory = CausalConsistency.memory.check(read).isHolding
      let convergence = CausalConsistency.convergence.check(read).isHolding
      let pram = CausalConsistency.pram.check(read).isHolding
      #expect(!expected || memory && convergence, "seed \(seed)")
      #expect(!(memory || convergence) || weak, "seed \(seed)")
      #expect(!memory || pram, "seed \(seed)")
      #expect(memory == Self.hasCausalMemory(operations, keys), "seed \(seed)")
    }
    #expect(violations > 500)
  }

  private typealias Operation = History<RegisterCall<Int>, RegisterAnswer<Int>>.Operation

  private static func hasOrder(_ operations: [Operation], _ keys: [Int], _ state: [Int]) -> Bool {
    if operations.isEmpty { return true }
    var started: Set<Int> = []
    for index in operations.indices where started.insert(operations[index].process).inserted {
      var state = state
      switch (operations[index].call, operations[index].answer) {
      case (.write(let value), _): state[keys[index]] = value
      case (_, .value(let value)?): if state[keys[index]] != value { continue }
      default: continue
      }
      var rest = operations
      var restKeys = keys
      rest.remove(at: index)
      restKeys.remove(at: index)
      if hasOrder(rest, restKeys, state) { return true }
    }
    return false
  }

  /// Causal memory by its definition: for each process one order of its own operations and all
  /// writes that respects the causal order and explains its reads.
  private static func hasCausalMemory(_ operations: [Operation], _ keys: [Int]) -> Bool {
    let count = operations.count
    var before = Array(repeating: Array(repeating: false, count: count), count: count)
    for first in 0..<count {
      for second in 0..<count where first != second {
        if first < second, operations[first].process == operations[second].process {
          before[first][second] = true
        }
        if case .write(let value) = operations[first].call, keys[first] == keys[second],
          operations[second].answer == .value(value)
        {
          before[first][second] = true
        }
      }
    }
    for middle in 0..<count {
      for first in 0..<count where before[first][middle] {
        for second in 0..<count where before[middle][second] { before[first][second] = true }
      }
    }
    if (0..<count).contains(where: { before[$0][$0] }) { return false }
    return Set(operations.map(\.process)).allSatisfy { process in
      let mine = operations.indices.filter {
        operations[$0].process == process || operations[$0].call != .read
      }
      return hasView(mine, operations, keys, before, [0, 0])
    }
  }

  private static func hasView(
    _ left: [Int], _ operations: [Operation], _ keys: [Int], _ before: [[Bool]], _ state: [Int]
  ) -> Bool {
    if left.isEmpty { return true }
    for index in left where !left.contains(where: { before[$0][index] }) {
      var state = state
      switch (operations[index].call, operations[index].answer) {
      case (.write(let value), _): state[keys[index]] = value
      case (_, .value(let value)?): if state[keys[index]] != value { continue }
      default: continue
      }
      if hasView(left.filter { $0 != index }, operations, keys, before, state) { return true }
    }
    return false
  }
}
