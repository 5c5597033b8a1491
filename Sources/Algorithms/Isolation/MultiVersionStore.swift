/// A store on one node that keeps several versions of each list and runs transactions that
/// interleave step by step, at an isolation level.
///
/// Serializable snapshot isolation: when a transaction read what an overlapping one overwrote, the
/// first must come before the second in any serial order. Every cycle of such orders under snapshot
/// isolation has two of these in a row, of transactions that overlap, and the last of the three
/// commits first; a transaction that would complete such a pair aborts. Some that abort lie on no
/// cycle.
///
/// Deviations: writes become visible at commit and take no locks, so the first committer wins where
/// PostgreSQL lets the first updater win; reads of keys only, without predicates; read-only
/// transactions are treated as all others; the abort hits who asks last.
///
/// - Sources: Berenson et al., A Critique of ANSI SQL Isolation Levels, SIGMOD 1995; Cahill, Röhm &
///   Fekete, Serializable Isolation for Snapshot Databases, SIGMOD 2008; Ports & Grittner,
///   Serializable Snapshot Isolation in PostgreSQL, VLDB 2012, §3.3.
public struct MultiVersionStore: Process {
  let level: Level
  let append: Append
  /// By key: versions with the number of the commit that wrote them, ascending.
  private var versions: [Int: [(commit: Int, list: [Int])]] = [:]
  /// How many transactions have committed.
  private var commits = 0
  /// Open ones, and committed ones that overlap with an open one.
  private var transactions: [TransactionID: Transaction] = [:]
  /// By key: the transactions that read it, as far as they are remembered.
  private var readers: [Int: [TransactionID]] = [:]

  private struct Transaction: Sendable {
    /// It sees the commits up to this.
    var snapshot: Int
    /// Its place among the commits; `nil` while it is open.
    var commit: Int?
    /// By key, what it appends or the whole new list.
    var appends: [Int: [Int]] = [:]
    var lists: [Int: [Int]] = [:]
    var reads: [Int] = []
    /// The first commit of a transaction that overwrote what this one read.
    var firstOverwriter: Int?
  }

  /// A store at a level, with what is on its disk.
  public init(level: Level, append: Append = .readThenWrite, disk: Disk = [:]) {
    self.level = level
    self.append = append
    for (key, list) in disk { versions[key] = [(0, list)] }
  }

  /// Nothing: there is one node.
  public typealias Message = Never
  /// None.
  public typealias Timer = Never

  /// Takes one input.
  public mutating func step(
    _ input: Input<Self>, at now: LocalTime, effects: inout Effects<Self>
  ) {
    guard case .request(let request, let id) = input else { return }
    let response: Response
    if case .commit(let transaction) = request {
      switch commit(transaction) {
      case .success(let lists):
        if !lists.isEmpty { effects.persist(Record(lists: lists)) }
        response = .committed
      case .failure(let refusal): response = .aborted(refusal.reason)
      }
    } else {
      response = perform(request)
    }
    // Nobody learns of what a crash could still undo.
    effects.sync()
    effects.respond(response, to: id)
  }
}

// MARK: - Steps of a transaction

extension MultiVersionStore {
  /// Why a commit was refused.
  struct Refusal: Error {
    var reason: Reason
  }

  private mutating func perform(_ request: Request) -> Response {
    switch request {
    case .begin(let id):
      transactions[id] = Transaction(snapshot: commits)
      return .begun
    case .read(let id, let key):
      guard isOpen(id) else { return .aborted(.unknown) }
      return read(key, in: id).map(Response.list) ?? abort(id, .pivot)
    case .append(let id, let key, let element):
      guard isOpen(id) else { return .aborted(.unknown) }
      guard append == .readThenWrite else {
        transactions[id]?.appends[key, default: []].append(element)
        return .appended
      }
      guard let list = read(key, in: id) else { return abort(id, .pivot) }
      transactions[id]?.lists[key] = list + [element]
      return .appended
    case .abort(let id): return abort(id, .requested)
    case .commit: return .aborted(.unknown)
    }
  }

  private func isOpen(_ id: TransactionID) -> Bool {
    transactions[id].map { $0.commit == nil } ?? false
  }

  private mutating func abort(_ id: TransactionID, _ reason: Reason) -> Response {
    guard isOpen(id) else { return .aborted(.unknown) }
    forget(id)
    return .aborted(reason)
  }

