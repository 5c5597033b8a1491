public import Algorithms
import Checkers
import Quantities

/// One run of a scenario: plays the clients.
struct ScenarioRun<W: Workload> {
  private struct Client {
    var place: Topology.PlaceID
    var node: NodeID
    /// How the history knows it: another number after an operation of unknown outcome.
    var process: Int
    var number = 0
    var open: Open?
  }

  private struct Open {
    var call: W.Call
    var called: VirtualTime
    /// Counts attempts over the run, so that old alarms and answers are known.
    var attempt: Int
    var request: RequestID
  }

  /// What an alarm is for; its tag has the client in 24 bits and the attempt above them.
  private enum Purpose: Int { case begin, again, timeout, arrival }

  private let scenario: Scenario<W>
  private var workload: W
  private var random: SeededGenerator
  private var observers: [any StepObserver<W.P>]
  private var simulator: Simulator<W.P>
  private var clients: [Client] = []
  private var idle: [Topology.PlaceID: [Int]] = [:]
  private var asking: [RequestID: Int] = [:]
  private var attempts = 0
  private var processes = 0
  private var operations: [History<W.Call, W.Answer>.Operation] = []
  private var outcomes: [ClientOutcome] = []
  private var latencies: [LatencyHistogram]
  private var timeline: Timeline
  private var answered = 0
  private var violation: String?

  init(_ scenario: Scenario<W>, seed: UInt64, observers: [any StepObserver<W.P>]) {
    self.scenario = scenario
    self.observers = observers
    workload = scenario.workload
    random = SeededGenerator(seed: seed ^ 0x5EED_0F_C11E_4715)
    simulator = Simulator(
      topology: scenario.topology, environment: scenario.environment, seed: seed,
      disk: scenario.disk, make: scenario.make)
    simulator.reportsSteps = !observers.isEmpty
    simulator.isTracing = scenario.isTracing
    latencies = scenario.topology.places.map { _ in LatencyHistogram() }
    timeline = Timeline(bucket: scenario.bucket)
  }

  mutating func complete() -> RunResult<W> {
    begin()
    var before = MessageCounts(kinds: W.P.messageKinds.count)
    if scenario.warmUp > 0 {
      advance(to: scenario.warmUp)
      before = simulator.counts
    }
    advance(to: later(scenario.duration, scenario.settling))
    for client in clients.indices { giveUp(client) }
    operations.sort { ($0.called, $0.process) < ($1.called, $1.process) }
    return RunResult(
      history: History(operations), outcomes: outcomes, latencies: latencies, timeline: timeline,
      counts: simulator.counts.since(before), answered: answered, violation: violation,
      simulator: simulator)
  }

  private mutating func begin() {
    switch scenario.clients.pace {
    case .closed:
      for place in scenario.clients.places {
        let client = addClient(at: place)
        simulator.setAlarm(tag(.begin, client, 0), at: 0)
      }
    case .open:
      for place in Set(scenario.clients.places).sorted() { planArrival(at: place) }
    }
  }

  private mutating func addClient(at place: Topology.PlaceID) -> Int {
    let nearest = simulator.nodesByDistance(from: place).first(where: isAsked) ?? 0
    clients.append(
      Client(place: place, node: scenario.clients.firstNode ?? nearest, process: processes))
    processes += 1
    return clients.count - 1
  }

  private func isAsked(_ node: NodeID) -> Bool { scenario.clients.nodes?.contains(node) ?? true }

  private func next(after node: NodeID) -> NodeID {
    guard let nodes = scenario.clients.nodes else {
      return (node + 1) % max(1, simulator.processes.count)
    }
    return nodes.first { $0 > node } ?? nodes.first ?? node
  }

  private mutating func advance(to end: VirtualTime) {
    while violation == nil, let occurrence = simulator.next(until: end) {
      switch occurrence {
      case .stepped(let node):
        for index in observers.indices where violation == nil {
          violation = observers[index].observe(node: node, of: simulator)
        }
      case .answered(let id, let response): take(response, to: id)
      case .alarm(let tag): ring(tag)
      }
    }
  }

  private func tag(_ purpose: Purpose, _ client: Int, _ attempt: Int) -> Int {
    attempt << 26 | client << 2 | purpose.rawValue
  }

  private mutating func ring(_ tag: Int) {
    let client = tag >> 2 & 0xFF_FFFF
    let attempt = tag >> 26
    switch Purpose(rawValue: tag & 3) {
    case .begin: beginOperation(client)
    case .again where clients[client].open?.attempt == attempt: ask(client)
    case .timeout where clients[client].open?.attempt == attempt: runOut(client)
    case .arrival: arrive(at: client)
    default: break
    }
  }

  /// An operation comes at a place whose clients do not wait for each other.
  private mutating func arrive(at place: Topology.PlaceID) {
    guard simulator.now < scenario.duration else { return }
    let client = idle[place]?.popLast() ?? addClient(at: place)
    beginOperation(client)
    planArrival(at: place)
  }

  private mutating func planArrival(at place: Topology.PlaceID) {
    guard case .open(var rate) = scenario.clients.pace, rate > 0, rate.isFinite else { return }
    if let rush = scenario.clients.rush, (rush.from..<rush.to).contains(simulator.now) {
      rate = max(rate, rush.perSecond)
    }
    let span = DelaySampler.exponential(&random) / rate * 1e9
    simulator.setAlarm(tag(.arrival, place, 0), at: later(simulator.now, nanoseconds(span)))
  }

