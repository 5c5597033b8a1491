import Quantities

/// One node of a Multi-Paxos group that replicates a ``KeyValueStore``: proposer, acceptor and
/// learner at once.
///
/// A leader runs the first phase once for all slots, and the second for each command; the number
/// of slots that are chosen in order travels with the next message. The quorums are flexible.
///
/// Where it differs from the paper: a leader is suspected by a time-out; a node that lacks chosen
/// slots gets them, or the whole state, from the leader. Reads go through the log.
///
/// - Source: Lamport, Paxos Made Simple, 2001, section 3; Howard et al., Flexible Paxos, 2016.
public struct MultiPaxos: Process {
  /// What nodes say to each other.
  public enum Message: Sendable, Hashable {
    /// Phase 1a, for all slots from one on.
    case prepare(Ballot, from: Int)
    /// Phase 1b: what was accepted in those slots.
    case promise(Ballot, Promise)
    /// Phase 2a; `chosen` slots are chosen in order.
    case accept(Ballot, slot: Int, Command, chosen: Int)
    /// Phase 2b.
    case accepted(Ballot, slot: Int)
    /// The ballot is too low: there is this one.
    case refused(Ballot, promised: Ballot)
    /// The leader leads, and so many slots are chosen in order.
    case heartbeat(Ballot, chosen: Int)
    /// The node has applied so many slots: it lacks what follows.
    case behind(Ballot, applied: Int)
    /// Chosen slots from one on.
    case catchUp(Ballot, from: Int, [Command])
    /// The state after so many slots.
    case state(Ballot, Snapshot)
  }

  /// What a slot holds.
  public enum Command: Sendable, Hashable {
    /// Nothing: fills a slot that nobody is known to have used.
    case noOp
    /// An operation of a client.
    case operation(KeyValueStore.Operation)
  }

  /// A command that was accepted.
  public struct Accepted: Sendable, Hashable {
    /// The ballot it was accepted in.
    public var ballot: Ballot
    /// The command.
    public var command: Command
  }

  /// What an acceptor tells a proposer.
  public struct Promise: Sendable, Hashable {
    /// What it accepted, by slot, in rising order.
    public var accepted: [Slot]
    /// Its state, when slots that were asked for are cut off.
    public var snapshot: Snapshot?

    /// A slot and what was accepted in it.
    public struct Slot: Sendable, Hashable {
      /// The slot.
      public var slot: Int
      /// What was accepted.
      public var accepted: Accepted
    }
  }

  /// The state after slots 1 to `applied`.
  public struct Snapshot: Sendable, Hashable {
    /// The last slot in it.
    public var applied = 0
    /// The state.
    public var store = KeyValueStore()
  }

  /// A node's timers.
  public enum Timer: Hashable, Sendable {
    /// Nobody leads, it seems.
    case election
    /// Time to say that one leads.
    case heartbeat
  }

  /// A client's operation.
  public typealias Request = KeyValueStore.Operation

  /// What clients hear.
  public enum Response: Sendable, Hashable {
    /// The operation is done.
    case done(KeyValueStore.Output)
    /// Ask another: this one, if known. The operation may be done later all the same.
    case notLeader(NodeID?)
  }

  /// What an acceptor keeps.
  public struct Disk: Sendable, Hashable {
    /// No ballot below counts.
    public var promised = Ballot.none
    /// What was accepted in slots after the snapshot's.
    public var slots = SlotTable()
    /// The state after the slots that are cut off.
    public var snapshot = Snapshot()

    /// Nothing promised.
    public init() {}
  }

  /// A change to the disk.
  public enum Record: Sendable, Hashable {
    /// A promise.
    case promised(Ballot)
    /// A command in a slot.
    case accepted(slot: Int, Accepted)
    /// A state; slots up to `cut` go.
    case snapshot(Snapshot, cut: Int)
  }

  /// What may be chosen about a group.
  public struct Policy: Sendable, Hashable {
    /// How many have to answer.
    public var quorums: PaxosQuorums
    /// Whether the leader sends to as many acceptors as it needs only; saves messages, but one slow
    /// acceptor delays.
    public var isThrifty: Bool
    /// How often a leader says that it leads.
    public var heartbeat: Nanoseconds
    /// A node that hears of no leader for this long tries to lead; drawn anew each time.
    public var electionTimeout: ClosedRange<Nanoseconds>
    /// So many applied slots are kept for nodes that are a little behind.
    public var trailing: Int
    /// A snapshot is taken when so many slots are applied since the last.
    public var snapshotEvery: Int
    /// Rules left out, for tests of the checkers.
    public var omissions: PaxosOmissions

    /// A policy; the timing suits one region.
    public init(
      quorums: PaxosQuorums, isThrifty: Bool = false, heartbeat: Nanoseconds = 50_000_000,
      electionTimeout: ClosedRange<Nanoseconds> = 150_000_000...300_000_000,
      trailing: Int = 1_000, snapshotEvery: Int = 10_000, omissions: PaxosOmissions = []
    ) {
      self.quorums = quorums
      self.isThrifty = isThrifty
      self.heartbeat = heartbeat
      self.electionTimeout = electionTimeout
      self.trailing = trailing
      self.snapshotEvery = snapshotEvery
      self.omissions = omissions
    }
  }

  /// A node's part.
  public enum Role: Sendable, Hashable {
    /// Accepts.
    case follower
    /// Runs the first phase.
    case preparing
    /// Runs the second phase for each command.
    case leader
  }

