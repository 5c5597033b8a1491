/// The operators that take two values and make a third.
enum ArithmeticOperator: String {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
}

/// `left op right` for two values that are there; results out of range are errors, never wrapped.
func arithmetic(_ op: ArithmeticOperator, _ left: Value, _ right: Value) -> Value {
  switch (left, right) {
  case (.int(let a), .int(let b)): integer(op, a, b).value { .int($0) }
  case (.uint(let a), .uint(let b)): integer(op, a, b).value { .uint($0) }
  case (.double(let a), .double(let b)) where op != .remainder: .double(double(op, a, b))
  case (.duration, _), (.timestamp, _): temporal(op, left, right)
  default:
    if op == .add { concatenation(left, right) } else { mismatch(op.rawValue, left, right) }
  }
}

private func double(_ op: ArithmeticOperator, _ a: Double, _ b: Double) -> Double {
  switch op {
  case .add: a + b
  case .subtract: a - b
  case .multiply: a * b
  case .divide, .remainder: a / b
  }
}

private enum IntegerResult<T> {
  case number(T)
  case failure(EvaluationError.Kind, String)

  func value(_ make: (T) -> Value) -> Value {
    switch self {
    case .number(let number): make(number)
    case .failure(let kind, let message): .failure(kind, message)
    }
  }
}

private func integer<T: FixedWidthInteger>(
  _ op: ArithmeticOperator, _ a: T, _ b: T
) -> IntegerResult<T> {
  if b == 0, op == .divide { return .failure(.divisionByZero, "division by zero") }
  if b == 0, op == .remainder { return .failure(.divisionByZero, "remainder by zero") }
  let (result, overflow) =
    switch op {
    case .add: a.addingReportingOverflow(b)
    case .subtract: a.subtractingReportingOverflow(b)
    case .multiply: a.multipliedReportingOverflow(by: b)
    case .divide: a.dividedReportingOverflow(by: b)
    case .remainder: a.remainderReportingOverflow(dividingBy: b)
    }
  // The smallest int has remainder 0 by −1; the hardware calls that an overflow, the language not.
  if op == .remainder, overflow { return .number(0) }
  let type = T.isSigned ? "int" : "uint"
  return overflow
    ? .failure(.overflow, "\(a) \(op.rawValue) \(b) is beyond the range of \(type)")
    : .number(result)
}

private func temporal(_ op: ArithmeticOperator, _ left: Value, _ right: Value) -> Value {
  switch (op, left, right) {
  case (.add, .duration(let a), .duration(let b)), (.subtract, .duration(let a), .duration(let b)):
    guard let a = a.wholeNanoseconds, let b = b.wholeNanoseconds else {
      return .duration(nanoseconds: nil)
    }
    let (sum, overflow) =
      op == .add ? a.addingReportingOverflow(b) : a.subtractingReportingOverflow(b)
    return .duration(nanoseconds: overflow ? nil : sum)
  case (.add, .timestamp(let instant), .duration(let duration)),
    (.add, .duration(let duration), .timestamp(let instant)):
    return moved(instant, by: duration.wholeNanoseconds)
  case (.subtract, .timestamp(let instant), .duration(let duration)):
    // −2⁶³ has no negation; it leaves every range anyway.
    let (negated, overflow) = (duration.wholeNanoseconds ?? .min).multipliedReportingOverflow(
      by: -1)
    return moved(instant, by: overflow ? nil : negated)
  case (.subtract, .timestamp(let a), .timestamp(let b)):
    return .duration(nanoseconds: a.nanoseconds(since: b))
  default:
    return mismatch(op.rawValue, left, right)
  }
}

private func moved(_ instant: Timestamp, by nanoseconds: Int64?) -> Value {
  guard let nanoseconds, let moved = instant.advanced(byNanoseconds: nanoseconds) else {
    return .failure(.range, "timestamp is outside the years 1 to 9999")
  }
  return .timestamp(moved)
}

private func concatenation(_ left: Value, _ right: Value) -> Value {
  switch (left, right) {
  case (.string(let a), .string(let b)): .string(a + b)
  case (.bytes(let a), .bytes(let b)): .bytes(a + b)
  case (.list(let a), .list(let b)): .list(a + b)
  default: mismatch("+", left, right)
  }
}

/// `-value`.
func negation(_ value: Value) -> Value {
  switch value {
  case .int(let int):
    int == .min
      ? .failure(.overflow, "-(\(int)) is beyond the range of int") : .int(-int)
  case .double(let double): .double(-double)
  default:
    .failure(.noMatchingOverload, "no overload of '-' for \(value.type)")
  }
}

func mismatch(_ name: String, _ left: Value, _ right: Value) -> Value {
  .failure(.noMatchingOverload, "no overload of '\(name)' for \(left.type) and \(right.type)")
}
