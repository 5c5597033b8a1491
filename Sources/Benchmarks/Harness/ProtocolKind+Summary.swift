extension ProtocolKind {
  /// What is run under this name, in a sentence.
  public var summary: String {
    switch self {
    case .raft: "Raft with pre-vote, read index and group commit."
    case .multiPaxos: "Multi-Paxos with a stable leader; reads go through the log."
    case .flexiblePaxos: "Multi-Paxos whose writes wait for two nodes, elections for all but one."
    case .pbft: "PBFT; signatures are modelled."
    case .asynchronous: "A primary that answers before its standbys have the write."
    case .semiSynchronous: "A primary that waits for standbys for a time."
    case .synchronous: "A primary that waits for standbys as long as it takes."
    case .leaderlessQuorum: "Reads and writes at quorums of copies, without a leader."
    case .multiLeader: "Every node takes writes, and copies them to the others later."
    case .twoPhaseCommit: "Two-phase commit with presumed abort; the first node coordinates."
    case .saga: "An orchestrated saga, its progress on disk before each command."
    case .stepAfterStep: "Steps one after the other, remembered nowhere."
    case .outbox: "A transactional outbox with a polling relay."
    case .dualWrite: "A row and its event, written one after the other."
    case .fencedLease: "A lease whose token the resource checks."
    case .lease: "A lease without a token."
    case .heartbeat: "Heartbeats to everybody, and a fixed number missed."
    case .phiAccrual: "Heartbeats to everybody, judged by their usual distance."
    case .swim: "Probes, indirect probes, and suspicion spread by gossip."
    }
  }
}
