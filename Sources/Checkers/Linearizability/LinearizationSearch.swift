/// Looks for an order of the operations on one object that respects time and the model.
///
/// The search of Wing & Gong as made just-in-time and memoised by Lowe: a doubly linked list of
/// calls and returns, from which an operation is lifted when it is put next in the order. What is
/// left before the first return are the operations that may come next. Beyond the papers:
/// - A *configuration* is remembered by what tells it from others: the first return not yet
///   passed, the open operations not yet placed before it, the state, and how many operations
///   without answer were used.
/// - A read that is possible now is placed now. It changes nothing, so placing it later could
///   not do better.
/// - Of open operations of one kind the one that returns first is placed first: an exchange
///   argument, since the other may take its place later. So operations without answer, which
///   never return, need only be counted by kind.
/// - Operations without answer are placed only when they change the state and what follows is
///   possible then and not a blind write, since otherwise leaving them out serves as well; and a
///   configuration that used no fewer of them than one visited before (all else being equal) is
///   not visited.
///
/// - Source: Wing & Gong, JPDC 1993; Lowe, Testing for linearizability, CCPE 2017; Horn &
///   Kroening (partitioning by object), FORTE 2015.
struct LinearizationSearch<Model: SequentialModel> {
  enum Outcome {
    case linearizable
    /// No order passes the return of this operation (its index among those given).
    case stuck(at: Int)
    case undecided(LimitReached)
  }

  /// One operation as the search sees it.
  struct Item {
    var kind: Int32
    var called: Int64
    /// `nil` when no answer is known.
    var answered: Int64?
  }

  /// Why a node was lifted, and how to go back.
  private struct Frame {
    /// The lifted call; 0 for an operation without answer.
    var node: Int32
    /// The group of the operation without answer.
    var group: Int32
    var stateBefore: Int32
    var wasUnanswered: Bool
    var isForced: Bool
  }

  /// Operations without answer of one kind, in the order of their calls.
  private struct Group {
    var kind: Int32
    /// The ranks of their calls among all events.
    var calls: [Int32]
  }

  private var table: StateTable<Model>
  private let limits: CheckLimits

  // The list: node 0 is its head, 2i+1 the call and 2i+2 the return of operation i; -1 ends it.
  private var next: [Int32]
  private var previous: [Int32]
  private var rank: [Int32]
  private var kind: [Int32]
  private var hasTwin: [Bool]
  /// The operation of node pair i, as an index into the items given.
  private let itemOfNode: [Int]
  private var groups: [Group] = []
  /// Those of them that are no blind writes.
  private var guardedGroups: [Int] = []

  /// For a model that looks ahead: how many blind writes were called before each operation
  /// returned.
  private var blindWritesBefore: [Int32] = []
  private var blindWritesPlaced: Int32 = 0

  private var state: Int32 = 0
  private var used: [Int32]
  private var isAfterUnanswered = false
  private var frames: [Frame] = []
  private var memory = ConfigurationMemory()
  private var visits = 0
  private var furthest: Int32 = 0

  /// Prepares the list.
  ///
  /// - Complexity: O(n log n).
  init(_ items: [Item], table: StateTable<Model>, limits: CheckLimits) {
    self.table = table
    self.limits = limits
    let kinds = table.kinds
    // Unanswered reads say nothing and are left out.
    let unanswered = items.indices.filter {
      items[$0].answered == nil && !kinds[Int(items[$0].kind)].isRead
    }
    let answered = items.indices.filter { items[$0].answered != nil }
    itemOfNode = answered
    var events: [(time: Int64, isReturn: Bool, node: Int32)] = []
    events.reserveCapacity(2 * items.count)
    for (position, item) in answered.enumerated() {
      events.append((items[item].called, false, Int32(2 * position + 1)))
      events.append((items[item].answered ?? .max, true, Int32(2 * position + 2)))
    }
    for (position, item) in unanswered.enumerated() {
      events.append((items[item].called, false, Int32(-1 - position)))
    }
    events.sort { left, right in
      if left.time != right.time { return left.time < right.time }
      if left.isReturn != right.isReturn { return right.isReturn }
      return left.node < right.node
    }
    let count = 2 * answered.count + 1
    next = [Int32](repeating: -1, count: count)
    previous = [Int32](repeating: -1, count: count)
    rank = [Int32](repeating: 0, count: count)
    kind = answered.map { items[$0].kind }
    var groupOfKind: [Int32: Int] = [:]
    var last: Int32 = 0
    for (position, event) in events.enumerated() {
      if event.node < 0 {
        let kind = items[unanswered[Int(-1 - event.node)]].kind
        if let group = groupOfKind[kind] {
          groups[group].calls.append(Int32(position))
        } else {
          groupOfKind[kind] = groups.count
          groups.append(Group(kind: kind, calls: [Int32(position)]))
        }
      } else {
        rank[Int(event.node)] = Int32(position)
        next[Int(last)] = event.node
        previous[Int(event.node)] = last
        last = event.node
      }
    }
    used = [Int32](repeating: 0, count: groups.count)
    var members = [Int](repeating: 0, count: kinds.count)
    for kind in kind { members[Int(kind)] += 1 }
    hasTwin = kind.map { members[Int($0)] > 1 }
    guardedGroups = groups.indices.filter { !kinds[Int(groups[$0].kind)].isBlindWrite }
    guard table.looksAhead else { return }
    blindWritesBefore = [Int32](repeating: 0, count: answered.count)
    var blindWrites: Int32 = 0
    for event in events {
      if event.isReturn {
        blindWritesBefore[Int(event.node - 2) / 2] = blindWrites
      } else {
        let item = event.node > 0 ? answered[Int(event.node) / 2] : unanswered[Int(-1 - event.node)]
        if kinds[Int(items[item].kind)].isBlindWrite { blindWrites += 1 }
      }
    }
  }

