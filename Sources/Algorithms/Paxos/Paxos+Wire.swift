extension SingleDecreePaxos {
  /// By the names of the messages.
  public static let messageKinds = ["prepare", "promise", "accept", "accepted", "refused"]

  /// By ``messageKinds``.
  public static func kind(of message: Message) -> Int {
    switch message {
    case .prepare: 0
    case .promise: 1
    case .accept: 2
    case .accepted: 3
    case .refused: 4
    }
  }
}

extension MultiPaxos {
  /// By the names of the messages.
  public static let messageKinds = [
    "prepare", "promise", "accept", "accepted", "refused", "heartbeat", "behind", "catch-up",
    "state",
  ]

  /// By ``messageKinds``.
  public static func kind(of message: Message) -> Int {
    switch message {
    case .prepare: 0
    case .promise: 1
    case .accept: 2
    case .accepted: 3
    case .refused: 4
    case .heartbeat: 5
    case .behind: 6
    case .catchUp: 7
    case .state: 8
    }
  }

  /// As a plain binary encoding would have it: 8 bytes a number, and 40 for a command.
  public static func bytes(of message: Message) -> Int {
    switch message {
    case .prepare, .accepted, .heartbeat, .behind: 24
    case .promise(_, let promise): 24 + 64 * promise.accepted.count
    case .accept: 72
    case .refused: 32
    case .catchUp(_, _, let commands): 24 + 40 * commands.count
    case .state(_, let snapshot): 24 + 16 * snapshot.store.values.count
    }
  }
}
