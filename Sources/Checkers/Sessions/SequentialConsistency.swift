/// Whether one order of all operations on all objects, in which each process's operations stand
/// as it made them, explains every answer.
///
/// Unlike linearizability this cannot be decided object by object, and deciding it is NP-complete
/// even when each value is written once (Gibbons & Korach, SIAM J. Comput. 1997): a limit may be
/// reached.
/// - Source: Lamport, IEEE Trans. Computers 1979.
public enum SequentialConsistency {
  /// Operations that no order explains.
  public struct Witness: Sendable {
    /// Which, as indices into the history's operations, by the time of their call.
    public var operations: [Int]
  }

  /// Searches for such an order.
  ///
  /// An operation without answer may take effect at any point after the operations that its
  /// process made before it, or never. The witness is made smaller by leaving out reads and writes
  /// that nobody sees (see `Linearizability.check`), and each smaller one is checked again.
  ///
  /// - Parameter keys: The object of each operation, by number from 0.
  public static func check<Model: SequentialModel>(
    _ history: History<Model.Call, Model.Answer>, keys: [Int], against model: Model,
    limits: CheckLimits = CheckLimits()
  ) -> Verdict<Witness> {
    // Linearizable histories are the common case, and that is quickly seen.
    let quick = CheckLimits(
      maximumVisits: min(100_000, limits.maximumVisits), maximumBytes: limits.maximumBytes,
      isExpired: limits.isExpired)
    if Linearizability.check(history, by: { keys[$0] }, against: model, limits: quick).isHolding {
      return .holds
    }
    let check = SequentialCheck(history.operations, keys, model, limits)
    let all = Array(history.operations.indices)
    switch check.hasOrder(all) {
    case .failure(let limit): return .undecided(limit.words)
    case .success(true): return .holds
    case .success(false):
      return .violation(Witness(operations: check.smallest(all)))
    }
  }
}

private struct SequentialCheck<Model: SequentialModel> {
  typealias Operation = History<Model.Call, Model.Answer>.Operation

  private let operations: [Operation]
  private let keys: [Int]
  private let model: Model
  private let limits: CheckLimits

  init(_ operations: [Operation], _ keys: [Int], _ model: Model, _ limits: CheckLimits) {
    self.operations = operations
    self.keys = keys
    self.model = model
    self.limits = limits
  }

  func hasOrder(
    _ indices: [Int], limits: CheckLimits? = nil
  ) -> Result<Bool, LimitReached> {
    var search = SequentialSearch(model, limits ?? self.limits)
    for index in indices {
      let operation = operations[index]
      search.add(operation, key: keys[index])
    }
    return search.run()
  }

  func smallest(_ indices: [Int]) -> [Int] {
    var limits = limits
    limits.maximumVisits = min(20_000, limits.maximumShrinking)
    if limits.maximumVisits == 0 { return indices }
    return Shrinking.smallest(
      indices,
      mayGo: { index, rest in
        guard let answer = self.answer(index) else { return true }
        let call = operations[index].call
        if model.isRead(call, answer) { return true }
        return !rest.contains { other in
          keys[other] == keys[index]
            && self.answer(other).map {
              model.isSeen((call, answer), by: (operations[other].call, $0))
            } ?? false
        }
      },
      isKept: { rest in
        switch hasOrder(rest, limits: limits) {
        case .success(let hasOrder): !hasOrder
        case .failure: limits.isExpired() ? nil : false
        }
      })
  }

  private func answer(_ index: Int) -> Model.Answer? {
    operations[index].answer ?? model.answerWithEffect(operations[index].call)
  }
}

/// The search: how far each process has come and what each object holds, remembered.
private struct SequentialSearch<Model: SequentialModel> {
  private struct Step {
    var kind: Int32
    var key: Int
  }

  /// An operation without answer: possible once its process has come so far.
  private struct Loose {
    var step: Step
    var process: Int
    var after: Int
  }

  private struct Choice {
    /// A process, or a loose operation behind them.
    var mover: Int
    var stateBefore: Int32
    var key: Int
    var isForced: Bool
  }

  private var table: StateTable<Model>
  private let model: Model
  private let limits: CheckLimits
  private var numbers: [Int: Int] = [:]
  private var processes: [[Step]] = []
  private var loose: [Loose] = []
  private var keyCount = 0

