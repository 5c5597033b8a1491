public import Algorithms
public import Quantities

/// What the clients of a protocol ask, and how they read its answers.
public protocol Workload: Sendable {
  /// The protocol.
  associatedtype P: Process
  /// An operation, as a checker knows it.
  associatedtype Call: Sendable
  /// What an operation returns, as a checker knows it.
  associatedtype Answer: Sendable

  /// The next operation of a client; `nil` when it has no more.
  mutating func next(client: Int, _ random: inout SeededGenerator) -> Call?

  /// The request that carries an operation.
  ///
  /// - Parameters:
  ///   - client: The client's number, for sessions.
  ///   - number: Counts this client's operations from 1; the same when an operation is tried again.
  func request(_ call: Call, client: Int, number: Int) -> P.Request

  /// What a response to an operation means.
  func reply(_ response: P.Response, to call: Call) -> Reply<Answer>

  /// Whether an operation only looks.
  func isRead(_ call: Call) -> Bool
}

extension Workload {
  /// No operation does, unless the workload says so.
  public func isRead(_ call: Call) -> Bool { false }
}

/// What a response means to a client.
public enum Reply<Answer: Sendable>: Sendable {
  /// The operation is done.
  case done(Answer)
  /// It had no effect and never will.
  case failed
  /// It may have had an effect; the client gives up.
  case unknown
  /// Another node should be asked: this one, or any.
  case elsewhere(NodeID?)
}

/// The clients of a run: where they are and how they behave.
public struct Clients: Sendable {
  /// When operations come.
  public enum Pace: Sendable, Hashable {
    /// Each client calls again so long after its answer.
    case closed(thinking: Nanoseconds)
    /// Operations come at random at each place, so many a second on average, however long the
    /// earlier ones take; for each that finds all clients of its place busy there is a new one.
    case open(perSecond: Double)
  }

  /// The places of the clients, one client for each entry.
  public var places: [Topology.PlaceID]
  /// When operations come.
  public var pace: Pace
  /// How long a client waits for an answer before it asks another node or gives up.
  public var timeout: Nanoseconds
  /// Whether a client asks again after the time-out. Only safe where the protocol knows an
  /// operation by its number; otherwise its outcome is unknown and the client goes on.
  public var retries: Bool
  /// How long a client waits before it asks again without knowing whom.
  public var retryDelay: Nanoseconds
  /// The node that a client asks first; `nil`: the nearest.
  public var firstNode: NodeID?
  /// The nodes that clients ask; `nil`: all.
  public var nodes: [NodeID]?
  /// A time in which operations of an open pace come at another rate.
  public var rush: Rush?
  /// How long after its call an operation is given up, however often it was tried; `nil`: never.
  public var deadline: Nanoseconds?

  /// A time with a rate of its own.
  public struct Rush: Sendable, Hashable {
    /// From when.
    public var from: VirtualTime
    /// Until when.
    public var to: VirtualTime
    /// Operations a second at each place.
    public var perSecond: Double

    /// So many a second in a time.
    public init(from: VirtualTime, to: VirtualTime, perSecond: Double) {
      self.from = from
      self.to = to
      self.perSecond = perSecond
    }
  }

  /// Clients at these places.
  public init(
    places: [Topology.PlaceID], pace: Pace = .closed(thinking: 0),
    timeout: Nanoseconds = 1_000_000_000, retries: Bool = true,
    retryDelay: Nanoseconds = 10_000_000, firstNode: NodeID? = nil, nodes: [NodeID]? = nil,
    deadline: Nanoseconds? = nil
  ) {
    self.places = places
    self.pace = pace
    self.timeout = timeout
    self.retries = retries
    self.retryDelay = retryDelay
    self.firstNode = firstNode
    self.nodes = nodes
    self.deadline = deadline
  }
}
