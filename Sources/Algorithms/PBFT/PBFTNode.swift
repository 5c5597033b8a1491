/// One node of a PBFT group: an honest replica, a Byzantine one, or a client.
///
/// Practical Byzantine fault tolerance in its form with signatures. Deviations from the paper:
/// - Replicas keep what they said on disk, and sync it before they say it, so that a crash and
///   restart is not a Byzantine fault. The paper's replicas keep it in memory.
/// - Signatures and digests are modelled (see ``PBFTMessage`` and ``PBFTRequest``); a certificate
///   lists its signers.
/// - Lost messages are made good by status messages, sent only by replicas with open work, as in
///   Castro's thesis; the OSDI paper leaves retransmission out.
/// - A new view's pre-prepares are derived by everybody from its view changes and not sent.
/// - No tentative execution, no read-only requests, no batching.
///
/// - Source: Castro & Liskov, Practical Byzantine Fault Tolerance, OSDI 1999, section 4.
public enum PBFTNode: Process {
  /// Follows the protocol.
  case replica(PBFTReplica)
  /// Does not.
  case byzantine(PBFTByzantine)
  /// Sends requests.
  case client(PBFTClient)

  /// What nodes say to each other.
  public typealias Message = PBFTMessage
  /// The operation a client is to have executed.
  public typealias Request = Int
  /// The result that f + 1 replicas agree on.
  public typealias Response = UInt64

  /// What a node waits for.
  public enum Timer: Hashable, Sendable {
    /// A replica's patience with its primary.
    case viewChange
    /// The next status message.
    case resend
    /// A client's patience.
    case client
  }

  /// A change to what a node keeps.
  public enum Record: Sendable {
    /// The view, and whether it has begun, with its certificate.
    case view(Int, isActive: Bool, certificate: PBFTNewView?)
    /// What is known of a sequence number.
    case slot(Int, PBFTSlot.Kept)
    /// A stable checkpoint; what lies at and below it is forgotten.
    case stable(PBFTCheckpoint)
    /// The client's last timestamp.
    case timestamp(Int)
  }

  /// What a node finds when it starts.
  public struct Disk: Sendable {
    /// The last view.
    var view = 0
    /// Whether it had begun.
    var isActive = true
    /// Its certificate; view 0 needs none.
    var certificate: PBFTNewView?
    /// Sequence numbers above the stable checkpoint.
    var slots: [Int: PBFTSlot.Kept] = [:]
    /// The last stable checkpoint.
    var stable = PBFTCheckpoint()
    /// The client's last timestamp.
    var timestamp = 0

    /// An empty disk.
    public init() {}
  }

  /// The node `id`, from what is on its disk; Byzantine if it has a behaviour.
  public init(
    id: NodeID, configuration: PBFTConfiguration, behaviour: PBFTBehaviour? = nil,
    disk: Disk = Disk()
  ) {
    if id >= configuration.replicas {
      self = .client(PBFTClient(id: id, configuration: configuration, disk: disk))
      return
    }
    let replica = PBFTReplica(id: id, configuration: configuration, disk: disk)
    self =
      if let behaviour {
        .byzantine(PBFTByzantine(replica, behaviour))
      } else {
        .replica(replica)
      }
  }

  /// The honest replica's state, if it is one.
  public var honest: PBFTReplica? {
    if case .replica(let replica) = self { replica } else { nil }
  }

  /// Takes one input.
  public mutating func step(
    _ input: Input<PBFTNode>, at now: LocalTime, effects: inout Effects<PBFTNode>
  ) {
    switch self {
    case .replica(var replica):
      self = .client(.placeholder)  // leaves `replica` the only owner of its state
      replica.step(input, effects: &effects)
      self = .replica(replica)
    case .byzantine(var replica):
      self = .client(.placeholder)
      replica.step(input, effects: &effects)
      self = .byzantine(replica)
    case .client(var client):
      client.step(input, effects: &effects)
      self = .client(client)
    }
  }

  /// The kinds of messages, by phase.
  public static let messageKinds = [
    "request", "pre-prepare", "prepare", "commit", "reply", "checkpoint", "view-change", "new-view",
    "repair",
  ]

  /// The kind of a message.
  public static func kind(of message: PBFTMessage) -> Int {
    switch message.body {
    case .request: 0
    case .prePrepare: 1
    case .prepare: 2
    case .commit: 3
    case .reply: 4
    case .checkpoint: 5
    case .viewChange: 6
    case .newView: 7
    case .status, .fetchState, .state: 8
    }
  }

  /// Folds one record into what is on disk.
  public static func write(_ record: Record, to disk: inout Disk) {
    switch record {
    case .view(let view, let isActive, let certificate):
      disk.view = view
      disk.isActive = isActive
      disk.certificate = certificate
    case .slot(let sequence, let slot):
      if sequence > disk.stable.sequence { disk.slots[sequence] = slot }
    case .stable(let checkpoint):
      disk.stable = checkpoint
      disk.slots = disk.slots.filter { $0.key > checkpoint.sequence }
    case .timestamp(let timestamp):
      disk.timestamp = timestamp
    }
  }
}

/// A state that a quorum has vouched for.
public struct PBFTCheckpoint: Sendable {
  /// The last sequence number in it.
  public var sequence = 0
  /// The state.
  public var service = PBFTService()
  /// Who vouched for it, in order.
  public var proof: [NodeID] = []
}

/// What a replica knows of one sequence number.
public struct PBFTSlot: Sendable {
  /// What must outlive a crash.
  public struct Kept: Sendable {
    /// The pre-prepare accepted in the latest view.
    var accepted: PBFTProposal?
    /// The prepared certificate of the latest view.
    var prepared: PBFTPrepared?
    /// The request, once committed here.
    var committed: PBFTRequest?
  }

  /// What must outlive a crash.
  var kept = Kept()
  /// Who has sent a prepare, by what for.
  var prepares: [PBFTProposal: Set<NodeID>] = [:]
  /// Who has sent a commit, by what for.
  var commits: [PBFTProposal: Set<NodeID>] = [:]
}