  /// This node.
  public let id: NodeID
  let nodes: Int
  let policy: Policy
  var random: SeededGenerator

  /// The acceptor: on disk before anything that rests on it.
  public internal(set) var promised: Ballot
  var slots: SlotTable
  var snapshot: Snapshot

  /// The state after `applied` slots.
  public internal(set) var store: KeyValueStore
  /// The last slot in `store`: `applied <= chosen`.
  public internal(set) var applied: Int
  /// All slots up to here are chosen, as far as known.
  public internal(set) var chosen: Int
  /// The node's part.
  public internal(set) var role = Role.follower
  /// Who leads, as far as known.
  public internal(set) var leader: NodeID?

  /// The ballot of this node's last attempt.
  var ballot = Ballot.none
  var promises = NodeGroup()
  var promiseCount = 0
  /// What promises say was accepted, or the leader has proposed, by slot after `chosen`.
  var proposals: [Int: Proposal] = [:]
  var lastSlot = 0
  var waiting: [Int: RequestID] = [:]

  struct Proposal: Sendable {
    var accepted: Accepted
    var answers = NodeGroup()
    var count = 0
    var isChosen = false
  }

  /// A node that starts from its disk.
  public init(id: NodeID, nodes: Int, policy: Policy, disk: Disk, seed: UInt64) {
    self.id = id
    self.nodes = nodes
    self.policy = policy
    random = SeededGenerator(seed: seed)
    promised = disk.promised
    slots = disk.slots
    snapshot = disk.snapshot
    store = disk.snapshot.store
    applied = disk.snapshot.applied
    chosen = applied
  }

  /// Takes one input.
  public mutating func step(
    _ input: Input<MultiPaxos>, at now: LocalTime, effects: inout Effects<MultiPaxos>
  ) {
    switch input {
    case .start: setElectionTimer(&effects)
    case .timer(.election): if role != .leader { prepare(&effects) }
    case .timer(.heartbeat): beat(&effects)
    case .request(let operation, let client):
      guard role == .leader else {
        effects.respond(.notLeader(leader == id ? nil : leader), to: client)
        return
      }
      lastSlot += 1
      waiting[lastSlot] = client
      propose(.operation(operation), in: lastSlot, &effects)
    case .message(let message, let from): receive(message, from: from, &effects)
    }
  }

  private mutating func receive(
    _ message: Message, from: NodeID, _ effects: inout Effects<MultiPaxos>
  ) {
    switch message {
    case .prepare(let ballot, let first): promise(ballot, from: first, to: from, &effects)
    case .promise(let ballot, let promise): take(promise, ballot, from: from, &effects)
    case .accept(let ballot, let slot, let command, let chosen):
      accept(.init(ballot: ballot, command: command), in: slot, chosen: chosen, from, &effects)
    case .accepted(let ballot, let slot): count(ballot, slot: slot, from: from, &effects)
    case .refused(let refused, let promised):
      if refused == ballot, promised > ballot { stepDown(before: promised, &effects) }
    case .heartbeat(let ballot, let chosen):
      if follows(ballot, from: from, &effects) { learn(chosen, of: ballot, from: from, &effects) }
    case .behind(let ballot, let applied): bring(ballot, applied, to: from, &effects)
    case .catchUp(let ballot, let first, let commands):
      if follows(ballot, from: from, &effects) { learn(commands, from: first, &effects) }
    case .state(let ballot, let snapshot):
      if follows(ballot, from: from, &effects) { adopt(snapshot, &effects) }
    }
  }

  func keeps(_ rule: PaxosRule) -> Bool { !policy.omissions.contains(rule) }

  func syncBeforeAnswer(_ effects: inout Effects<MultiPaxos>) {
    if keeps(.syncBeforeAnswer) { effects.sync() }
  }

  mutating func setElectionTimer(_ effects: inout Effects<MultiPaxos>) {
    let range = policy.electionTimeout
    let width = UInt64(range.upperBound - range.lowerBound) + 1
    effects.setTimer(.election, after: range.lowerBound + Nanoseconds(random.next() % width))
  }

  /// Folds one record into the disk.
  public static func write(_ record: Record, to disk: inout Disk) {
    switch record {
    case .promised(let ballot): disk.promised = ballot
    case .accepted(let slot, let accepted):
      disk.promised = max(disk.promised, accepted.ballot)
      disk.slots[slot] = accepted
    case .snapshot(let snapshot, let cut):
      disk.snapshot = snapshot
      disk.slots.cut(upTo: cut)
    }
  }
}

/// What was accepted in slots after some that are cut off.
public struct SlotTable: Sendable, Hashable {
  /// The last slot that is cut off.
  public private(set) var base = 0
  private var accepted: [MultiPaxos.Accepted?] = []

  /// No slot used.
  public init() {}

  /// The last slot used.
  public var last: Int { base + accepted.count }

  /// What was accepted in a slot; `nil` if nothing was or it is cut off.
  public subscript(slot: Int) -> MultiPaxos.Accepted? {
    get {
      let place = slot - base - 1
      return accepted.indices.contains(place) ? accepted[place] : nil
    }
    set {
      let place = slot - base - 1
      guard place >= 0 else { return }
      while accepted.count <= place { accepted.append(nil) }
      accepted[place] = newValue
    }
  }

  /// Cuts off all slots up to one.
  mutating func cut(upTo slot: Int) {
    guard slot > base else { return }
    accepted.removeFirst(min(accepted.count, slot - base))
    base = slot
  }
}
