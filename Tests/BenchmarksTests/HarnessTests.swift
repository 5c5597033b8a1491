import Algorithms
import Quantities
import Testing

@testable import Benchmarks

/// A clock that benchmarks move on themselves.
final class FakeClock: @unchecked Sendable {
  var now: Nanoseconds = 0
  /// How often it was read.
  var readings = 0

  func read() -> Nanoseconds {
    readings += 1
    return now
  }
}

extension FakeClock {
  /// A benchmark of which each iteration takes as long as `cost` says, by the number of samples
  /// that came before.
  func benchmark(
    _ name: String = "work", operations: Int = 1,
    cost: @escaping @Sendable (_ run: Int) -> Nanoseconds
  ) -> OperationBenchmark {
    let runs = Counter()
    return OperationBenchmark(name, operations: operations, state: { 0 }) { _, count in
      self.now += Nanoseconds(count) * cost(runs.next())
    }
  }

  func algorithm(_ operations: [OperationBenchmark], sizes: [Int] = [1]) -> AlgorithmBenchmarks {
    AlgorithmBenchmarks("fake", "Nothing.", by: "things", sizes) { _ in
      BenchmarkSubject(operations)
    }
  }

  func measure(
    _ operations: [OperationBenchmark], settings: OperationHarness.Settings = .init()
  ) -> [OperationResult] {
    OperationHarness(settings: settings, clock: read).run([algorithm(operations)])
      .flatMap { $0.sizes.flatMap(\.operations) }
  }
}

final class Counter: @unchecked Sendable {
  private var count = 0
  func next() -> Int {
    count += 1
    return count - 1
  }
}

@Suite struct HarnessTests {
  @Test(arguments: [1, 7, 1_000, 999_999, 50_000_000])
  func `a constant cost comes out as it is`(cost: Int) throws {
    let clock = FakeClock()
    let result = try #require(clock.measure([clock.benchmark { _ in Nanoseconds(cost) }]).first)
    #expect(result.median == Double(cost))
    #expect(result.uncertainty == 0 && result.isRepeatable)
    #expect(result.roundMedians.count == 9 && result.samples == 45)
    #expect(result.outliers == 0)
    #expect(result.drift == 0)
  }

  @Test func `times are told for one of an iteration's operations`() throws {
    let clock = FakeClock()
    let result = clock.measure([clock.benchmark(operations: 4) { _ in 1_000 }])
    #expect(result.first?.median == 250)
  }

  @Test func `a sample lasts about as long as asked for`() {
    let clock = FakeClock()
    var settings = OperationHarness.Settings()
    (settings.rounds, settings.samples, settings.warmUp) = (1, 1, 0)
    settings.sampleTime = 2_000_000
    let spans = Spans()
    let benchmark = OperationBenchmark("work", state: { 0 }) { _, count in
      clock.now += Nanoseconds(count) * 130
      spans.all.append(Nanoseconds(count) * 130)
    }
    _ = clock.measure([benchmark], settings: settings)
    #expect(abs(Double(spans.all.last ?? 0) - 2_000_000) < 131)
  }

  final class Spans: @unchecked Sendable { var all: [Nanoseconds] = [] }

