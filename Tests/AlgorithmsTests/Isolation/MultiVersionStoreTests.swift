import Testing

@testable import Algorithms

private typealias Store = MultiVersionStore

/// What the store answers to these requests, one after the other.
private func answers(
  _ level: Store.Level, _ append: Store.Append = .readThenWrite, _ requests: [Store.Request]
) -> [Store.Response] {
  var store = HandDriven<Store>(1, disk: [:]) { Store(level: level, append: append, disk: $1) }
  return requests.compactMap { request in
    let id = store.ask(0, request)
    return store.answers[id]
  }
}

private let levels: [(name: String, level: Store.Level)] = [
  ("read committed", .readCommitted), ("snapshot", .snapshotIsolation),
  ("serializable", .serializable),
]

@Test func `nobody sees what is not committed, and each sees its own`() {
  for (name, level) in levels {
    let got = answers(
      level, .readThenWrite,
      [
        .begin(1), .append(1, key: 1, element: 5), .begin(2), .read(2, key: 1), .read(1, key: 1),
        .abort(1), .read(2, key: 1), .commit(1),
      ])
    #expect(got[3] == .list([]) && got[4] == .list([5]), "\(name)")
    #expect(got[5] == .aborted(.requested) && got[6] == .list([]), "\(name)")
    #expect(got[7] == .aborted(.unknown), "\(name)")
  }
}

@Test(arguments: [(0, [5]), (1, []), (2, [])])
func `a later read sees a commit in between only under read committed`(level: Int, seen: [Int]) {
  let got = answers(
    levels[level].level, .readThenWrite,
    [
      .begin(1), .read(1, key: 1), .begin(2), .append(2, key: 1, element: 5), .commit(2),
      .read(1, key: 1),
    ])
  #expect(got.last == .list(seen))
}

@Test(arguments: [
  (0, Store.Append.readThenWrite, [6]), (0, .atOnce, [5, 6]), (1, .readThenWrite, [5]),
  (1, .atOnce, [5]), (2, .readThenWrite, [5]),
])
func `an update is lost under read committed if it is computed from what was read`(
  level: Int, append: MultiVersionStore.Append, list: [Int]
) {
  let got = answers(
    levels[level].level, append,
    [
      .begin(1), .begin(2), .append(1, key: 1, element: 5), .append(2, key: 1, element: 6),
      .commit(1), .commit(2), .begin(3), .read(3, key: 1),
    ])
  #expect(got[4] == .committed)
  #expect(got[5] == (level == 0 ? .committed : .aborted(.firstCommitterWins)))
  #expect(got.last == .list(list))
}

@Test(arguments: [(0, true), (1, true), (2, false)])
func `write skew commits twice except under serializable`(level: Int, both: Bool) {
  let got = answers(
    levels[level].level, .readThenWrite,
    [
      .begin(1), .begin(2), .read(1, key: 1), .read(1, key: 2), .read(2, key: 1), .read(2, key: 2),
      .append(1, key: 1, element: 5), .append(2, key: 2, element: 6), .commit(1), .commit(2),
    ])
  #expect(got[8] == .committed)
  #expect(got[9] == (both ? .committed : .aborted(.pivot)))
}

@Test func `a reader that would see a committed pivot aborts`() {
  // 1 reads x; 2 writes x and commits; 1 writes y and commits; 3, older, reads y: 3 → 1 → 2.
  let got = answers(
    .serializable, .readThenWrite,
    [
      .begin(3), .read(3, key: 9), .begin(1), .read(1, key: 1), .begin(2),
      .append(2, key: 1, element: 5), .commit(2), .append(1, key: 2, element: 6), .commit(1),
      .read(3, key: 2),
    ])
  #expect(got[6] == .committed && got[8] == .committed)
  #expect(got[9] == .aborted(.pivot))
}

@Test func `transactions that do not overlap, or only read, commit`() {
  let got = answers(
    .serializable, .readThenWrite,
    [
      .begin(1), .read(1, key: 1), .append(1, key: 2, element: 5), .commit(1), .begin(2),
      .read(2, key: 2), .append(2, key: 1, element: 6), .begin(3), .read(3, key: 1), .commit(2),
      .read(3, key: 2), .commit(3),
    ])
  #expect(got[3] == .committed && got[9] == .committed && got[11] == .committed)
  #expect(got[10] == .list([5]))
}

@Test func `a crash forgets open transactions and keeps committed ones`() {
  var store = HandDriven<Store>(1, disk: [:]) { Store(level: .serializable, disk: $1) }
  for request: Store.Request in [
    .begin(1), .append(1, key: 1, element: 5), .commit(1), .begin(2),
    .append(2, key: 1, element: 6),
  ] { _ = store.ask(0, request) }
  store.crash(0)
  store.restart(0)
  let append = store.ask(0, .append(2, key: 2, element: 7))
  let commit = store.ask(0, .commit(2))
  _ = store.ask(0, .begin(3))
  let read = store.ask(0, .read(3, key: 1))
  #expect(store.answers[append] == .aborted(.unknown))
  #expect(store.answers[commit] == .aborted(.unknown))
  #expect(store.answers[read] == .list([5]))
}
