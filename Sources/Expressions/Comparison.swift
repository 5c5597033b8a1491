/// The outcome of comparing values some of which may not be known.
enum Equality {
  case equal, unequal
  /// Undecided until the facts are known.
  case unknown(UnknownFacts)
  case failed(EvaluationError)
}

/// The language's `==`: numbers on one line whatever their types, strings by code point, NaN equal
/// to nothing, values of different types unequal.
///
/// - Complexity: O(size of both). Recursive in the nesting of the values.
func equality(_ left: Value, _ right: Value) -> Equality {
  switch (left, right) {
  case (.unknown(let facts), .unknown(let others)): .unknown(facts.merging(others))
  case (.unknown(let facts), _), (_, .unknown(let facts)): .unknown(facts)
  case (.error(let error), _), (_, .error(let error)): .failed(error)
  case (.list(let a), .list(let b)): listEquality(a, b)
  case (.map(let a), .map(let b)): mapEquality(a, b)
  default: scalarsEqual(left, right) ? .equal : .unequal
  }
}

@inline(__always)
private func scalarsEqual(_ left: Value, _ right: Value) -> Bool {
  switch (left, right) {
  case (.string(let a), .string(let b)): haveSameScalars(a, b)
  case (.bool(let a), .bool(let b)): a == b
  case (.int(let a), .int(let b)): a == b
  case (.null, .null): true
  case (.uint(let a), .uint(let b)): a == b
  case (.double(let a), .double(let b)): a == b
  case (.int, .uint), (.int, .double), (.uint, .int), (.uint, .double), (.double, .int),
    (.double, .uint):
    numericOrder(left, right) == .same
  case (.bytes(let a), .bytes(let b)): a == b
  case (.duration(let a), .duration(let b)): a == b
  case (.timestamp(let a), .timestamp(let b)): a == b
  case (.record(let a), .record(let b)): a === b
  case (.type(let a), .type(let b)): a.erased == b.erased
  default: false
  }
}

/// Unequal as soon as one pair is; otherwise undecided if a pair is.
private func listEquality(_ left: [Value], _ right: [Value]) -> Equality {
  guard left.count == right.count else { return .unequal }
  var undecided: Equality?
  for (a, b) in zip(left, right) {
    let pair = equality(a, b)
    if case .unequal = pair { return .unequal }
    undecided = combine(undecided, pair)
  }
  return undecided ?? .equal
}

private func mapEquality(_ left: ValueMap, _ right: ValueMap) -> Equality {
  guard left.count == right.count else { return .unequal }
  var undecided: Equality?
  for (key, value) in left.entries {
    guard let other = right[key] else { return .unequal }
    let pair = equality(value, other)
    if case .unequal = pair { return .unequal }
    undecided = combine(undecided, pair)
  }
  return undecided ?? .equal
}

private func combine(_ undecided: Equality?, _ pair: Equality) -> Equality? {
  switch (undecided, pair) {
  case (_, .equal), (_, .unequal): undecided
  case (.unknown(let facts)?, .unknown(let more)): .unknown(facts.merging(more))
  case (_, .unknown): pair
  case (let undecided?, _): undecided
  case (nil, _): pair
  }
}

/// How two values stand on one line.
enum Order {
  case before, same, after
  /// One of them is NaN: neither before, after nor the same.
  case none

  init<T: Comparable>(_ left: T, _ right: T) {
    self = left < right ? .before : left == right ? .same : left > right ? .after : .none
  }
}

/// The order of two values of an ordered type; `nil` when the language does not compare them.
func order(_ left: Value, _ right: Value) -> Order? {
  switch (left, right) {
  case (.int(let a), .int(let b)): Order(a, b)
  case (.uint(let a), .uint(let b)): Order(a, b)
  case (.double(let a), .double(let b)): Order(a, b)
  case (.string(let a), .string(let b)):
    haveSameScalars(a, b) ? .same : precedes(a, b) ? .before : .after
  case (.bytes(let a), .bytes(let b)):
    a == b ? .same : a.lexicographicallyPrecedes(b) ? .before : .after
  case (.bool(let a), .bool(let b)): a == b ? .same : b ? .before : .after
  case (.duration(let a), .duration(let b)): Order(a, b)
  case (.timestamp(let a), .timestamp(let b)): Order(a, b)
  default: numericOrder(left, right)
  }
}

/// The order of two numbers of different types.
private func numericOrder(_ left: Value, _ right: Value) -> Order? {
  switch (left, right) {
  case (.int(let a), .uint(let b)): a < 0 ? .before : Order(UInt64(a), b)
  case (.uint(let a), .int(let b)): b < 0 ? .after : Order(a, UInt64(b))
  case (.double(let a), .int(let b)): doubleOrder(a, b)
  case (.double(let a), .uint(let b)): doubleOrder(a, b)
  case (.int(let a), .double(let b)): doubleOrder(b, a).reversed
  case (.uint(let a), .double(let b)): doubleOrder(b, a).reversed
  default: nil
  }
}

/// Compares as doubles, like the reference implementations: above 2⁵³ integers that round to one
/// double are the same as it.
private func doubleOrder<T: FixedWidthInteger>(_ left: Double, _ right: T) -> Order {
  if left < Double(T.min) { return .before }
  if left > Double(T.max) { return .after }
  return Order(left, Double(right))
}

extension Order {
  fileprivate var reversed: Order {
    switch self {
    case .before: .after
    case .after: .before
    default: self
    }
  }
}
