/// Reads and writes of registers by sessions, each read with the write that it reads from.
///
/// That needs values which are written once to a key (Bouajjani et al. call such histories
/// differentiated). A compare-and-set that took effect counts as a read followed at once by a
/// write; one that failed counts as nothing. A write without answer counts if somebody read it; it
/// comes after what its session did before, and nothing is known to come after it.
public struct SessionHistory<Value: Hashable & Sendable>: Sendable {
  /// One operation that read or wrote.
  struct Step: Sendable {
    var session: Int
    var key: Int
    /// The step whose value it read.
    var source: Source?
    /// Whether it wrote.
    var isWrite: Bool
    /// The step before it in its session.
    var previous: Int?
    /// The operation, as an index into the history.
    var operation: Int
    /// Whether it was answered.
    var isAnswered: Bool
  }

  /// Where a value came from.
  enum Source: Hashable, Sendable {
    case initial
    case step(Int)
    /// Nobody wrote it.
    case nowhere
  }

  /// Why the history cannot be read so.
  public struct Ambiguity: Error, Sendable {
    /// In words, for people.
    public var reason: String
    /// Operations that write one value to one key.
    public var operations: [Int]
  }

  let steps: [Step]
  let sessions: [[Int]]
  let writes: [[Int]]
  let readers: [Int: [Int]]

  /// Finds the write that each read reads from.
  ///
  /// - Parameters:
  ///   - keys: The object of each operation, by number from 0.
  ///   - initial: The value of every object before its first write.
  /// - Throws: `Ambiguity` when a value that was read was written twice.
  public init(
    _ history: History<RegisterCall<Value>, RegisterAnswer<Value>>, keys: [Int], initial: Value
  ) throws(Ambiguity) {
    typealias Place = ValueOfKey<Value>
    var accesses: [(operation: Int, read: Value?, written: Value?)] = []
    var writers: [Place: [Int]] = [:]
    var isRead: Set<Place> = []
    for (index, operation) in history.operations.enumerated() {
      let access: (read: Value?, written: Value?)
      switch (operation.call, operation.answer) {
      case (.read, .value(let value)?): access = (value, nil)
      case (.write(let value), _): access = (nil, value)
      case (.compareAndSet(let from, let to), .done?): access = (from, to)
      case (.compareAndSet(_, let to), nil): access = (nil, to)
      default: continue
      }
      accesses.append((index, access.read, access.written))
      if let value = access.read { isRead.insert(Place(key: keys[index], value: value)) }
      if let value = access.written {
        writers[Place(key: keys[index], value: value), default: []].append(index)
      }
    }
    for place in isRead {
      let count = (writers[place] ?? []).count
      if count > 1 || count == 1 && place.value == initial {
        // The first such place in the history, so that the words do not depend on hashing.
        let all = accesses.compactMap { access -> Place? in
          access.read.map { Place(key: keys[access.operation], value: $0) }
        }
        let first = all.first { place in
          let count = (writers[place] ?? []).count
          return count > 1 || count == 1 && place.value == initial
        }
        let operations = first.flatMap { writers[$0] } ?? []
        throw Ambiguity(
          reason: operations.count == 1
            ? "a value that was read was the initial one and was written too"
            : "a value that was read was written more than once to its key",
          operations: operations)
      }
    }
    accesses.removeAll { access in
      guard history.operations[access.operation].answer == nil, let value = access.written else {
        return false
      }
      return !isRead.contains(Place(key: keys[access.operation], value: value))
    }
    var stepOfOperation: [Int: Int] = [:]
    for (step, access) in accesses.enumerated() { stepOfOperation[access.operation] = step }
    var steps: [Step] = []
    var sessions: [[Int]] = []
    var sessionNumbers: [Int: Int] = [:]
    var last: [Int: Int] = [:]
    for (index, access) in accesses.enumerated() {
      let operation = history.operations[access.operation]
      let session = sessionNumbers[operation.process, default: sessions.count]
      if session == sessions.count {
        sessionNumbers[operation.process] = session
        sessions.append([])
      }
      let key = keys[access.operation]
      let source = access.read.map { value -> Source in
        if let writer = writers[Place(key: key, value: value)]?.first {
          return stepOfOperation[writer].map { .step($0) } ?? .nowhere
        }
        return value == initial ? .initial : .nowhere
      }
      steps.append(
        Step(
          session: session, key: key, source: source, isWrite: access.written != nil,
          previous: last[session], operation: access.operation,
          isAnswered: operation.answer != nil))
      sessions[session].append(index)
      if operation.answer != nil { last[session] = index }
    }
    var writes: [[Int]] = Array(repeating: [], count: (keys.max() ?? -1) + 1)
    var readers: [Int: [Int]] = [:]
    for (index, step) in steps.enumerated() {
      if step.isWrite { writes[step.key].append(index) }
      if case .step(let writer)? = step.source, writer != index {
        readers[writer, default: []].append(index)
      }
    }
    self.steps = steps
    self.sessions = sessions
    self.writes = writes
    self.readers = readers
  }
}

/// A value that a key may hold.
private struct ValueOfKey<Value: Hashable>: Hashable {
  var key: Int
  var value: Value
}

/// Something that a history of sessions shows and its consistency model forbids.
public struct SessionFinding: Sendable {
  /// The pattern's name, such as `WriteCORead` or `read-your-writes`.
  public var pattern: String
  /// What happened, one sentence a line; operations are meant as `{0}`, `{1}`, … by their place in
  /// `operations`.
  public var explanation: [String]
  /// The operations that show it, as indices into the history.
  public var operations: [Int]
}
