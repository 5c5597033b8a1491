import Testing

@testable import Algorithms

private let ms: Nanoseconds = 1_000_000

private func group(
  _ acknowledgement: PrimaryBackup.Acknowledgement, _ failover: PrimaryBackup.Failover,
  replicas: Int = 3, adjust: (inout PrimaryBackup.Settings) -> Void = { _ in }
) -> HandDriven<PrimaryBackup> {
  var settings = PrimaryBackup.Settings(
    replicas: replicas, acknowledgement: acknowledgement, failover: failover)
  adjust(&settings)
  var nodes = replicas
  if case .coordinator = failover { nodes += 1 }
  let fixed = settings
  var group = HandDriven<PrimaryBackup>(nodes, disk: .init()) {
    PrimaryBackup($0, settings: fixed, disk: $1, seed: 1)
  }
  group.deliver()
  return group
}

@Test(arguments: [
  (PrimaryBackup.Acknowledgement.asynchronous, [0, 0, 0]),
  (.synchronous(copies: 1), [1, 0, 0]), (.synchronous(copies: 2), [1, 1, 0]),
  (.semiSynchronous(copies: 1, timeout: 10 * ms), [1, 0, 0]),
])
func `a write waits for as many standbys as it must`(
  acknowledgement: PrimaryBackup.Acknowledgement, waits: [Int]
) {
  var group = group(acknowledgement, .none)
  let id = group.ask(0, .write(key: 1, value: 7))
  var isAnswered = [group.answers[id] != nil]
  for standby in [1, 2] {
    group.deliverOnly { $0.to == standby }
    group.deliverOnly { $0.to == 0 }
    isAnswered.append(group.answers[id] != nil)
  }
  #expect(isAnswered == waits.map { $0 == 0 })
  #expect(group.answers[id] == .written)
}

@Test func `a semi-synchronous primary stops waiting, and waits again once standbys caught up`() {
  var group = group(.semiSynchronous(copies: 1, timeout: 10 * ms), .none)
  let late = group.ask(0, .write(key: 1, value: 7))
  group.pass(9 * ms, where: { _ in false })
  #expect(group.answers[late] == nil)
  group.pass(2 * ms, where: { _ in false })
  #expect(group.answers[late] == .written && group.processes[0].isDegraded)
  let unsafe = group.ask(0, .write(key: 1, value: 8))
  #expect(group.answers[unsafe] == .written)
  group.pass(100 * ms)
  #expect(!group.processes[0].isDegraded)
  let safe = group.ask(0, .write(key: 1, value: 9))
  #expect(group.answers[safe] == nil)
  group.deliver()
  #expect(group.answers[safe] == .written)
}

@Test(arguments: [
  (PrimaryBackup.Acknowledgement.asynchronous, true), (.synchronous(copies: 1), false),
])
func `a failover loses what was acknowledged before a standby had it, and the old primary cuts it`(
  acknowledgement: PrimaryBackup.Acknowledgement, loses: Bool
) {
  var group = group(acknowledgement, .coordinator(.seal))
  let early = group.ask(0, .write(key: 1, value: 7))
  group.deliver()
  #expect(group.answers[early] == .written)
  let late = group.ask(0, .write(key: 1, value: 8))
  #expect((group.answers[late] == .written) == loses)
  group.letters = []
  group.crash(0)
  group.pass(1_000 * ms)
  let primary = group.processes.lastIndex { $0.role == .primary } ?? 0
  #expect(primary != 0 && group.processes[primary].epoch == 1)
  let read = group.ask(primary, .read(key: 1))
  #expect(group.answers[read] == .value(7))
  group.restart(0)
  group.pass(200 * ms)
  #expect(group.processes[0].role == .standby)
  #expect(group.processes[0].value(of: 1) == 7)
  #expect(group.processes[0].log == group.processes[primary].log)
}

@Test(arguments: [(PrimaryBackup.Fencing.none, true), (.seal, true), (.lease, false)])
func `only a lease keeps a cut-off primary from acknowledging what nobody else has`(
  fencing: PrimaryBackup.Fencing, accepts: Bool
) {
  var group = group(.asynchronous, .coordinator(fencing))
  group.pass(100 * ms)
  group.pass(1_000 * ms, where: { $0.from != 0 && $0.to != 0 })
  #expect(group.processes[1].role == .primary && group.processes[0].role == .primary)
  let split = group.ask(0, .write(key: 1, value: 7))
  #expect((group.answers[split] == .written) == accepts)
  group.pass(500 * ms)
  #expect(group.processes[0].role == .standby && group.processes[0].value(of: 1) == nil)
  #expect(group.processes[0].rolledBack.count == (accepts ? 1 : 0))
}

@Test func `a sealed standby takes nothing more from the old primary`() {
  var group = group(.synchronous(copies: 1), .coordinator(.seal))
  // The primary still reaches one standby; the coordinator reaches both and not the primary.
  group.pass(400 * ms, where: { !($0.from == 0 && $0.to == 3) && !($0.from == 3 && $0.to == 0) })
  let late = group.ask(0, .write(key: 1, value: 7))
  group.deliver()
  #expect(group.answers[late] == nil || group.answers[late] != .written)
  #expect(group.processes[0].role == .standby)
}

@Test(arguments: [(2, false), (3, true), (4, false), (5, true)])
func `half of an even group elects nobody`(replicas: Int, elects: Bool) {
  var group = group(.synchronous(copies: replicas / 2), .election, replicas: replicas)
  for node in 0..<replicas / 2 { group.crash(node) }
  group.pass(5_000 * ms)
  let primaries = group.processes[(replicas / 2)...].filter { $0.role == .primary }
  #expect(primaries.count == (elects ? 1 : 0))
}

@Test func `a primary that cannot see a majority steps down`() {
  var group = group(.synchronous(copies: 1), .election)
  group.pass(1_000 * ms, where: { $0.from != 0 && $0.to != 0 })
  #expect(group.processes[0].role != .primary)
  #expect(group.processes[1].role == .primary)
  let refused = group.ask(0, .read(key: 1))
  if case .notPrimary = group.answers[refused] {} else { Issue.record("answered") }
}

@Test func `standbys answer reads only where that is allowed, and lag`() {
  for isAllowed in [false, true] {
    var group = group(.asynchronous, .none) { $0.readsAtStandbys = isAllowed }
    _ = group.ask(0, .write(key: 1, value: 7))
    let early = group.ask(1, .read(key: 1))
    group.pass(200 * ms)
    let late = group.ask(1, .read(key: 1))
    #expect(group.answers[early] == (isAllowed ? .value(nil) : .notPrimary(0)))
    #expect(group.answers[late] == (isAllowed ? .value(7) : .notPrimary(0)))
  }
}

@Test func `the most advanced standby is promoted, by epoch first`() {
  typealias Position = PrimaryBackup.Position
  #expect(Position(epoch: 1, index: 9) < Position(epoch: 2, index: 3))
  #expect(Position(epoch: 2, index: 2) < Position(epoch: 2, index: 3))
  var group = group(.synchronous(copies: 1), .coordinator(.seal))
  let id = group.ask(0, .write(key: 1, value: 7))
  group.deliver(where: { $0.to != 1 })
  #expect(group.answers[id] == .written)
  group.crash(0)
  group.pass(1_000 * ms)
  #expect(group.processes[2].role == .primary)
}
