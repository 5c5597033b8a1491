import Algorithms
import Quantities
import Simulation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How fast the simulator is on this machine, now.
enum Speed {
  static func report() {
    for pending in [1_000, 100_000] {
      print("queue    \(pending) pending: \(perSecond(queue(pending, 10_000_000))) events/s")
    }
    for pending in [1_000, 100_000] {
      print("nodes    \(pending) pending: \(perSecond(bare(pending, 10_000_000))) events/s")
    }
    var load = RaftUnderLoad()
    print("raft     5 nodes under load: \(perSecond(load.rate(events: 10_000_000))) messages/s")
  }

  /// The most memory that the program has had after 1, 10 and 100 million events of one run.
  static func reportMemory() {
    var load = RaftUnderLoad()
    for millions in [1, 10, 100] {
      _ = load.rate(events: millions * 1_000_000 - load.events)
      print("memory   after \(millions) million events: \(residentKibibytes) KiB at most")
      fflush(nil)
    }
  }

  private static func perSecond(_ rate: Double) -> String {
    "\((rate / 1e4).rounded() / 100) million"
  }

  static func seconds(_ work: () -> Void) -> Double {
    let clock = ContinuousClock()
    let span = clock.measure(work).components
    return Double(span.seconds) + Double(span.attoseconds) / 1e18
  }

  /// The same loop as in `scripts/event_queue.cpp`: the earliest goes, another comes.
  private static func queue(_ pending: Int, _ events: Int) -> Double {
    var queue = EventQueue()
    var state: UInt64 = 88_172_645_463_325_252
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    for slot in 0..<pending { queue.add(slot, at: Int64(next() % 1_000_000)) }
    var sum = 0
    let time = seconds {
      for _ in 0..<events {
        let (time, slot) = queue.removeEarliest()
        sum &+= slot
        queue.add(slot, at: time + Int64(next() % 1_000_000))
      }
    }
    if sum == 42 { print(sum) }
    return Double(events) / time
  }

  /// A node that only sets its timers again: the whole simulator without a protocol.
  private static func bare(_ pending: Int, _ events: Int) -> Double {
    var simulator = Simulator<Ticker>(
      topology: .cluster(nodes: 1, roundTrip: 0), seed: 1, disk: 0
    ) { _, _, seed in Ticker(count: pending, random: SeededGenerator(seed: seed)) }
    var end: VirtualTime = 0
    let time = seconds {
      while simulator.counts.events < events {
        end += 1_000_000
        while simulator.next(until: end) != nil {}
      }
    }
    return Double(simulator.counts.events) / time
  }

  private static var residentKibibytes: Int {
    var usage = rusage()
    getrusage(0, &usage)  // 0: this process
    return usage.ru_maxrss
  }
}

/// A process that only keeps its timers going.
private struct Ticker: Process {
  enum Message: Sendable { case none }
  typealias Timer = Int
  typealias Request = Int
  typealias Response = Int
  typealias Record = Int
  typealias Disk = Int

  let count: Int
  var random: SeededGenerator

  mutating func step(_ input: Input<Ticker>, at now: LocalTime, effects: inout Effects<Ticker>) {
    switch input {
    case .timer(let timer): set(timer, &effects)
    default: for timer in 0..<count { set(timer, &effects) }
    }
  }

  private mutating func set(_ timer: Int, _ effects: inout Effects<Ticker>) {
    effects.setTimer(timer, after: Nanoseconds(random.next() % 1_000_000))
  }

  static func write(_ record: Int, to disk: inout Int) {}
}
