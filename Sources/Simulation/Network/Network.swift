import Algorithms
import Quantities

/// The links of a run as they are now: between nodes, and between nodes and the places of clients.
///
/// An end is a node by its number, or a place by its number after those of all nodes.
struct Network: Sendable {
  /// A link with what changes during a run.
  private struct State: Sendable {
    var base: Nanoseconds
    /// A link's character, by its number in `characters`.
    var character: Int32
    /// Whether every message simply takes as long as the light.
    var isPlain: Bool
    /// How many faults cut it.
    var cuts: Int32 = 0
    var lastArrival: VirtualTime = 0
    var freeAt: VirtualTime = 0
  }

  /// What many links have in common.
  private struct Character: Sendable {
    var link: Link
    /// `nil`: no jitter.
    var jitter: DelaySampler?
    var isPlain: Bool
  }

  let ends: Int
  let nodes: Int
  private var states: ContiguousArray<State>
  private var characters: ContiguousArray<Character>
  /// Faults that make links worse, by their number.
  private var disturbances: [Int: Disturbance] = [:]

  /// A fault that makes links worse.
  struct Disturbance: Sendable {
    var from: Set<Int>
    var to: Set<Int>
    var loss: Double
    var duplication: Double
    var delay: Nanoseconds
  }

  init(_ topology: Topology) {
    nodes = topology.nodes.count
    ends = nodes + topology.places.count
    var numbers: [Link: Int32] = [:]
    characters = []
    states = []
    states.reserveCapacity(ends * ends)
    func place(_ end: Int) -> Int {
      end < topology.nodes.count ? topology.nodes[end] : end - topology.nodes.count
    }
    for from in 0..<ends {
      for to in 0..<ends {
        let link = topology.links[.init(from: from, to: to)] ?? topology.link
        let number = numbers[link] ?? Int32(characters.count)
        if numbers[link] == nil {
          numbers[link] = number
          characters.append(Self.character(link))
        }
        let base = from == to ? 0 : topology.oneWay(place(from), place(to))
        states.append(
          State(base: base, character: number, isPlain: characters[Int(number)].isPlain))
      }
    }
  }

  private static func character(_ link: Link) -> Character {
    let isJitterless: Bool
    if case .constant(let value) = link.jitter, value == 0 {
      isJitterless = true
    } else {
      isJitterless = (try? link.jitter.validate()) == nil
    }
    return Character(
      link: link, jitter: isJitterless ? nil : DelaySampler(link.jitter),
      isPlain: isJitterless && link.loss <= 0 && link.duplication <= 0 && link.reordering <= 0
        && link.bytesPerSecond == nil)
  }

  func isCut(from: Int, to: Int) -> Bool { states[from * ends + to].cuts > 0 }

  mutating func cut(from: Int, to: Int, by count: Int32) { states[from * ends + to].cuts += count }

  mutating func disturb(_ number: Int, _ disturbance: Disturbance?) {
    disturbances[number] = disturbance
  }

  /// When a message arrives that leaves now: not at all, once, or twice.
  struct Arrivals {
    var first: VirtualTime?
    var second: VirtualTime?
  }

  /// Sends a message of `bytes` from one end to another.
  mutating func send(
    from: Int, to: Int, bytes: Int, at departure: VirtualTime, _ random: inout SeededGenerator
  ) -> Arrivals {
    let index = from * ends + to
    let state = states[index]
    guard state.cuts == 0 else { return Arrivals() }
    if state.isPlain, disturbances.isEmpty {
      let arrival = max(later(departure, state.base), state.lastArrival)
      states[index].lastArrival = arrival
      return Arrivals(first: arrival)
    }
    return sendWithCharacter(index, from: from, to: to, bytes: bytes, at: departure, &random)
  }

  private mutating func sendWithCharacter(
    _ index: Int, from: Int, to: Int, bytes: Int, at departure: VirtualTime,
    _ random: inout SeededGenerator
  ) -> Arrivals {
    let number = Int(states[index].character)
    var link = characters[number].link
    var delay = states[index].base
    for (_, fault) in disturbances.sorted(by: { $0.key < $1.key })
    where fault.from.contains(from) && fault.to.contains(to) {
      link.loss = max(link.loss, fault.loss)
      link.duplication = max(link.duplication, fault.duplication)
      delay = later(delay, fault.delay)
    }
    if chance(link.loss, &random) { return Arrivals() }
    var departure = departure
    if let speed = link.bytesPerSecond, speed > 0 {
      departure = max(departure, states[index].freeAt)
      departure = later(departure, nanoseconds(Double(bytes) / speed * 1e9))
      states[index].freeAt = departure
    }
    if let jitter = characters[number].jitter {
      delay = later(delay, nanoseconds(jitter.next(&random) * 1e6))
    }
    var arrivals = Arrivals()
    let arrival = later(departure, delay)
    if chance(link.reordering, &random) {
      arrivals.first = later(arrival, span(upTo: link.reorderingDelay, &random))
    } else {
      arrivals.first = max(arrival, states[index].lastArrival)
      states[index].lastArrival = arrivals.first ?? arrival
    }
    if chance(link.duplication, &random) {
      arrivals.second = later(arrival, span(upTo: link.reorderingDelay, &random))
    }
    return arrivals
  }

  private func chance(_ share: Double, _ random: inout SeededGenerator) -> Bool {
    share > 0 && random.nextUnit() < share
  }

  private func span(upTo limit: Nanoseconds, _ random: inout SeededGenerator) -> Nanoseconds {
    nanoseconds(random.nextUnit() * Double(max(0, limit)))
  }
}

/// `time` and `span` together, at the end of time at most.
@inline(__always)
func later(_ time: VirtualTime, _ span: Nanoseconds) -> VirtualTime {
  let (sum, overflow) = time.addingReportingOverflow(max(0, span))
  return overflow ? .max - 1 : sum
}

/// A span as a whole number, the longest there is if it does not fit.
func nanoseconds(_ value: Double) -> Nanoseconds { Int64(exactly: value.rounded()) ?? .max / 4 }
