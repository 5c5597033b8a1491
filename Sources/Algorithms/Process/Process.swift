/// A deterministic state machine without input or output: what one node of a protocol does.
///
/// It reads no clock, starts no thread and draws no number but from a generator it holds. All it
/// wants done it says through ``Effects``, in order; whoever runs it (a simulator, a test, a real
/// transport) carries them out. Nodes are numbered from 0.
public protocol Process: Sendable {
  /// What nodes say to each other.
  associatedtype Message: Sendable
  /// The names of its timers. Setting a timer that is set moves it.
  associatedtype Timer: Hashable, Sendable
  /// What a client asks of a node.
  associatedtype Request: Sendable
  /// What a node answers to a client.
  associatedtype Response: Sendable
  /// One change to what the node keeps on disk.
  associatedtype Record: Sendable
  /// What the node finds on disk when it starts: all records synced so far, folded together.
  associatedtype Disk: Sendable

  /// Takes one input, changes its own state, and says what is to be done.
  mutating func step(
    _ input: Input<Self>, at now: LocalTime, effects: inout Effects<Self>)

  /// Folds one record into what is on disk. Snapshots shorten `disk` here.
  static func write(_ record: Record, to disk: inout Disk)

  /// What a message takes on the wire, in bytes; 0 unless told.
  static func bytes(of message: Message) -> Int

  /// The names of the kinds of messages, for counting; one kind unless told.
  static var messageKinds: [String] { get }

  /// The kind of a message: an index of ``messageKinds``.
  static func kind(of message: Message) -> Int
}

extension Process {
  /// Nothing.
  @inlinable public static func bytes(of message: Message) -> Int { 0 }
  /// One kind.
  public static var messageKinds: [String] { ["message"] }
  /// The one kind.
  @inlinable public static func kind(of message: Message) -> Int { 0 }
}

/// The number of a node, from 0.
public typealias NodeID = Int

/// Names one client request in one run, so that its answer finds the way back.
public typealias RequestID = Int

/// What happens to a process.
public enum Input<P: Process>: Sendable {
  /// The node starts, for the first time or again after a crash; state is fresh from disk.
  case start
  /// A message arrives. The network may have lost, repeated and reordered others.
  case message(P.Message, from: NodeID)
  /// A timer that was set and neither moved nor cancelled has run out.
  case timer(P.Timer)
  /// A client asks.
  case request(P.Request, id: RequestID)
}
