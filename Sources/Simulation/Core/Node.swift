import Algorithms
import Quantities

/// What stands around one process: its disk, clock, timers and inbox.
struct Node<P: Process>: Sendable {
  /// A message or an answer that waits for the disk.
  struct Held: Sendable {
    /// How many records have to be durable first.
    var needed: Int
    var effect: Outgoing<P>
  }

  let place: Topology.PlaceID
  var disk: P.Disk
  var clock: NodeClock
  var timers = TimerTable<P.Timer>()

  var unsynced = FirstInFirstOut<P.Record>()
  /// Counts over the whole run: `synced <= syncing <= persisted`.
  var persisted = 0
  var synced = 0
  /// Up to here records are durable or on their way.
  var syncing = 0
  let syncsOverlap: Bool
  var held = FirstInFirstOut<Held>()

  /// How many faults keep the node down, and how many make it stand still.
  var downs = 0
  var pauses = 0
  /// Counts the starts, so that what was meant for an earlier life is known.
  var life = 0

  var inbox = FirstInFirstOut<Event<P>>()
  var busyUntil: VirtualTime = 0
  var isWakePending = false

  var extraCost: Nanoseconds = 0
  var diskFactors: [Double] = []

  init(place: Topology.PlaceID, disk: P.Disk, clock: ClockModel, syncsOverlap: Bool) {
    self.place = place
    self.disk = disk
    self.syncsOverlap = syncsOverlap
    self.clock = NodeClock(clock)
  }

  /// Makes the records up to `count` durable.
  mutating func sync(upTo count: Int) {
    while synced < count, let record = unsynced.removeFirst() {
      P.write(record, to: &disk)
      synced += 1
    }
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
