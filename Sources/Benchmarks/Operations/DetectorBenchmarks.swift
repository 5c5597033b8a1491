internal import Algorithms

extension OperationBenchmarks {
  static let phiAccrual = AlgorithmBenchmarks(
    "phi-accrual", "Takes note of a heartbeat, and computes φ with the exact normal tail.",
    by: "intervals", [10, 100, 1_000]
  ) { window in
    let monitor = { @Sendable in
      var monitor = PhiAccrualMonitor(settings: .init(window: window))
      for beat in 0...window {
        monitor.heard(at: LocalTime(nanoseconds: Int64(beat) * 1_000_000_000 + jitter(beat)))
      }
      return monitor
    }
    let start = Int64(window + 1) * 1_000_000_000
    return BenchmarkSubject(
      [
        OperationBenchmark("heartbeat", state: { (monitor: monitor(), beat: 0) }) { state, count in
          for _ in 0..<count {
            state.beat += 1
            let now = start + Int64(state.beat) * 1_000_000_000 + jitter(state.beat)
            state.monitor.heard(at: LocalTime(nanoseconds: now))
          }
          keep(state)
        },
        OperationBenchmark("phi", state: monitor) { monitor, count in
          for question in 0..<count {
            let now = start + Int64(question % 1_000) * 1_000_000
            keep(monitor.phi(at: LocalTime(nanoseconds: now)))
          }
        },
      ],
      metadataBytes: nil, state: monitor)
  }

  /// Up to 64 ms, the same each time.
  private static func jitter(_ beat: Int) -> Int64 { Int64(beat * 37 % 64) * 1_000_000 }

  static let lease = AlgorithmBenchmarks(
    "lease",
    "A holder's look at its clock, and the lock service's answer when n holders ask in turn: one "
      + "is granted or renewed, the others are refused.", by: "holders", [1, 10, 100]
  ) { holders in
    BenchmarkSubject([
      OperationBenchmark("check", state: { leaseHolder() }) { holder, count in
        for question in 0..<count {
          keep(holder.holds(at: LocalTime(nanoseconds: Int64(question % 1_000_000))))
        }
      },
      OperationBenchmark(
        "ask", state: { LeasedLock(0, settings: .init(nodes: holders + 2), disk: .init()) }
      ) { service, count in
        var effects = Effects<LeasedLock>()
        for question in 0..<count {
          let now = LocalTime(nanoseconds: Int64(question) * 1_000)
          let holder = 2 + question % holders
          service.step(.message(.acquire(sent: now), from: holder), at: now, effects: &effects)
          keep(effects)
          effects.list.removeAll(keepingCapacity: true)
        }
      },
    ])
  }

  /// A holder that has the lock.
  private static func leaseHolder() -> LeasedLock {
    var settings = LeasedLock.Settings(nodes: 3)
    settings.keepsFor = nil
    let group = DirectGroup(
      (0..<3).map { LeasedLock($0, settings: settings, disk: .init()) }, observing: 2)
    return group.nodes[2]
  }
}
