/// A client's command.
public struct HotStuffCommand: Hashable, Sendable {
  /// The node that the client asked.
  public var origin: NodeID
  /// The client's request there.
  public var id: RequestID
  /// What to do.
  public var operation: Int
}

/// A node of the tree: commands, the block they follow, and the certificate that allows it.
public struct HotStuffBlock: Hashable, Sendable {
  /// The view it was proposed in, from 1.
  public var view: Int
  /// The certificate of its parent.
  public var justify: HotStuffCertificate
  /// What to execute.
  public var commands: [HotStuffCommand]

  /// The digest of the block it follows.
  public var parent: UInt64 { justify.block }

  /// Its own digest.
  public var digest: UInt64 {
    var hash = StableHash()
    hash.mix(view)
    hash.mix(justify.view)
    hash.mix(justify.block)
    for command in commands {
      hash.mix(command.origin)
      hash.mix(command.id)
      hash.mix(command.operation)
    }
    return hash.value
  }

  /// The block that everything follows.
  static let genesis = HotStuffBlock(
    view: 0, justify: HotStuffCertificate(view: -1, block: 0), commands: [])
}

/// Votes of a quorum for a block, as one threshold signature: one authenticator, and unforgeable.
public struct HotStuffCertificate: Hashable, Sendable {
  /// The view of the block.
  public var view: Int
  /// The digest of the block.
  public var block: UInt64

  /// The certificate of the beginning.
  static let genesis = HotStuffCertificate(view: 0, block: HotStuffBlock.genesis.digest)
}
