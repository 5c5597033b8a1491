import Algorithms

extension Property {
  /// What two-phase commit promises.
  public static let twoPhaseCommit: [Property] = [
    twoPhaseCommit("2pc: all participants or none, nobody in doubt once faults are over") { _ in },
    twoPhaseCommit("2pc: the same if participants only ask their coordinator") {
      $0.inDoubt = .askCoordinator
    },
  ]

  /// Two-phase commit with a planted bug: each is violated by some seed.
  public static let twoPhaseCommitMutants: [Property] = [
    twoPhaseCommit("2pc: votes yes without forcing its log") { $0.forcesVote = false },
    twoPhaseCommit("2pc: aborts alone after voting yes") { $0.inDoubt = .abortAlone },
    twoPhaseCommit("2pc: answers before the decision is durable") { $0.forcesDecision = false },
  ]

  private static func twoPhaseCommit(
    _ name: String, _ change: @escaping @Sendable (inout TwoPhaseCommitNode.Policy) -> Void
  ) -> Property {
    Property(name) { seed in
      var draw = Draw(seed)
      var policy = TwoPhaseCommitNode.Policy()
      change(&policy)
      let calls = (0..<20).map { _ in
        Rehearsal<TwoPhaseCommitNode>.Call(
          at: draw.moment(in: seconds(4)), node: draw.number(0...3), request: transaction(&draw))
      }
      let faults = FaultSchedule.rough(nodes: 4, before: seconds(5), &draw)
      let fixed = policy
      let outcome = Rehearsal<TwoPhaseCommitNode>(
        nodes: 4, calls: calls, faults: faults, disk: TwoPhaseCommitNode.Disk(),
        make: { id, disk, _ in TwoPhaseCommitNode(id: id, policy: fixed, disk: disk) }
      ).run(seed: seed, settling: seconds(5), until: seconds(15))
      return verdict(outcome, calls)
    }
  }

  private static func transaction(_ draw: inout Draw) -> Transaction {
    let participants = draw.some(draw.number(2...3), below: 4)
    return Transaction(
      participants.map { participant in
        Transaction.Branch(
          participant: participant, key: draw.number(0...5),
          value: draw.chance(0.15) ? nil : draw.number(1...1000), isForbidden: draw.chance(0.05))
      })
  }

  private static func verdict(
    _ outcome: Rehearsal<TwoPhaseCommitNode>.Outcome,
    _ calls: [Rehearsal<TwoPhaseCommitNode>.Call]
  ) -> String? {
    let nodes = outcome.simulator.processes
    for (index, call) in calls.enumerated() {
      let id = TransactionID(coordinator: call.node, request: outcome.ids[index])
      let writers = call.request.branches.filter { $0.value != nil }.map(\.participant)
      let committed = writers.filter { nodes[$0].log.outcomes[id] == .committed }
      if !committed.isEmpty && committed.count < writers.count {
        return "transaction \(index) is committed at \(committed) of \(writers)"
      }
      if outcome.answers[index] == .committed && committed.count < writers.count {
        return "transaction \(index) is answered as committed and is not"
      }
      if outcome.answers[index] == .aborted && !committed.isEmpty {
        return "transaction \(index) is answered as aborted and is committed"
      }
    }
    let isOpen = nodes.contains { !$0.inDoubt.isEmpty || !$0.locks.isEmpty }
    return isOpen ? "a participant is in doubt for ever" : nil
  }
}
