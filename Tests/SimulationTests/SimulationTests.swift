import Algorithms
import Quantities
import Testing

@testable import Simulation

/// A process for tests of the simulator: nodes count what they hear, on disk and in memory.
struct Counter: Process {
  enum Message: Sendable { case ping(Int), pong(Int) }
  enum Timer: Hashable, Sendable { case beat }
  typealias Request = Int
  typealias Response = Int
  typealias Record = Int
  typealias Disk = Int

  let id: NodeID
  let nodes: Int
  let beat: Nanoseconds
  var durable: Int
  var heard: [Int] = []
  var beats = 0
  var readings: [LocalTime] = []

  mutating func step(_ input: Input<Counter>, at now: LocalTime, effects: inout Effects<Counter>) {
    switch input {
    case .start:
      if beat > 0 { effects.setTimer(.beat, after: beat) }
    case .timer(.beat):
      beats += 1
      readings.append(now)
      effects.setTimer(.beat, after: beat)
    case .message(.ping(let number), let from):
      heard.append(number)
      effects.send(.pong(number), to: from)
    case .message(.pong(let number), _): heard.append(-number)
    case .request(let number, let id):
      effects.persist(number)
      effects.sync()
      for node in 0..<nodes where node != self.id { effects.send(.ping(number), to: node) }
      effects.respond(number, to: id)
    }
  }

  static func write(_ record: Int, to disk: inout Int) { disk += record }

  static func simulator(
    _ nodes: Int, topology: Topology? = nil, environment: Environment<Counter> = .init(),
    beat: Nanoseconds = 0, seed: UInt64 = 1
  ) -> Simulator<Counter> {
    Simulator(
      topology: topology ?? .cluster(nodes: nodes, roundTrip: 1_000_000), environment: environment,
      seed: seed, disk: 0
    ) { id, disk, _ in Counter(id: id, nodes: nodes, beat: beat, durable: disk) }
  }
}

private let ms: Nanoseconds = 1_000_000

@Test func `a request travels, is stored, told to the others and answered`() {
  var simulator = Counter.simulator(
    3, environment: .init(disk: DiskModel(sync: .constant(milliseconds: 2))))
  simulator.isTracing = true
  let id = simulator.submit(7, to: 0)
  guard case .answered(id, 7)? = simulator.next(until: 100 * ms) else {
    Issue.record("not answered")
    return
  }
  #expect(simulator.now == 3 * ms)
  #expect(simulator.next(until: 100 * ms) == nil)
  #expect(simulator.now == 100 * ms)
  #expect(simulator.disk(of: 0) == 7)
  #expect(simulator.processes[1].heard == [7])
  #expect(simulator.processes[0].heard == [-7, -7])
  #expect(simulator.counts.totalSent == 4 && simulator.counts.delivered == 4)
  #expect(simulator.counts.syncs == 1)
  #expect(simulator.trace.map(\.timelineLine).first == "      0.000000 ms  n0  start")
  #expect(
    simulator.trace.contains {
      $0.jsonLine.hasSuffix("\"node\":0,\"peer\":1,\"text\":\"ping(7)\"}")
    })
}

@Test(arguments: [(UnsyncedWrites.lost, 0), (.kept, 7)])
func `a crash before the sync loses what power loss loses`(unsynced: UnsyncedWrites, left: Int) {
  let faults = FaultSchedule([
    .init(at: 1 * ms, lasting: 5 * ms, .crash([.node(0)], unsynced: unsynced))
  ])
  var simulator = Counter.simulator(
    2, environment: .init(disk: DiskModel(sync: .constant(milliseconds: 2)), faults: faults))
  _ = simulator.submit(7, to: 0)
  #expect(simulator.next(until: 100 * ms) == nil)
  #expect(simulator.disk(of: 0) == left)
  #expect(simulator.processes[0].durable == left)
  #expect(simulator.processes[1].heard.isEmpty)
}

@Test func `a node that stands still takes everything up afterwards`() {
  let faults = FaultSchedule([.init(at: 0, lasting: 10 * ms, .pause([.node(1)]))])
  var simulator = Counter.simulator(2, environment: .init(faults: faults), beat: 4 * ms)
  _ = simulator.submit(7, to: 0)
  while simulator.next(until: 9 * ms) != nil {}
  #expect(simulator.processes[1].heard.isEmpty && simulator.processes[1].beats == 0)
  while simulator.next(until: 11 * ms) != nil {}
  #expect(simulator.processes[1].heard == [7])
}

@Test func `a partition cuts both ways, a one-way cut one, and a heal joins`() {
  let cases: [(fault: Fault, forth: Bool, back: Bool)] = [
    (.partition([[.node(0)], [.node(1)]]), false, false),
    (.oneWayCut(from: [.node(0)], to: [.node(1)]), false, false),
    (.oneWayCut(from: [.node(1)], to: [.node(0)]), true, false),
    (.partition([[.node(0)], [.node(2)]]), true, true),
  ]
  for (fault, forth, back) in cases {
    let faults = FaultSchedule([.init(at: 0, lasting: 50 * ms, fault)])
    var simulator = Counter.simulator(2, environment: .init(faults: faults))
    _ = simulator.submit(7, to: 0)
    while simulator.next(until: 49 * ms) != nil {}
    #expect(simulator.processes[1].heard == (forth ? [7] : []), "\(fault)")
    #expect(simulator.processes[0].heard == (back ? [-7] : []), "\(fault)")
    while simulator.next(until: 51 * ms) != nil {}
    _ = simulator.submit(8, to: 0)
    while simulator.next(until: 99 * ms) != nil {}
    #expect(simulator.processes[1].heard.last == 8 && simulator.processes[0].heard.last == -8)
  }
}

