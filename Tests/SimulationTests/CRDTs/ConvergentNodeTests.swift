import Algorithms
import Quantities
import Simulation
import Testing

/// Replicas of a set in the simulator, with crashes that lose unsynced writes.
struct ConvergentNodeTests {
  @Test func `replicas converge and keep every acknowledged update, whatever happens`() {
    for seed in UInt64(0)..<60 {
      let run = SetRun(seed: seed, settings: .init())
      #expect(run.converged && run.lost.isEmpty, "seed \(seed), lost \(run.lost)")
    }
  }

  @Test func `whole states alone are enough`() {
    for seed in UInt64(0)..<20 {
      let run = SetRun(seed: seed, settings: .init(shipsDeltas: false))
      #expect(run.converged && run.lost.isEmpty, "seed \(seed), lost \(run.lost)")
    }
  }

  @Test func `a replica that ships before it syncs is caught`() {
    let caught = (UInt64(0)..<100).first { seed in
      let run = SetRun(seed: seed, settings: .init(syncsFirst: false))
      return !run.converged || !run.lost.isEmpty
    }
    #expect(caught != nil)
    if let caught { print("update shipped before it is synced: caught by seed \(caught)") }
  }
}

/// One run: each element is added once, so whatever was acknowledged must be there in the end.
private struct SetRun {
  typealias Node = ConvergentNode<ObservedRemoveSet<Int>, Int>

  private(set) var converged = false
  private(set) var lost: Set<Int> = []

  init(seed: UInt64, settings: Node.Settings) {
    let members = 3
    let second: Int64 = 1_000_000_000
    let link = Link(
      jitter: .exponential(meanMilliseconds: 5), loss: 0.1, duplication: 0.1, reordering: 0.2)
    var run = Simulator<Node>(
      topology: .cluster(nodes: members, roundTrip: 1_000_000, link: link),
      environment: Environment(
        disk: DiskModel(sync: .constant(milliseconds: 20)),
        faults: .random(
          [.crashes, .partitions, .poorLinks, .pauses], count: 10, nodes: members,
          before: 20 * second, seed: seed)),
      seed: seed, disk: ObservedRemoveSet()
    ) { node, disk, seed in
      Node(id: node, members: members, settings: settings, disk: disk, seed: seed) {
        state, element, replica, _ in state.add(element, at: replica)
      }
    }
    var random = SeededGenerator(seed: seed)
    for tag in 0..<200 { run.setAlarm(tag, at: Int64(tag) * second / 10) }
    var (asked, acknowledged): ([RequestID: Int], Set<Int>) = ([:], [])
    while let occurrence = run.next(until: 60 * second) {
      switch occurrence {
      case .alarm(let tag):
        let id = run.submit(.update(tag), to: Int.random(in: 0..<members, using: &random))
        asked[id] = tag
      case .answered(let id, _): if let element = asked[id] { acknowledged.insert(element) }
      case .stepped: break
      }
    }
    let states = run.processes.map(\.state)
    converged = states.allSatisfy { $0 == states[0] }
    lost = acknowledged.subtracting(states[0].elements)
  }
}
