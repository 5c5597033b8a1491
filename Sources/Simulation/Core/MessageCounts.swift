/// How many messages passed in a run, and how many bytes.
///
/// Messages of a node to itself do not count, nor do those of clients.
public struct MessageCounts: Sendable, Hashable {
  /// Messages sent, by their kind (`Process.kind(of:)`).
  public internal(set) var sent: [Int]
  /// Bytes sent, by kind.
  public internal(set) var bytes: [Int]
  /// Messages that arrived, repeated ones counted each time.
  public internal(set) var delivered = 0
  /// Messages that were lost: by a link, at a cut, or because the receiver was down.
  public internal(set) var lost = 0
  /// Requests that reached a node.
  public internal(set) var requests = 0
  /// Answers that reached their client.
  public internal(set) var answers = 0
  /// Syncs of disks.
  public internal(set) var syncs = 0
  /// Events of any kind that were handled.
  public internal(set) var events = 0

  init(kinds: Int) {
    sent = Array(repeating: 0, count: max(1, kinds))
    bytes = sent
  }

  /// Messages sent, of all kinds.
  public var totalSent: Int { sent.reduce(0, +) }
  /// Bytes sent, of all kinds.
  public var totalBytes: Int { bytes.reduce(0, +) }

  @inline(__always)
  mutating func countSent(kind: Int, bytes size: Int) {
    let kind = sent.indices.contains(kind) ? kind : 0
    sent[kind] += 1
    bytes[kind] += size
  }
}
