extension LeaderlessQuorum {
  /// What nodes say to each other. `task` numbers the coordinator's requests.
  public enum Message: Sendable {
    /// To oneself: the count of the version is on disk.
    case counted(task: Int)
    /// Keep this; for another node when it is a hint.
    case store(task: Int, key: Int, Siblings, hintFor: NodeID?, isRepair: Bool)
    /// Kept.
    case stored(task: Int)
    /// What is there of a key?
    case fetch(task: Int, key: Int)
    /// This.
    case found(task: Int, Siblings)
    /// A stand-in hands over.
    case handOff(key: Int, Siblings)
    /// Received.
    case handedOff(key: Int, Siblings)
    /// All that both nodes should have, by key.
    case compare([Held], isReply: Bool)
  }

  /// The versions of one key.
  public struct Held: Sendable, Hashable {
    /// The key.
    public var key: Int
    /// Its versions.
    public var versions: Siblings
  }

  /// Timers.
  public enum Timer: Hashable, Sendable {
    /// Stand-ins are asked.
    case patience(task: Int)
    /// The request fails.
    case timeout(task: Int)
    /// The next attempt to hand over.
    case handOff
    /// The next comparison.
    case antiEntropy
  }

  /// What a client asks.
  public enum Request: Sendable, Hashable {
    /// The values of a key.
    case read(key: Int)
    /// A new value, which replaces the versions that `context`, of an earlier answer, covers.
    case write(key: Int, value: Int, context: VersionVector)
  }

  /// What a client hears.
  public enum Response: Sendable, Hashable {
    /// The values, none or several included, and what to hand in to replace them.
    case values([Int], context: VersionVector)
    /// W replicas have it.
    case written
    /// Too few replicas answered in time; a write may have happened nevertheless.
    case failed
  }

  /// One change on disk.
  public enum Record: Sendable {
    /// The node has coordinated so many writes.
    case counted(UInt64)
    /// The versions of a key.
    case versions(key: Int, Siblings)
    /// What is kept for another node; no versions when it was handed over.
    case hint(for: NodeID, key: Int, Siblings)
  }

  /// What a node keeps.
  public struct Disk: Sendable {
    /// How many writes it has coordinated.
    public var count: UInt64 = 0
    /// The versions of each key.
    public var data: [Int: Siblings] = [:]
    /// What is kept for others.
    public var hints: [Hint: Siblings] = [:]

    /// A blank disk.
    public init() {}
  }

  /// What a hint is about.
  public struct Hint: Sendable, Hashable, Comparable {
    /// Whom it is for.
    public var node: NodeID
    /// Its key.
    public var key: Int

    /// By node, then key.
    public static func < (left: Self, right: Self) -> Bool {
      (left.node, left.key) < (right.node, right.key)
    }
  }

  /// Folds one record into what is on disk.
  public static func write(_ record: Record, to disk: inout Disk) {
    switch record {
    case .counted(let count): disk.count = max(disk.count, count)
    case .versions(let key, let versions): disk.data[key] = versions
    case .hint(let node, let key, let versions):
      disk.hints[Hint(node: node, key: key)] = versions.versions.isEmpty ? nil : versions
    }
  }
}
