extension Raft {
  /// Commits what a majority has on disk, if it ends in this leader's term (section 5.4.2).
  mutating func advanceCommit(_ effects: inout Effects<Raft>) {
    let index = indexOfMajority()
    guard index > commit else { return }
    if keeps(.commitOwnTermOnly), log.term(at: index) != term { return }
    commit = index
    apply(&effects)
    serveReads(&effects)
    leaveIfRemoved(&effects)
  }

  /// The highest index that a majority of the voters has.
  private func indexOfMajority() -> Int {
    let voters = keeps(.learnersDoNotCount) ? configuration.voters : configuration.members
    let quorum = policy.quorum(of: configuration.voters.count)
    var best = commit
    var candidates = voters.bits
    while candidates != 0 {
      let match = peers[candidates.trailingZeroBitCount].match
      candidates &= candidates - 1
      guard match > best else { continue }
      var count = 0
      var others = voters.bits
      while others != 0 {
        if peers[others.trailingZeroBitCount].match >= match { count += 1 }
        others &= others - 1
      }
      if count >= quorum { best = match }
    }
    return min(best, log.lastIndex)
  }

  /// Applies what is committed, and answers whoever waits for it.
  mutating func apply(_ effects: inout Effects<Raft>) {
    while applied < commit, let entry = log[applied + 1] {
      applied += 1
      var response: Response?
      switch entry.payload {
      case .noOp: break
      case .operation(let operation):
        response = store.apply(operation, once: keeps(.sessions)).map { .done($0) }
      case .configuration: response = .changed
      }
      while let first = waiting.first, first.index <= applied {
        _ = waiting.removeFirst()
        if first.index == applied, let response { effects.respond(response, to: first.value) }
      }
    }
    takeSnapshotIfDue(&effects)
  }
}
