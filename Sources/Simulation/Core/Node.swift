import Algorithms

/// The numbers of one node. What is large stands in ``NodeStore``: whoever reads a number must not
/// get a copy of the disk with it, for then the next write to the disk would copy all of it.
struct Node: Sendable {
  let place: Topology.PlaceID
  var clock: NodeClock

  /// Counts of records over the whole run: `synced <= syncing <= persisted`.
  var persisted = 0
  var synced = 0
  /// Up to here records are durable or on their way.
  var syncing = 0
  let syncsOverlap: Bool

  /// How many faults keep the node down, and how many make it stand still.
  var downs = 0
  var pauses = 0
  /// Counts the starts, so that what was meant for an earlier life is known.
  var life = 0

  /// How many events are in the inbox.
  var waiting = 0
  var busyUntil: VirtualTime = 0
  var isWakePending = false

  var extraCost: Nanoseconds = 0
  /// How many times as long a sync takes: the slowest of the faults that go on counts.
  var diskFactor = 1.0
  var isByzantine = false

  init(place: Topology.PlaceID, clock: ClockModel, syncsOverlap: Bool) {
    self.place = place
    self.clock = NodeClock(clock)
    self.syncsOverlap = syncsOverlap
  }
}

/// What one node has on disk, what is on its way there, and what waits.
struct NodeStore<P: Process>: Sendable {
  /// A message or an answer that waits for the disk.
  private struct Held: Sendable {
    /// How many records have to be durable first.
    var needed: Int
    var effect: Outgoing<P>
  }

  var disk: P.Disk
  var timers = TimerTable<P.Timer>()
  var unsynced = FirstInFirstOut<P.Record>()
  var inbox = FirstInFirstOut<Event<P>>()
  var diskFactors: [Double] = []
  private var held = FirstInFirstOut<Held>()

  init(disk: P.Disk) { self.disk = disk }

  /// Makes the first `count` records durable.
  mutating func write(_ count: Int) {
    for _ in 0..<count {
      guard let record = unsynced.removeFirst() else { return }
      P.write(record, to: &disk)
    }
  }

  /// Keeps something until so many records are durable.
  mutating func hold(_ effect: consuming Outgoing<P>, needed: Int) {
    held.append(Held(needed: needed, effect: effect))
  }

  /// The next that may leave now that `synced` records are durable.
  mutating func release(_ synced: Int) -> Outgoing<P>? {
    guard let needed = firstNeeded, needed <= synced else { return nil }
    return held.removeFirst()?.effect
  }

  /// How many records the first that waits needs.
  var firstNeeded: Int? { held.first?.needed }

  /// Forgets all but the disk.
  mutating func crash() {
    unsynced.removeAll()
    held.removeAll()
    timers.removeAll()
    inbox.removeAll()
  }
}

/// What leaves a node.
enum Outgoing<P: Process>: Sendable {
  case message(P.Message, to: NodeID)
  case answer(P.Response, to: RequestID)
}

/// What is to happen.
enum Event<P: Process>: Sendable {
  case message(P.Message, from: NodeID, to: NodeID)
  /// From a node to itself; lost with its life.
  case ownMessage(P.Message, node: NodeID, life: Int)
  case timer(P.Timer, node: NodeID, generation: Int)
  case request(P.Request, id: RequestID, node: NodeID)
  case answer(P.Response, id: RequestID)
  case start(node: NodeID, life: Int)
  case synced(node: NodeID, life: Int, upTo: Int)
  case wake(node: NodeID, life: Int)
  case alarm(Int)
  case faultBegins(Int)
  case faultEnds(Int)
}
