extension PrimaryBackup {
  /// As a plain binary encoding would have it: 8 bytes a number, and 32 for an entry.
  public static func bytes(of message: Message) -> Int {
    switch message {
    case .synced: 0
    case .append(_, _, let entries, _): 40 + 32 * entries.count
    case .appended, .mismatched: 24
    case .superseded, .seal, .promote, .vote: 16
    case .status: 48
    case .lease: 24
    case .sealed, .voteRequest: 32
    }
  }
}
