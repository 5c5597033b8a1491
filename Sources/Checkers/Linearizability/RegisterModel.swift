/// What is asked of a register.
public enum RegisterCall<Value: Hashable & Sendable>: Hashable, Sendable {
  case read
  case write(Value)
  case compareAndSet(from: Value, to: Value)
}

/// What a register answers.
public enum RegisterAnswer<Value: Hashable & Sendable>: Hashable, Sendable {
  /// A read returned this.
  case value(Value)
  /// A write or compare-and-set took effect.
  case done
  /// A compare-and-set found another value than it expected.
  case mismatch
}

/// A register with compare-and-set: one value that is read, replaced, or replaced if it is as
/// expected.
public struct RegisterModel<Value: Hashable & Sendable>: SequentialModel {
  /// A value, or one that no operation names.
  public enum State: Hashable, Sendable {
    case value(Value)
    case other
  }

  /// The value before the first write.
  public let initial: State

  /// A register that starts with a value.
  public init(initial: Value) { self.initial = .value(initial) }

  /// The state after the call, or `nil` when a register would not have given this answer.
  public func step(
    _ state: State, _ call: RegisterCall<Value>, _ answer: RegisterAnswer<Value>
  ) -> State? {
    switch (call, answer) {
    case (.read, .value(let value)): state == .value(value) ? state : nil
    case (.write(let value), .done): .value(value)
    case (.compareAndSet(let from, let to), .done): state == .value(from) ? .value(to) : nil
    case (.compareAndSet(let from, _), .mismatch): state == .value(from) ? nil : state
    default: nil
    }
  }

  /// `done`, but for a read.
  public func answerWithEffect(_ call: RegisterCall<Value>) -> RegisterAnswer<Value>? {
    call == .read ? nil : .done
  }

  /// Reads, compare-and-sets that failed, and those that put back what they found.
  public func isRead(_ call: RegisterCall<Value>, _ answer: RegisterAnswer<Value>) -> Bool {
    switch (call, answer) {
    case (.write, _): false
    case (.compareAndSet(let from, let to), .done): from == to
    default: true
    }
  }

  /// Writes.
  public func isBlindWrite(_ call: RegisterCall<Value>, _ answer: RegisterAnswer<Value>) -> Bool {
    if case .write = call { answer == .done } else { false }
  }

  /// A value is seen by those that need it; a failed compare-and-set needs that *other* values
  /// are not there, so for it every write counts.
  public func isSeen(
    _ write: (call: RegisterCall<Value>, answer: RegisterAnswer<Value>),
    by other: (call: RegisterCall<Value>, answer: RegisterAnswer<Value>)
  ) -> Bool {
    let written: Value
    switch write.call {
    case .read: return true
    case .write(let value), .compareAndSet(_, let value): written = value
    }
    switch (other.call, other.answer) {
    case (.read, let answer): return answer == .value(written)
    case (.write, _): return false
    case (.compareAndSet(let from, _), .done): return from == written
    case (.compareAndSet, _): return true
    }
  }

  /// Every value that an operation needs, and one that none names.
  public func states(
    before operations: [(call: RegisterCall<Value>, answer: RegisterAnswer<Value>)]
  ) -> [State]? {
    var states: [State] = [.other]
    var seen: Set<Value> = []
    for operation in operations {
      switch (operation.call, operation.answer) {
      case (.read, .value(let value)), (.compareAndSet(let value, _), _):
        if seen.insert(value).inserted { states.append(.value(value)) }
      default: break
      }
    }
    return states
  }
}
