/// A node on the way from a committed row to its effect elsewhere: the service with its store and
/// relay (node 0), the broker (node 1), the consumer (node 2).
///
/// With a transactional outbox, row and event are one local transaction; a relay publishes what is
/// in the outbox until the broker has it, and the broker delivers until the consumer has it. All of
/// that repeats itself, so that the consumer must know what it has seen. Dual writes stand here for
/// contrast: two stores are written one after the other, and a crash falls between.
///
/// Left out: purging of the outbox and of the consumer's inbox; several relays at once; several
/// partitions of the broker.
///
/// - Source: Richardson, Microservices Patterns, 2018, section 3.3; Helland, Life beyond Distributed
///   Transactions, CIDR 2007.
public enum OutboxNode: Process {
  /// Writes rows and publishes their events.
  case service(OutboxService)
  /// Keeps events, and delivers them in order.
  case broker(OutboxBroker)
  /// Lets each event take effect.
  case consumer(OutboxConsumer)

  /// How an event gets from the store to the broker.
  public enum Publishing: Hashable, Sendable {
    /// The relay asks for rows of the outbox that are not marked, and marks each once the broker
    /// has it.
    case polling
    /// The same, but a row is marked before it is published.
    case pollingMarkedFirst
    /// The relay asks for rows with a higher number than the last one published. Numbers are given
    /// when a transaction begins, so that one that commits late is passed over.
    case pollingByNumber
    /// The relay reads the store's log in the order of commits, and keeps its place.
    case logTailing
    /// No outbox: the service commits, then publishes.
    case dualWrite
    /// No outbox: the service publishes, then commits.
    case dualWriteEventFirst

    var hasOutbox: Bool {
      switch self {
      case .polling, .pollingMarkedFirst, .pollingByNumber, .logTailing: true
      case .dualWrite, .dualWriteEventFirst: false
      }
    }
  }

  /// How a consumer treats an event that comes again.
  public enum Deduplication: Hashable, Sendable {
    /// It keeps the event's id in the same transaction as the effect.
    case withEffect
    /// It keeps the id first, and lets the event take effect then.
    case beforeEffect
    /// It lets the event take effect first, and keeps the id then.
    case afterEffect
    /// It keeps no ids.
    case none
  }

  /// How nodes go about it; as it stands, correctly.
  public struct Policy: Sendable {
    /// How events are published.
    public var publishing = Publishing.polling
    /// What the consumer does with repetitions.
    public var deduplication = Deduplication.withEffect
    /// How often relay and broker send again.
    public var interval: Nanoseconds = 50_000_000
    /// How many rows the relay takes at once.
    public var batch = 10

    /// The correct policy, polling.
    public init() {}
  }

  /// An event; its id is the request that wrote its row.
  public typealias EventID = RequestID

  /// What nodes say to each other.
  public enum Message: Sendable {
    /// Service to broker: keep this event.
    case publish(EventID)
    /// Broker to service: it is kept.
    case published(EventID)
    /// Broker to consumer: the event at this offset.
    case deliver(offset: Int, EventID)
    /// Consumer to broker: done with that offset.
    case delivered(offset: Int)
    /// Consumer to itself: the id is kept, now the effect; or the other way round.
    case second(offset: Int, EventID)
  }

  /// What a node waits for.
  public enum Timer: Hashable, Sendable {
    /// A transaction to commit.
    case commit(EventID)
    /// The next round of relay or broker.
    case round
  }

  /// A transaction that writes a row and takes so long.
  public typealias Request = Nanoseconds

  /// That it is committed.
  public enum Response: Sendable {
    /// The only answer.
    case committed
  }

  /// A row of the service's store.
  public struct Row: Hashable, Sendable {
    /// The event that tells of it.
    public var event: EventID
    /// Given when its transaction began, rising.
    public var number: Int
  }

  /// A change to what a node keeps.
  public enum Record: Sendable {
    /// The service commits a row, and with an outbox its event.
    case row(Row)
    /// The relay is done with a row of the outbox.
    case marked(EventID)
    /// The relay is done with this many commits, or with rows up to this number.
    case relayed(Int)
    /// The broker keeps an event.
    case event(EventID)
    /// The broker's consumer is done with the events before this offset.
    case consumed(Int)
    /// The consumer keeps an id, lets an event take effect, or both at once.
    case consumption(EventID, isSeen: Bool, hasEffect: Bool)
  }

  /// What a node finds when it starts.
  public struct Disk: Sendable {
    /// The service's rows, in the order of commits.
    public internal(set) var rows: [Row] = []
    /// Rows of the outbox that are marked.
    var marked: Set<EventID> = []
    /// How far the relay is.
    var relayed = 0
    /// The broker's events.
    public internal(set) var events: [EventID] = []
    /// How far the broker's consumer is.
    var consumed = 0
    /// Ids the consumer has seen.
    var seen: Set<EventID> = []
    /// How often each event has taken effect.
    public internal(set) var effects: [EventID: Int] = [:]

    /// An empty disk.
    public init() {}
  }

  /// The node `id`, from what is on its disk.
  public init(id: NodeID, policy: Policy = Policy(), disk: Disk = Disk()) {
    self =
      switch id {
      case 0: .service(OutboxService(policy: policy, disk: disk))
      case 1: .broker(OutboxBroker(policy: policy, disk: disk))
      default: .consumer(OutboxConsumer(policy: policy, disk: disk))
      }
  }

  /// Takes one input.
  public mutating func step(
    _ input: Input<OutboxNode>, at now: LocalTime, effects: inout Effects<OutboxNode>
  ) {
    switch self {
    case .service(var node):
      node.step(input, effects: &effects)
      self = .service(node)
    case .broker(var node):
      node.step(input, effects: &effects)
      self = .broker(node)
    case .consumer(var node):
      node.step(input, effects: &effects)
      self = .consumer(node)
    }
  }

  /// Folds one record into what is on disk.
  public static func write(_ record: Record, to disk: inout Disk) {
    switch record {
    case .row(let row): disk.rows.append(row)
    case .marked(let event): disk.marked.insert(event)
    case .relayed(let place): disk.relayed = place
    case .event(let event): disk.events.append(event)
    case .consumed(let offset): disk.consumed = offset
    case .consumption(let event, let isSeen, let hasEffect):
      if isSeen { disk.seen.insert(event) }
      if hasEffect { disk.effects[event, default: 0] += 1 }
    }
  }
}
