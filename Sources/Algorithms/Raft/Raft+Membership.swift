extension Raft {
  /// Changes the members by one voter at most (Ongaro 2014, section 4.1), learners at will.
  ///
  /// A node that is to vote should be a learner first, and have all that is committed.
  mutating func change(
    to new: RaftConfiguration, for request: RequestID, _ effects: inout Effects<Raft>
  ) {
    let old = configuration
    let changed = old.voters.symmetricDifference(new.voters)
    let isPending = (configurations.last?.index ?? 0) > commit
    let isAllowed =
      !new.voters.isEmpty && new.voters.intersection(new.learners).isEmpty
      && (changed.count <= 1 && !isPending || !keeps(.oneChangeAtATime))
      && (commit >= termStart || !keeps(.changeAfterOwnCommit))
      && new.voters.intersection(changed).nodes.allSatisfy { isCaughtUp($0, in: old) }
    guard isAllowed else {
      effects.respond(.refused, to: request)
      return
    }
    for node in new.members.nodes where !old.members.contains(node) {
      peers[node] = Peer(next: log.lastIndex + 1, heard: now)
    }
    propose(.configuration(new), for: request, &effects)
  }

  private func isCaughtUp(_ node: NodeID, in old: RaftConfiguration) -> Bool {
    guard keeps(.oneChangeAtATime), keeps(.changeAfterOwnCommit) else { return true }
    return old.learners.contains(node) && peers[node].match >= commit
  }

  /// A leader that is no longer a member leads until that is committed.
  mutating func leaveIfRemoved(_ effects: inout Effects<Raft>) {
    guard role == .leader, !configuration.voters.contains(id),
      (configurations.last?.index ?? 0) <= commit
    else { return }
    follow(in: term, leader: nil, &effects)
  }

  /// The members after the entry at an index.
  func configuration(at index: Int) -> RaftConfiguration {
    configurations.last { $0.index <= index }?.1 ?? snapshot?.configuration ?? firstConfiguration
  }

  /// Finds the configurations in the log.
  mutating func noteConfigurations() {
    configurations = []
    var index = max(log.base.index, snapshot?.last.index ?? 0) + 1
    while let entry = log[index] {
      if case .configuration(let configuration) = entry.payload {
        configurations.append((index, configuration))
      }
      index += 1
    }
  }
}
