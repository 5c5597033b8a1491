extension LeasedLock {
  /// As a plain binary encoding would have it: 8 bytes a number.
  public static func bytes(of message: Message) -> Int {
    switch message {
    case .recorded: 0
    case .granted, .write: 24
    case .acquire, .refused, .release, .written, .rejected: 16
    }
  }
}
