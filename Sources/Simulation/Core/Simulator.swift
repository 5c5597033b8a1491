public import Algorithms
import Quantities

/// Runs the nodes of one protocol in virtual time: one thread, one queue of events, one seed.
///
/// The caller drives it: it puts in requests and alarms, and takes out what happens:
/// ```swift
/// while let occurrence = simulator.next(until: end) {
///   switch occurrence {
///   case .answered(let id, let response): …   // a client has its answer
///   case .alarm(let tag): …                   // a moment that the caller asked for
///   case .stepped(let node): …                // if `reportsSteps`: look at `processes`
///   }
/// }
/// ```
/// Equal seeds and equal calls give equal runs, on every machine. A copy of the value is a complete
/// snapshot, and goes on by itself.
public struct Simulator<P: Process>: Sendable {
  /// Makes a node's process from what is on its disk. The seed is a new one at each start.
  public typealias Maker = @Sendable (_ node: NodeID, _ disk: P.Disk, _ seed: UInt64) -> P

  /// The moment the run has reached.
  public private(set) var now: VirtualTime = 0
  /// The nodes' state. That of a node that is down is the state in which it crashed.
  public internal(set) var processes: [P]
  /// What passed so far.
  public internal(set) var counts: MessageCounts
  /// Whether ``next(until:)`` returns after each step of a node.
  public var reportsSteps = false
  /// Whether ``trace`` grows.
  public var isTracing = false
  /// What happened since it was last taken (``takeTrace()``), if `isTracing`.
  public internal(set) var trace: [TraceEvent] = []

  let topology: Topology
  let environment: Environment<P>
  let make: Maker
  private let costs: ProcessingCosts
  var nodes: [Node]
  var stores: [NodeStore<P>]
  var network: Network
  var diskSamplers: [DelaySampler?]
  var tampering: [Environment<P>.Behaviour?]
  var random: SeededGenerator
  private var queue = EventQueue()
  private var pool = EventPool<Event<P>>()
  private var effects = Effects<P>()
  private var requestsMade = 0
  private var stepped: NodeID?

  /// A run that begins with the start of all nodes.
  ///
  /// - Parameters:
  ///   - disk: What is on every disk at first.
  ///   - make: Makes a process at each start of its node.
  public init(
    topology: Topology, environment: Environment<P> = Environment(), seed: UInt64, disk: P.Disk,
    make: @escaping Maker
  ) {
    self.topology = topology
    self.environment = environment
    self.make = make
    costs = environment.costs
    random = SeededGenerator(seed: seed)
    counts = MessageCounts(kinds: P.messageKinds.count)
    network = Network(topology)
    let all = topology.nodes.indices
    nodes = all.map {
      Node(
        place: topology.nodes[$0], clock: environment.clocks[$0] ?? ClockModel(),
        syncsOverlap: (environment.disks[$0] ?? environment.disk).overlaps)
    }
    stores = all.map { _ in NodeStore(disk: disk) }
    diskSamplers = all.map { Self.sampler(environment.disks[$0] ?? environment.disk) }
    tampering = Array(repeating: nil, count: all.count)
    processes = []
    for node in all { processes.append(make(node, disk, random.next())) }
    for (number, entry) in environment.faults.entries.enumerated() {
      plan(entry, number: number)
    }
    for node in all { add(.start(node: node, life: 0), at: 0) }
  }

  private static func sampler(_ disk: DiskModel) -> DelaySampler? {
    if case .constant(0) = disk.sync { return nil }
    return (try? disk.sync.validate()).map { DelaySampler(disk.sync) }
  }

  /// How many events are pending.
  public var pending: Int { queue.count }

  /// Whether `node` runs: neither down nor standing still.
  public func isUp(_ node: NodeID) -> Bool { nodes[node].downs == 0 && nodes[node].pauses == 0 }

  /// What is on the disk of `node`.
  public func disk(of node: NodeID) -> P.Disk { stores[node].disk }

