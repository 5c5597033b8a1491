import Algorithms
import Quantities

/// One run for a property: requests at given moments on a rough network, and what came of them.
struct Rehearsal<P: Process> {
  /// A request, when, and to whom.
  struct Call {
    var at: VirtualTime
    var node: NodeID
    var request: P.Request
  }

  var nodes: Int
  var calls: [Call]
  var faults: FaultSchedule
  var behaviours: [String: Environment<P>.Behaviour] = [:]
  var isTracing = false
  var disk: P.Disk
  var make: Simulator<P>.Maker

  /// What came of it, by the place of the call in `calls`.
  struct Outcome {
    var simulator: Simulator<P>
    var ids: [RequestID]
    var answers: [P.Response?]
  }

  /// Runs until all is answered, faults are over and `settling` has passed; to `end` at the latest.
  ///
  /// Messages between nodes take half a millisecond and more, some come late or twice; what clients
  /// send and receive is not disturbed. A sync takes 5 ms on average.
  func run(seed: UInt64, settling: Nanoseconds, until end: VirtualTime) -> Outcome {
    let rough = Link(
      jitter: .exponential(meanMilliseconds: 1), duplication: 0.03, reordering: 0.1,
      reorderingDelay: 30_000_000)
    let environment = Environment<P>(
      disk: DiskModel(sync: .exponential(meanMilliseconds: 5)), faults: faults,
      behaviours: behaviours)
    var simulator = Simulator<P>(
      topology: .rough(nodes: nodes, rough), environment: environment, seed: seed, disk: disk,
      make: make)
    simulator.isTracing = isTracing
    for index in calls.indices { simulator.setAlarm(index, at: calls[index].at) }
    var ids = [RequestID](repeating: -1, count: calls.count)
    var places: [RequestID: Int] = [:]
    var answers = [P.Response?](repeating: nil, count: calls.count)
    var open = calls.count
    var end = end
    while let occurrence = simulator.next(until: end) {
      switch occurrence {
      case .alarm(let index):
        ids[index] = simulator.submit(calls[index].request, to: calls[index].node)
        places[ids[index]] = index
      case .answered(let id, let response):
        guard let index = places[id] else { break }
        if answers[index] == nil { open -= 1 }
        answers[index] = response
        if open == 0 {
          end = min(end, max(simulator.now, faults.end ?? end) + settling)
        }
      case .stepped: break
      }
    }
    return Outcome(simulator: simulator, ids: ids, answers: answers)
  }
}

/// What a property draws its runs from: one generator for a seed.
struct Draw {
  private var random: SeededGenerator

  init(_ seed: UInt64) { random = SeededGenerator(seed: seed &* 0x9E37_79B9 ^ 0x0D_4A11) }

  /// A number in `range`.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(random.next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// Whether something with this chance happens.
  mutating func chance(_ share: Double) -> Bool { random.nextUnit() < share }

  /// A moment in the first `span`.
  mutating func moment(in span: Nanoseconds) -> VirtualTime { Int64(random.next() % UInt64(span)) }

  /// `count` different numbers below `limit`, in order.
  mutating func some(_ count: Int, below limit: Int) -> [Int] {
    var all = Array(0..<limit)
    for place in 0..<min(count, limit) { all.swapAt(place, number(place...limit - 1)) }
    return all.prefix(count).sorted()
  }

  mutating func seed() -> UInt64 { random.next() }
}

extension FaultSchedule {
  /// Faults of all kinds that touch no clock, and more crashes, all over before `end`.
  static func rough(nodes: Int, before end: VirtualTime, _ draw: inout Draw) -> FaultSchedule {
    let mixed = random(
      [.crashes, .pauses, .partitions, .oneWayCuts, .poorLinks, .slowness], count: 6, nodes: nodes,
      before: end, longest: seconds(1), seed: draw.seed())
    let crashes = random(
      .crashes, count: draw.number(0...8), nodes: nodes, before: end, longest: 300_000_000,
      seed: draw.seed())
    return FaultSchedule(mixed.entries + crashes.entries)
  }
}

/// A span of `count` seconds.
func seconds(_ count: Int64) -> Nanoseconds { count * 1_000_000_000 }