@Test func `clocks drift and jump, and timers count ticks`() {
  let faults = FaultSchedule([.init(at: 1_500 * ms, .clockJump([.node(0)], by: -500 * ms))])
  var simulator = Counter.simulator(
    2,
    environment: .init(
      clocks: [0: ClockModel(skew: 3 * ms, driftPartsPerMillion: 1000)], faults: faults),
    beat: 1_001 * ms)
  while simulator.next(until: 2_500 * ms) != nil {}
  #expect(simulator.processes[0].readings.map(\.nanoseconds) == [1_004 * ms, 1_505 * ms])
  #expect(simulator.processes[1].readings.map(\.nanoseconds) == [1_001 * ms, 2_002 * ms])
}

@Test func `a lost zone is silent and its clients are, until it is back`() {
  let topology = Topology(
    places: [.init("a", zone: "z1", region: "r"), .init("b", zone: "z2", region: "r")],
    roundTrips: [[ms, 2 * ms], [2 * ms, ms]], nodes: [0, 1])
  let faults = FaultSchedule([.init(at: 0, lasting: 50 * ms, .loss(of: [.zone("z2")]))])
  var simulator = Counter.simulator(2, topology: topology, environment: .init(faults: faults))
  while simulator.next(until: 10 * ms) != nil {}
  #expect(!simulator.isUp(1))
  _ = simulator.submit(1, to: 0, from: 1)
  #expect(simulator.next(until: 20 * ms) == nil)
  _ = simulator.submit(2, to: 0, from: 0)
  #expect(simulator.next(until: 30 * ms) != nil)
  #expect(simulator.next(until: 60 * ms) == nil)
  _ = simulator.submit(3, to: 1, from: 1)
  #expect(simulator.next(until: 70 * ms) != nil)
}

@Test func `links lose, repeat and reorder as often as they say, and keep order otherwise`() {
  var link = Link(jitter: .uniform(lowMilliseconds: 0, highMilliseconds: 5))
  var heard = run(link)
  #expect(heard == heard.sorted() && heard.count == 1000)
  link.loss = 0.2
  heard = run(link)
  #expect((740...860).contains(heard.count) && heard == heard.sorted())
  link.loss = 0
  link.duplication = 0.1
  heard = run(link)
  #expect((1060...1140).contains(heard.count))
  link.duplication = 0
  link.reordering = 0.1
  heard = run(link)
  #expect(heard.count == 1000 && heard != heard.sorted())

  func run(_ link: Link) -> [Int] {
    var network = Network(.cluster(nodes: 2, roundTrip: ms, link: link))
    var random = SeededGenerator(seed: 5)
    var arrivals: [(VirtualTime, Int)] = []
    for number in 0..<1000 {
      let sent = network.send(from: 0, to: 1, bytes: 0, at: Int64(number) * 100_000, &random)
      for time in [sent.first, sent.second].compactMap({ $0 }) { arrivals.append((time, number)) }
    }
    return arrivals.enumerated().sorted {
      ($0.element.0, $0.offset) < ($1.element.0, $1.offset)
    }.map(\.element.1)
  }
}

@Test func `the queue is in order, and first come first served at one moment`() {
  var queue = EventQueue()
  var random = SeededGenerator(seed: 3)
  var expected: [(VirtualTime, Int)] = []
  for payload in 0..<5000 {
    let time = Int64(random.next() % 500)
    queue.add(payload, at: time)
    expected.append((time, payload))
  }
  expected.sort { $0 < $1 }
  var got: [(VirtualTime, Int)] = []
  while queue.earliest != nil { got.append(queue.removeEarliest()) }
  #expect(got.map(\.0) == expected.map(\.0) && got.map(\.1) == expected.map(\.1))
}

@Test func `random schedules are the same for a seed, and end`() {
  let one = FaultSchedule.random(.untimed, count: 50, nodes: 5, before: 10_000 * ms, seed: 4)
  let two = FaultSchedule.random(.untimed, count: 50, nodes: 5, before: 10_000 * ms, seed: 4)
  #expect(one == two)
  #expect(one != .random(.untimed, count: 50, nodes: 5, before: 10_000 * ms, seed: 5))
  #expect((one.end ?? .max) < 10_000 * ms)
}

@Test func `a Byzantine node sends what its behaviour says`() {
  let environment = Environment<Counter>(
    faults: FaultSchedule([.init(at: 0, .byzantine([.node(0)], behaviour: "twice the number"))]),
    behaviours: [
      "twice the number": { message, to, _ in
        guard case .ping(let number) = message else { return [] }
        return [(.ping(number * 2), to), (.ping(number * 2), to)]
      }
    ])
  var simulator = Counter.simulator(2, environment: environment)
  _ = simulator.submit(7, to: 0)
  while simulator.next(until: 100 * ms) != nil {}
  #expect(simulator.processes[1].heard == [14, 14])
}