  private var positions: [Int32] = []
  private var isUsed: [Bool] = []
  private var states: [Int32] = []
  private var memory = ConfigurationMemory()
  private var choices: [Choice] = []

  init(_ model: Model, _ limits: CheckLimits) {
    self.model = model
    self.limits = limits
    table = StateTable(model)
  }

  mutating func add(_ operation: History<Model.Call, Model.Answer>.Operation, key: Int) {
    let process = numbers[operation.process, default: processes.count]
    if process == processes.count {
      numbers[operation.process] = process
      processes.append([])
    }
    keyCount = max(keyCount, key + 1)
    guard let answer = operation.answer ?? model.answerWithEffect(operation.call) else { return }
    let step = Step(kind: table.number(of: (operation.call, answer)), key: key)
    if operation.answer != nil {
      processes[process].append(step)
    } else if !table.kinds[Int(step.kind)].isRead {
      loose.append(Loose(step: step, process: process, after: processes[process].count))
    }
  }

  mutating func run() -> Result<Bool, LimitReached> {
    positions = Array(repeating: 0, count: processes.count)
    isUsed = Array(repeating: false, count: loose.count)
    states = Array(repeating: table.number(of: model.initial), count: keyCount)
    var mover = 0
    var isNew = true
    var visits = 0
    while true {
      if isNew {
        placeReads()
        if isDone { return .success(true) }
        visits += 1
        if visits & 1023 == 0, let limit = limitReached(visits) { return .failure(limit) }
        mover = remember() ? 0 : .max
        isNew = false
      }
      if mover != .max, place(&mover) {
        isNew = true
      } else if !goBack(&mover) {
        return .success(false)
      }
    }
  }

  private var isDone: Bool {
    positions.indices.allSatisfy { Int(positions[$0]) == processes[$0].count }
  }

  private func limitReached(_ visits: Int) -> LimitReached? {
    if visits > limits.maximumVisits { return .visits(limits.maximumVisits) }
    if memory.bytes + table.bytes > limits.maximumBytes { return .bytes(limits.maximumBytes) }
    return limits.isExpired() ? .time : nil
  }

  private func next(_ process: Int) -> Step? {
    let position = Int(positions[process])
    return position < processes[process].count ? processes[process][position] : nil
  }

  /// A read that is possible now is placed now: it changes nothing.
  private mutating func placeReads() {
    var isMoving = true
    while isMoving {
      isMoving = false
      for process in processes.indices {
        while let step = next(process), table.kinds[Int(step.kind)].isRead,
          table.step(states[step.key], step.kind) >= 0
        {
          move(process, step, to: states[step.key], isForced: true)
          isMoving = true
        }
      }
    }
  }

  private mutating func move(_ mover: Int, _ step: Step, to state: Int32, isForced: Bool) {
    choices.append(
      Choice(mover: mover, stateBefore: states[step.key], key: step.key, isForced: isForced))
    states[step.key] = state
    if mover < processes.count {
      positions[mover] += 1
    } else {
      isUsed[mover - processes.count] = true
    }
  }

  private mutating func place(_ mover: inout Int) -> Bool {
    while mover < processes.count + loose.count {
      let current = mover
      mover += 1
      if current < processes.count {
        guard let step = next(current) else { continue }
        let state = table.step(states[step.key], step.kind)
        guard state >= 0 else { continue }
        move(current, step, to: state, isForced: false)
        return true
      }
      let index = current - processes.count
      let step = loose[index].step
      guard !isUsed[index], Int(positions[loose[index].process]) >= loose[index].after else {
        continue
      }
      let state = table.step(states[step.key], step.kind)
      guard state >= 0, state != states[step.key] else { continue }
      move(current, step, to: state, isForced: false)
      return true
    }
    return false
  }

  private mutating func goBack(_ mover: inout Int) -> Bool {
    while let choice = choices.popLast() {
      states[choice.key] = choice.stateBefore
      if choice.mover < processes.count {
        positions[choice.mover] -= 1
      } else {
        isUsed[choice.mover - processes.count] = false
      }
      mover = choice.mover + 1
      if !choice.isForced { return true }
    }
    return false
  }

  private mutating func remember() -> Bool {
    memory.begin()
    for position in positions { memory.add(position) }
    for state in states { memory.add(state) }
    return memory.commit(counts: isUsed.map { $0 ? 1 : 0 })
  }
}
