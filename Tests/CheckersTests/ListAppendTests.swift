import Checkers
import Consistency
import Testing

/// Histories of list appends in a few words: `T1: a x 1, r y [1 2] | T2: …`. Transactions follow
/// one another in real time unless they stand between the same bars: `A && B` overlap. A leading
/// `!` marks an aborted one, `?` one without answer, `p:` its process.
private func transactions(_ text: String) -> ListAppendHistory {
  var found: [ListAppendHistory.Transaction] = []
  var time: Int64 = 0
  var names: [String] = []
  func number(_ name: some StringProtocol) -> Int {
    if !names.contains(String(name)) { names.append(String(name)) }
    return names.firstIndex(of: String(name)) ?? 0
  }
  for group in text.split(separator: "|") {
    let members = group.split(separator: "&", omittingEmptySubsequences: true)
    for (index, member) in members.enumerated() {
      var words = member.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
      var outcome = ListAppendHistory.Outcome.committed
      if words[0] == "!" || words[0] == "?" {
        outcome = words.removeFirst() == "!" ? .aborted : .unknown
      }
      var process = found.count
      if words[0].hasSuffix(":") { process = 1000 + number(words.removeFirst()) }
      var steps: [ListAppendHistory.Step] = []
      while words.count >= 3 {
        let key = number(words[1])
        if words[0] == "a" {
          steps.append(.append(key: key, element: Int(words[2]) ?? 0))
          words.removeFirst(3)
        } else {
          var elements: [Int] = []
          let end = words.firstIndex { $0.hasSuffix("]") } ?? 2
          for word in words[2...end] {
            if let element = Int(word.filter(\.isNumber)) { elements.append(element) }
          }
          steps.append(.read(key: key, elements: elements))
          words.removeFirst(end + 1)
        }
      }
      found.append(
        .init(
          process: process, steps: steps, outcome: outcome, called: time + Int64(index),
          answered: outcome == .unknown ? .max : time + 50 + Int64(index)))
    }
    time += 100
  }
  return ListAppendHistory(found)
}

private struct Case: CustomTestStringConvertible, Sendable {
  var name: String
  var history: String
  /// What strict serializability finds first; empty for nothing.
  var found: String
  /// Models that hold, and models that do not.
  var holds: [ConsistencyModel] = []
  var violated: [ConsistencyModel] = []

  var testDescription: String { name }
}

