extension Raft {
  /// By the names of the messages.
  public static let messageKinds = [
    "vote-request", "vote-response", "append", "append-response", "snapshot", "own",
  ]

  /// By ``messageKinds``.
  public static func kind(of message: RaftMessage) -> Int {
    switch message {
    case .voteRequest: 0
    case .voteResponse: 1
    case .append: 2
    case .appendResponse: 3
    case .snapshot: 4
    case .durable: 5
    }
  }

  /// As a plain binary encoding would have it: 8 bytes a number, and 40 for an entry.
  public static func bytes(of message: RaftMessage) -> Int {
    switch message {
    case .voteRequest: 40
    case .voteResponse: 24
    case .append(let append): 48 + 40 * append.entries.count
    case .appendResponse: 48
    case .snapshot(_, let snapshot): 48 + 16 * snapshot.store.values.count
    case .durable: 0
    }
  }
}
