/// What a Raft node keeps on disk.
public struct RaftDisk: Sendable, Hashable {
  /// The latest term it has seen.
  public var term = 0
  /// Whom it voted for in that term.
  public var vote: NodeID?
  /// The entries.
  public var log = RaftLog()
  /// The state after the entries that are cut off.
  public var snapshot: RaftSnapshot?

  /// An empty disk.
  public init() {}
}

/// A change to the disk.
public enum RaftRecord: Sendable, Hashable {
  /// A term and the vote in it.
  case term(Int, vote: NodeID?)
  /// One entry more.
  case entry(RaftEntry)
  /// Entries after an index, in place of what followed it.
  case entries(after: Int, [RaftEntry])
  /// A snapshot; the log is cut off up to an index, or begins anew after it.
  case snapshot(RaftSnapshot, cut: Int)
}
