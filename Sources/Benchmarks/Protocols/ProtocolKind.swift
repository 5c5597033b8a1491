/// A protocol that can be run and measured, by the name that commands and reports use.
///
/// Each says what the nodes of a ``ProtocolSite`` are to it.
public enum ProtocolKind: String, Sendable, Hashable, CaseIterable {
  /// Raft; the nodes vote.
  case raft
  /// Multi-Paxos; the nodes accept.
  case multiPaxos = "multi-paxos"
  /// Multi-Paxos whose writes wait for two nodes only, and whose elections for all but one.
  case flexiblePaxos = "flexible-paxos"
  /// PBFT; the nodes are replicas, and each client has a node of its own besides.
  case pbft
  /// A primary (the first node) that answers before its standbys have the write.
  case asynchronous = "primary-backup-async"
  /// A primary that waits for standbys for a time.
  case semiSynchronous = "primary-backup-semi-sync"
  /// A primary that waits for standbys as long as it takes.
  case synchronous = "primary-backup-sync"
  /// Leaderless quorums; every node holds data and coordinates.
  case leaderlessQuorum = "leaderless-quorum"
  /// Every node takes writes and copies them to the others later.
  case multiLeader = "multi-leader"
  /// Two-phase commit; the first node coordinates, the others take part.
  case twoPhaseCommit = "2pc"
  /// An orchestrated saga; the first node orchestrates, the others do steps.
  case saga = "saga-orchestration"
  /// Steps one after the other by an orchestrator that keeps nothing on disk.
  case stepAfterStep = "step-after-step"
  /// A transactional outbox; service, broker, consumer.
  case outbox
  /// The row and its event written one after the other; service, broker, consumer.
  case dualWrite = "dual-write"
  /// A lock with fencing tokens; lock service, resource, holders.
  case fencedLease = "lease-with-token"
  /// A lock without; lock service, resource, holders.
  case lease
  /// Heartbeats to everybody and a fixed time-out; the nodes are members, the first fails.
  case heartbeat
  /// Heartbeats judged by their usual distance.
  case phiAccrual = "phi-accrual"
  /// SWIM: probes, indirect probes, suspicion.
  case swim

  /// What kind of answer it gives, and so which figures it has.
  public enum Family: Sendable, Hashable {
    /// Clients read and write registers.
    case replication
    /// Clients run operations of several steps.
    case transaction
    /// Clients commit rows whose events are to be told.
    case publication
    /// Clients write under a lock.
    case lock
    /// Nobody asks; members watch each other.
    case detection
  }

  /// What kind of answer it gives.
  public var family: Family {
    switch self {
    case .raft, .multiPaxos, .flexiblePaxos, .pbft, .asynchronous, .semiSynchronous, .synchronous,
      .leaderlessQuorum, .multiLeader:
      .replication
    case .twoPhaseCommit, .saga, .stepAfterStep: .transaction
    case .outbox, .dualWrite: .publication
    case .fencedLease, .lease: .lock
    case .heartbeat, .phiAccrual, .swim: .detection
    }
  }

  /// The fewest nodes that it makes sense with.
  public var fewestNodes: Int {
    switch self {
    case .pbft: 4
    case .outbox, .dualWrite, .fencedLease, .lease, .swim: 3
    case .twoPhaseCommit, .saga, .stepAfterStep, .heartbeat, .phiAccrual, .flexiblePaxos: 2
    default: 1
    }
  }

  /// The most nodes that a run takes; sets of voters are words of 64 bits.
  public static let mostNodes = 60
}
