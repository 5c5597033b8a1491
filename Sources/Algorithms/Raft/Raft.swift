import Quantities

/// One node of a Raft group that replicates a ``KeyValueStore``.
///
/// With pre-vote, check-quorum, fast backing up, pipelined replication, read index and lease
/// reads, client sessions, snapshots, learners, and single-server membership changes.
///
/// Where it differs from the papers:
/// - A candidate's requests for votes leave before its own vote is on disk, which saves a sync of
///   each election. It leads only once it is there, and a number of the campaign in request and
///   answer keeps votes from counting that an earlier life of the node asked for with a log that it
///   has lost since.
/// - The leader writes its own disk while the entries travel (Ongaro 2014, section 10.2.1).
/// - Its clock has to be one that does not jump (a monotonic one).
/// - A group has 64 nodes at most. Sessions do not expire. Leadership is not handed over.
///
/// - Source: Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, 2014, and
///   Ongaro, Consensus: Bridging Theory and Practice, 2014.
public struct Raft: Process {
  /// What nodes say to each other.
  public typealias Message = RaftMessage
  /// A change to the disk.
  public typealias Record = RaftRecord
  /// What a node keeps on disk.
  public typealias Disk = RaftDisk

  /// A node's timers.
  public enum Timer: Hashable, Sendable {
    /// Nobody leads, it seems.
    case election
    /// Time to say that one leads.
    case heartbeat
  }

  /// What clients ask.
  public enum Request: Sendable, Hashable {
    /// Do an operation of a session.
    case operation(KeyValueStore.Operation)
    /// Change the members, by one voter at most.
    case change(RaftConfiguration)
  }

  /// What clients hear.
  public enum Response: Sendable, Hashable {
    /// The operation is done.
    case done(KeyValueStore.Output)
    /// The members are changed.
    case changed
    /// The change may not be made now; nothing happened.
    case refused
    /// Ask another: this one, if known. The operation may be done later all the same.
    case notLeader(NodeID?)
  }

  /// A node's part in its term.
  public enum Role: Sendable, Hashable {
    /// Listens.
    case follower
    /// Asks whether it would win.
    case preCandidate
    /// Asks for votes.
    case candidate
    /// Leads.
    case leader
  }

  /// This node.
  public let id: NodeID
  let policy: RaftPolicy
  let firstConfiguration: RaftConfiguration
  var random: SeededGenerator

  /// The latest term known; `term` and `vote` are on disk before anything that rests on them.
  public internal(set) var term: Int
  /// Whom the node voted for in `term`.
  public internal(set) var vote: NodeID?
  /// The log: `log.base.index <= applied <= commit <= log.lastIndex`.
  public internal(set) var log: RaftLog
  /// The last index known to be committed.
  public internal(set) var commit: Int
  /// The last index whose entry is in `store`.
  public internal(set) var applied: Int
  /// The state after `applied` entries.
  public internal(set) var store: KeyValueStore
  /// The node's part.
  public internal(set) var role = Role.follower
  /// Who leads, as far as known.
  public internal(set) var leader: NodeID?

  var snapshot: RaftSnapshot?
  /// The configurations in the log that may still be taken back, the latest last; before them the
  /// one of the snapshot.
  var configurations: [(index: Int, RaftConfiguration)]
  /// The time of this step, by the node's own clock.
  var now = LocalTime.zero
  /// When the leader was last heard of, or the node started.
  var heardOfLeader = LocalTime.zero

  var campaign: UInt64 = 0
  var votes = NodeGroup()

  /// What a leader knows of the others, by their number.
  var peers: [Peer] = []
  /// Requests whose entries are not applied yet, by index.
  var waiting = Waiting<RequestID>()
  var rounds = Rounds()
  var reads = Waiting<Read>()
  /// The index of the first entry of the leader's term.
  var termStart = 0
  var fixedTimeout: Nanoseconds?

  /// A node that starts from its disk.
  ///
  /// - Parameters:
  ///   - configuration: The members before any change; the same for all nodes.
  ///   - seed: For timeouts; another at each start.
  public init(
    id: NodeID, configuration: RaftConfiguration, policy: RaftPolicy, disk: RaftDisk, seed: UInt64
  ) {
    self.id = id
    self.policy = policy
    firstConfiguration = configuration
    random = SeededGenerator(seed: seed)
    term = disk.term
    vote = disk.vote
    log = disk.log
    snapshot = disk.snapshot
    store = disk.snapshot?.store ?? KeyValueStore()
    commit = disk.snapshot?.last.index ?? 0
    applied = commit
    configurations = []
    noteConfigurations()
  }

  /// The members now: by the latest entry of the log, committed or not.
  public var configuration: RaftConfiguration {
    configurations.last?.1 ?? snapshot?.configuration ?? firstConfiguration
  }