  /// What the clock of `node` shows.
  public func localTime(of node: NodeID) -> LocalTime { nodes[node].clock.time(at: now) }

  /// Takes the trace so far away, so that it does not grow without end.
  public mutating func takeTrace() -> [TraceEvent] {
    defer { trace = [] }
    return trace
  }

  /// Sends a client's request from a place to a node. It may be lost, and so may its answer.
  public mutating func submit(
    _ request: P.Request, to node: NodeID, from place: Topology.PlaceID = 0
  ) -> RequestID {
    let id = requestsMade * max(1, topology.places.count) + place
    requestsMade += 1
    guard nodes.indices.contains(node), topology.places.indices.contains(place) else { return id }
    let arrivals = network.send(
      from: nodes.count + place, to: node, bytes: 0, at: now, &random)
    if let second = arrivals.second { add(.request(request, id: id, node: node), at: second) }
    if let first = arrivals.first { add(.request(request, id: id, node: node), at: first) }
    return id
  }

  /// Asks for an occurrence at `time`, or at once if that is past.
  public mutating func setAlarm(_ tag: Int, at time: VirtualTime) {
    add(.alarm(tag), at: max(now, time))
  }

  /// Goes on until something happens that the caller should know of, or to `end`: then `nil`.
  public mutating func next(until end: VirtualTime) -> Occurrence<P>? {
    while let time = queue.earliest, time <= end {
      let (_, slot) = queue.removeEarliest()
      now = time
      counts.events += 1
      if let occurrence = handle(pool.take(slot)) { return occurrence }
      if reportsSteps, let node = stepped {
        stepped = nil
        return .stepped(node)
      }
    }
    now = max(now, end)
    return nil
  }

  func localEnd(place: Topology.PlaceID) -> Int { nodes.count + place }

  @inline(__always)
  mutating func add(_ event: consuming Event<P>, at time: VirtualTime) {
    queue.add(pool.put(event), at: time)
  }

  private mutating func handle(_ event: consuming Event<P>) -> Occurrence<P>? {
    switch event {
    case .message(let message, let from, let to):
      guard nodes[to].downs == 0, !network.isCut(from: from, to: to) else {
        lose(message, from: from, to: to)
        return nil
      }
      dispatch(.message(message, from: from, to: to), to: to)
    case .ownMessage(let message, let node, let life):
      guard nodes[node].life == life else { return nil }
      dispatch(.ownMessage(message, node: node, life: life), to: node)
    case .timer(let timer, let node, let generation):
      dispatch(.timer(timer, node: node, generation: generation), to: node)
    case .request(let request, let id, let node):
      guard !network.isCut(from: clientEnd(of: id), to: node) else { return nil }
      dispatch(.request(request, id: id, node: node), to: node)
    case .answer(let response, let id):
      counts.answers += 1
      if isTracing { note(.answer, text: "#\(id) \(response)") }
      return .answered(id, response)
    case .start(let node, let life):
      if nodes[node].life == life { dispatch(.start(node: node, life: life), to: node) }
    case .synced(let node, let life, let count):
      if nodes[node].life == life { finishSync(node, upTo: count) }
    case .wake(let node, let life):
      if nodes[node].life == life { wake(node) }
    case .alarm(let tag): return .alarm(tag)
    case .faultBegins(let number): begin(environment.faults.entries[number].fault, number: number)
    case .faultEnds(let number): end(environment.faults.entries[number].fault, number: number)
    }
    return nil
  }

  /// Hands an event to its node, or puts it into the inbox if the node is busy or stands still.
  @inline(__always)
  private mutating func dispatch(_ event: consuming Event<P>, to node: NodeID) {
    guard nodes[node].downs == 0 else { return }
    if nodes[node].pauses == 0, nodes[node].busyUntil <= now, nodes[node].waiting == 0 {
      process(event, on: node)
    } else {
      stores[node].inbox.append(event)
      nodes[node].waiting += 1
      planWake(node)
    }
  }