  /// Searches from a state.
  ///
  /// - Complexity: Exponential in the operations open at once at worst; linear in the length of
  ///   the history for a bounded number of open operations and states.
  mutating func run(from initial: Model.State) -> Outcome {
    state = table.number(of: initial)
    if let limit = explore() { return .undecided(limit) }
    if next[0] < 0 { return .linearizable }
    return .stuck(at: itemOfNode[Int(furthest - 2) / 2])
  }

  /// Takes every path until one places all answered operations or none is left.
  private mutating func explore() -> LimitReached? {
    var cursor: Int32 = 0
    var group = 0
    var isNew = true
    while true {
      if isNew {
        placeReads()
        if next[0] < 0 { return nil }
        visits += 1
        if visits & 1023 == 0, let limit = limitReached() { return limit }
        cursor = next[0]
        group = 0
        if !rememberConfiguration() || !isHopeful() { cursor = -1 }
        isNew = false
      }
      if cursor >= 0, placeNext(&cursor, &group) {
        isNew = true
      } else if !goBack(&cursor, &group) {
        return nil
      }
    }
  }

  /// What was spent: visits, and the states computed, by their size.
  var cost: Int { visits + table.bytes / 128 }

  private func limitReached() -> LimitReached? {
    if visits > limits.maximumVisits { return .visits(limits.maximumVisits) }
    if memory.bytes + table.bytes > limits.maximumBytes { return .bytes(limits.maximumBytes) }
    return limits.isExpired() ? .time : nil
  }

  @inline(__always)
  private func isCall(_ node: Int32) -> Bool { node & 1 == 1 }

  @inline(__always)
  private func operation(_ node: Int32) -> Int { Int(node - 1) / 2 }

  /// Places every read that is possible, also those that come into reach by that.
  private mutating func placeReads() {
    var node = next[0]
    while node > 0, isCall(node) {
      let kind = kind[operation(node)]
      var following = next[Int(node)]
      if table.kinds[Int(kind)].isRead, table.step(state, kind) >= 0 {
        if following == node + 1 { following = next[Int(following)] }
        frames.append(
          Frame(
            node: node, group: 0, stateBefore: state, wasUnanswered: isAfterUnanswered,
            isForced: true))
        lift(node)
        isAfterUnanswered = false  // the read may have needed what was placed before
      }
      node = following
    }
  }

  /// Places the next candidate at or after the cursor, if there is one.
  private mutating func placeNext(_ cursor: inout Int32, _ group: inout Int) -> Bool {
    while isCall(cursor) {
      let node = cursor
      cursor = next[Int(node)]
      let kind = kind[operation(node)]
      if isAfterUnanswered, table.kinds[Int(kind)].isBlindWrite { continue }
      let after = table.step(state, kind)
      if after < 0 || hasTwin[operation(node)] && isTwinEarlier(node, kind) { continue }
      frames.append(
        Frame(
          node: node, group: 0, stateBefore: state, wasUnanswered: isAfterUnanswered,
          isForced: false))
      lift(node)
      count(kind, 1)
      state = after
      isAfterUnanswered = false
      return true
    }
    let frontier = rank[Int(cursor)]
    while group < groups.count {
      let current = group
      group += 1
      let kind = groups[current].kind
      let position = Int(used[current])
      guard position < groups[current].calls.count, groups[current].calls[position] < frontier
      else { continue }
      if isAfterUnanswered, table.kinds[Int(kind)].isBlindWrite { continue }
      let after = table.step(state, kind)
      if after < 0 || after == state || !isAwaited(after) { continue }
      frames.append(
        Frame(
          node: 0, group: Int32(current), stateBefore: state, wasUnanswered: isAfterUnanswered,
          isForced: false))
      used[current] += 1
      count(kind, 1)
      state = after
      isAfterUnanswered = true
      return true
    }
    return false
  }

