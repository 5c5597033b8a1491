extension MultiLeader {
  /// As a plain binary encoding would have it: 8 bytes a number, 16 for an entry of a version
  /// vector.
  public static func bytes(of message: Message) -> Int {
    switch message {
    case .synced: 0
    case .writes(let writes, _):
      writes.reduce(16) { $0 + 40 + $1.version.dotted.past.metadataBytes }
    case .received: 16
    }
  }
}
