/// Whether replicas agree.
public enum Convergence {
  /// A replica at rest.
  public struct Replica<Update: Hashable & Sendable, State: Equatable & Sendable>: Sendable {
    /// Its number.
    public var id: Int
    /// The updates that it has received, its own included.
    public var updates: Set<Update>
    /// What it shows.
    public var state: State

    /// A replica with all its parts.
    public init(id: Int, updates: Set<Update>, state: State) {
      self.id = id
      self.updates = updates
      self.state = state
    }
  }

  /// What is wrong.
  public enum Fault<Update: Hashable & Sendable>: Hashable, Sendable {
    /// Two replicas have the same updates and show different states: strong eventual consistency
    /// is violated.
    case diverged(Int, Int)
    /// A replica has not received an update that another has, although all is at rest: eventual
    /// delivery is violated.
    case missing(replica: Int, count: Int)
  }

  /// The faults of replicas after updates have stopped, faults have ended and messages have had
  /// time to arrive; each replica is compared with the first of the same updates.
  public static func faults<Update, State>(
    of replicas: [Replica<Update, State>]
  ) -> [Fault<Update>] {
    var first: [Set<Update>: Replica<Update, State>] = [:]
    var all: Set<Update> = []
    for replica in replicas { all.formUnion(replica.updates) }
    var faults: [Fault<Update>] = []
    for replica in replicas {
      if let other = first[replica.updates] {
        if other.state != replica.state { faults.append(.diverged(other.id, replica.id)) }
      } else {
        first[replica.updates] = replica
      }
      let missing = all.count - replica.updates.count
      if missing > 0 { faults.append(.missing(replica: replica.id, count: missing)) }
    }
    return faults
  }
}
