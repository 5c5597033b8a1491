/// The states and transitions of a model that a search has met, by number.
///
/// A transition is computed once; later it costs one look into a table.
struct StateTable<Model: SequentialModel> {
  typealias Operation = (call: Model.Call, answer: Model.Answer)

  /// What can happen to an object: equal calls with equal answers are one kind.
  struct Kind {
    var operation: Operation
    var isRead: Bool
    var isBlindWrite: Bool
  }

  private let model: Model
  private(set) var kinds: [Kind] = []
  private(set) var states: [Model.State] = []
  /// Memory of the states, by the model's word.
  private(set) var bytes = 0
  private var kindNumbers: [Model.Call: [(answer: Model.Answer, number: Int32)]] = [:]
  private var stateNumbers: [Model.State: Int32] = [:]
  private var steps = StepTable()
  private var hopes = StepTable()
  /// Whether `isHopeful` can be false.
  let looksAhead: Bool

  init(_ model: Model) {
    self.model = model
    looksAhead = model.looksAhead
  }

  mutating func number(of state: Model.State) -> Int32 {
    if let number = stateNumbers[state] { return number }
    let number = Int32(states.count)
    states.append(state)
    stateNumbers[state] = number
    bytes += model.bytes(of: state) + 64
    return number
  }

  mutating func number(of operation: Operation) -> Int32 {
    let known = kindNumbers[operation.call]?.first { $0.answer == operation.answer }
    if let known { return known.number }
    let number = Int32(kinds.count)
    kinds.append(
      Kind(
        operation: operation, isRead: model.isRead(operation.call, operation.answer),
        isBlindWrite: model.isBlindWrite(operation.call, operation.answer)))
    kindNumbers[operation.call, default: []].append((operation.answer, number))
    return number
  }

  /// The state after an operation of a kind; negative when it is not possible.
  @inline(__always)
  mutating func step(_ state: Int32, _ kind: Int32) -> Int32 {
    let key = UInt64(UInt32(bitPattern: state)) << 32 | UInt64(UInt32(bitPattern: kind))
    if let known = steps[key] { return known }
    return computeStep(state, kind, key)
  }

  /// Whether a read that is not possible now may become so without a blind write.
  mutating func isHopeful(_ state: Int32, _ kind: Int32) -> Bool {
    let key = UInt64(UInt32(bitPattern: state)) << 32 | UInt64(UInt32(bitPattern: kind))
    if let known = hopes[key] { return known != 0 }
    let operation = kinds[Int(kind)].operation
    let isHopeful = model.mayBecomePossible(
      operation.call, operation.answer, after: states[Int(state)])
    hopes.insert(key, isHopeful ? 1 : 0)
    bytes += 32
    return isHopeful
  }

  @inline(never)
  private mutating func computeStep(_ state: Int32, _ kind: Int32, _ key: UInt64) -> Int32 {
    let operation = kinds[Int(kind)].operation
    let next = model.step(states[Int(state)], operation.call, operation.answer)
    let result = next.map { number(of: $0) } ?? -1
    steps.insert(key, result)
    bytes += 32
    return result
  }
}

/// A table from pairs of numbers to a number: open addressing, no removal.
private struct StepTable {
  private var keys = [UInt64](repeating: .max, count: 64)
  private var values = [Int32](repeating: 0, count: 64)
  private var count = 0

  @inline(__always)
  private static func start(_ key: UInt64, _ mask: Int) -> Int {
    let mixed = key &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 32) & mask
  }

  @inline(__always)
  subscript(key: UInt64) -> Int32? {
    let mask = keys.count - 1
    var slot = Self.start(key, mask)
    while keys[slot] != .max {
      if keys[slot] == key { return values[slot] }
      slot = (slot + 1) & mask
    }
    return nil
  }

  mutating func insert(_ key: UInt64, _ value: Int32) {
    if 2 * count >= keys.count { grow() }
    place(key, value)
    count += 1
  }

  private mutating func place(_ key: UInt64, _ value: Int32) {
    let mask = keys.count - 1
    var slot = Self.start(key, mask)
    while keys[slot] != .max { slot = (slot + 1) & mask }
    keys[slot] = key
    values[slot] = value
  }

  private mutating func grow() {
    let old = (keys, values)
    keys = [UInt64](repeating: .max, count: 2 * old.0.count)
    values = [Int32](repeating: 0, count: 2 * old.0.count)
    for (key, value) in zip(old.0, old.1) where key != .max { place(key, value) }
  }
}
