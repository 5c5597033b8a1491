extension PBFTNode {
  /// As a plain binary encoding would have it: 8 bytes a number, 64 for a signature, 32 for a
  /// digest.
  public static func bytes(of message: PBFTMessage) -> Int {
    let signature = 64
    switch message.body {
    case .request: return signature + 24
    case .prePrepare: return 2 * signature + 40
    case .prepare, .commit: return signature + 48
    case .reply: return signature + 24
    case .checkpoint: return signature + 40
    case .viewChange(let change): return signature + size(of: change)
    case .newView(let view):
      return view.viewChanges.reduce(signature + 8) { $0 + signature + size(of: $1) }
    case .status: return signature + 32
    case .fetchState: return signature + 8
    case .state(let history): return signature + 24 * history.count
    }
  }

  private static func size(of change: PBFTViewChange) -> Int {
    let certificates = change.prepared.reduce(0) { $0 + 48 + 72 * $1.signers.count }
    return 56 + 72 * change.proof.count + certificates
  }
}