  private mutating func beginOperation(_ client: Int) {
    guard simulator.now < scenario.duration,
      let call = workload.next(client: client, &random)
    else { return }
    clients[client].number += 1
    clients[client].open = Open(call: call, called: simulator.now, attempt: 0, request: -1)
    if simulator.now >= scenario.warmUp { timeline.call(at: simulator.now) }
    ask(client)
  }

  private mutating func ask(_ client: Int) {
    guard let open = clients[client].open else { return }
    attempts += 1
    let request = workload.request(
      open.call, client: clients[client].process, number: clients[client].number)
    let id = simulator.submit(request, to: clients[client].node, from: clients[client].place)
    asking[open.request] = nil
    asking[id] = client
    clients[client].open?.attempt = attempts
    clients[client].open?.request = id
    simulator.setAlarm(
      tag(.timeout, client, attempts), at: later(simulator.now, scenario.clients.timeout))
  }

  private mutating func take(_ response: W.P.Response, to id: RequestID) {
    guard let client = asking[id], let open = clients[client].open, open.request == id else {
      return
    }
    switch workload.reply(response, to: open.call) {
    case .done(let answer): finish(client, open, answer)
    case .failed:
      note(open, of: client, answered: nil)
      close(client)
      goOn(client, after: scenario.clients.retryDelay)
    case .unknown: giveUp(client)
    case .elsewhere(let node?) where node != clients[client].node:
      clients[client].node = node
      ask(client)
    case .elsewhere: tryAgain(client)
    }
  }

  /// Asks the next node a little later.
  private mutating func tryAgain(_ client: Int) {
    guard !isPastDeadline(client) else { return giveUp(client) }
    clients[client].node = next(after: clients[client].node)
    attempts += 1
    clients[client].open?.attempt = attempts
    simulator.setAlarm(
      tag(.again, client, attempts), at: later(simulator.now, scenario.clients.retryDelay))
  }

  private mutating func runOut(_ client: Int) {
    clients[client].node = next(after: clients[client].node)
    if scenario.clients.retries, !isPastDeadline(client) {
      ask(client)
    } else {
      giveUp(client)
    }
  }

  private func isPastDeadline(_ client: Int) -> Bool {
    guard let deadline = scenario.clients.deadline, let open = clients[client].open else {
      return false
    }
    return simulator.now - open.called >= deadline
  }

  private mutating func note(_ open: Open, of client: Int, answered: VirtualTime?) {
    guard scenario.recordsHistory, open.called >= scenario.warmUp else { return }
    outcomes.append(
      ClientOutcome(
        place: clients[client].place, called: open.called, answered: answered,
        isRead: workload.isRead(open.call)))
  }

  private mutating func finish(_ client: Int, _ open: Open, _ answer: W.Answer) {
    if scenario.recordsHistory {
      operations.append(
        .init(
          process: clients[client].process, call: open.call, answer: answer, called: open.called,
          answered: simulator.now))
    }
    note(open, of: client, answered: simulator.now)
    if open.called >= scenario.warmUp {
      latencies[clients[client].place].add(simulator.now - open.called)
      timeline.answer(at: simulator.now)
      answered += 1
    }
    close(client)
    if case .closed(let thinking) = scenario.clients.pace { goOn(client, after: thinking) }
  }

  private mutating func close(_ client: Int) {
    if let open = clients[client].open { asking[open.request] = nil }
    clients[client].open = nil
    if case .open = scenario.clients.pace {
      idle[clients[client].place, default: []].append(client)
    }
  }

  private mutating func goOn(_ client: Int, after span: Nanoseconds) {
    guard case .closed = scenario.clients.pace else { return }
    simulator.setAlarm(tag(.begin, client, 0), at: later(simulator.now, span))
  }

  /// Ends an operation whose outcome nobody knows; the client goes on under another number.
  private mutating func giveUp(_ client: Int) {
    guard let open = clients[client].open else { return }
    note(open, of: client, answered: nil)
    if scenario.recordsHistory {
      operations.append(
        .init(
          process: clients[client].process, call: open.call, answer: nil, called: open.called,
          answered: .max))
    }
    clients[client].process = processes
    clients[client].number = 0
    processes += 1
    close(client)
    goOn(client, after: scenario.clients.retryDelay)
  }
}

extension Simulator {
  /// The nodes, the nearest to a place first.
  public func nodesByDistance(from place: Topology.PlaceID) -> [NodeID] {
    topology.nodes.indices.sorted {
      (topology.oneWay(place, topology.nodes[$0]), $0)
        < (topology.oneWay(place, topology.nodes[$1]), $1)
    }
  }
}

extension MessageCounts {
  /// What passed since `earlier`.
  func since(_ earlier: MessageCounts) -> MessageCounts {
    var result = self
    for kind in result.sent.indices where earlier.sent.indices.contains(kind) {
      result.sent[kind] -= earlier.sent[kind]
      result.bytes[kind] -= earlier.bytes[kind]
    }
    result.delivered -= earlier.delivered
    result.lost -= earlier.lost
    result.requests -= earlier.requests
    result.answers -= earlier.answers
    result.syncs -= earlier.syncs
    result.events -= earlier.events
    return result
  }
}

extension DelaySampler {
  private static let unit = DelaySampler(.exponential(meanMilliseconds: 1))

  /// A number with an exponential distribution of mean 1.
  static func exponential(_ random: inout SeededGenerator) -> Double { unit.next(&random) }
}
