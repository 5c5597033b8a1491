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

  init(
    bindings: UnsafeBufferPointer<Value>, locals: UnsafeMutableBufferPointer<Value>,
    trace: Trace?, budget: Int
  ) {
    self.bindings = bindings
    self.locals = locals
    self.trace = trace
    self.budget = budget
  }

  /// Spends some of the budget; `nil` while there is enough.
  mutating func spend(_ amount: Int) -> Value? {
    budget -= amount
    return budget < 0 ? Self.exhaustion : nil
  }

  /// The value, if the budget bears its size.
  @inline(__always)
  mutating func pay(for value: Value) -> Value {
    switch value {
    case .string, .bytes, .list, .map: spend(value.weight(atMost: budget)) ?? value
    default: value
    }
  }

  /// The value of a whole expression. Once the budget is spent no other outcome can be trusted.
  mutating func result(of root: Node) -> Value {
    let value = root.evaluate(&self)
    return budget < 0 ? Self.exhaustion : value
  }

  private static var exhaustion: Value {
    .failure(.limit, "evaluation takes too long or too much memory")
  }
}

extension Value {
  /// The size of a value that was made, in units of the budget: elements, and eight bytes of text.
  ///
  /// All levels count, for a value that holds another one twice is as large as it prints.
  /// - Parameter limit: Beyond it counting stops, so shared parts do not make it endless.
  fileprivate func weight(atMost limit: Int) -> Int {
    switch self {
    case .string(let string): return string.utf8.count / 8
    case .bytes(let bytes): return bytes.count / 8
    case .list(let list):
      var weight = list.count
      for element in list where weight <= limit { weight += element.weight(atMost: limit - weight) }
      return weight
    case .map(let map):
      var weight = map.count
      for entry in map.entries where weight <= limit {
        weight += entry.key.weight(atMost: limit) + entry.value.weight(atMost: limit - weight)
      }
      return weight
    default: return 0
    }
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
