// Registers of any values are checked as registers of numbers: equal values, equal numbers. So
// the search is compiled for one type, whatever the room that calls it.

extension Linearizability {
  /// Checks the history of one register.
  public static func check<Value: Hashable & Sendable>(
    _ history: History<RegisterCall<Value>, RegisterAnswer<Value>>,
    against model: RegisterModel<Value>, limits: CheckLimits = CheckLimits()
  ) -> Verdict<Witness> {
    check(history, by: { _ in 0 }, against: model, limits: limits)
  }

  /// Checks a history over many registers, each on its own.
  ///
  /// - Parameter key: The register of a call.
  public static func check<Value: Hashable & Sendable, Key: Hashable>(
    _ history: History<RegisterCall<Value>, RegisterAnswer<Value>>, by key: (Int) -> Key,
    against model: RegisterModel<Value>, limits: CheckLimits = CheckLimits()
  ) -> Verdict<Witness> {
    var numbers = ValueNumbers<Value>()
    let operations = history.operations.map { operation in
      History<RegisterCall<Int>, RegisterAnswer<Int>>.Operation(
        process: operation.process, call: numbers.number(operation.call),
        answer: operation.answer.map { numbers.number($0) }, called: operation.called,
        answered: operation.answered)
    }
    // A state that no operation names is a number that none has.
    let initial = if case .value(let value) = model.initial { numbers.number(value) } else { -1 }
    return check(
      History(operations), parts: parts(operations.count, by: key),
      registers: RegisterModel<Int>(initial: initial), limits: limits)
  }

  /// Searches only where zones do not decide, and for a witness.
  private static func check(
    _ history: History<RegisterCall<Int>, RegisterAnswer<Int>>, parts: [[Int]],
    registers model: RegisterModel<Int>, limits: CheckLimits
  ) -> Verdict<Witness> {
    var open: [[Int]] = []
    for part in parts {
      switch RegisterZones.outcome(history.operations, of: part, initial: model.initial) {
      case .linearizable?: continue
      case nil: open.append(part)
      case .violation(let operations)?:
        let few = [Set(operations).sorted()]
        let verdict = check(history, parts: few, against: model, limits: limits)
        if case .violation = verdict { return verdict }
        open.append(part)
      }
    }
    return check(history, parts: open, against: model, limits: limits)
  }
}

/// Values by number, in the order in which they are met.
private struct ValueNumbers<Value: Hashable & Sendable> {
  private var numbers: [Value: Int] = [:]

  mutating func number(_ value: Value) -> Int {
    if let number = numbers[value] { return number }
    numbers[value] = numbers.count
    return numbers.count - 1
  }

  mutating func number(_ call: RegisterCall<Value>) -> RegisterCall<Int> {
    switch call {
    case .read: .read
    case .write(let value): .write(number(value))
    case .compareAndSet(let from, let to):
      .compareAndSet(from: number(from), to: number(to))
    }
  }

  mutating func number(_ answer: RegisterAnswer<Value>) -> RegisterAnswer<Int> {
    switch answer {
    case .value(let value): .value(number(value))
    case .done: .done
    case .mismatch: .mismatch
    }
  }
}
