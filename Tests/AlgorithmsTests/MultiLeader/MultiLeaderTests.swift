import Testing

@testable import Algorithms

private let ms: Nanoseconds = 1_000_000

private func regions(_ conflict: MultiLeader.Conflict) -> HandDriven<MultiLeader> {
  let settings = MultiLeader.Settings(regions: 3, conflict: conflict)
  return HandDriven(3, disk: [:]) { MultiLeader($0, settings: settings, disk: $1) }
}

@Test func `a region answers at once and others learn later`() {
  var regions = regions(.lastWriterWins)
  let id = regions.ask(0, .write(key: 1, value: 7))
  #expect(regions.answers[id] == .written)
  #expect(regions.processes[0].values(of: 1) == [7] && regions.processes[1].values(of: 1) == [])
  regions.pass(100 * ms)
  #expect(regions.processes.allSatisfy { $0.values(of: 1) == [7] })
}

@Test(arguments: [([30], 0), ([10, 20, 30], 1), ([60], 2)])
func `concurrent writes end alike everywhere, as the rule says`(expected: [Int], rule: Int) {
  let rules: [MultiLeader.Conflict] = [.lastWriterWins, .siblings, .merge(+)]
  var regions = regions(rules[rule])
  for region in 0..<3 {
    regions.now = LocalTime(nanoseconds: Int64(region))
    _ = regions.ask(region, .write(key: 1, value: 10 * (region + 1)))
  }
  regions.pass(100 * ms)
  for region in regions.processes { #expect(region.values(of: 1) == expected) }
}

@Test func `a write that has seen siblings replaces them`() {
  var regions = regions(.siblings)
  _ = regions.ask(0, .write(key: 1, value: 1))
  _ = regions.ask(1, .write(key: 1, value: 2))
  regions.pass(100 * ms)
  _ = regions.ask(2, .write(key: 1, value: 3))
  regions.pass(100 * ms)
  #expect(regions.processes.allSatisfy { $0.values(of: 1) == [3] })
}

@Test func `a lost region takes with it what it had not copied, a crashed one does not`() {
  var regions = regions(.lastWriterWins)
  let id = regions.ask(0, .write(key: 1, value: 7))
  #expect(regions.answers[id] == .written)
  regions.crash(0)
  regions.letters = []
  regions.pass(1_000 * ms)
  #expect(regions.processes[1].values(of: 1) == [])
  regions.restart(0)
  regions.deliver()
  #expect(regions.processes[1].values(of: 1) == [7])
}

@Test func `messages that are lost are sent again`() {
  var regions = regions(.siblings)
  for value in 1...3 {
    _ = regions.ask(0, .write(key: value, value: value))
    regions.pass(60 * ms, where: { _ in value == 3 })
  }
  regions.pass(100 * ms)
  for key in 1...3 { #expect(regions.processes[2].values(of: key) == [key]) }
}
