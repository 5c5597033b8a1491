/// A node of two-phase commit with presumed abort: coordinator of the transactions its clients
/// begin, and participant in those it has a branch of.
///
/// A commit takes 4N messages and 1 forced write at the coordinator and 2 at each participant; an
/// abort takes no forced write at the coordinator and no acknowledgement. A coordinator that knows
/// nothing of a transaction says: aborted. A participant that voted yes and cannot learn the
/// outcome keeps its locks: it asks its coordinator, then the other participants, of which one that
/// knows the outcome or has not voted settles it; if all have voted yes, all wait.
///
/// Deviations from the paper:
/// - Flat, no tree of subordinates; no one-phase commit for a single participant.
/// - Participants remember outcomes for ever, so that they can answer each other; when they may
///   forget is left out.
/// - Locks are exclusive and taken when the prepare arrives; a conflict is a vote of no, so that
///   nobody waits for a lock.
///
/// - Source: Mohan, Lindsay & Obermarck, Transaction Management in the R* Distributed Database
///   Management System, ACM TODS 11(4), 1986, section 3; cooperative termination: Bernstein,
///   Hadzilacos & Goodman, Concurrency Control and Recovery in Database Systems, 1987, section 7.4.
public struct TwoPhaseCommitNode: Process {
  /// How a node goes about it; as it stands, correctly.
  public struct Policy: Sendable {
    /// Whether a participant's prepared record is on disk before its yes leaves.
    public var forcesVote = true
    /// Whether the commit record is on disk before anybody hears of it.
    public var forcesDecision = true
    /// What a participant in doubt does when its patience ends.
    public var inDoubt = InDoubt.askEverybody
    /// How long a coordinator waits for votes.
    public var voteTimeout: Nanoseconds = 300_000_000
    /// How often a commit is repeated until it is acknowledged.
    public var resendInterval: Nanoseconds = 100_000_000
    /// How long a participant in doubt waits before it asks, and asks again.
    public var doubtTimeout: Nanoseconds = 150_000_000

    /// The correct policy.
    public init() {}
  }

  /// What to do when the coordinator is silent after a yes.
  public enum InDoubt: Sendable {
    /// Ask the coordinator, again and again.
    case askCoordinator
    /// Ask the other participants too (cooperative termination).
    case askEverybody
    /// Abort on one's own: the "heuristic decision" of XA, which gives up atomicity.
    case abortAlone
  }

  /// What nodes say to each other.
  public enum Message: Sendable {
    /// Do your branch and vote; the others who write are the peers.
    case prepare(TransactionID, Transaction.Branch, peers: [NodeID])
    /// A vote.
    case vote(TransactionID, Vote)
    /// The outcome.
    case decide(TransactionID, TransactionOutcome)
    /// The commit is on the participant's disk.
    case acknowledge(TransactionID)
    /// What became of it? To the coordinator.
    case inquire(TransactionID)
    /// What became of it? To another participant.
    case askPeer(TransactionID)
  }

  /// A participant's vote.
  public enum Vote: Sendable {
    /// Prepared: it can do either, whatever happens.
    case yes
    /// It cannot, and has forgotten the transaction.
    case no
    /// Nothing was written; the outcome does not matter to it.
    case readOnly
  }

  /// What a node waits for.
  public enum Timer: Hashable, Sendable {
    /// The votes.
    case votes(TransactionID)
    /// The acknowledgements.
    case acknowledgements(TransactionID)
    /// The outcome.
    case outcome(TransactionID)
  }

  /// The transaction a client begins.
  public typealias Request = Transaction
  /// How it ended.
  public typealias Response = TransactionOutcome

  /// A change to a node's log.
  public enum Record: Sendable {
    /// The participant has voted yes.
    case prepared(TransactionID, Prepared)
    /// The participant has done the outcome.
    case resolved(TransactionID, TransactionOutcome)
    /// The coordinator's commit record: the commit point.
    case committing(TransactionID, [NodeID])
    /// Everybody has acknowledged.
    case ended(TransactionID)
  }

  /// A branch that can be committed or undone.
  public struct Prepared: Sendable {
    /// What to do.
    public var branch: Transaction.Branch
    /// The other participants that write.
    public var peers: [NodeID]
  }