  /// Sees to it that the inbox is looked at once the node has time.
  mutating func planWake(_ node: NodeID) {
    guard nodes[node].pauses == 0, !nodes[node].isWakePending, nodes[node].waiting > 0 else {
      return
    }
    nodes[node].isWakePending = true
    add(.wake(node: node, life: nodes[node].life), at: max(now, nodes[node].busyUntil))
  }

  private mutating func wake(_ node: NodeID) {
    nodes[node].isWakePending = false
    guard nodes[node].pauses == 0 else { return }
    if nodes[node].busyUntil <= now, let event = stores[node].inbox.removeFirst() {
      nodes[node].waiting -= 1
      process(event, on: node)
    }
    planWake(node)
  }

  private mutating func process(_ event: consuming Event<P>, on node: NodeID) {
    var cost = costs.perInput &+ nodes[node].extraCost
    let input: Input<P>
    switch event {
    case .message(let message, let from, _):
      counts.delivered += 1
      if isTracing { note(.receive, node: node, peer: from, text: "\(message)") }
      input = .message(message, from: from)
    case .ownMessage(let message, _, _):
      cost = 0
      input = .message(message, from: node)
    case .timer(let timer, _, let generation):
      switch stores[node].timers.arrive(timer, generation: generation, at: now) {
      case .stale: return
      case .putOff(let until):
        add(.timer(timer, node: node, generation: generation), at: until)
        return
      case .runsOut:
        if isTracing { note(.timer, node: node, text: "\(timer)") }
        input = .timer(timer)
      }
    case .request(let request, let id, _):
      counts.requests += 1
      if isTracing { note(.request, node: node, text: "#\(id) \(request)") }
      input = .request(request, id: id)
    case .start:
      if isTracing { note(.start, node: node, text: "") }
      input = .start
    default: return
    }
    let time = nodes[node].clock.time(at: now)
    processes[node].step(input, at: time, effects: &effects)
    stepped = node
    perform(on: node, cost: cost)
  }

  /// Carries out what the process of `node` said, and empties it.
  private mutating func perform(on node: NodeID, cost: Nanoseconds) {
    var said: [Effects<P>.Effect] = []
    swap(&said, &effects.list)
    var free = later(now, cost)
    var barrier = 0
    // Taken from the end, so that each is moved and none copied.
    said.withUnsafeMutableBufferPointer { list in
      for place in 0..<list.count / 2 { list.swapAt(place, list.count - 1 - place) }
    }
    while let effect = said.popLast() {
      switch consume effect {
      case .send(let message, let to):
        leave(.message(message, to: to), node: node, after: barrier, &free)
      case .respond(let response, let id):
        leave(.answer(response, to: id), node: node, after: barrier, &free)
      case .setTimer(let timer, let span):
        let deadline = later(now, nodes[node].clock.virtual(max(0, span)))
        if let generation = stores[node].timers.set(timer, to: deadline) {
          add(.timer(timer, node: node, generation: generation), at: deadline)
        }
      case .cancelTimer(let timer): stores[node].timers.cancel(timer)
      case .persist(let record):
        stores[node].unsynced.append(record)
        nodes[node].persisted += 1
      case .sync:
        barrier = nodes[node].persisted
        startSync(node)
      }
    }
    nodes[node].busyUntil = max(nodes[node].busyUntil, free)
    swap(&said, &effects.list)
  }

  /// Lets something leave now, or holds it until `barrier` records are durable.
  @inline(__always)
  private mutating func leave(
    _ outgoing: consuming Outgoing<P>, node: NodeID, after barrier: Int, _ free: inout VirtualTime
  ) {
    if barrier > nodes[node].synced {
      stores[node].hold(outgoing, needed: barrier)
    } else {
      depart(outgoing, from: node, &free)
    }
  }