private let cases = [
  Case(
    name: "one after the other", history: "a x 1 | r x [1], a x 2 | r x [1 2]", found: "",
    holds: [.strictSerializable]),
  Case(
    name: "G0", history: "a x 1, a y 2 & a x 3, a y 4 | r x [1 3], r y [4 2]", found: "G0",
    violated: [.readUncommitted, .readCommitted, .serializable]),
  Case(
    name: "no G0: one order on both keys",
    history: "a x 1, a y 2 & a x 3, a y 4 | r x [1 3], r y [2 4]", found: "",
    holds: [.strictSerializable]),
  Case(
    name: "G1a", history: "! a x 1 | r x [1]", found: "G1a", holds: [.readUncommitted],
    violated: [.readCommitted]),
  Case(
    name: "no G1a: it may have committed", history: "? a x 1 | r x [1]", found: "",
    holds: [.strictSerializable]),
  Case(
    name: "G1b", history: "a x 1, a x 2 & r x [1]", found: "G1b", holds: [.readUncommitted],
    violated: [.readCommitted]),
  Case(
    name: "no G1b: all of its appends", history: "a x 1, a x 2 & r x [1 2]", found: "",
    holds: [.strictSerializable]),
  Case(
    name: "G1c", history: "a x 1, r y [2] & a y 2, r x [1]", found: "G1c",
    holds: [.readUncommitted], violated: [.readCommitted, .snapshotIsolation]),
  Case(
    name: "no G1c: one way only", history: "a x 1, r y [] & a y 2, r x [1]", found: "",
    holds: [.strictSerializable]),
  Case(
    name: "read skew", history: "a x 1, a y 1 & r x [], r y [1]", found: "G-single",
    holds: [.readCommitted], violated: [.readAtomic, .snapshotIsolation, .serializable]),
  Case(
    name: "G-single over a third",
    history: "a x 1 & r x [1], a y 1 & r y [1], r x []", found: "G-single",
    holds: [.readAtomic],
    violated: [.transactionalCausal, .consistentView, .snapshotIsolation, .serializable]),
  Case(
    name: "lost update", history: "r x [], a x 1 & r x [], a x 2 | r x [1 2]",
    found: "lost-update", holds: [.readAtomic, .transactionalCausal],
    violated: [.cursorStability, .updateAtomic, .snapshotIsolation, .parallelSnapshotIsolation]),
  Case(
    name: "no lost update: the second saw the first",
    history: "r x [], a x 1 & r x [1], a x 2 | r x [1 2]", found: "",
    holds: [.strictSerializable]),
  Case(
    name: "lost update that nobody read", history: "r x [], a x 1 & r x [], a x 2",
    found: "lost-update", violated: [.snapshotIsolation]),
  Case(
    name: "write skew", history: "r x [], a y 1 & r y [], a x 1 | r x [1], r y [1]",
    found: "G2-item", holds: [.snapshotIsolation, .readCommitted],
    violated: [.repeatableRead, .serializable]),
  Case(
    name: "no write skew: one saw the other",
    history: "r x [], a y 1 & r y [1], a x 1 | r x [1], r y [1]", found: "",
    holds: [.strictSerializable]),
  Case(
    name: "long fork",
    history: "a x 1 & a y 1 & r x [1], r y [] & r x [], r y [1] | r x [1], r y [1]",
    found: "G-nonadjacent", holds: [.parallelSnapshotIsolation, .consistentView],
    violated: [.snapshotIsolation, .serializable]),
  Case(
    name: "no long fork: both saw the same first",
    history: "a x 1 & a y 1 & r x [1], r y [] & r x [1], r y [1]", found: "",
    holds: [.strictSerializable]),
  Case(
    name: "stale read in real time", history: "a x 1 | r x []", found: "G-single-realtime",
    holds: [.serializable, .strongSessionSerializable], violated: [.strictSerializable]),
  Case(
    name: "no stale read: they overlap", history: "a x 1 & r x []", found: "",
    holds: [.strictSerializable]),
  Case(
    name: "stale read of the own process", history: "p: a x 1 | p: r x []",
    found: "G-single-process", holds: [.serializable],
    violated: [.strongSessionSerializable, .strongSessionSnapshotIsolation]),
  Case(
    name: "own append unseen", history: "a x 1, r x []", found: "internal",
    holds: [.readCommitted], violated: [.readAtomic]),
  Case(
    name: "own append seen", history: "r x [], a x 1, r x [1]", found: "",
    holds: [.strictSerializable]),
  Case(
    name: "an element twice", history: "a x 1 | r x [1 1]", found: "duplicate-elements",
    violated: [.readUncommitted]),
  Case(
    name: "an element from nowhere", history: "r x [7]", found: "unwritten-element",
    violated: [.readUncommitted]),
  Case(
    name: "orders that contradict", history: "a x 1 & a x 2 | r x [1 2] & r x [2 1]",
    found: "incompatible-order", holds: [.readUncommitted], violated: [.readCommitted]),
]

