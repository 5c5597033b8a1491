extension LeaderlessQuorum {
  /// How replicas answer together.
  public struct Settings: Sendable {
    /// All nodes; each coordinates what clients ask of it.
    public var nodes: Int
    /// How many nodes, from 0 on, hold data; the others only coordinate.
    public var stores: Int
    /// N: how many replicas a key has. Key k lives on node k modulo `stores` and those after it.
    public var replicas: Int
    /// R: how many replicas answer a read.
    public var read: Int
    /// W: how many replicas acknowledge a write.
    public var write: Int
    /// Whether others stand in for replicas that do not answer: they count for R and W, and hand
    /// over later.
    public var isSloppy = false
    /// What becomes of replicas that a read finds behind.
    public var repair = Repair.afterAnswer
    /// What becomes of concurrent versions.
    public var conflict: Siblings.Conflict
    /// After which a replica counts as gone and a stand-in is asked.
    public var patience: Nanoseconds = 100_000_000
    /// After which a request fails.
    public var timeout: Nanoseconds = 500_000_000
    /// How often stand-ins try to hand over.
    public var handOff: Nanoseconds = 200_000_000
    /// How often each node compares its keys with another's; `nil` for never.
    public var antiEntropy: Nanoseconds?
    /// What a replica that read repair reaches does with its own versions.
    public var repaired = Repaired.merges

    /// `replicas` copies of each key among as many nodes, unless there are more.
    public init(
      replicas: Int, read: Int, write: Int, conflict: Siblings.Conflict, nodes: Int? = nil,
      stores: Int? = nil
    ) {
      self.replicas = replicas
      self.read = read
      self.write = write
      self.conflict = conflict
      self.nodes = nodes ?? replicas
      self.stores = stores ?? nodes ?? replicas
    }

    /// The nodes that hold a key first, then those that stand in.
    func order(of key: Int) -> [NodeID] {
      let first = ((key % stores) + stores) % stores
      return (0..<stores).map { (first + $0) % stores }
    }
  }

  /// When a read repairs.
  public enum Repair: Sendable, Hashable {
    /// Never.
    case never
    /// Once the reader has its answer.
    case afterAnswer
    /// Before: the reader is answered once R replicas have what it is told, so that no later read
    /// of R replicas finds less. (With R + W > N only.)
    case beforeAnswer
  }

  /// What a repaired replica keeps.
  public enum Repaired: Sendable, Hashable {
    /// Both what it has and what it is sent.
    case merges
    /// What it is sent: wrong when it got something newer since it answered.
    case overwrites
  }
}