  /// What a node finds when it starts.
  public struct Disk: Sendable {
    /// Branches voted yes for and not resolved.
    public internal(set) var prepared: [TransactionID: Prepared] = [:]
    /// Outcomes done here.
    public internal(set) var outcomes: [TransactionID: TransactionOutcome] = [:]
    /// The data.
    public internal(set) var data: [Int: Int] = [:]
    /// Commits that somebody has not acknowledged, with the participants.
    public internal(set) var committing: [TransactionID: [NodeID]] = [:]

    /// An empty disk.
    public init() {}
  }

  let id: NodeID
  let policy: Policy
  /// What the disk holds, or will once it has caught up.
  public internal(set) var log: Disk
  /// Votes being collected.
  var collecting: [TransactionID: Collecting] = [:]
  /// Who has not acknowledged a commit.
  var unacknowledged: [TransactionID: [NodeID]] = [:]
  /// Who holds a key's lock, and since when.
  public internal(set) var locks: [Int: Lock] = [:]

  /// A transaction in its first phase.
  struct Collecting: Sendable {
    var participants: [NodeID]
    var votes: [NodeID: Vote] = [:]
  }

  /// A lock on a key.
  public struct Lock: Sendable {
    /// Who holds it.
    public var holder: TransactionID
    /// Since when, by the node's clock.
    public var since: LocalTime
  }

  /// The node `id`, from what is on its disk.
  public init(id: NodeID, policy: Policy = Policy(), disk: Disk = Disk()) {
    self.id = id
    self.policy = policy
    log = disk
    unacknowledged = disk.committing
  }

  /// Transactions voted yes for whose outcome is not known here.
  public var inDoubt: [TransactionID] { log.prepared.keys.sorted() }

  /// Takes one input.
  public mutating func step(
    _ input: Input<TwoPhaseCommitNode>, at now: LocalTime,
    effects: inout Effects<TwoPhaseCommitNode>
  ) {
    switch input {
    case .start: recover(at: now, &effects)
    case .request(let transaction, let id): begin(transaction, id, &effects)
    case .timer(.votes(let id)): decide(id, .aborted, &effects)
    case .timer(.acknowledgements(let id)): sendCommit(id, &effects)
    case .timer(.outcome(let id)): doubt(id, &effects)
    case .message(.prepare(let id, let branch, let peers), let from):
      prepare(id, branch, peers, from, at: now, &effects)
    case .message(.vote(let id, let vote), let from): receive(vote, id, from, &effects)
    case .message(.decide(let id, let outcome), let from):
      resolve(id, outcome, &effects)
      if outcome == .committed && from == id.coordinator {
        effects.send(.acknowledge(id), to: from)
      }
    case .message(.acknowledge(let id), let from): acknowledge(id, from, &effects)
    case .message(.inquire(let id), let from): answer(id, from, &effects)
    case .message(.askPeer(let id), let from): answerPeer(id, from, &effects)
    }
  }

  /// The kinds of messages.
  public static let messageKinds = [
    "prepare", "vote", "decide", "acknowledge", "inquire", "ask-peer",
  ]

  /// The kind of a message.
  public static func kind(of message: Message) -> Int {
    switch message {
    case .prepare: 0
    case .vote: 1
    case .decide: 2
    case .acknowledge: 3
    case .inquire: 4
    case .askPeer: 5
    }
  }

  /// Folds one record into the log.
  public static func write(_ record: Record, to disk: inout Disk) {
    switch record {
    case .prepared(let id, let prepared): disk.prepared[id] = prepared
    case .resolved(let id, let outcome):
      if outcome == .committed, let branch = disk.prepared[id]?.branch {
        disk.data[branch.key] = branch.value
      }
      disk.prepared[id] = nil
      disk.outcomes[id] = outcome
    case .committing(let id, let participants): disk.committing[id] = participants
    case .ended(let id): disk.committing[id] = nil
    }
  }

  /// Logs a change here and on disk.
  mutating func record(_ record: Record, _ effects: inout Effects<TwoPhaseCommitNode>) {
    Self.write(record, to: &log)
    effects.persist(record)
  }

  /// Prepared branches take their locks again and ask; commits are repeated.
  private mutating func recover(
    at now: LocalTime, _ effects: inout Effects<TwoPhaseCommitNode>
  ) {
    for (id, prepared) in log.prepared.sorted(by: { $0.key < $1.key }) {
      locks[prepared.branch.key] = Lock(holder: id, since: now)
      doubt(id, &effects)
    }
    for id in unacknowledged.keys.sorted() { sendCommit(id, &effects) }
  }
}