@Suite struct ListAppendTests {
  @Test(arguments: cases)
  fileprivate func `anomalies are found where they are and not beside them`(_ example: Case) {
    let history = transactions(example.history)
    let verdict = ListAppend.check(history, against: .strictSerializable)
    let names = (verdict.witness ?? []).map(\.name)
    #expect(names.isEmpty == example.found.isEmpty, "\(names)")
    if !example.found.isEmpty { #expect(names.contains(example.found), "\(names)") }
    for model in example.holds {
      #expect(ListAppend.check(history, against: model).isHolding, "\(model)")
    }
    for model in example.violated {
      #expect(ListAppend.check(history, against: model).witness != nil, "\(model)")
    }
  }

  @Test func `models without patterns here are not decided`() {
    guard case .undecided = ListAppend.check(transactions("a x 1"), against: .linearizable) else {
      Issue.record("linearizable is no model of transactions")
      return
    }
  }

  @Test func `an element appended twice is undecided`() {
    let verdict = ListAppend.check(transactions("a x 1 | a x 1"), against: .serializable)
    guard case .undecided(let reason) = verdict else {
      Issue.record("its versions cannot be told apart")
      return
    }
    #expect(reason.contains("more than once"))
  }

  @Test func `a stronger model forbids whatever a weaker one forbids`() {
    for example in cases {
      let history = transactions(example.history)
      let models = ConsistencyModel.all.filter { model in
        if case .undecided = ListAppend.check(history, against: model) { false } else { true }
      }
      for strong in models {
        for weak in models where strong.implies(weak) {
          let holdsStrong = ListAppend.check(history, against: strong).isHolding
          let holdsWeak = ListAppend.check(history, against: weak).isHolding
          #expect(!holdsStrong || holdsWeak, "\(example.name): \(strong) but not \(weak)")
        }
      }
    }
  }

  /// Random small histories: serializable exactly when some serial order explains every read.
  @Test func `serializability agrees with trying every order`() {
    var violations = 0
    for seed in 0..<4000 as Range<UInt64> {
      let history = Self.random(seed)
      let isSerial = Self.hasSerialOrder(history.transactions, isStrict: false)
      let isStrict = Self.hasSerialOrder(history.transactions, isStrict: true)
      #expect(
        ListAppend.check(history, against: .serializable).isHolding == isSerial, "seed \(seed)")
      #expect(
        ListAppend.check(history, against: .strictSerializable).isHolding == isStrict,
        "seed \(seed)")
      violations += isSerial ? 0 : 1
    }
    #expect(violations > 200)
    #expect(violations < 3800)
  }

  /// Transactions that read some prefix of a random order of appends.
  private static func random(_ seed: UInt64) -> ListAppendHistory {
    var dice = Dice(seed)
    var lists: [[Int]] = [[], []]
    var element = 0
    var found: [ListAppendHistory.Transaction] = []
    for index in 0..<5 {
      var steps: [ListAppendHistory.Step] = []
      var own: [[Int]] = [[], []]
      for _ in 0...dice.roll(3) {
        let key = dice.roll(2)
        if dice.oneIn(2) {
          element += 1
          own[key].append(element)
          steps.append(.append(key: key, element: element))
        } else {
          let seen = dice.oneIn(3) ? dice.roll(lists[key].count + 1) : lists[key].count
          steps.append(.read(key: key, elements: Array(lists[key].prefix(seen)) + own[key]))
        }
      }
      for key in 0..<2 { lists[key] += own[key] }
      let called = Int64(10 * index) - (dice.oneIn(2) ? 15 : 0)
      found.append(
        .init(
          process: index, steps: steps, outcome: .committed, called: called,
          answered: Int64(10 * index + 5)))
    }
    return ListAppendHistory(found)
  }

  private static func hasSerialOrder(
    _ left: [ListAppendHistory.Transaction], isStrict: Bool, _ lists: [Int: [Int]] = [:]
  ) -> Bool {
    if left.isEmpty { return true }
    for index in left.indices {
      let transaction = left[index]
      if isStrict, left.contains(where: { $0.answered < transaction.called }) { continue }
      var lists = lists
      let fits = transaction.steps.allSatisfy { step in
        switch step {
        case .append(let key, let element):
          lists[key, default: []].append(element)
          return true
        case .read(let key, let elements): return elements == lists[key] ?? []
        }
      }
      guard fits else { continue }
      var rest = left
      rest.remove(at: index)
      if hasSerialOrder(rest, isStrict: isStrict, lists) { return true }
    }
    return false
  }
}