  private mutating func forget(_ id: TransactionID) {
    guard let transaction = transactions.removeValue(forKey: id) else { return }
    for key in transaction.reads { readers[key]?.removeAll { $0 == id } }
  }

  /// What the transaction sees of a key; `nil` when seeing it might complete a cycle.
  private mutating func read(_ key: Int, in id: TransactionID) -> [Int]? {
    guard var transaction = transactions[id] else { return nil }
    if let list = transaction.lists[key] { return list }
    let horizon = level.snapshot == .transaction ? transaction.snapshot : commits
    let all = versions[key] ?? []
    if level.checksPivots {
      if let next = all.first(where: { $0.commit > transaction.snapshot }) {
        overwritten(&transaction, by: next.commit)
        // Who overwrote it had read what yet another overwrote and committed before: the pivot is
        // committed, so the reader must go.
        if completesPair(next.commit) { return nil }
      }
      if !transaction.reads.contains(key) {
        transaction.reads.append(key)
        readers[key, default: []].append(id)
      }
      transactions[id] = transaction
    }
    let list = all.last { $0.commit <= horizon }?.list ?? []
    return list + (transaction.appends[key] ?? [])
  }

  private func overwritten(_ transaction: inout Transaction, by commit: Int) {
    transaction.firstOverwriter = min(transaction.firstOverwriter ?? commit, commit)
  }

  private func completesPair(_ commit: Int) -> Bool {
    transactions.values.contains { other in
      other.commit == commit && other.firstOverwriter.map { $0 < commit } ?? false
    }
  }

  private mutating func commit(_ id: TransactionID) -> Result<[Int: [Int]], Refusal> {
    guard let transaction = transactions[id], transaction.commit == nil else {
      return .failure(Refusal(reason: .unknown))
    }
    let keys = (Array(transaction.lists.keys) + transaction.appends.keys).sorted()
    if let reason = refusal(of: id, transaction, keys) {
      forget(id)
      return .failure(Refusal(reason: reason))
    }
    var written: [Int: [Int]] = [:]
    commits += 1
    for key in keys {
      let newest = versions[key]?.last?.list ?? []
      let list = transaction.lists[key] ?? newest + (transaction.appends[key] ?? [])
      versions[key, default: []].append((commits, list))
      written[key] = list
      for reader in overlappingReaders(of: key, besides: id, transaction) {
        guard var other = transactions[reader] else { continue }
        overwritten(&other, by: commits)
        transactions[reader] = other
      }
    }
    transactions[id]?.commit = commits
    prune()
    return .success(written)
  }

  /// Readers of a key that overlap with a transaction: open, or committed since it began.
  private func overlappingReaders(
    of key: Int, besides id: TransactionID, _ transaction: Transaction
  ) -> [TransactionID] {
    (readers[key] ?? []).filter { reader in
      guard reader != id, let other = transactions[reader] else { return false }
      return other.commit.map { $0 > transaction.snapshot } ?? true
    }
  }

  private func refusal(
    of id: TransactionID, _ transaction: Transaction, _ keys: [Int]
  ) -> Reason? {
    if level.checksFirstCommitter {
      for key in keys {
        if let newest = versions[key]?.last, newest.commit > transaction.snapshot {
          return .firstCommitterWins
        }
      }
    }
    guard level.checksPivots, let first = transaction.firstOverwriter else { return nil }
    for key in keys {
      for reader in overlappingReaders(of: key, besides: id, transaction) {
        // Harmless if the reader had committed before the one that overwrote.
        let end = transactions[reader]?.commit ?? .max
        if end >= first { return .pivot }
      }
    }
    return nil
  }

  /// Forgets what no open transaction overlaps with, and versions that none of them sees.
  private mutating func prune() {
    let open = transactions.values.filter { $0.commit == nil }
    let oldest = open.map(\.snapshot).min() ?? commits
    let ended = transactions.filter { $0.value.commit.map { $0 <= oldest } ?? false }
    for id in ended.keys { forget(id) }
    for (key, all) in versions {
      guard let kept = all.lastIndex(where: { $0.commit <= oldest }), kept > 0 else { continue }
      versions[key]?.removeFirst(kept)
    }
  }
}
