/// Decides the history of one register without a search, where every value is written once.
///
/// Then each read tells which write it saw. A write and its reads make a *cluster*: from the return
/// that comes first in it to the call that comes last the register must hold its value, if that is
/// a span forward. Else all of the cluster is open at once, and it can take place at any instant of
/// that overlap. The history is linearizable if and only if no read returned before its write was
/// called, no two forward spans overlap, and no overlap lies inside a forward span.
///
/// A search would try orders of writes that nobody can tell apart, and with many clients, or many
/// writes without answer, more of them than there is time for.
///
/// - Source: Gibbons & Korach, Testing Shared Memories, SIAM J. Comput. 26(4), 1997, §4 (the case
///   in which the reads are mapped to writes); in these words Golab, Li & Shah, Analyzing
///   Consistency Properties for Fun and Profit, PODC 2011.
struct RegisterZones {
  typealias Operation = History<RegisterCall<Int>, RegisterAnswer<Int>>.Operation

  enum Outcome: Equatable {
    case linearizable
    /// These operations alone, as indices into the history, have no order.
    case violation([Int])
  }

  /// A write and its reads.
  private struct Cluster {
    /// `nil` before the write is met, and for the value at the beginning.
    var write: Int?
    var firstRead: Int?
    /// The return that comes first, and whose.
    var firstReturn: (time: Int64, operation: Int?) = (.max, nil)
    /// The call that comes last, and whose.
    var lastCall: (time: Int64, operation: Int?) = (.min, nil)

    var isForward: Bool { firstReturn.time < lastCall.time }

    /// Those that make its span what it is.
    var ends: [Int] { [write, firstReturn.operation, lastCall.operation].compactMap { $0 } }

    mutating func take(_ operation: Operation, _ index: Int) {
      // A call at the instant of a return comes first: the two are open together.
      if operation.answer != nil, operation.answered < firstReturn.time {
        firstReturn = (operation.answered, index)
      }
      if operation.called > lastCall.time { lastCall = (operation.called, index) }
    }
  }

  private let operations: [Operation]
  private let initial: Int?
  private var clusters: [Int: Cluster] = [:]
  private var order: [Int] = []

  /// What becomes of the operations of one register; `nil` when values are written twice, or what
  /// is there is not reads and writes alone.
  ///
  /// - Complexity: O(n log n).
  static func outcome(
    _ operations: [Operation], of part: [Int], initial: RegisterModel<Int>.State
  ) -> Outcome? {
    var zones = RegisterZones(operations, initial)
    for index in part where !zones.take(index) { return nil }
    return zones.outcome()
  }

  private init(_ operations: [Operation], _ initial: RegisterModel<Int>.State) {
    self.operations = operations
    if case .value(let value) = initial {
      self.initial = value
      // As if written before all time.
      clusters[value] = Cluster(firstReturn: (.min, nil))
      order.append(value)
    } else {
      self.initial = nil
    }
  }

  /// False when zones do not decide.
  private mutating func take(_ index: Int) -> Bool {
    let operation = operations[index]
    switch (operation.call, operation.answer) {
    case (.read, nil): break
    case (.read, .value(let value)?):
      var cluster = cluster(of: value)
      cluster.firstRead = cluster.firstRead ?? index
      cluster.take(operation, index)
      clusters[value] = cluster
    case (.write(let value), nil), (.write(let value), .done?):
      var cluster = cluster(of: value)
      guard value != initial, cluster.write == nil else { return false }
      cluster.write = index
      cluster.take(operation, index)
      clusters[value] = cluster
    default: return false
    }
    return true
  }

  private mutating func cluster(of value: Int) -> Cluster {
    if let cluster = clusters[value] { return cluster }
    order.append(value)
    return Cluster()
  }

  private func outcome() -> Outcome {
    var forward: [Cluster] = []
    var backward: [Cluster] = []
    for value in order {
      guard let cluster = clusters[value] else { continue }
      // A write that nobody saw and that has no answer may never have taken place.
      let isKnown = cluster.write.map { operations[$0].answer != nil } ?? false
      guard cluster.firstRead != nil || isKnown else { continue }
      if let read = cluster.firstRead, value != initial {
        guard let write = cluster.write else { return .violation([read]) }
        if cluster.firstReturn.time < operations[write].called { return .violation(cluster.ends) }
      }
      if cluster.isForward { forward.append(cluster) } else { backward.append(cluster) }
    }
    forward.sort { $0.firstReturn.time < $1.firstReturn.time }
    for (one, other) in zip(forward, forward.dropFirst())
    where other.firstReturn.time < one.lastCall.time {
      return .violation(one.ends + other.ends)
    }
    for cluster in backward {
      if let around = last(of: forward, before: cluster.lastCall.time),
        cluster.firstReturn.time < around.lastCall.time
      {
        return .violation(around.ends + cluster.ends)
      }
    }
    return .linearizable
  }

  /// The last of the spans, which are in order and apart, that begins before a time.
  private func last(of spans: [Cluster], before time: Int64) -> Cluster? {
    var (low, high) = (0, spans.count)
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].firstReturn.time < time { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? spans[low - 1] : nil
  }
}
