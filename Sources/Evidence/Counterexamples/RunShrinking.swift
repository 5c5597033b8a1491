import Algorithms
import Benchmarks

/// Makes a run smaller as long as it still shows something.
struct RunShrinking {
  let stillShows: (ProtocolRun) -> Bool

  /// Fewer places of clients, fewer operations, fewer keys and a shorter end, each as far as it goes.
  func smallest(_ run: ProtocolRun) -> ProtocolRun {
    var run = run
    if run.kind.family != .lock {
      for client in run.site.clients where run.site.clients.count > 1 {
        run = attempt(run) { $0.site.clients = [client] }
      }
    }
    for _ in 0..<6 where run.load.perSecond > 0.5 {
      let before = run
      run = attempt(run) { $0.load.perSecond /= 2 }
      if run == before { break }
    }
    run = attempt(run) { $0.load.keys = 1 }
    let end = run.faults.map { $0.at + ($0.lasting ?? 0) }.max() ?? 0
    if run.load.duration > end + 2_000_000_000 {
      run = attempt(run) { $0.load.duration = end + 2_000_000_000 }
    }
    return run
  }

  private func attempt(
    _ run: ProtocolRun, _ change: (inout ProtocolRun) -> Void
  ) -> ProtocolRun {
    var smaller = run
    change(&smaller)
    return smaller.refusal == nil && stillShows(smaller) ? smaller : run
  }
}
