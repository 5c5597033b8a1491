import Algorithms

extension Property {
  /// What the transactional outbox promises.
  public static let outbox: [Property] = [
    outbox("outbox: polling, each committed row has its effect exactly once") { _ in },
    outbox("outbox: log tailing, each committed row has its effect exactly once") {
      $0.publishing = .logTailing
    },
  ]

  /// Dual writes, and the outbox with a planted bug: each is violated by some seed.
  public static let outboxMutants: [Property] = [
    outbox("dual write: commits, then publishes") { $0.publishing = .dualWrite },
    outbox("dual write: publishes, then commits") { $0.publishing = .dualWriteEventFirst },
    outbox("outbox: poller marks before it publishes") { $0.publishing = .pollingMarkedFirst },
    outbox("outbox: poller asks for numbers above the last") { $0.publishing = .pollingByNumber },
    outbox("consumer: no deduplication") { $0.deduplication = .none },
    outbox("consumer: keeps the id, then the effect") { $0.deduplication = .beforeEffect },
    outbox("consumer: keeps the effect, then the id") { $0.deduplication = .afterEffect },
  ]

  private static func outbox(
    _ name: String, _ change: @escaping @Sendable (inout OutboxNode.Policy) -> Void
  ) -> Property {
    Property(name) { seed in
      var draw = Draw(seed)
      var policy = OutboxNode.Policy()
      change(&policy)
      let calls = (0..<30).map { _ in
        Rehearsal<OutboxNode>.Call(
          at: draw.moment(in: seconds(4)), node: 0,
          request: draw.moment(in: draw.chance(0.3) ? 300_000_000 : 20_000_000))
      }
      let faults = FaultSchedule.rough(nodes: 3, before: seconds(5), &draw)
      let fixed = policy
      let outcome = Rehearsal<OutboxNode>(
        nodes: 3, calls: calls, faults: faults, disk: OutboxNode.Disk(),
        make: { id, disk, _ in OutboxNode(id: id, policy: fixed, disk: disk) }
      ).run(seed: seed, settling: seconds(30), until: seconds(60))
      return verdict(outcome)
    }
  }

  private static func verdict(_ outcome: Rehearsal<OutboxNode>.Outcome) -> String? {
    let rows = Set(outcome.simulator.disk(of: 0).rows.map(\.event))
    let effects = outcome.simulator.disk(of: 2).effects
    for (id, answer) in zip(outcome.ids, outcome.answers) where answer != nil {
      guard rows.contains(id) else { return "row \(id) is answered and lost" }
    }
    for row in rows.sorted() where effects[row] != 1 {
      return effects[row].map { "row \(row) has its effect \($0) times" }
        ?? "the event of row \(row) is lost"
    }
    return effects.keys.sorted().first { !rows.contains($0) }
      .map { "event \($0) has an effect and no row" }
  }
}
