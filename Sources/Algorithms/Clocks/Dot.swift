/// Names one event: the `counter`-th of a replica, counted from 1.
public struct Dot: Hashable, Comparable, Sendable {
  /// The replica where it happened.
  public var replica: NodeID
  /// Its number there.
  public var counter: UInt64

  /// The `counter`-th event of `replica`.
  public init(replica: NodeID, counter: UInt64) {
    self.replica = replica
    self.counter = counter
  }

  /// Bytes on the wire: replica and counter.
  public static let metadataBytes = 16

  /// By replica, then by counter.
  public static func < (left: Dot, right: Dot) -> Bool {
    (left.replica, left.counter) < (right.replica, right.counter)
  }
}
