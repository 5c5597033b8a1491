internal import Algorithms

/// A group of nodes that reach each other at once and whose disks take no time: what is left is what
/// the protocol itself computes. It records the inputs of one node, to be replayed.
struct DirectGroup<P: Process> {
  private(set) var nodes: [P]
  /// Answers to clients, by request.
  private(set) var answers: [RequestID: P.Response] = [:]

  private let observed: NodeID
  private var recording: Recording<P>?
  private var now = LocalTime(nanoseconds: 1)
  private var queue: [(from: NodeID, to: NodeID, message: P.Message)] = []
  private var timers: [(node: NodeID, timer: P.Timer, at: LocalTime)] = []
  private var effects = Effects<P>()

  /// Starts all nodes.
  ///
  /// - Parameter observed: The node whose inputs are recorded.
  init(_ nodes: [P], observing observed: NodeID) {
    self.nodes = nodes
    self.observed = observed
    for node in nodes.indices { step(.start, at: node) }
    deliver()
  }

  /// Asks a node, and delivers all messages that follow from it.
  mutating func ask(_ request: P.Request, id: RequestID, of node: NodeID) {
    now = now + 1_000
    step(.request(request, id: id), at: node)
    deliver()
  }

  /// Lets the earliest timers run out, until something holds; 10,000 at most.
  mutating func runTimers(until isDone: (DirectGroup<P>) -> Bool) {
    for _ in 0..<10_000 where !isDone(self) {
      guard let place = timers.indices.min(by: { timers[$0].at < timers[$1].at }) else { return }
      let due = timers.remove(at: place)
      now = max(now, due.at)
      step(.timer(due.timer), at: due.node)
      deliver()
    }
  }

  /// What the observed node hears while `work` goes on.
  mutating func record(decisions: Int, _ work: (inout DirectGroup<P>) -> Void) -> Recording<P> {
    recording = Recording(node: nodes[observed], decisions: decisions)
    work(&self)
    defer { recording = nil }
    return recording ?? Recording(node: nodes[observed], decisions: decisions)
  }

  private mutating func deliver() {
    var next = 0
    while next < queue.count {
      let (from, to, message) = queue[next]
      next += 1
      if nodes.indices.contains(to) { step(.message(message, from: from), at: to) }
    }
    queue = []
  }

  private mutating func step(_ input: Input<P>, at node: NodeID) {
    if node == observed { recording?.inputs.append((input, now)) }
    nodes[node].step(input, at: now, effects: &effects)
    for effect in effects.list {
      switch effect {
      case .send(let message, let to): queue.append((node, to, message))
      case .respond(let response, let id): answers[id] = response
      case .setTimer(let timer, let span):
        timers.removeAll { $0.node == node && $0.timer == timer }
        timers.append((node, timer, now + span))
      case .cancelTimer(let timer): timers.removeAll { $0.node == node && $0.timer == timer }
      case .persist, .sync: break
      }
    }
    effects.list.removeAll(keepingCapacity: true)
  }
}

/// The inputs of one node while so many decisions were made, and the node before them.
///
/// A process is deterministic, so that feeding it the same inputs again makes it do the same work:
/// one node's share of a decision can be timed alone.
struct Recording<P: Process>: Sendable {
  var node: P
  var decisions: Int
  var inputs: [(input: Input<P>, now: LocalTime)] = []
}

extension OperationBenchmark {
  /// The work of the recorded node for one decision. The node is taken anew each time, and with it
  /// all that it allocates.
  init<P: Process>(_ name: String, replaying recording: Recording<P>) {
    self.init(name, operations: recording.decisions, state: { recording }) { recording, count in
      for _ in 0..<count {
        var node = recording.node
        var effects = Effects<P>()
        for (input, now) in recording.inputs {
          node.step(input, at: now, effects: &effects)
          effects.list.removeAll(keepingCapacity: true)
        }
        keep(node)
      }
    }
  }
}
