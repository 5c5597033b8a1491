import Algorithms
import Quantities

/// Runs processes on one queue of events: enough for detectors and epidemics, without faulty disks
/// and clocks. Everything persisted is on disk at once.
struct EventDriver<P: Process> {
  private enum Happening {
    case start
    case message(P.Message, from: NodeID)
    case timer(P.Timer, setting: Int)
  }

  private struct Event {
    var time: Int64
    var number: Int
    var node: NodeID
    var happening: Happening
  }

  private(set) var now: Int64 = 0
  private(set) var nodes: [P?]
  private(set) var disks: [P.Disk]
  private(set) var messages = 0
  /// Range of a message's delay.
  var delay: ClosedRange<Int64> = 1_000_000...1_000_000
  /// P(a message is lost).
  var loss = 0.0
  /// Whether messages pass from one node to another.
  var connects: (NodeID, NodeID) -> Bool = { _, _ in true }
  /// Sees every message that is sent.
  var watch: (NodeID, NodeID, P.Message) -> Void = { _, _, _ in }

  private var random: SeededGenerator
  private var queue: [Event] = []
  private var number = 0
  private var timers: [[P.Timer: Int]]

  init(_ nodes: [P], disk: P.Disk, seed: UInt64) {
    self.nodes = nodes
    disks = Array(repeating: disk, count: nodes.count)
    timers = Array(repeating: [:], count: nodes.count)
    random = SeededGenerator(seed: seed &+ 0xD15)
    for node in nodes.indices { push(.start, node: node, at: 0) }
  }

  mutating func crash(_ node: NodeID) {
    nodes[node] = nil
    timers[node] = [:]
  }

  mutating func restart(_ node: NodeID, as process: P) {
    nodes[node] = process
    push(.start, node: node, at: now)
  }

  mutating func request(_ request: P.Request, of node: NodeID) {
    step(node, .request(request, id: 0))
  }

  /// Lets everything happen up to a moment, that moment included.
  mutating func run(until end: Int64) {
    while let next = queue.first, next.time <= end { handleNext() }
    now = max(now, end)
  }

  /// Lets things happen until a condition holds after one, or until a moment.
  mutating func run(until end: Int64, or isDone: (Self) -> Bool) -> Bool {
    while let next = queue.first, next.time <= end {
      handleNext()
      if isDone(self) { return true }
    }
    now = max(now, end)
    return false
  }

  private mutating func handleNext() {
    let event = pop()
    now = event.time
    switch event.happening {
    case .start: step(event.node, .start)
    case .message(let message, let sender): step(event.node, .message(message, from: sender))
    case .timer(let timer, let setting):
      guard timers[event.node][timer] == setting else { return }
      timers[event.node][timer] = nil
      step(event.node, .timer(timer))
    }
  }

  private mutating func step(_ node: NodeID, _ input: Input<P>) {
    var effects = Effects<P>()
    nodes[node]?.step(input, at: LocalTime(nanoseconds: now), effects: &effects)
    for effect in effects.list { perform(effect, of: node) }
  }

  private mutating func perform(_ effect: Effects<P>.Effect, of node: NodeID) {
    switch effect {
    case .send(let message, let target):
      messages += 1
      watch(node, target, message)
      let isLost = Double.random(in: 0..<1, using: &random) < loss
      let delay = Int64.random(in: delay, using: &random)
      if !isLost && connects(node, target) {
        push(.message(message, from: node), node: target, at: now + delay)
      }
    case .setTimer(let timer, let span):
      timers[node][timer] = number
      push(.timer(timer, setting: number), node: node, at: now + span)
    case .cancelTimer(let timer): timers[node][timer] = nil
    case .persist(let record): P.write(record, to: &disks[node])
    case .respond, .sync: break
    }
  }
}

// MARK: - A binary heap by time, then by number

extension EventDriver {
  private mutating func push(_ happening: Happening, node: NodeID, at time: Int64) {
    queue.append(Event(time: time, number: number, node: node, happening: happening))
    number += 1
    var child = queue.count - 1
    while child > 0, precedes(child, (child - 1) / 2) {
      queue.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func pop() -> Event {
    queue.swapAt(0, queue.count - 1)
    let event = queue.removeLast()
    var parent = 0
    while true {
      let left = 2 * parent + 1
      guard left < queue.count else { return event }
      let least = left + 1 < queue.count && precedes(left + 1, left) ? left + 1 : left
      guard precedes(least, parent) else { return event }
      queue.swapAt(parent, least)
      parent = least
    }
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    (queue[left].time, queue[left].number) < (queue[right].time, queue[right].number)
  }
}

let second: Int64 = 1_000_000_000
