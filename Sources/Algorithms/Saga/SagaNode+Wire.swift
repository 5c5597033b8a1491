extension SagaNode {
  /// As a plain binary encoding would have it: 24 bytes for a step's key, which makes it
  /// idempotent.
  public static func bytes(of message: Message) -> Int {
    switch message {
    case .command: 40
    case .answer: 32
    }
  }
}
