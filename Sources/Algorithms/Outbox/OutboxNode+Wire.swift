extension OutboxNode {
  /// As a plain binary encoding would have it: 8 bytes a number.
  public static func bytes(of message: Message) -> Int {
    switch message {
    case .publish, .published, .delivered: 16
    case .deliver: 24
    case .second: 0
    }
  }
}
