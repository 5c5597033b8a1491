/// A transaction over several participants.
public struct Transaction: Hashable, Sendable {
  /// What is to be done where; one branch a participant.
  public var branches: [Branch]

  /// What one participant is to do.
  public struct Branch: Hashable, Sendable {
    /// The node.
    public var participant: NodeID
    /// The key it locks.
    public var key: Int
    /// What it writes there; `nil`: it only reads.
    public var value: Int?
    /// Whether a local rule forbids it, so that the participant votes no.
    public var isForbidden: Bool

    /// A branch at `participant`.
    public init(participant: NodeID, key: Int, value: Int?, isForbidden: Bool = false) {
      self.participant = participant
      self.key = key
      self.value = value
      self.isForbidden = isForbidden
    }
  }

  /// A transaction of these branches.
  public init(_ branches: [Branch]) { self.branches = branches }
}

/// Names a transaction: its coordinator, and the client's request there.
public struct TransactionID: Hashable, Comparable, Sendable {
  /// The coordinating node.
  public var coordinator: NodeID
  /// The client's request.
  public var request: RequestID

  /// The transaction of `request` at `coordinator`.
  public init(coordinator: NodeID, request: RequestID) {
    self.coordinator = coordinator
    self.request = request
  }

  /// By coordinator, then by request.
  public static func < (left: TransactionID, right: TransactionID) -> Bool {
    (left.coordinator, left.request) < (right.coordinator, right.request)
  }
}

/// How a transaction ends.
public enum TransactionOutcome: Hashable, Sendable {
  /// Everything is done.
  case committed
  /// Nothing is.
  case aborted
}
