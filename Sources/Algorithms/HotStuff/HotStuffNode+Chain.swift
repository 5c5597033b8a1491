/// Blocks, votes and commits: the protocol's safety.
extension HotStuffNode {
  mutating func receive(_ block: HotStuffBlock, _ effects: inout Effects<HotStuffNode>) {
    guard blocks[block.parent] != nil else {
      if orphans.count < 64, !orphans.contains(block) { orphans.append(block) }
      broadcast(
        .fetch(block: block.parent, above: committedBlock.view), toSelf: false, &effects)
      return
    }
    store(block, &effects)
    if block.view >= view && isSafe(block) { vote(for: block, &effects) }
  }

  /// The rule of safety, or that of liveness: the block extends the locked one, or its certificate
  /// is later than the lock. And at most one vote a view.
  private func isSafe(_ block: HotStuffBlock) -> Bool {
    block.view > votedView
      && (block.justify.view > locked.view || extends(block, locked))
  }

  private func extends(_ block: HotStuffBlock, _ certificate: HotStuffCertificate) -> Bool {
    var digest = block.parent
    while let ancestor = blocks[digest], ancestor.view >= certificate.view {
      if digest == certificate.block { return true }
      digest = ancestor.parent
    }
    return false
  }

  private mutating func vote(
    for block: HotStuffBlock, _ effects: inout Effects<HotStuffNode>
  ) {
    votedView = block.view
    resetPatience()
    enter(block.view + 1)
    effects.persist(.voted(votedView, locked: locked, high: high))
    effects.sync()
    effects.send(
      .vote(view: block.view, block: block.digest),
      to: configuration.leader(of: block.view + 1))
  }

  mutating func receiveVote(
    _ certificate: HotStuffCertificate, _ from: NodeID, _ effects: inout Effects<HotStuffNode>
  ) {
    guard configuration.leader(of: certificate.view + 1) == id, certificate.view + 1 >= view else {
      return
    }
    votes[certificate, default: []].insert(from)
    guard votes[certificate, default: []].count >= configuration.quorum else { return }
    resetPatience()
    if certificate.view > high.view { owesProposal = hasOpenWork }
    raise(certificate, &effects)
    enter(certificate.view + 1)
  }

  /// Takes note of a certificate; asks for its block if it is not here.
  mutating func raise(
    _ certificate: HotStuffCertificate, _ effects: inout Effects<HotStuffNode>
  ) {
    guard certificate.view > high.view else { return }
    high = certificate
    apply(certificate, &effects)
    fetchMissing(&effects)
  }

  /// Asks for the block with the highest certificate if it is not here.
  func fetchMissing(_ effects: inout Effects<HotStuffNode>) {
    if blocks[high.block] == nil {
      broadcast(.fetch(block: high.block, above: committedBlock.view), toSelf: false, &effects)
    }
  }

  private mutating func store(
    _ block: HotStuffBlock, _ effects: inout Effects<HotStuffNode>
  ) {
    let digest = block.digest
    if blocks[digest] == nil {
      blocks[digest] = block
      effects.persist(.block(block))
    }
    raise(block.justify, &effects)
    apply(block.justify, &effects)
    if high.block == digest { apply(high, &effects) }
  }

  /// What a certificate proves, once its block is here: a chain of two certified blocks locks, one
  /// of three of consecutive views commits.
  mutating func apply(
    _ certificate: HotStuffCertificate, _ effects: inout Effects<HotStuffNode>
  ) {
    guard var first = blocks[certificate.block] else { return }
    if first.justify.view > locked.view { locked = first.justify }
    for _ in 1..<max(1, configuration.commitChain) {
      guard let parent = blocks[first.parent], first.view == parent.view + 1 else { return }
      first = parent
    }
    guard first.view > committedBlock.view else { return }
    for block in chain(to: first.digest, above: committedBlock.view) {
      for command in block.commands where executedSet.insert(command).inserted {
        executed.append(command)
        if command.origin == id { effects.respond(executed.count, to: command.id) }
      }
    }
    committedBlock = first
    commitProof = certificate
    pool.removeAll { executedSet.contains($0) }
  }

  /// The blocks of later views than `view` up to `digest`, each after its parent; none if one is
  /// missing.
  func chain(to digest: UInt64, above view: Int) -> [HotStuffBlock] {
    var chain: [HotStuffBlock] = []
    var next = digest
    while let block = blocks[next], block.view > max(0, view) {
      chain.append(block)
      next = block.parent
    }
    return blocks[next] == nil ? [] : chain.reversed()
  }

  mutating func receive(
    _ chain: [HotStuffBlock], _ certificate: HotStuffCertificate,
    _ effects: inout Effects<HotStuffNode>
  ) {
    for block in chain where blocks[block.parent] != nil { store(block, &effects) }
    raise(certificate, &effects)
    apply(certificate, &effects)
    let known = orphans
    orphans = []
    for block in known { receive(block, &effects) }
  }
}
