import Algorithms

/// Runs nodes by hand: messages wait until they are delivered, timers until they are fired, and
/// disks sync at once.
struct HandDriven<P: Process> {
  struct Letter {
    var from: NodeID
    var to: NodeID
    var message: P.Message
  }

  let make: (NodeID, P.Disk) -> P
  var processes: [P]
  var disks: [P.Disk]
  var letters: [Letter] = []
  var timers: [[P.Timer: LocalTime]]
  var answers: [RequestID: P.Response] = [:]
  var now = LocalTime.zero
  var down: Set<NodeID> = []
  private var requests = 0

  init(_ nodes: Int, disk: P.Disk, make: @escaping (NodeID, P.Disk) -> P) {
    self.make = make
    disks = Array(repeating: disk, count: nodes)
    timers = Array(repeating: [:], count: nodes)
    processes = (0..<nodes).map { make($0, disk) }
    for node in 0..<nodes { give(.start, to: node) }
  }

  mutating func give(_ input: Input<P>, to node: NodeID) {
    guard !down.contains(node) else { return }
    var effects = Effects<P>()
    processes[node].step(input, at: now, effects: &effects)
    var own: [P.Message] = []
    for effect in effects.list {
      switch effect {
      case .send(let message, let to):
        if to == node {
          own.append(message)
        } else {
          letters.append(.init(from: node, to: to, message: message))
        }
      case .respond(let response, let id): answers[id] = response
      case .setTimer(let timer, let span): timers[node][timer] = now + span
      case .cancelTimer(let timer): timers[node][timer] = nil
      case .persist(let record): P.write(record, to: &disks[node])
      case .sync: break
      }
    }
    for message in own { give(.message(message, from: node), to: node) }
  }

  mutating func ask(_ node: NodeID, _ request: P.Request) -> RequestID {
    requests += 1
    give(.request(request, id: requests), to: node)
    return requests
  }

  /// Delivers all that is under way and what follows from it; what `passes` refuses is lost.
  mutating func deliver(where passes: (Letter) -> Bool = { _ in true }) {
    var budget = 10_000
    while !letters.isEmpty, budget > 0 {
      budget -= 1
      let letter = letters.removeFirst()
      if passes(letter) { give(.message(letter.message, from: letter.from), to: letter.to) }
    }
  }

  /// Delivers what is under way and matches; all else waits on.
  mutating func deliverOnly(_ matches: (Letter) -> Bool) {
    let chosen = letters.filter(matches)
    letters.removeAll(where: matches)
    for letter in chosen { give(.message(letter.message, from: letter.from), to: letter.to) }
  }

  /// Lets time pass: timers fire in order, and messages arrive at once.
  mutating func pass(
    _ span: Nanoseconds, where passes: (Letter) -> Bool = { _ in true }
  ) {
    let end = now + span
    deliver(where: passes)
    while let (node, timer, time) = nextTimer(until: end) {
      now = max(now, time)
      timers[node][timer] = nil
      give(.timer(timer), to: node)
      deliver(where: passes)
    }
    now = end
  }

  private func nextTimer(until end: LocalTime) -> (NodeID, P.Timer, LocalTime)? {
    var first: (NodeID, P.Timer, LocalTime)?
    for (node, set) in timers.enumerated() where !down.contains(node) {
      for (timer, time) in set.sorted(by: { "\($0.key)" < "\($1.key)" })
      where time <= end && time < first?.2 ?? LocalTime(nanoseconds: .max) {
        first = (node, timer, time)
      }
    }
    return first
  }

  mutating func crash(_ node: NodeID) {
    down.insert(node)
    timers[node] = [:]
  }

  mutating func restart(_ node: NodeID) {
    down.remove(node)
    processes[node] = make(node, disks[node])
    give(.start, to: node)
  }
}
