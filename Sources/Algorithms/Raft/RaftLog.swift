/// A position in a log: an index from 1 and the term in which its entry was made; (0, 0) before all.
public struct LogPosition: Sendable, Hashable {
  /// The index.
  public var index: Int
  /// The term.
  public var term: Int

  /// A position.
  public init(index: Int, term: Int) {
    self.index = index
    self.term = term
  }

  /// Before all entries.
  public static let start = LogPosition(index: 0, term: 0)
}

/// An entry of a Raft log.
public struct RaftEntry: Sendable, Hashable {
  /// The term in which a leader made it.
  public var term: Int
  /// What it does.
  public var payload: Payload

  /// An entry.
  public init(term: Int, payload: Payload) {
    self.term = term
    self.payload = payload
  }

  /// What an entry does.
  public enum Payload: Sendable, Hashable {
    /// Nothing: the first entry of a leader.
    case noOp
    /// An operation of a client.
    case operation(KeyValueStore.Operation)
    /// The members from this entry on.
    case configuration(RaftConfiguration)
  }
}

/// The members of a Raft group.
public struct RaftConfiguration: Sendable, Hashable {
  /// Those who vote and count.
  public var voters: NodeGroup
  /// Those who get the log only.
  public var learners: NodeGroup

  /// A group.
  public init(voters: NodeGroup, learners: NodeGroup = []) {
    self.voters = voters
    self.learners = learners
  }

  /// All members.
  public var members: NodeGroup { voters.union(learners) }
}

/// A log whose beginning may be cut off, because a snapshot has what it did.
public struct RaftLog: Sendable, Hashable {
  /// The last position that is cut off.
  public private(set) var base = LogPosition.start
  private var entries: [RaftEntry] = []

  /// No entry.
  public init() {}

  /// The last position.
  public var last: LogPosition {
    guard let entry = entries.last else { return base }
    return LogPosition(index: base.index + entries.count, term: entry.term)
  }

  /// The index of the last entry.
  @inline(__always)
  public var lastIndex: Int { base.index + entries.count }

  /// The entry at an index; `nil` when it is cut off or not there yet.
  public subscript(index: Int) -> RaftEntry? {
    let place = index - base.index - 1
    return entries.indices.contains(place) ? entries[place] : nil
  }

  /// The term of the entry at an index; `nil` when it is cut off or not there yet.
  @inline(__always)
  public func term(at index: Int) -> Int? {
    if index == base.index { return base.term }
    let place = index - base.index - 1
    return entries.indices.contains(place) ? entries[place].term : nil
  }

  /// The entries after an index that is not cut off, `limit` at most.
  func entries(after index: Int, limit: Int) -> [RaftEntry] {
    let first = max(0, index - base.index)
    let end = min(entries.count, first + max(0, limit))
    guard first < end else { return [] }
    return first == 0 && end == entries.count ? entries : Array(entries[first..<end])
  }

  mutating func append(_ entry: RaftEntry) { entries.append(entry) }

  /// Takes away all entries after an index and adds others.
  mutating func replace(after index: Int, with new: some Sequence<RaftEntry>) {
    let keep = max(0, index - base.index)
    if keep < entries.count { entries.removeSubrange(keep...) }
    entries.append(contentsOf: new)
  }

  /// Cuts off all entries up to one that is there.
  mutating func cut(upTo index: Int) {
    guard index > base.index, let term = term(at: index) else { return }
    entries.removeFirst(index - base.index)
    base = LogPosition(index: index, term: term)
  }

  /// Begins anew after a position.
  mutating func restart(after position: LogPosition) {
    base = position
    entries = []
  }

  /// The last index of a term, at most `index`; `nil` when there is no entry of it.
  func lastIndex(of term: Int, upTo index: Int) -> Int? {
    var index = min(index, lastIndex)
    while index > base.index, let other = self.term(at: index) {
      if other == term { return index }
      if other < term { return nil }
      index -= 1
    }
    return nil
  }

  /// The first index of the term of the entry at `index`.
  func firstIndexOfTerm(at index: Int) -> Int {
    guard let term = term(at: index) else { return index }
    var index = index
    while index - 1 > base.index, self.term(at: index - 1) == term { index -= 1 }
    return index
  }
}
