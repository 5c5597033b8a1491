/// Lamport's logical clock: if one event happened before another, its stamp is smaller.
///
/// The converse does not hold: of two stamps nobody can tell whether the events were concurrent.
///
/// - Source: Lamport, Time, Clocks, and the Ordering of Events, CACM 21(7), 1978.
public struct LamportClock: Hashable, Sendable {
  /// The time of the last event; 0 before the first.
  public private(set) var time: UInt64 = 0
  /// The node whose clock this is.
  public let node: NodeID

  /// A clock at 0.
  public init(node: NodeID) { self.node = node }

  /// Counts a local event or the sending of a message, and stamps it; stops at the greatest time.
  public mutating func tick() -> LamportStamp {
    time = time.addingSaturating(1)
    return LamportStamp(time: time, node: node)
  }

  /// Counts the receipt of a message sent at `stamp`, and stamps the receipt.
  public mutating func receive(_ stamp: LamportStamp) -> LamportStamp {
    time = max(time, stamp.time)
    return tick()
  }

  /// Takes note of a stamp without counting an event.
  public mutating func observe(_ stamp: LamportStamp) { time = max(time, stamp.time) }
}

/// A Lamport time with its node: totally ordered, in agreement with happened-before.
public struct LamportStamp: Hashable, Comparable, Sendable {
  /// The Lamport time.
  public var time: UInt64
  /// The node, which breaks ties.
  public var node: NodeID

  /// A stamp of these parts.
  public init(time: UInt64, node: NodeID) {
    self.time = time
    self.node = node
  }

  /// Bytes on the wire: time and node.
  public static let metadataBytes = 16

  /// By time, then by node.
  public static func < (left: LamportStamp, right: LamportStamp) -> Bool {
    (left.time, left.node) < (right.time, right.node)
  }
}
