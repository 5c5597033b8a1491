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
    let (rate, memory) = raft(events: 10_000_000)
    print("raft     5 nodes under load: \(perSecond(rate)) delivered messages/s")
    let (_, more) = raft(events: 100_000_000)
    print("memory   \(memory) KiB after 10 million events, \(more) KiB after 100 million")
  }

  private static func perSecond(_ rate: Double) -> String {
    "\((rate / 1e4).rounded() / 100) million"
  }

  private static func seconds(_ work: () -> Void) -> Double {
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

  /// Five nodes of Raft, as many clients as keep them busy.
  private static func raft(events: Int) -> (rate: Double, kibibytes: Int) {
    let group = RaftConfiguration(voters: [0, 1, 2, 3, 4])
    let policy = RaftPolicy(reads: .throughLog)
    var simulator = Simulator<Raft>(
      topology: .cluster(nodes: 5, roundTrip: 1_000_000), seed: 1, disk: RaftDisk()
    ) { id, disk, seed in
      Raft(id: id, configuration: group, policy: policy, disk: disk, seed: seed)
    }
    while !simulator.processes.contains(where: { $0.role == .leader }) {
      _ = simulator.next(until: simulator.now + 10_000_000)
    }
    let leader = simulator.processes.firstIndex { $0.role == .leader } ?? 0
    var numbers = Array(repeating: 1, count: 256)
    var clients: [RequestID: Int] = [:]
    func ask(_ client: Int) {
      let operation = KeyValueStore.Operation(
        client: client, number: numbers[client], command: .write(client % 16, numbers[client]))
      clients[simulator.submit(.operation(operation), to: leader)] = client
    }
    for client in numbers.indices { ask(client) }
    let before = simulator.counts
    let time = seconds {
      while simulator.counts.events - before.events < events,
        let occurrence = simulator.next(until: .max - 1)
      {
        if case .answered(let id, .done) = occurrence, let client = clients.removeValue(forKey: id)
        {
          numbers[client] += 1
          ask(client)
        }
      }
    }
    return (Double(simulator.counts.delivered - before.delivered) / time, residentKibibytes)
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
