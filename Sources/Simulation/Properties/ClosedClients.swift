import Algorithms
import Quantities

/// Clients for a property's run: each asks, waits for the answer or gives up, thinks, and asks
/// again, whatever the answers before it make it ask.
struct ClosedClients<P: Process> {
  /// A request and the node it goes to.
  struct Call {
    var node: NodeID
    var request: P.Request
  }

  /// What a client asked and heard.
  struct Operation {
    var client: Int
    var call: Call
    var called: VirtualTime
    /// `.max` when no answer came in time.
    var answered: VirtualTime = .max
    var response: P.Response?
  }

  /// What came of a run.
  struct Outcome {
    var operations: [Operation]
    var simulator: Simulator<P>
    /// What `looks` said first.
    var violation: String?
  }

  var count = 3
  /// Nothing new is asked from here on.
  var busyUntil: VirtualTime
  /// The run ends here.
  var end: VirtualTime
  /// How long a client waits for an answer.
  var patience: Nanoseconds = 400_000_000
  /// How long it thinks at most.
  var thinking: Nanoseconds = 60_000_000

  private struct Client {
    var open: (request: RequestID, operation: Operation)?
    var last: Operation?
    var turns = 0
  }

  /// Plays the clients.
  ///
  /// - Parameters:
  ///   - next: What a client asks after its last operation; `nil` for no more.
  ///   - looks: Looks at the nodes after each step; the run ends with the first violation.
  func run(
    _ simulator: Simulator<P>, seed: UInt64,
    looks: ((borrowing Simulator<P>) -> String?)? = nil,
    next: (_ client: Int, _ last: Operation?, _ random: inout SeededGenerator) -> Call?
  ) -> Outcome {
    var outcome = Outcome(operations: [], simulator: simulator)
    var random = SeededGenerator(seed: seed ^ 0xC105_ED)
    var clients = Array(repeating: Client(), count: count)
    var asking: [RequestID: Int] = [:]
    outcome.simulator.reportsSteps = looks != nil

    func think(_ client: Int) {
      clients[client].turns += 1
      let span = Nanoseconds(random.next() % UInt64(max(1, thinking)))
      outcome.simulator.setAlarm(
        clients[client].turns * count + client, at: outcome.simulator.now + span)
    }
    func finish(_ client: Int, _ response: P.Response?) {
      guard let open = clients[client].open else { return }
      var operation = open.operation
      asking[open.request] = nil
      operation.response = response
      if response != nil { operation.answered = outcome.simulator.now }
      outcome.operations.append(operation)
      clients[client].open = nil
      clients[client].last = operation
      think(client)
    }
    func ring(_ tag: Int) {
      let client = tag % count
      guard clients[client].turns == tag / count else { return }
      if clients[client].open != nil { return finish(client, nil) }
      guard outcome.simulator.now < busyUntil,
        let call = next(client, clients[client].last, &random)
      else { return }
      let now = outcome.simulator.now
      let request = outcome.simulator.submit(call.request, to: call.node)
      asking[request] = client
      clients[client].open = (request, Operation(client: client, call: call, called: now))
      clients[client].turns += 1
      outcome.simulator.setAlarm(clients[client].turns * count + client, at: now + patience)
    }

    for client in clients.indices { think(client) }
    while let occurrence = outcome.simulator.next(until: end) {
      switch occurrence {
      case .alarm(let tag): ring(tag)
      case .answered(let request, let response):
        if let client = asking[request] { finish(client, response) }
      case .stepped:
        if let violation = looks?(outcome.simulator) {
          outcome.violation = violation
          return outcome
        }
      }
    }
    for client in clients.indices {
      if let open = clients[client].open { outcome.operations.append(open.operation) }
    }
    outcome.operations.sort { ($0.called, $0.client) < ($1.called, $1.client) }
    return outcome
  }
}

extension SeededGenerator {
  /// A number from 0 up to and without `limit`, which is above 0.
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

extension Topology {
  /// Nodes whose messages to each other pass over `link`; what clients send and hear is not
  /// disturbed, for a request that came twice would be two requests.
  static func rough(nodes: Int, _ link: Link) -> Topology {
    var topology = cluster(nodes: nodes, roundTrip: 1_000_000)
    for from in 0..<nodes {
      for to in 0..<nodes where from != to { topology.links[.init(from: from, to: to)] = link }
    }
    return topology
  }
}
