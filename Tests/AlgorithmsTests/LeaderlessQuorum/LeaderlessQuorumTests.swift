import Quantities
import Testing

@testable import Algorithms

private let ms: Nanoseconds = 1_000_000

private func store(
  replicas: Int = 3, read: Int, write: Int, conflict: Siblings.Conflict = .lastWriterWins,
  nodes: Int? = nil, adjust: (inout LeaderlessQuorum.Settings) -> Void = { _ in }
) -> HandDriven<LeaderlessQuorum> {
  var settings = LeaderlessQuorum.Settings(
    replicas: replicas, read: read, write: write, conflict: conflict, nodes: nodes)
  adjust(&settings)
  let fixed = settings
  return HandDriven(settings.nodes, disk: .init()) {
    LeaderlessQuorum($0, settings: fixed, disk: $1)
  }
}

private func version(
  _ value: Int, writer: NodeID, count: UInt64, time: Int64 = 0, seen: VersionVector = .init()
) -> Siblings.Version {
  .init(
    value: value, time: time,
    dotted: DottedVersion(dot: Dot(replica: writer, counter: count), past: seen))
}

/// The first so many versions of each node, from node 0 on.
private func seen(_ counts: UInt64...) -> VersionVector {
  var vector = VersionVector()
  for (node, count) in counts.enumerated() { vector[node] = count }
  return vector
}

/// The versions that three nodes come to by writing and hearing of each other.
private func draw(_ conflict: Siblings.Conflict, _ random: inout SeededGenerator) -> [Siblings] {
  var nodes = [Siblings(), Siblings(), Siblings()]
  var counts: [UInt64] = [0, 0, 0]
  for _ in 0..<random.next() % 20 {
    let node = Int(random.next() % 3)
    let other = nodes[Int(random.next() % 3)]
    if random.next() % 2 == 0 {
      nodes[node].merge(other, conflict)
    } else {
      counts[node] += 1
      let new = version(
        10 * node + Int(counts[node]), writer: node, count: counts[node],
        time: Int64(random.next() % 10), seen: random.next() % 3 == 0 ? .init() : other.context)
      nodes[node].merge(Siblings(new), conflict)
    }
  }
  return nodes
}

@Test(arguments: [Siblings.Conflict.siblings, .lastWriterWins])
func `merging versions is commutative, associative and idempotent`(conflict: Siblings.Conflict) {
  var random = SeededGenerator(seed: 1)
  func joined(_ a: Siblings, _ b: Siblings) -> Siblings {
    var result = a
    result.merge(b, conflict)
    return result
  }
  for _ in 0..<500 {
    let nodes = draw(conflict, &random)
    let (a, b, c) = (nodes[0], nodes[1], nodes[2])
    #expect(joined(a, b) == joined(b, a))
    #expect(joined(a, a) == a)
    #expect(joined(joined(a, b), c) == joined(a, joined(b, c)))
  }
}

@Test func `a version replaces what its writer had seen and nothing else`() {
  var siblings = Siblings(version(1, writer: 0, count: 1))
  siblings.merge(Siblings(version(2, writer: 0, count: 2)), .siblings)
  #expect(siblings.versions.map(\.value) == [1, 2])
  #expect(siblings.context == seen(2))
  siblings.merge(Siblings(version(3, writer: 1, count: 1, seen: seen(1))), .siblings)
  #expect(siblings.versions.map(\.value) == [2, 3])
  siblings.merge(Siblings(version(4, writer: 2, count: 1, seen: siblings.context)), .siblings)
  #expect(siblings.versions.map(\.value) == [4])
}

@Test func `the later clock wins, even against a write that had seen the other`() {
  var siblings = Siblings(version(1, writer: 0, count: 1, time: 100))
  siblings.merge(
    Siblings(version(2, writer: 1, count: 1, time: 99, seen: seen(1))), .lastWriterWins)
  #expect(siblings.versions.map(\.value) == [1])
  siblings.merge(Siblings(version(3, writer: 1, count: 2, time: 100)), .lastWriterWins)
  #expect(siblings.versions.map(\.value) == [3])
}

