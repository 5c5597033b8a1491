import Testing

@testable import Algorithms

private let ms: Nanoseconds = 1_000_000

private func lock(
  adjust: (inout LeasedLock.Settings) -> Void = { _ in }
) -> HandDriven<LeasedLock> {
  var settings = LeasedLock.Settings(nodes: 4)
  adjust(&settings)
  let fixed = settings
  return HandDriven(4, disk: .init()) { LeasedLock($0, settings: fixed, disk: $1) }
}

@Test func `holders take turns, each with a greater token`() {
  var lock = lock()
  let first = lock.ask(2, .write(1))
  let second = lock.ask(3, .write(2))
  lock.pass(1_000 * ms)
  #expect(lock.answers[first] == .written && lock.answers[second] == .written)
  #expect(lock.processes[1].writes == [.init(token: 1, value: 1), .init(token: 2, value: 2)])
}

@Test func `no grant leaves before its token is on disk, nor when it is asked for again`() {
  var service = LeasedLock(0, settings: LeasedLock.Settings(nodes: 4), disk: .init())
  _ = service.said(.start)
  for time in [LocalTime.zero, LocalTime(nanoseconds: 300 * ms)] {
    // The first token is not on disk at either time: nothing has come back from there.
    let said = service.said(.message(.acquire(sent: time), from: 2), at: time)
    let barrier = said.firstIndex { $0.isSync }
    let answer = said.firstIndex { $0.sent != nil }
    #expect(barrier != nil && answer != nil && (barrier ?? .max) < (answer ?? .min))
  }
}

@Test func `a holder that renews keeps the lock, and one that is gone frees it after its term`() {
  var lock = lock { $0.keepsFor = nil }
  lock.deliver()
  lock.pass(5_000 * ms)
  #expect(lock.processes[2].holds(at: lock.now) && !lock.processes[3].holds(at: lock.now))
  lock.crash(2)
  lock.pass(500 * ms)
  #expect(!lock.processes[3].holds(at: lock.now))
  lock.pass(1_000 * ms)
  #expect(lock.processes[3].holds(at: lock.now))
}

@Test func `a holder stops trusting before the service's term ends`() {
  let settings = LeasedLock.Settings(nodes: 3)
  #expect(settings.trusted < settings.term && settings.trusted >= settings.term * 99 / 100)
}

@Test(arguments: [false, true])
func `a late write is refused by tokens, and only by them`(checks: Bool) {
  var lock = lock { if !checks { $0.accepts = nil } }
  let late = lock.ask(2, .write(1))
  lock.deliver()
  // The write is under way for longer than the term.
  lock.pass(25 * ms, where: { $0.to != 1 })
  lock.letters = []
  lock.crash(2)
  lock.pass(2_000 * ms)
  let next = lock.ask(3, .write(2))
  lock.pass(1_000 * ms)
  #expect(lock.answers[next] == .written)
  lock.give(.message(.write(token: 1, value: 1), from: 2), to: 1)
  #expect(lock.processes[1].writes.map(\.token) == (checks ? [2] : [2, 1]))
  #expect(lock.answers[late] == nil)
}

@Test func `a grant that was given back counts for nothing when it comes again`() {
  var lock = lock()
  _ = lock.ask(2, .write(1))
  lock.deliverOnly { $0.to == 0 }
  let grant = lock.letters
  lock.pass(1_000 * ms)
  #expect(!lock.processes[2].holds(at: lock.now))
  lock.letters = grant
  lock.deliver()
  #expect(!lock.processes[2].holds(at: lock.now))
}

@Test(arguments: [(true, true, 2), (true, false, 2), (false, false, 1)])
func `a service that restarts waits a term, and goes on with its tokens`(
  keepsTokens: Bool, waits: Bool, token: Int
) {
  var lock = lock {
    $0.keepsTokens = keepsTokens
    $0.waitsAfterRestart = waits
    $0.keepsFor = 10_000 * ms
  }
  _ = lock.ask(2, .write(1))
  lock.pass(100 * ms)
  #expect(lock.processes[2].lease?.token == 1)
  lock.crash(2)
  lock.crash(0)
  lock.restart(0)
  _ = lock.ask(3, .write(2))
  lock.pass(100 * ms)
  #expect((lock.processes[3].lease == nil) == waits)
  lock.pass(2_000 * ms)
  #expect(lock.processes[3].lease?.token == token)
}
