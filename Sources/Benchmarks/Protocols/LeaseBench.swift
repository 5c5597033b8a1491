import Algorithms
import Checkers
import Quantities
import Simulation

/// Writes to a resource under a leased lock. Each place of clients asks the nearest holder.
struct LeaseBench: ClientBench {
  struct Writes: Workload {
    typealias P = LeasedLock
    private var count = 0

    mutating func next(client: Int, _ random: inout SeededGenerator) -> Int? {
      count += 1
      return count
    }
    func request(_ call: Int, client: Int, number: Int) -> LeasedLock.Request { .write(call) }
    func reply(_ response: LeasedLock.Response, to call: Int) -> Reply<Bool> {
      response == .written ? .done(true) : .failed
    }
  }

  let run: ProtocolRun

  var parts: [String] {
    run.site.nodes.indices.map { $0 == 0 ? "lock service" : $0 == 1 ? "resource" : "holder" }
  }

  var scenario: Scenario<Writes> {
    var settings = LeasedLock.Settings(nodes: run.site.nodes.count)
    settings.term = run.settings.term
    settings.renewal = min(run.settings.renewal, run.settings.term)
    settings.work = run.settings.work
    // The elected one keeps the lock as long as it can.
    settings.keepsFor = nil
    if run.kind == .lease { settings.accepts = nil }
    let fixed = settings
    return scenario(
      Writes(), clients(of: 2..<run.site.nodes.count, retries: false), disk: .init()
    ) { node, disk, _ in LeasedLock(node, settings: fixed, disk: disk) }
  }

  func leader(in simulator: borrowing Simulator<LeasedLock>) -> NodeID? {
    for node in 2..<max(2, simulator.processes.count)
    where simulator.processes[node].holds(at: simulator.localTime(of: node)) {
      return node
    }
    return nil
  }

  func harms(of result: RunResult<Writes>) -> [ProtocolFigures.Harm] {
    let writes = result.simulator.disk(of: 1).writes
    let effects = writes.map {
      MutualExclusion.Effect(holder: $0.value, token: UInt64(max(0, $0.token)))
    }
    let stale = MutualExclusion.staleEffects(effects)
    return [
      .init(
        .staleEffects, stale.count, of: writes.count,
        first: stale.first.map {
          "write \($0.stale.holder) with token \($0.stale.token) after one with token "
            + "\($0.newer.token)"
        } ?? "", item: stale.first?.stale.holder)
    ]
  }
}