  private mutating func startSync(_ node: NodeID) {
    let isIdle = nodes[node].syncing == nodes[node].synced
    guard isIdle || nodes[node].syncsOverlap, nodes[node].syncing < nodes[node].persisted else {
      return
    }
    counts.syncs += 1
    nodes[node].syncing = nodes[node].persisted
    guard let sampler = diskSamplers[node] else {
      makeDurable(node, upTo: nodes[node].persisted)
      return
    }
    let span = nanoseconds(sampler.next(&random) * nodes[node].diskFactor * 1e6)
    add(
      .synced(node: node, life: nodes[node].life, upTo: nodes[node].persisted),
      at: later(now, span))
  }

  private mutating func finishSync(_ node: NodeID, upTo count: Int) {
    makeDurable(node, upTo: count)
    if isTracing { note(.sync, node: node, text: "\(count) records") }
    var free = now
    while let outgoing = stores[node].release(nodes[node].synced) {
      depart(outgoing, from: node, &free)
    }
    nodes[node].busyUntil = max(nodes[node].busyUntil, free)
    if let needed = stores[node].firstNeeded, needed > nodes[node].syncing { startSync(node) }
  }

  /// Makes records durable up to a count; with overlapping syncs they may be already.
  mutating func makeDurable(_ node: NodeID, upTo count: Int) {
    guard count > nodes[node].synced else { return }
    stores[node].write(count - nodes[node].synced)
    nodes[node].synced = count
  }

  private mutating func depart(
    _ outgoing: consuming Outgoing<P>, from node: NodeID, _ free: inout VirtualTime
  ) {
    switch outgoing {
    case .message(let message, let to):
      if to == node {
        add(.ownMessage(message, node: node, life: nodes[node].life), at: now)
      } else if nodes[node].isByzantine, let tamper = tampering[node] {
        for (message, to) in tamper(message, to, &random) where to != node {
          transmit(message, from: node, to: to, &free)
        }
      } else {
        transmit(message, from: node, to: to, &free)
      }
    case .answer(let response, let id):
      free = later(free, costs.perSend)
      let end = clientEnd(of: id)
      if isTracing { note(.respond, node: node, text: "#\(id) \(response)") }
      let arrivals = network.send(from: node, to: end, bytes: 0, at: free, &random)
      if let first = arrivals.first { add(.answer(response, id: id), at: first) }
    }
  }

  private mutating func transmit(
    _ message: consuming P.Message, from node: NodeID, to: NodeID, _ free: inout VirtualTime
  ) {
    guard nodes.indices.contains(to) else { return }
    let bytes = P.bytes(of: message)
    free = later(free, costs.send(bytes: bytes))
    counts.countSent(kind: P.kind(of: message), bytes: bytes)
    let arrivals = network.send(from: node, to: to, bytes: bytes, at: free, &random)
    if isTracing { note(.send, node: node, peer: to, text: "\(message)") }
    guard let first = arrivals.first else {
      lose(message, from: node, to: to)
      return
    }
    if let second = arrivals.second {
      add(.message(copy message, from: node, to: to), at: second)
    }
    add(.message(message, from: node, to: to), at: first)
  }

  private mutating func lose(_ message: borrowing P.Message, from: NodeID, to: NodeID) {
    counts.lost += 1
    if isTracing { note(.lose, node: from, peer: to, text: "\(copy message)") }
  }

  func clientEnd(of id: RequestID) -> Int {
    nodes.count + max(0, id) % max(1, topology.places.count)
  }

  mutating func note(
    _ kind: TraceEvent.Kind, node: NodeID? = nil, peer: NodeID? = nil, text: String
  ) {
    trace.append(TraceEvent(time: now, kind: kind, node: node, peer: peer, text: text))
  }
}

/// What a caller of ``Simulator/next(until:)`` should know of.
public enum Occurrence<P: Process>: Sendable {
  /// The answer to a request has reached its client. It may come twice.
  case answered(RequestID, P.Response)
  /// A moment that was asked for has come.
  case alarm(Int)
  /// A node has made a step.
  case stepped(NodeID)
}