  /// Takes one input.
  public mutating func step(
    _ input: Input<Raft>, at now: LocalTime, effects: inout Effects<Raft>
  ) {
    self.now = now
    switch input {
    case .start:
      heardOfLeader = now
      setElectionTimer(&effects)
    case .timer(.election): campaignIfDue(&effects)
    case .timer(.heartbeat): beat(&effects)
    case .request(let request, let id): take(request, id: id, &effects)
    case .message(let message, let from): receive(message, from: from, &effects)
    }
  }

  private mutating func receive(
    _ message: RaftMessage, from: NodeID, _ effects: inout Effects<Raft>
  ) {
    switch message {
    case .append(let append): receive(append, from: from, &effects)
    case .appendResponse(let response): receive(response, from: from, &effects)
    case .voteRequest(let request): receive(request, from: from, &effects)
    case .voteResponse(let response): receive(response, from: from, &effects)
    case .snapshot(let term, let snapshot):
      receive(snapshot, term: term, from: from, &effects)
    case .durable(let position): ownCopyIsDurable(upTo: position, &effects)
    }
  }

  private mutating func take(
    _ request: Request, id: RequestID, _ effects: inout Effects<Raft>
  ) {
    guard role == .leader else {
      effects.respond(.notLeader(leader), to: id)
      return
    }
    switch request {
    case .operation(let operation):
      if case .read(let key) = operation.command, policy.reads != .throughLog {
        read(key, for: id, &effects)
      } else {
        propose(.operation(operation), for: id, &effects)
      }
    case .change(let configuration): change(to: configuration, for: id, &effects)
    }
  }

  @inline(__always)
  func keeps(_ rule: RaftRule) -> Bool { !policy.omissions.contains(rule) }

  /// Holds what follows until it is on disk what the node says.
  @inline(__always)
  func syncBeforeAnswer(_ effects: inout Effects<Raft>) {
    if keeps(.syncBeforeAnswer) { effects.sync() }
  }

  mutating func setElectionTimer(_ effects: inout Effects<Raft>) {
    effects.setTimer(.election, after: drawTimeout())
  }

  private mutating func drawTimeout() -> Nanoseconds {
    if let fixedTimeout { return fixedTimeout }
    let range = policy.electionTimeout
    let width = UInt64(range.upperBound - range.lowerBound) + 1
    let timeout = range.lowerBound + Nanoseconds(random.next() % width)
    if !keeps(.redrawnTimeouts) { fixedTimeout = timeout }
    return timeout
  }

  /// Listens in a term that may be new; whoever waited for this leader has to ask elsewhere.
  mutating func follow(in newTerm: Int, leader newLeader: NodeID?, _ effects: inout Effects<Raft>) {
    if newTerm > term {
      term = newTerm
      vote = nil
      persistTerm(&effects)
    }
    if role == .leader {
      effects.cancelTimer(.heartbeat)
      while let waiter = waiting.removeFirst() {
        effects.respond(.notLeader(newLeader), to: waiter.value)
      }
      while let read = reads.removeFirst() {
        effects.respond(.notLeader(newLeader), to: read.value.request)
      }
      setElectionTimer(&effects)
    }
    role = .follower
    leader = newLeader
  }

  func persistTerm(_ effects: inout Effects<Raft>) {
    if keeps(.rememberedVote) { effects.persist(.term(term, vote: vote)) }
  }

  /// Folds one record into the disk.
  public static func write(_ record: RaftRecord, to disk: inout RaftDisk) {
    switch record {
    case .term(let term, let vote):
      disk.term = term
      disk.vote = vote
    case .entry(let entry): disk.log.append(entry)
    case .entries(let index, let entries): disk.log.replace(after: index, with: entries)
    case .snapshot(let snapshot, let cut):
      disk.snapshot = snapshot
      if disk.log.term(at: snapshot.last.index) == snapshot.last.term {
        disk.log.cut(upTo: cut)
      } else {
        disk.log.restart(after: snapshot.last)
      }
    }
  }
}

/// Things in the order of the index they wait for.
struct Waiting<Value: Sendable>: Sendable {
  private var items: [(index: Int, value: Value)] = []
  private var head = 0

  var first: (index: Int, value: Value)? { head < items.count ? items[head] : nil }

  mutating func append(_ value: Value, at index: Int) { items.append((index, value)) }

  mutating func removeFirst() -> (index: Int, value: Value)? {
    guard head < items.count else { return nil }
    let item = items[head]
    head += 1
    if head == items.count {
      items.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 1024, head * 2 >= items.count {
      items.removeFirst(head)
      head = 0
    }
    return item
  }
}
