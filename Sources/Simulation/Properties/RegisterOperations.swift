import Checkers

/// What clients saw of registers whose writes all have different values.
struct RegisterOperations {
  /// A write or a read.
  struct Operation {
    var key: Int
    /// What was written; `nil` for a read.
    var written: Int?
    /// What a read found; `nil` for nothing.
    var found: Int?
    var called: Int64
    /// `.max` when no answer came: a write may have happened, a read says nothing.
    var answered: Int64
  }

  var operations: [Operation] = []

  mutating func write(_ value: Int, to key: Int, called: Int64, answered: Int64) {
    operations.append(
      Operation(key: key, written: value, called: called, answered: answered))
  }

  mutating func read(_ value: Int?, of key: Int, called: Int64, answered: Int64) {
    operations.append(Operation(key: key, found: value, called: called, answered: answered))
  }

  /// The values of acknowledged writes.
  var acknowledged: [Int] {
    operations.compactMap { $0.answered < .max ? $0.written : nil }
  }

  /// A read that found a value which another write had replaced: begun when the first was
  /// acknowledged, and acknowledged when the read began. Such a register is not even regular.
  ///
  /// - Source: Lamport, On Interprocess Communication II, 1986.
  var staleReads: [(read: Operation, missed: Operation)] {
    let writes = operations.filter { $0.written != nil }
    return operations.compactMap { read in
      guard read.written == nil, read.answered < .max else { return nil }
      let found = read.found.flatMap { value in writes.first { $0.written == value } }
      let from = read.found == nil ? Int64.min : found?.answered ?? .max
      let missed = writes.first {
        $0.key == read.key && $0.called > from && $0.answered < read.called
      }
      return missed.map { (read, $0) }
    }
  }

  /// How many reads were answered.
  var reads: Int { operations.filter { $0.written == nil && $0.answered < .max }.count }

  /// The first stale read in words.
  var staleRead: String? {
    staleReads.first.map { read, missed in
      let found = read.found.map(String.init) ?? "nothing"
      return "a read of key \(read.key) called at \(read.called) ns found \(found), though "
        + "\(missed.written ?? 0) had replaced it and was acknowledged at \(missed.answered) ns"
    }
  }

  /// Whether the registers are linearizable; what is wrong in words.
  var linearizabilityViolation: String? {
    typealias Model = RegisterModel<Int?>
    var keys: [Int] = []
    var calls: [History<Model.Call, Model.Answer>.Operation] = []
    for (place, operation) in operations.enumerated() {
      let isOpen = operation.answered == .max
      if isOpen && operation.written == nil { continue }
      keys.append(operation.key)
      calls.append(
        .init(
          process: place, call: operation.written.map { .write($0) } ?? .read,
          answer: isOpen ? nil : operation.written == nil ? .value(operation.found) : .done,
          called: operation.called, answered: operation.answered))
    }
    let verdict = Linearizability.check(
      History(calls), by: { keys[$0] }, against: Model(initial: nil))
    switch verdict {
    case .holds: return nil
    case .violation(let witness):
      let blocked = calls[witness.blocked]
      return "not linearizable: \(blocked.call) called at \(blocked.called) ns has no place among "
        + "\(witness.operations.count) operations"
    case .undecided(let reason): return "linearizability undecided: \(reason)"
    }
  }
}
