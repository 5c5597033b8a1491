/// Whether each operation can be given one instant between its call and its return so that the
/// object answers as it did.
///
/// - Source: Herlihy & Wing, TOPLAS 1990.
public enum Linearizability {
  /// Operations of a history that no order explains.
  public struct Witness: Sendable {
    /// Which, as indices into the history's operations, by the time of their call.
    public var operations: [Int]
    /// Those of them that had not returned when the contradiction was complete: their answers
    /// play no part.
    public var open: [Int]
    /// The operation whose return no order can pass.
    public var blocked: Int
    /// Whether they contradict each other from *every* state, so that what came before (and is
    /// left out) does not matter.
    public var startsAnywhere: Bool
  }

  /// Checks the history of one object.
  ///
  /// A history is linearizable object by object, so a store is checked as one history for each
  /// key: see `check(_:by:against:limits:)`.
  ///
  /// The witness is a true one: had the whole history an order, these operations had one too.
  /// Operations are left out only where that argument holds:
  /// - what was called after the blocked operation returned, and the answers that came later,
  ///   because every prefix of a linearizable history is linearizable;
  /// - reads, because an order without them is still an order;
  /// - writes whose effect no remaining operation can see (`SequentialModel.isSeen`);
  /// - all that ended before an instant at which nothing answered was open, if the rest has no
  ///   order from any state at all.
  ///
  /// Each smaller list is checked again, and at the end no single operation can go by these rules,
  /// unless shrinking became too dear (`CheckLimits.maximumShrinking`).
  public static func check<Model: SequentialModel>(
    _ history: History<Model.Call, Model.Answer>, against model: Model,
    limits: CheckLimits = CheckLimits()
  ) -> Verdict<Witness> {
    check(history, by: { _ in 0 }, against: model, limits: limits)
  }

  /// Checks a history over many objects, each on its own.
  ///
  /// - Parameter key: The object of a call.
  /// - Returns: A violation if one object has one, even when another could not be decided; of
  ///   several, one that is quickly found.
  /// - Source: locality, Herlihy & Wing 1990, theorem 1.
  public static func check<Model: SequentialModel, Key: Hashable>(
    _ history: History<Model.Call, Model.Answer>, by key: (Int) -> Key, against model: Model,
    limits: CheckLimits = CheckLimits()
  ) -> Verdict<Witness> {
    check(history, parts: parts(history.operations.count, by: key), against: model, limits: limits)
  }

  /// The operations of each object, objects in the order in which they are first called.
  static func parts<Key: Hashable>(_ count: Int, by key: (Int) -> Key) -> [[Int]] {
    var parts: [[Int]] = []
    var partOfKey: [Key: Int] = [:]
    for index in 0..<count {
      let part = partOfKey[key(index), default: parts.count]
      if part == parts.count {
        partOfKey[key(index)] = part
        parts.append([])
      }
      parts[part].append(index)
    }
    return parts
  }

  static func check<Model: SequentialModel>(
    _ history: History<Model.Call, Model.Answer>, parts: [[Int]], against model: Model,
    limits: CheckLimits
  ) -> Verdict<Witness> {
    var checks = parts.map { part in
      LinearizabilityCheck(history.operations, part, model: model, limits: limits)
    }
    var undecided: Verdict<Witness>?
    // A little for each object first: where one is hard, another may show a violation at once.
    var visits = checks.count > 1 ? 4_096 : limits.maximumVisits
    while !checks.isEmpty {
      var unfinished: [LinearizabilityCheck<Model>] = []
      for check in checks {
        switch check.verdict(within: visits) {
        case .holds?: continue
        case .violation(let witness)?: return .violation(witness)
        case .undecided(let reason)?: undecided = undecided ?? .undecided(reason)
        case nil: unfinished.append(check)
        }
      }
      checks = unfinished
      visits = visits.multipliedReportingOverflow(by: 8).overflow ? .max : 8 * visits
    }
    return undecided ?? .holds
  }
}

/// The check of one object: searching, then shrinking what was found.
private final class LinearizabilityCheck<Model: SequentialModel> {
  typealias Operation = History<Model.Call, Model.Answer>.Operation

  private let model: Model
  private let items: [Item]
  private var limits: CheckLimits
  /// What was spent on searches.
  private var cost = 0
  /// The operation whose return the smallest witness found so far cannot pass.
  private var blocked = 0
  /// What may be spent in all.
  private var budget = Int.max

  /// An operation as the check sees it.
  struct Item {
    var index: Int
    var call: Model.Call
    /// What it answers when it takes place.
    var answer: Model.Answer
    var called: Int64
    var answered: Int64?
  }

  init(_ operations: [Operation], _ part: [Int], model: Model, limits: CheckLimits) {
    self.model = model
    self.limits = limits
    let items = part.compactMap { index -> Item? in
      let operation = operations[index]
      guard let answer = operation.answer ?? model.answerWithEffect(operation.call) else {
        return nil
      }
      return Item(
        index: index, call: operation.call, answer: answer, called: operation.called,
        answered: operation.answer == nil ? nil : operation.answered)
    }
    self.items = items.sorted { ($0.called, $0.index) < ($1.called, $1.index) }
  }

