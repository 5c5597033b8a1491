/// What one evaluation works on.
struct Frame {
  /// The values of the environment's variables.
  let bindings: UnsafeBufferPointer<Value>
  /// The variables of macros, by slot.
  let locals: UnsafeMutableBufferPointer<Value>
  /// Where facts are noted as they are read; `nil` when nobody asks.
  let trace: Trace?
  /// Why the last `Truth` was `neither`.
  var neither: Value = .null
  /// What is left to spend on repetition and on making strings and lists longer.
  var budget: Int

  /// More than any rule needs; less than a second's worth.
  static let fullBudget = 10_000_000

  init(
    bindings: UnsafeBufferPointer<Value>, locals: UnsafeMutableBufferPointer<Value>,
    trace: Trace?
  ) {
    self.bindings = bindings
    self.locals = locals
    self.trace = trace
    budget = Self.fullBudget
  }

  /// Spends some of the budget; `nil` while there is enough.
  mutating func spend(_ amount: Int) -> Value? {
    budget -= amount
    return budget < 0 ? .failure(.limit, "evaluation takes too long or too much memory") : nil
  }
}

/// The facts that an evaluation read, in order.
final class Trace {
  var premises: [Premise] = []
}

/// The outcome of a condition.
enum Truth {
  case no, yes
  /// Unknown or an error; which one stands in the frame.
  case neither

  @inline(__always)
  init(_ bool: Bool) { self = bool ? .yes : .no }

  @inline(__always)
  var negated: Truth {
    switch self {
    case .no: .yes
    case .yes: .no
    case .neither: .neither
    }
  }
}

/// Unknowns and errors of several operands, added up: an unknown outweighs an error, unknowns
/// merge, and of errors the first one stays.
struct Obstacle {
  private var value: Value?

  var isEmpty: Bool { value == nil }

  mutating func add(_ other: Value) {
    switch (value, other) {
    case (nil, _): value = other
    case (.unknown(let facts)?, .unknown(let more)): value = .unknown(facts.merging(more))
    case (.error?, .unknown): value = other
    default: break
    }
  }

  /// The sum; `null` when nothing was added.
  var sum: Value { value ?? .null }
}