  /// Whether anything that may come next after an operation without answer is possible in the state
  /// it leads to: an open operation that is no blind write, or one more without answer.
  private mutating func isAwaited(_ state: Int32) -> Bool {
    var node = next[0]
    while isCall(node) {
      let kind = kind[operation(node)]
      if !table.kinds[Int(kind)].isBlindWrite, table.step(state, kind) >= 0 { return true }
      node = next[Int(node)]
    }
    let frontier = rank[Int(node)]
    for group in guardedGroups {
      let position = Int(used[group])
      guard position < groups[group].calls.count, groups[group].calls[position] < frontier,
        table.step(state, groups[group].kind) >= 0
      else { continue }
      return true
    }
    return false
  }

  /// Whether an open operation of the same kind returns before this one.
  private func isTwinEarlier(_ node: Int32, _ kind: Int32) -> Bool {
    let returns = rank[Int(node) + 1]
    var other = next[0]
    while isCall(other) {
      if self.kind[operation(other)] == kind, rank[Int(other) + 1] < returns { return true }
      other = next[Int(other)]
    }
    return false
  }

  /// Takes back the last choice, and the reads placed after it.
  private mutating func goBack(_ cursor: inout Int32, _ group: inout Int) -> Bool {
    while let frame = frames.popLast() {
      state = frame.stateBefore
      isAfterUnanswered = frame.wasUnanswered
      if frame.node > 0 {
        unlift(frame.node)
        count(kind[operation(frame.node)], -1)
        cursor = next[Int(frame.node)]
        group = 0
      } else {
        used[Int(frame.group)] -= 1
        count(groups[Int(frame.group)].kind, -1)
        cursor = next[0]
        while isCall(cursor) { cursor = next[Int(cursor)] }
        group = Int(frame.group) + 1
      }
      if !frame.isForced { return true }
    }
    return false
  }

  /// Counts a placed operation, or with -1 one taken back.
  @inline(__always)
  private mutating func count(_ kind: Int32, _ change: Int32) {
    if table.looksAhead, table.kinds[Int(kind)].isBlindWrite { blindWritesPlaced += change }
  }

  /// Whether every open read may still become possible. Those that are possible are placed.
  private mutating func isHopeful() -> Bool {
    guard table.looksAhead else { return true }
    var node = next[0]
    while node > 0, isCall(node) {
      let operation = operation(node)
      if table.kinds[Int(kind[operation])].isRead,
        blindWritesBefore[operation] == blindWritesPlaced,
        !table.isHopeful(state, kind[operation])
      {
        // Not the first return cannot be passed, but this read's.
        if rank[Int(node) + 1] > rank[Int(furthest)] { furthest = node + 1 }
        return false
      }
      node = next[Int(node)]
    }
    return true
  }

  @inline(__always)
  private mutating func lift(_ node: Int32) {
    remove(node)
    remove(node + 1)
  }

  @inline(__always)
  private mutating func remove(_ node: Int32) {
    let before = previous[Int(node)]
    let after = next[Int(node)]
    next[Int(before)] = after
    if after >= 0 { previous[Int(after)] = before }
  }

  @inline(__always)
  private mutating func unlift(_ node: Int32) {
    restore(node + 1)
    restore(node)
  }

  @inline(__always)
  private mutating func restore(_ node: Int32) {
    next[Int(previous[Int(node)])] = node
    let after = next[Int(node)]
    if after >= 0 { previous[Int(after)] = node }
  }

  /// Notes the configuration; false when one as good was visited before.
  private mutating func rememberConfiguration() -> Bool {
    memory.begin()
    memory.add(state)
    var node = next[0]
    while isCall(node) {
      memory.add(node)
      node = next[Int(node)]
    }
    memory.add(node)
    if furthest == 0 || rank[Int(node)] > rank[Int(furthest)] { furthest = node }
    return memory.commit(counts: used)
  }
}