  /// The verdict, if so many visits are enough or the limit allows no more.
  func verdict(within visits: Int) -> Verdict<Linearizability.Witness>? {
    let maximum = limits.maximumVisits
    limits.maximumVisits = min(visits, maximum)
    defer { limits.maximumVisits = maximum }
    switch search(items, from: [model.initial]) {
    case .linearizable: return .holds
    case .undecided(.visits) where visits < maximum: return nil
    case .undecided(let limit): return .undecided(limit.words)
    case .stuck(let position):
      limits.maximumVisits = min(max(2_000, 2 * cost), 50_000)
      limits.maximumBytes = min(limits.maximumBytes, 256 * limits.maximumVisits)
      budget = limits.maximumShrinking
      cost = 0
      return .violation(witness(items, stuckAt: position))
    }
  }

  /// Stuck only when it is from each of the states; then at the return that comes last.
  private func search(
    _ items: [Item], from states: [Model.State]
  ) -> LinearizationSearch<Model>.Outcome {
    var table = StateTable(model)
    let searched = items.map { item in
      LinearizationSearch<Model>.Item(
        kind: table.number(of: (item.call, item.answer)), called: item.called,
        answered: item.answered)
    }
    var last: Int?
    for state in states {
      var search = LinearizationSearch(searched, table: table, limits: limits)
      let outcome = search.run(from: state)
      cost += search.cost
      switch outcome {
      case .stuck(let position):
        let isLater = last.map { items[$0].answered ?? .max < items[position].answered ?? .max }
        if isLater ?? true { last = position }
      case let other: return other
      }
    }
    return last.map { .stuck(at: $0) } ?? .linearizable
  }

  // MARK: The witness

  private func witness(_ items: [Item], stuckAt position: Int) -> Linearizability.Witness {
    blocked = items[position].index
    var items = prefix(items, until: position)
    var states = [model.initial]
    while cost < budget {
      let before = items.count
      // First what leaves out much at once.
      if let (later, all) = suffix(items) {
        items = later
        states = all
      }
      items = smaller(items, from: states)
      if items.count == before { break }
    }
    return Linearizability.Witness(
      operations: items.map(\.index), open: items.filter { $0.answered == nil }.map(\.index),
      blocked: blocked, startsAnywhere: states.count > 1)
  }

  /// What was called before an operation returned; what returned later as if it never had.
  private func prefix(_ items: [Item], until position: Int) -> [Item] {
    let end = items[position].answered ?? .max
    return items.enumerated().compactMap { place, item in
      guard item.called <= end else { return nil }
      guard place != position, let answered = item.answered, answered >= end else { return item }
      guard answered > end else { return item }
      // What turned out to be a read changed nothing before `end` either.
      if model.isRead(item.call, item.answer) { return nil }
      var item = item
      item.answered = nil
      return item
    }
  }

  private func smaller(_ items: [Item], from states: [Model.State]) -> [Item] {
    var seers: [Int: Set<Int>] = [:]
    return Shrinking.smallest(
      items,
      mayGo: { item, rest in
        if model.isRead(item.call, item.answer) { return true }
        // Who sees a write is found once; comparing long texts again and again would be slow.
        let known = seers[item.index] ?? self.seers(of: item, in: items)
        seers[item.index] = known
        return !rest.contains { known.contains($0.index) }
      },
      isKept: { rest in
        if cost > budget { return nil }
        let states = states.count > 1 ? self.states(before: rest) : states
        switch search(rest, from: states) {
        case .stuck(let position):
          blocked = rest[position].index
          return true
        case .linearizable: return false
        case .undecided: return cost > budget || limits.isExpired() ? nil : false
        }
      })
  }

  private func seers(of item: Item, in items: [Item]) -> Set<Int> {
    let seers = items.filter { other in
      other.index != item.index
        && model.isSeen((item.call, item.answer), by: (other.call, other.answer))
    }
    return Set(seers.map(\.index))
  }

  /// The operations after an instant at which nothing answered was open, if they have no order
  /// from any state: after one of the last such instants where that is so, which is looked for in
  /// growing steps.
  private func suffix(_ items: [Item]) -> ([Item], [Model.State])? {
    guard model.states(before: []) != nil else { return nil }
    let answered = items.filter { $0.answered != nil }
    var ends: [Int64] = []
    var latest = Int64.min
    for item in answered {
      if item.called > latest, latest > .min { ends.append(latest) }
      latest = max(latest, item.answered ?? latest)
    }
    var distance = 1
    while distance <= ends.count, cost <= budget {
      let end = ends[ends.count - distance]
      distance *= 2
      let rest = items.filter { item in item.answered.map { $0 > end } ?? true }
      let states = states(before: rest)
      if states.count > 1, case .stuck(let position) = search(rest, from: states) {
        blocked = rest[position].index
        return (rest, states)
      }
    }
    return nil
  }

  private func states(before items: [Item]) -> [Model.State] {
    model.states(before: items.map { ($0.call, $0.answer) }) ?? [model.initial]
  }
}