@Test(arguments: [(1, 1, false), (1, 2, false), (2, 2, true), (1, 3, true), (3, 1, true)])
func `a read meets the last write only if R + W > N`(read: Int, write: Int, meets: Bool) {
  var store = store(read: read, write: write)
  // The write reaches the first W replicas, the read the last R.
  let wrote = store.ask(0, .write(key: 0, value: 7, context: .init()))
  store.deliver(where: { $0.to < write })
  #expect(store.answers[wrote] == .written)
  let first = 3 - read
  let id = store.ask(2, .read(key: 0))
  store.deliver(where: { $0.to >= first || $0.from >= first && $0.to == 2 })
  #expect(store.answers[id] != nil)
  if case .values(let values, _) = store.answers[id] { #expect(values == (meets ? [7] : [])) }
}

@Test func `too few replicas answer, and the request fails in time`() {
  var store = store(read: 2, write: 2)
  store.crash(1)
  store.crash(2)
  let write = store.ask(0, .write(key: 0, value: 7, context: .init()))
  let read = store.ask(0, .read(key: 0))
  store.pass(400 * ms)
  #expect(store.answers[write] == nil && store.answers[read] == nil)
  store.pass(200 * ms)
  #expect(store.answers[write] == .failed && store.answers[read] == .failed)
}

@Test func `stand-ins take a write and hand it over`() {
  var store = store(read: 2, write: 2, nodes: 5) { $0.isSloppy = true }
  store.crash(1)
  store.crash(2)
  let id = store.ask(0, .write(key: 0, value: 7, context: .init()))
  store.deliver()
  #expect(store.answers[id] == nil)
  store.pass(150 * ms)
  #expect(store.answers[id] == .written)
  #expect(store.processes[3].hints.keys.map(\.node) == [1])
  #expect(store.disks[4].hints.keys.map(\.node) == [2])
  store.restart(1)
  store.restart(2)
  store.pass(500 * ms)
  #expect(store.processes[3].hints.isEmpty && store.disks[4].hints.isEmpty)
  #expect(store.disks[1].data[0]?.versions.map(\.value) == [7])
}

@Test(arguments: [
  (LeaderlessQuorum.Repair.never, false), (.afterAnswer, true), (.beforeAnswer, false),
])
func `a read repairs the replicas that it finds behind`(
  repair: LeaderlessQuorum.Repair, repairsAll: Bool
) {
  var store = store(read: 2, write: 1) { $0.repair = repair }
  _ = store.ask(0, .write(key: 0, value: 7, context: .init()))
  store.deliver(where: { $0.to == 0 })
  store.pass(600 * ms, where: { $0.to == 0 })
  let id = store.ask(0, .read(key: 0))
  store.deliver()
  #expect(store.answers[id] == .values([7], context: seen(1)))
  let holders = store.processes.filter { $0.data[0] != nil }.count
  // Before the answer only as many as R are repaired for sure.
  #expect(repair == .beforeAnswer ? holders >= 2 : holders == (repairsAll ? 3 : 1))
}

@Test func `comparison spreads what neither reads nor hints did`() {
  var store = store(read: 1, write: 1) {
    $0.repair = .never
    $0.antiEntropy = 100 * ms
  }
  _ = store.ask(0, .write(key: 0, value: 7, context: .init()))
  store.deliver(where: { $0.to == 0 })
  store.pass(3_000 * ms)
  #expect(store.processes.allSatisfy { $0.data[0]?.versions.map(\.value) == [7] })
}

@Test func `writes that had not seen each other become siblings, and a later one resolves them`() {
  var store = store(read: 2, write: 2, conflict: .siblings)
  _ = store.ask(0, .write(key: 0, value: 1, context: .init()))
  _ = store.ask(1, .write(key: 0, value: 2, context: .init()))
  store.deliver()
  let id = store.ask(2, .read(key: 0))
  store.deliver()
  guard case .values([1, 2], let context) = store.answers[id] else {
    Issue.record("\(String(describing: store.answers[id]))")
    return
  }
  _ = store.ask(1, .write(key: 0, value: 3, context: context))
  store.deliver()
  let last = store.ask(0, .read(key: 0))
  store.deliver()
  if case .values(let values, _) = store.answers[last] { #expect(values == [3]) }
}

@Test func `a restarted node goes on counting where it stopped`() {
  var store = store(read: 2, write: 2, conflict: .siblings)
  _ = store.ask(0, .write(key: 0, value: 1, context: .init()))
  store.deliver()
  store.crash(0)
  store.restart(0)
  _ = store.ask(0, .write(key: 0, value: 2, context: .init()))
  store.deliver()
  #expect(store.processes[1].data[0]?.versions.map(\.dotted.dot.counter) == [1, 2])
}

@Test func `a reader that meets only a later write of a node replaces no earlier one unseen`() {
  var store = store(read: 1, write: 1, conflict: .siblings) { $0.repair = .never }
  // Two clients write through node 0 without having read; only the second write reaches node 1.
  _ = store.ask(0, .write(key: 0, value: 1, context: .init()))
  store.letters = []
  _ = store.ask(0, .write(key: 0, value: 2, context: .init()))
  store.deliverOnly { $0.to == 1 }
  store.letters = []
  let id = store.ask(1, .read(key: 0))
  guard case .values(let values, let context) = store.answers[id] else {
    Issue.record("not answered")
    return
  }
  // The first came along, for its writer names all it wrote that nothing replaces.
  #expect(values == [1, 2])
  _ = store.ask(1, .write(key: 0, value: 3, context: context))
  store.deliver()
  #expect(store.processes[0].data[0]?.versions.map(\.value) == [3])
}
