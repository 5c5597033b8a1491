import Algorithms
import Simulation

/// Five nodes of Raft and as many clients as keep them busy.
struct RaftUnderLoad {
  private var simulator: Simulator<Raft>
  private let leader: NodeID
  private var numbers = Array(repeating: 1, count: 256)
  private var clients: [RequestID: Int] = [:]
  private let eventsBefore: Int

  init() {
    let group = RaftConfiguration(voters: [0, 1, 2, 3, 4])
    let policy = RaftPolicy(reads: .throughLog)
    simulator = Simulator<Raft>(
      topology: .cluster(nodes: 5, roundTrip: 1_000_000), seed: 1, disk: RaftDisk()
    ) { id, disk, seed in
      Raft(id: id, configuration: group, policy: policy, disk: disk, seed: seed)
    }
    while !simulator.processes.contains(where: { $0.role == .leader }) {
      _ = simulator.next(until: simulator.now + 10_000_000)
    }
    leader = simulator.processes.firstIndex { $0.role == .leader } ?? 0
    eventsBefore = simulator.counts.events
    for client in numbers.indices { ask(client) }
  }

  /// How many events there were under load.
  var events: Int { simulator.counts.events - eventsBefore }

  /// Goes on for so many events, and says how many messages a second were delivered.
  mutating func rate(events count: Int) -> Double {
    let before = simulator.counts
    let time = Speed.seconds {
      while simulator.counts.events - before.events < count,
        let occurrence = simulator.next(until: .max - 1)
      {
        if case .answered(let id, .done) = occurrence, let client = clients.removeValue(forKey: id)
        {
          numbers[client] += 1
          ask(client)
        }
      }
    }
    return Double(simulator.counts.delivered - before.delivered) / time
  }

  private mutating func ask(_ client: Int) {
    let operation = KeyValueStore.Operation(
      client: client, number: numbers[client], command: .write(client % 16, numbers[client]))
    clients[simulator.submit(.operation(operation), to: leader)] = client
  }
}