  @Test func `it warms up for as long as asked, and counts nothing of that`() throws {
    let clock = FakeClock()
    // Slow for the first twenty batches, which is less than the warm-up takes.
    let result = try #require(
      clock.measure([clock.benchmark { $0 < 14 ? 500 : 100 }]).first)
    #expect(result.median == 100)
    #expect(result.roundMedians.allSatisfy { $0 == 100 })
  }

  @Test func `one interruption in a round does not move its median`() throws {
    let clock = FakeClock()
    let result = try #require(
      clock.measure([clock.benchmark { $0 % 11 == 3 ? 1_000 : 100 }]).first)
    #expect(result.median == 100)
    #expect(result.outliers > 0)
    #expect(result.isRepeatable)
  }

  @Test func `every round measures every benchmark, in another order, with a new state`() {
    let log = Log()
    let benchmarks = (0..<6).map { number in
      OperationBenchmark("\(number)", state: { log.note(number) }) { _, count in
        log.clock.now += Nanoseconds(count) * 10
      }
    }
    _ = log.clock.measure(benchmarks)
    // Calibration first, then nine rounds.
    let orders = stride(from: 0, to: log.begun.count, by: 6).map { Array(log.begun[$0..<$0 + 6]) }
    #expect(orders.count == 10)
    #expect(orders.allSatisfy { $0.sorted() == Array(0..<6) })
    #expect(Set(orders).count > 5)
  }

  final class Log: @unchecked Sendable {
    let clock = FakeClock()
    var begun: [Int] = []
    func note(_ number: Int) -> Int {
      begun.append(number)
      return number
    }
  }

  @Test func `a machine that grows slower shows as drift, and the medians as doubtful`() throws {
    let clock = FakeClock()
    let result = try #require(
      clock.measure([clock.benchmark { _ in 100 + clock.now / 2_000_000 }]).first)
    let drift = try #require(result.drift)
    #expect(drift > 0.05, "\(drift)")
    #expect(!result.isRepeatable)
  }

  @Test func `progress rises to the whole`() {
    let clock = FakeClock()
    var shares: [Double] = []
    OperationHarness(clock: clock.read).run([clock.algorithm([clock.benchmark { _ in 10 }])]) {
      shares.append($0)
    }.forEach { _ in }
    #expect(shares == shares.sorted() && shares.last == 1)
  }

  @Test func `the memory of a state is what the allocator hands out for one`() {
    let heap = Heap()
    let algorithm = AlgorithmBenchmarks("fake", "Nothing.", by: "things", [10, 100_000]) { size in
      BenchmarkSubject([], metadataBytes: size, state: { heap.allocate(size) })
    }
    let clock = FakeClock()
    let results = OperationHarness(clock: clock.read, heapBytes: { heap.bytes }).run([algorithm])
    #expect(results[0].sizes.map(\.memoryBytes) == [10, 100_000])
    let blind = OperationHarness(clock: clock.read).run([algorithm])
    #expect(blind[0].sizes.map(\.memoryBytes) == [nil, nil])
  }

  final class Heap: @unchecked Sendable {
    var bytes = 0
    func allocate(_ size: Int) -> Int {
      bytes += size
      return size
    }
  }
}

@Suite struct OperationsTests {
  @Test func `ids are unique, and every size has the same operations`() {
    let all = OperationBenchmarks.all
    #expect(Set(all.map(\.id)).count == all.count)
    for algorithm in all {
      #expect(algorithm.sizes == algorithm.sizes.sorted() && !algorithm.sizes.isEmpty)
      let names = algorithm.sizes.prefix(2).map { algorithm.subject($0).operations.map(\.name) }
      #expect(Set(names).count == 1 && Set(names[0]).count == names[0].count, "\(algorithm.id)")
    }
  }

  @Test(arguments: OperationBenchmarks.all.map(\.id))
  func `every operation runs at its smallest size, again and again`(_ id: String) throws {
    let algorithm = try #require(OperationBenchmarks.all.first { $0.id == id })
    for operation in algorithm.subject(algorithm.sizes[0]).operations {
      let round = operation.begin()
      round.run(1)
      round.run(3)
    }
  }

  @Test func `metadata grows as the clocks' papers say`() throws {
    let bytes = { (id: String) throws in
      let algorithm = try #require(OperationBenchmarks.all.first { $0.id == id })
      return algorithm.sizes.map { algorithm.subject($0).metadataBytes }
    }
    #expect(try bytes("lamport-clock") == Array(repeating: 16, count: 6))
    #expect(try bytes("hybrid-clock") == Array(repeating: 8, count: 6))
    #expect(try bytes("vector-clock") == [3, 10, 30, 100, 300, 1_000].map { 8 * $0 })
    #expect(try bytes("version-vector") == [3, 10, 30, 100, 300, 1_000].map { 16 * $0 })
    #expect(
      try bytes("dotted-version-vector") == [3, 10, 30, 100, 300, 1_000].map { 16 * $0 + 16 })
  }

  @Test func `a recorded Raft leader does the same again when it is replayed`() {
    let voters = RaftConfiguration(voters: [0, 1, 2])
    var group = DirectGroup(
      (0..<3).map { id in
        let low: Nanoseconds = id == 0 ? 1_000_000 : 150_000_000
        return Raft(
          id: id, configuration: voters, policy: RaftPolicy(electionTimeout: low...(2 * low)),
          disk: RaftDisk(), seed: UInt64(id))
      }, observing: 0)
    group.runTimers { $0.nodes[0].role == .leader }
    #expect(group.nodes[0].role == .leader)
    let recording = group.record(decisions: 20) { group in
      for number in 1...20 {
        group.ask(
          .operation(.init(client: 1, number: number, command: .write(0, number))), id: number,
          of: 0)
      }
    }
    #expect(group.answers.count == 20)
    #expect(group.nodes.map(\.commit) == [21, 20, 20], "followers hear with the next message")
    // A request, the own copy on disk, and two acknowledgements for each entry.
    #expect(recording.inputs.count == 80)
    var node = recording.node
    var effects = Effects<Raft>()
    for (input, now) in recording.inputs { node.step(input, at: now, effects: &effects) }
    #expect(node.log == group.nodes[0].log && node.commit == 21)
  }
}
