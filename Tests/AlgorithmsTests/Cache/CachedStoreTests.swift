import Testing

@testable import Algorithms

private let ms: Nanoseconds = 1_000_000

private func cached(
  _ onWrite: CachedStore.OnWrite, lease: Bool = false, timeToLive: Nanoseconds? = nil,
  adjust: (inout CachedStore.Settings) -> Void = { _ in }
) -> HandDriven<CachedStore> {
  var settings = CachedStore.Settings(nodes: 4, onWrite: onWrite)
  settings.lease = lease ? 10_000 * ms : nil
  settings.timeToLive = timeToLive
  adjust(&settings)
  let fixed = settings
  return HandDriven(4, disk: .init()) { CachedStore($0, settings: fixed, disk: $1) }
}

extension HandDriven<CachedStore> {
  fileprivate mutating func write(_ value: Int, from node: NodeID = 2) -> CachedStore.Response? {
    let id = ask(node, .write(key: 1, value: value))
    deliver()
    return answers[id]
  }

  fileprivate mutating func read(from node: NodeID = 3) -> CachedStore.Response? {
    let id = ask(node, .read(key: 1))
    deliver()
    return answers[id]
  }
}

@Test func `readers fill the cache and find what it has`() {
  var system = cached(.applicationInvalidates)
  #expect(system.write(7) == .written)
  #expect(system.processes[1].cached(1) == nil)
  #expect(system.read() == .value(7))
  #expect(system.processes[1].cached(1) == 7)
  system.crash(0)
  #expect(system.read() == .value(7))
}

@Test(arguments: [
  (CachedStore.OnWrite.nothing, 1), (.applicationInvalidates, 2), (.logInvalidates, 2),
  (.writeThrough(overOlderOnly: true), 2),
])
func `a read after a write is stale only where the write leaves the cache alone`(
  onWrite: CachedStore.OnWrite, value: Int
) {
  var system = cached(onWrite, timeToLive: 1_000 * ms)
  _ = system.write(1)
  _ = system.read()
  _ = system.write(2)
  #expect(system.read() == .value(value))
  system.now = system.now + 1_000 * ms
  #expect(system.read() == .value(2))
}

@Test(arguments: [false, true])
func `a slow reader puts back an old value unless a lease was taken from it`(leases: Bool) {
  var system = cached(.applicationInvalidates, lease: leases)
  _ = system.write(1)
  let slow = system.ask(3, .read(key: 1))
  system.deliverOnly { $0.to == 1 }
  system.deliverOnly { $0.to == 3 }
  system.deliverOnly { $0.to == 0 }
  // The store has answered the reader; a writer comes between.
  let answer = system.letters
  system.letters = []
  #expect(system.write(2) == .written)
  system.letters = answer
  system.deliver()
  #expect(system.answers[slow] == .value(1))
  #expect(system.processes[1].cached(1) == (leases ? nil : 1))
  #expect(system.read() == .value(leases ? 2 : 1))
}

@Test func `one reader fills and the others wait for it`() {
  var system = cached(.applicationInvalidates, lease: true)
  _ = system.write(1)
  let first = system.ask(2, .read(key: 1))
  system.deliverOnly { $0.to == 1 }
  let second = system.ask(3, .read(key: 1))
  system.deliverOnly { $0.to == 1 }
  system.deliver()
  #expect(system.answers[first] == .value(1) && system.answers[second] == nil)
  system.pass(20 * ms)
  #expect(system.answers[second] == .value(1))
}

@Test func `two writers that overtake each other leave the older value unless places are compared`()
{
  for compares in [false, true] {
    var system = cached(.writeThrough(overOlderOnly: compares))
    _ = system.ask(2, .write(key: 1, value: 1))
    system.deliverOnly { $0.to == 0 }
    system.deliverOnly { $0.to == 2 }
    let put = system.letters
    system.letters = []
    _ = system.write(2, from: 3)
    system.letters = put
    system.deliver()
    #expect(system.processes[1].cached(1) == (compares ? 2 : 1))
    #expect(system.processes[0].stored(1) == 2)
  }
}

@Test(arguments: [(CachedStore.OnWrite.applicationInvalidates, 1), (.logInvalidates, 2)])
func `an application that crashes leaves a stale entry, the store's log does not`(
  onWrite: CachedStore.OnWrite, value: Int
) {
  var system = cached(onWrite)
  _ = system.write(1)
  _ = system.read()
  _ = system.ask(2, .write(key: 1, value: 2))
  system.deliverOnly { $0.to == 0 }
  system.crash(2)
  system.deliver()
  #expect(system.processes[0].stored(1) == 2)
  #expect(system.read() == .value(value))
}

@Test func `a cache that is down costs time, not answers, and starts empty with new leaves`() {
  var system = cached(.applicationInvalidates, lease: true)
  _ = system.write(1)
  let early = system.ask(2, .read(key: 1))
  system.deliverOnly { $0.to == 1 }
  let leave = system.processes[1].lastLeave
  system.crash(1)
  let id = system.ask(3, .read(key: 1))
  system.pass(200 * ms)
  #expect(system.answers[id] == .value(1) && system.answers[early] == .value(1))
  system.restart(1)
  _ = system.ask(3, .read(key: 1))
  system.deliver()
  #expect(system.processes[1].lastLeave > leave + 1)
}
