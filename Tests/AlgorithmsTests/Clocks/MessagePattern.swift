import Algorithms
import Quantities

/// A random run of nodes that work, send and receive, with happened-before by brute force.
struct MessagePattern {
  enum Kind {
    case local
    /// Sends; the message is known by the index of this event.
    case send
    case receive(of: Int)
  }

  struct Event {
    var node: NodeID
    var kind: Kind
    /// All events that happened before, by index.
    var past: Set<Int>
  }

  let nodes: Int
  private(set) var events: [Event] = []

  /// Messages may arrive out of order, more than once, or never.
  init(seed: UInt64, nodes: Int, events count: Int) {
    self.nodes = nodes
    var random = SeededGenerator(seed: seed)
    var last: [Int?] = Array(repeating: nil, count: nodes)
    var sent: [Int] = []
    for index in 0..<count {
      let node = random.below(nodes)
      var past = last[node].map { events[$0].past.union([$0]) } ?? []
      var kind = random.chance(0.5) ? Kind.local : .send
      if random.chance(0.45), let message = sent.randomElement(using: &random),
        events[message].node != node
      {
        kind = .receive(of: message)
        past.formUnion(events[message].past.union([message]))
      }
      if case .send = kind { sent.append(index) }
      events.append(Event(node: node, kind: kind, past: past))
      last[node] = index
    }
  }

  func order(_ left: Int, _ right: Int) -> CausalOrder {
    if left == right { return .equal }
    if events[right].past.contains(left) { return .before }
    return events[left].past.contains(right) ? .after : .concurrent
  }

  /// Whether `agrees` says yes for every pair of events.
  func everyPair(_ agrees: (Int, Int) -> Bool) -> Bool {
    events.indices.allSatisfy { left in events.indices.allSatisfy { agrees(left, $0) } }
  }
}
