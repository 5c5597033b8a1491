extension TwoPhaseCommitNode {
  /// As a plain binary encoding would have it: 8 bytes a number, 16 for a transaction's name.
  public static func bytes(of message: Message) -> Int {
    switch message {
    case .prepare(_, _, let peers): 48 + 8 * peers.count
    case .vote, .decide: 24
    case .acknowledge, .inquire, .askPeer: 16
    }
  }
}
