import Algorithms
import Checkers
import Quantities

extension Property {
  /// What isolation levels promise to transactions that interleave.
  public static let multiVersionStore: [Property] = [
    transactions(
      "isolation: read committed", .readCommitted, .atOnce
    ) { ListAppend.check($0, against: .readCommitted) },
    transactions(
      "isolation: snapshot isolation in real time", .snapshotIsolation, .readThenWrite
    ) { ListAppend.check($0, against: .strongSnapshotIsolation) },
    transactions(
      "isolation: serializable snapshot isolation is serializable", .serializable, .readThenWrite
    ) { ListAppend.check($0, against: .serializable) },
    transactions(
      "isolation: serializable snapshot isolation with appends in place", .serializable, .atOnce
    ) { ListAppend.check($0, against: .serializable) },
  ]

  /// What they do not promise: each is violated by some seed.
  public static let multiVersionStoreHazards: [Property] = [
    transactions(
      "isolation: read committed loses updates that applications compute", .readCommitted,
      .readThenWrite
    ) { ListAppend.check($0, against: .cursorStability) },
    transactions(
      "isolation: read committed shows half of a transaction", .readCommitted, .atOnce
    ) { ListAppend.check($0, against: .readAtomic) },
    transactions(
      "isolation: snapshot isolation allows write skew", .snapshotIsolation, .readThenWrite
    ) { ListAppend.check($0, against: .serializable) },
  ]

  /// Isolation levels with a planted bug: each is violated by some seed.
  public static let multiVersionStoreMutants: [Property] = [
    transactions(
      "isolation: snapshots, but the first committer does not win",
      .init(snapshot: .transaction, checksFirstCommitter: false, checksPivots: false),
      .readThenWrite
    ) { ListAppend.check($0, against: .snapshotIsolation) },
    transactions(
      "isolation: pivots go unchecked",
      .init(snapshot: .transaction, checksFirstCommitter: true, checksPivots: false),
      .readThenWrite
    ) { ListAppend.check($0, against: .serializable) },
    transactions(
      "isolation: pivots are checked and first committers are not",
      .init(snapshot: .transaction, checksFirstCommitter: false, checksPivots: true), .atOnce
    ) { ListAppend.check($0, against: .serializable) },
    transactions(
      "isolation: pivots are checked on snapshots of statements",
      .init(snapshot: .statement, checksFirstCommitter: true, checksPivots: true), .readThenWrite
    ) { ListAppend.check($0, against: .serializable) },
  ]

  private static func transactions(
    _ name: String, _ level: MultiVersionStore.Level, _ append: MultiVersionStore.Append,
    _ check: @escaping @Sendable (ListAppendHistory) -> Verdict<[ListAppendFinding]>
  ) -> Property {
    Property(name) { seed in
      let history = InterleavedTransactions(level: level, append: append).run(seed: seed)
      switch check(history) {
      case .holds: return nil
      case .undecided(let reason): return "undecided: \(reason)"
      case .violation(let findings):
        return findings.first.map { "\($0.name): \($0.explanation.joined(separator: " "))" }
      }
    }
  }
}

/// Clients that run transactions over one store, whose steps come in any order; the store crashes
/// now and then.
struct InterleavedTransactions {
  var level: MultiVersionStore.Level
  var append: MultiVersionStore.Append
  var clients = 4
  var keys = 3
  var steps = 400

  private struct Client {
    var transaction: ListAppendHistory.Transaction?
    var id = 0
    var left = 0
  }

  private struct Bench {
    var store: MultiVersionStore
    var disk: MultiVersionStore.Disk = [:]

    mutating func ask(_ request: MultiVersionStore.Request) -> MultiVersionStore.Response? {
      var effects = Effects<MultiVersionStore>()
      store.step(.request(request, id: 0), at: .zero, effects: &effects)
      var response: MultiVersionStore.Response?
      for effect in effects.list {
        switch effect {
        case .persist(let record): MultiVersionStore.write(record, to: &disk)
        case .respond(let answer, _): response = answer
        default: break
        }
      }
      return response
    }
  }

  /// A history of committed and aborted transactions, with a last one that reads all.
  func run(seed: UInt64) -> ListAppendHistory {
    var random = SeededGenerator(seed: seed)
    var bench = Bench(store: MultiVersionStore(level: level, append: append))
    var crowd = Array(repeating: Client(), count: clients)
    var history: [ListAppendHistory.Transaction] = []
    var (ids, elements) = (0, 0)

    for time in 0..<steps {
      if random.below(150) == 0 {
        bench.store = MultiVersionStore(level: level, append: append, disk: bench.disk)
      }
      let number = random.below(clients)
      var client = crowd[number]
      defer { crowd[number] = client }
      guard var transaction = client.transaction else {
        ids += 1
        client.id = ids
        client.left = 1 + random.below(4)
        client.transaction = .init(
          process: number, steps: [], outcome: .unknown, called: Int64(2 * time), answered: .max)
        _ = bench.ask(.begin(ids))
        continue
      }
      let key = random.below(keys)
      let response: MultiVersionStore.Response?
      if client.left == 0 {
        response = bench.ask(.commit(client.id))
      } else if random.below(2) == 0 {
        response = bench.ask(.read(client.id, key: key))
      } else {
        elements += 1
        response = bench.ask(.append(client.id, key: key, element: elements))
        if response == .appended { transaction.steps.append(.append(key: key, element: elements)) }
      }
      client.left -= 1
      switch response {
      case .list(let list): transaction.steps.append(.read(key: key, elements: list))
      case .committed: transaction.outcome = .committed
      case .aborted: transaction.outcome = .aborted
      default: break
      }
      if case .unknown = transaction.outcome {
        client.transaction = transaction
      } else {
        transaction.answered = Int64(2 * time + 1)
        history.append(transaction)
        client.transaction = nil
      }
    }
    history.append(last(&bench, ids + 1))
    history.sort { $0.called < $1.called }
    return ListAppendHistory(history)
  }

  private func last(_ bench: inout Bench, _ id: Int) -> ListAppendHistory.Transaction {
    _ = bench.ask(.begin(id))
    let reads = (0..<keys).map { key -> ListAppendHistory.Step in
      let response = bench.ask(.read(id, key: key))
      if case .list(let list) = response { return .read(key: key, elements: list) }
      return .read(key: key, elements: nil)
    }
    let isCommitted = bench.ask(.commit(id)) == .committed
    return .init(
      process: clients, steps: reads, outcome: isCommitted ? .committed : .aborted,
      called: Int64(2 * steps), answered: Int64(2 * steps + 1))
  }
}
