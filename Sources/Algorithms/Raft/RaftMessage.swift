/// What Raft's nodes say to each other.
public enum RaftMessage: Sendable, Hashable {
  /// Asks for a vote, or whether one would be given.
  case voteRequest(RaftVoteRequest)
  /// Grants or refuses a vote.
  case voteResponse(RaftVoteResponse)
  /// Brings entries, or only says that the leader leads.
  case append(RaftAppend)
  /// Says how far the log matches, or where it does not.
  case appendResponse(RaftAppendResponse)
  /// Brings the state instead of entries that are cut off.
  case snapshot(term: Int, RaftSnapshot)
  /// From a node to itself: its log is on disk up to here.
  case durable(LogPosition)
}

/// Asks for a vote.
public struct RaftVoteRequest: Sendable, Hashable {
  /// The term the candidate campaigns for.
  public var term: Int
  /// The end of the candidate's log.
  public var last: LogPosition
  /// Whether it only asks if the vote would be given.
  public var isPreVote: Bool
  /// Names the campaign.
  public var campaign: UInt64
}

/// Answers a request for a vote.
public struct RaftVoteResponse: Sendable, Hashable {
  /// The voter's term; for a pre-vote that is granted, the term asked for.
  public var term: Int
  /// Whether the vote is given.
  public var isGranted: Bool
  /// Whether it only would be.
  public var isPreVote: Bool
  /// The campaign that asked.
  public var campaign: UInt64
}

/// Brings entries.
public struct RaftAppend: Sendable, Hashable {
  /// The leader's term.
  public var term: Int
  /// The position before the entries.
  public var previous: LogPosition
  /// The entries; none in a heartbeat.
  public var entries: [RaftEntry]
  /// How far the leader knows entries committed.
  public var commit: Int
  /// Counts the leader's rounds, so that an answer confirms a moment.
  public var round: Int
}

/// Answers ``RaftAppend``.
public struct RaftAppendResponse: Sendable, Hashable {
  /// The follower's term.
  public var term: Int
  /// The term of the leader that is answered: an answer to an earlier leader says nothing to a
  /// later one, also where both are the same node.
  public var leaderTerm: Int
  /// Whether the position before the entries matched.
  public var matches: Bool
  /// If so: up to here the log is the leader's, and on disk. If not: the index that did not match.
  public var index: Int
  /// If it did not match: where the leader should look, by the term of the conflicting entry and
  /// that term's first index (section 5.3).
  public var conflict: LogPosition
  /// The round that is answered.
  public var round: Int
}

/// The state after a prefix of the log.
public struct RaftSnapshot: Sendable, Hashable {
  /// The last position that is in it.
  public var last: LogPosition
  /// The members at that position.
  public var configuration: RaftConfiguration
  /// The state.
  public var store: KeyValueStore
}
