import Algorithms
import Quantities
import Simulation

/// A row and the event that tells of it: by an outbox, or by two writes.
struct OutboxBench: ClientBench {
  struct Rows: Workload {
    typealias P = OutboxNode
    /// How long the row's transaction takes.
    let work: Nanoseconds
    private var count = 0

    init(work: Nanoseconds) { self.work = work }

    mutating func next(client: Int, _ random: inout SeededGenerator) -> Int? {
      count += 1
      return count
    }
    func request(_ call: Int, client: Int, number: Int) -> Nanoseconds { work }
    func reply(_ response: OutboxNode.Response, to call: Int) -> Reply<Bool> { .done(true) }
  }

  let run: ProtocolRun

  var parts: [String] { ["service", "broker", "consumer"] }

  var scenario: Scenario<Rows> {
    var policy = OutboxNode.Policy()
    policy.publishing = run.kind == .dualWrite ? .dualWrite : .polling
    policy.interval = max(1_000_000, run.settings.pollingInterval)
    let fixed = policy
    return scenario(
      Rows(work: run.settings.work), clients(of: 0..<1, retries: false), disk: OutboxNode.Disk()
    ) { id, disk, _ in OutboxNode(id: id, policy: fixed, disk: disk) }
  }

  func leader(in simulator: borrowing Simulator<OutboxNode>) -> NodeID? { 0 }

  func harms(of result: RunResult<Rows>) -> [ProtocolFigures.Harm] {
    let rows = Set(result.simulator.disk(of: 0).rows.map(\.event))
    let effects = result.simulator.disk(of: 2).effects
    let lost = rows.filter { effects[$0] == nil }.sorted()
    let ghosts = effects.keys.filter { !rows.contains($0) }.sorted()
    return [
      .init(
        .lostEvents, lost.count, of: rows.count,
        first: lost.first.map { "the event of row \($0)" } ?? "", item: lost.first),
      .init(
        .ghostEvents, ghosts.count, of: effects.count,
        first: ghosts.first.map { "event \($0)" } ?? ""),
    ]
  }
}
