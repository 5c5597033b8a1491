extension LeaderlessQuorum {
  /// As a plain binary encoding would have it: 8 bytes a number, 16 for an entry of a version
  /// vector.
  public static func bytes(of message: Message) -> Int {
    switch message {
    case .counted: 0
    case .store(_, _, let versions, _, _): 40 + versions.bytes
    case .stored: 16
    case .fetch: 24
    case .found(_, let versions): 16 + versions.bytes
    case .handOff(_, let versions), .handedOff(_, let versions): 16 + versions.bytes
    case .compare(let all, _): all.reduce(16) { $0 + 8 + $1.versions.bytes }
    }
  }
}

extension Siblings {
  /// A value, a time, a dot and the past of each version.
  var bytes: Int { versions.reduce(8) { $0 + 32 + $1.dotted.past.metadataBytes } }
}
