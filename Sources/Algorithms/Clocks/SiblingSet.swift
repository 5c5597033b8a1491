/// The concurrent versions of one object at a server, under one version vector for all of them.
///
/// The update numbered `counter - i` of a replica wrote `values[i]`; older ones are overwritten.
/// Clients read values with a ``context`` and hand the context back when they write: the write
/// replaces what the client saw, and nothing else.
///
/// - Source: Almeida, Baquero, Gonçalves, Preguiça & Fonte, Scalable and Accurate Causality
///   Tracking for Eventually Consistent Stores, DAIS 2014 (dotted version vector sets).
public struct SiblingSet<Value: Hashable & Sendable>: Hashable, Sendable {
  /// What becomes of values that the writer had not seen.
  public enum Concurrent: Hashable, Sendable {
    /// They stay as siblings.
    case keep
    /// The last write through this server wins: a lost update.
    case overwrite
  }

  /// The updates of one replica.
  public struct Entry: Hashable, Sendable {
    /// The replica.
    public var replica: NodeID
    /// The number of its last known update.
    public var counter: UInt64
    /// The values of its last updates that nobody has overwritten, newest first.
    public var values: [Value]
  }

  /// By replica.
  public private(set) var entries: [Entry] = []

  /// No version.
  public init() {}

  /// All concurrent values.
  public var values: [Value] { entries.flatMap(\.values) }

  /// What a client that reads now has seen.
  public var context: VersionVector {
    var context = VersionVector()
    for entry in entries { context[entry.replica] = entry.counter }
    return context
  }

  /// Writes through the server `replica`, on behalf of a client that had read `seen`.
  /// - Returns: The name of this update.
  @discardableResult
  public mutating func write(
    _ value: Value, seen: VersionVector, at replica: NodeID, concurrent: Concurrent = .keep
  ) -> Dot {
    var overwritten = seen
    if concurrent == .overwrite { overwritten.merge(context) }
    for known in overwritten.entries {
      mergeEntry(Entry(replica: known.replica, counter: known.counter, values: []))
    }
    let index = position(of: replica)
    if index == entries.count || entries[index].replica != replica {
      entries.insert(Entry(replica: replica, counter: 0, values: []), at: index)
    }
    entries[index].counter += 1
    entries[index].values.insert(value, at: 0)
    return Dot(replica: replica, counter: entries[index].counter)
  }

  /// Bytes on the wire beside the values: an entry for each server, not for each sibling.
  public var metadataBytes: Int { 16 * entries.count }

  private mutating func mergeEntry(_ other: Entry) {
    let index = position(of: other.replica)
    guard index < entries.count, entries[index].replica == other.replica else {
      entries.insert(other, at: index)
      return
    }
    let newer = entries[index].counter >= other.counter ? entries[index] : other
    // An update survives when neither side has overwritten it.
    let overwritten = max(entries[index].overwrittenUpTo, other.overwrittenUpTo)
    entries[index].counter = newer.counter
    entries[index].values = Array(newer.values.prefix(Int(newer.counter - overwritten)))
  }

  /// The first index whose replica is not below `replica`.
  private func position(of replica: NodeID) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].replica < replica { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension SiblingSet.Entry {
  /// All updates up to this number are overwritten.
  fileprivate var overwrittenUpTo: UInt64 { counter - UInt64(values.count) }
}

extension SiblingSet: ConvergentState {
  /// Keeps every update that neither side has overwritten.
  public mutating func merge(_ other: SiblingSet) {
    for entry in other.entries { mergeEntry(entry) }
  }

  /// Whether every update known here is known to `other`, and overwritten there if it is here.
  public func isAtMost(_ other: SiblingSet) -> Bool {
    entries.allSatisfy { mine in
      let index = other.position(of: mine.replica)
      guard index < other.entries.count, other.entries[index].replica == mine.replica else {
        return false
      }
      let theirs = other.entries[index]
      return mine.counter <= theirs.counter && mine.overwrittenUpTo <= theirs.overwrittenUpTo
    }
  }
}
