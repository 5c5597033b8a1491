/// Which transaction depends on which, and why.
struct DependencyGraph {
  enum Kind: Hashable {
    /// The second appended after the first.
    case writeWrite
    /// The second read what the first appended.
    case writeRead
    /// The first read a version that lacks what the second appended.
    case readWrite
    /// The first came before the second in one process.
    case process
    /// The first was answered before the second was called.
    case realtime
  }

  struct Edge {
    var from: Int
    var to: Int
    var kind: Kind
    /// Why, with `{0}` for `from` and `{1}` for `to`.
    var reason: Reason
  }

  /// The reason of an edge, in words only when it is asked for.
  enum Reason {
    case appended(key: Int, element: Int, after: Int)
    case read(key: Int, last: Int, elements: Int)
    case missed(key: Int, element: Int, elements: Int)
    case order
  }

  let history: ListAppendHistory
  private let versions: [Int: [Int]]
  private(set) var edges: [Edge] = []
  /// The edges that leave each transaction.
  private(set) var leaving: [[Int]]

  init(_ reads: ListAppendReads) {
    history = reads.history
    versions = Dictionary(
      reads.versions.map { ($0.key, $0.elements) }, uniquingKeysWith: { first, _ in first })
    leaving = Array(repeating: [], count: reads.history.transactions.count)
    addData(reads)
    addProcesses()
    addRealtime()
    for (index, edge) in edges.enumerated() { leaving[edge.from].append(index) }
  }

  private mutating func add(_ from: Int?, _ to: Int?, _ kind: Kind, _ reason: Reason) {
    guard let from, let to, from != to else { return }
    // What was aborted has no place in the order; that it was seen is G1a.
    guard history.transactions[from].outcome != .aborted,
      history.transactions[to].outcome != .aborted
    else { return }
    edges.append(Edge(from: from, to: to, kind: kind, reason: reason))
  }

  private mutating func addData(_ reads: ListAppendReads) {
    func writer(_ key: Int, _ element: Int) -> Int? {
      reads.appends[ListAppendReads.Place(key: key, element: element)]?.transaction
    }
    var positions: [ListAppendReads.Place: Int] = [:]
    for (key, elements) in reads.versions {
      for (position, element) in elements.enumerated() {
        positions[ListAppendReads.Place(key: key, element: element)] = position
        if position > 0 {
          let before = elements[position - 1]
          add(
            writer(key, before), writer(key, element), .writeWrite,
            .appended(key: key, element: element, after: before))
        }
      }
      guard let last = elements.last else { continue }
      for place in reads.unseen[key] ?? [] {
        add(
          writer(key, last), writer(key, place.element), .writeWrite,
          .appended(key: key, element: place.element, after: last))
      }
    }
    for read in reads.reads {
      guard let elements = versions[read.key], elements.starts(with: read.elements) else {
        continue
      }
      if let last = read.elements.last {
        add(
          writer(read.key, last), read.transaction, .writeRead,
          .read(key: read.key, last: last, elements: read.elements.count))
      }
      if read.elements.count < elements.count {
        let next = elements[read.elements.count]
        add(
          read.transaction, writer(read.key, next), .readWrite,
          .missed(key: read.key, element: next, elements: read.elements.count))
      } else {
        for place in reads.unseen[read.key] ?? [] {
          add(
            read.transaction, writer(read.key, place.element), .readWrite,
            .missed(key: read.key, element: place.element, elements: read.elements.count))
        }
      }
    }
  }

  private mutating func addProcesses() {
    var last: [Int: Int] = [:]
    for (index, transaction) in history.transactions.enumerated()
    where transaction.outcome != .aborted {
      add(last[transaction.process], index, .process, .order)
      if transaction.outcome == .committed { last[transaction.process] = index }
    }
  }

  /// Only edges that others do not imply: those from the transactions that ended last.
  private mutating func addRealtime() {
    var events: [(time: Int64, isEnd: Bool, transaction: Int)] = []
    for (index, transaction) in history.transactions.enumerated()
    where transaction.outcome != .aborted {
      events.append((transaction.called, false, index))
      if transaction.outcome == .committed {
        events.append((transaction.answered, true, index))
      }
    }
    // At one instant calls come first: transactions that touch overlap.
    events.sort { left, right in
      if left.time != right.time { return left.time < right.time }
      if left.isEnd != right.isEnd { return right.isEnd }
      return left.transaction < right.transaction
    }
    var frontier: [Int] = []
    var before: [Int: [Int]] = [:]
    for event in events {
      if event.isEnd {
        let implied = before.removeValue(forKey: event.transaction) ?? []
        frontier.removeAll { implied.contains($0) }
        frontier.append(event.transaction)
      } else {
        for earlier in frontier { add(earlier, event.transaction, .realtime, .order) }
        before[event.transaction] = frontier
      }
    }
  }

  /// Why an edge is there, for places in an explanation.
  func words(_ edge: Edge, _ from: Int, _ to: Int) -> String {
    let first = "{\(from)}"
    let second = "{\(to)}"
    switch edge.reason {
    case .appended(let key, let element, let after):
      return "\(second) appended \(history.name(ofElement: element)) to "
        + "\(history.name(ofKey: key)) after \(first) appended "
        + "\(history.name(ofElement: after)) (ww)."
    case .read(let key, let last, let count):
      return "\(second) read \(name(key, count)), of which \(first) appended "
        + "\(history.name(ofElement: last)) (wr)."
    case .missed(let key, let element, let count):
      return "\(first) read \(name(key, count)), which lacks "
        + "\(history.name(ofElement: element)), appended by \(second) (rw)."
    case .order:
      return edge.kind == .process
        ? "\(first) came before \(second) in one process."
        : "\(first) was answered before \(second) was called."
    }
  }

  private func name(_ key: Int, _ count: Int) -> String {
    let elements = versions[key].map { Array($0.prefix(count)) } ?? []
    return "\(history.name(ofKey: key)) = \(history.name(ofList: elements))"
  }
}
