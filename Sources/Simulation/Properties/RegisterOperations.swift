import Checkers

/// What clients saw of registers whose writes all have different values.
public struct RegisterOperations: Sendable {
  /// A write or a read.
  public struct Operation: Sendable, Hashable {
    /// The register.
    public var key: Int
    /// What was written; `nil` for a read.
    public var written: Int?
    /// What a read found; `nil` for nothing.
    public var found: Int?
    /// When it was called.
    public var called: Int64
    /// `.max` when no answer came: a write may have happened, a read says nothing.
    public var answered: Int64
  }

  /// All of them, in the order in which they were noted.
  public var operations: [Operation] = []

  /// Nothing seen yet.
  public init() {}

  /// Notes a write; `answered` is `.max` when its outcome is not known.
  public mutating func write(_ value: Int, to key: Int, called: Int64, answered: Int64) {
    operations.append(
      Operation(key: key, written: value, called: called, answered: answered))
  }

  /// Notes a read that was answered.
  public mutating func read(_ value: Int?, of key: Int, called: Int64, answered: Int64) {
    operations.append(Operation(key: key, found: value, called: called, answered: answered))
  }

  /// The values of acknowledged writes.
  public var acknowledged: [Int] {
    operations.compactMap { $0.answered < .max ? $0.written : nil }
  }

  /// A read that found a value which another write had replaced: begun when the first was
  /// acknowledged, and acknowledged when the read began. Such a register is not even regular.
  ///
  /// - Source: Lamport, On Interprocess Communication II, 1986.
  public var staleReads: [(read: Operation, missed: Operation)] {
    var writes: [Int: [Operation]] = [:]
    var byValue: [Int: Operation] = [:]
    for operation in operations {
      guard let value = operation.written else { continue }
      writes[operation.key, default: []].append(operation)
      if byValue[value] == nil { byValue[value] = operation }
    }
    return operations.compactMap { read in
      guard read.written == nil, read.answered < .max else { return nil }
      let found = read.found.flatMap { byValue[$0] }
      let from = read.found == nil ? Int64.min : found?.answered ?? .max
      let missed = writes[read.key]?.first { $0.called > from && $0.answered < read.called }
      return missed.map { (read, $0) }
    }
  }

  /// How many reads were answered.
  public var reads: Int { operations.filter { $0.written == nil && $0.answered < .max }.count }

  /// The first stale read in words.
  var staleRead: String? {
    staleReads.first.map { read, missed in
      let found = read.found.map(String.init) ?? "nothing"
      return "a read of key \(read.key) called at \(read.called) ns found \(found), though "
        + "\(missed.written ?? 0) had replaced it and was acknowledged at \(missed.answered) ns"
    }
  }

  /// Whether the registers are linearizable; what is wrong in words.
  public var linearizabilityViolation: String? {
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
