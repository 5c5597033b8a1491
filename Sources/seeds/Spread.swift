import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Spreads seeds over the processor's cores.
enum Spread {
  /// The first failures, by their seed, whatever the number of cores.
  static func failures(
    in seeds: Range<UInt64>, atMost limit: Int, _ run: @escaping @Sendable (UInt64) -> String?
  ) -> [(UInt64, String)] {
    let work = Work(seeds)
    let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    var threads: [pthread_t] = []
    for _ in 1..<cores {
      if let thread = start({ work.go(run, limit) }) { threads.append(thread) }
    }
    work.go(run, limit)
    for thread in threads { pthread_join(thread, nil) }
    return Array(work.failures.prefix(limit))
  }

  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  private static func start(_ run: @escaping @Sendable () -> Void) -> pthread_t? {
    var thread = pthread_t()
    let body = Unmanaged.passRetained(Body(run)).toOpaque()
    let status = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, body)
    return status == 0 ? thread : nil
  }
}

/// The seeds that are left, and what failed.
private final class Work: Sendable {
  private struct State: Sendable {
    var next: UInt64
    var failures: [(UInt64, String)] = []
  }

  private let end: UInt64
  private let state: Mutex<State>

  init(_ seeds: Range<UInt64>) {
    end = seeds.upperBound
    state = Mutex(State(next: seeds.lowerBound))
  }

  /// By seed. All seeds below a failing one were run, so the first are the same on any machine.
  var failures: [(UInt64, String)] {
    state.withLock { $0.failures.sorted { $0.0 < $1.0 } }
  }

  func go(_ run: (UInt64) -> String?, _ limit: Int) {
    while let seed = take(limit) {
      if let failure = run(seed) { state.withLock { $0.failures.append((seed, failure)) } }
    }
  }

  private func take(_ limit: Int) -> UInt64? {
    state.withLock { state in
      guard state.next < end, state.failures.count < limit else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }
}
