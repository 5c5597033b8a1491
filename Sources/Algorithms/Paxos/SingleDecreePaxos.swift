import Quantities

/// One node that agrees with others on one value: proposer and acceptor at once.
///
/// Nobody leads: whoever is asked proposes. Proposers that meet each other wait at random before
/// they try again, for without that they could go on for ever. A proposer that learns of the
/// decision does not tell the other nodes, only its client.
///
/// - Source: Lamport, Paxos Made Simple, 2001.
public struct SingleDecreePaxos: Process {
  /// What nodes say to each other.
  public enum Message: Sendable, Hashable {
    /// Phase 1a.
    case prepare(Ballot)
    /// Phase 1b: with what was accepted before.
    case promise(Ballot, accepted: Proposal?)
    /// Phase 2a.
    case accept(Proposal)
    /// Phase 2b.
    case accepted(Ballot)
    /// The ballot is too low: there is this one.
    case refused(Ballot, promised: Ballot)
  }

  /// A value in a ballot.
  public struct Proposal: Sendable, Hashable {
    /// The ballot.
    public var ballot: Ballot
    /// The value.
    public var value: Int
  }

  /// When to try again.
  public enum Timer: Hashable, Sendable {
    /// The attempt has come to nothing.
    case again
  }

  /// What an acceptor keeps.
  public struct State: Sendable, Hashable {
    /// No ballot below counts.
    public var promised = Ballot.none
    /// What it accepted last.
    public var accepted: Proposal?

    /// Nothing promised.
    public init() {}
  }

  /// The value that a client wants.
  public typealias Request = Int
  /// The value that is decided.
  public typealias Response = Int
  /// A change to the disk.
  public typealias Record = State
  /// What a node keeps on disk.
  public typealias Disk = State

  private enum Phase: Sendable { case idle, preparing, accepting }

  let id: NodeID
  let nodes: Int
  let quorums: PaxosQuorums
  let omissions: PaxosOmissions
  /// How long an attempt may take; a little more or less each time.
  let patience: Nanoseconds
  private var random: SeededGenerator

  /// The acceptor's state.
  public private(set) var acceptor: State
  /// The value this node knows to be decided.
  public private(set) var decided: Int?

  private var phase = Phase.idle
  private var ballot = Ballot.none
  private var wanted = 0
  private var proposed = 0
  private var clients: [RequestID] = []
  private var answers = NodeGroup()
  private var answerCount = 0
  private var best: Proposal?

  /// A node that starts from its disk.
  public init(
    id: NodeID, nodes: Int, quorums: PaxosQuorums? = nil, patience: Nanoseconds = 50_000_000,
    omissions: PaxosOmissions = [], disk: State, seed: UInt64
  ) {
    self.id = id
    self.nodes = nodes
    self.quorums = quorums ?? .majority(of: nodes)
    self.patience = max(1, patience)
    self.omissions = omissions
    acceptor = disk
    random = SeededGenerator(seed: seed)
  }

  /// Takes one input.
  public mutating func step(
    _ input: Input<SingleDecreePaxos>, at now: LocalTime,
    effects: inout Effects<SingleDecreePaxos>
  ) {
    switch input {
    case .start: break
    case .timer(.again): if phase != .idle { prepare(&effects) }
    case .request(let value, let client):
      if let decided {
        effects.respond(decided, to: client)
        return
      }
      clients.append(client)
      guard phase == .idle else { return }
      wanted = value
      prepare(&effects)
    case .message(let message, let from): receive(message, from: from, &effects)
    }
  }

  private func keeps(_ rule: PaxosRule) -> Bool { !omissions.contains(rule) }

  /// Whether the proposer may be promised the same ballot again: to itself it has promised it.
  private func isOwn(_ ballot: Ballot, _ from: NodeID) -> Bool {
    from == id || !keeps(.ownBallots)
  }

  private mutating func prepare(_ effects: inout Effects<Self>) {
    let round = max(ballot.round, acceptor.promised.round) + 1
    ballot = Ballot(round: round, node: keeps(.ownBallots) ? id : 0)
    phase = .preparing
    best = nil
    // On disk before anybody hears of it: a later life must not use the ballot again.
    acceptor.promised = ballot
    effects.persist(acceptor)
    effects.sync()
    begin(&effects, .prepare(ballot))
    effects.setTimer(.again, after: patience + Nanoseconds(random.next() % UInt64(patience)))
  }

  private mutating func begin(_ effects: inout Effects<Self>, _ message: Message) {
    answers = []
    answerCount = 0
    for node in 0..<nodes { effects.send(message, to: node) }
  }

  private mutating func receive(
    _ message: Message, from: NodeID, _ effects: inout Effects<Self>
  ) {
    switch message {
    case .prepare(let ballot):
      guard ballot > acceptor.promised || ballot == acceptor.promised && isOwn(ballot, from) else {
        effects.send(.refused(ballot, promised: acceptor.promised), to: from)
        return
      }
      acceptor.promised = ballot
      answer(.promise(ballot, accepted: acceptor.accepted), to: from, &effects)
    case .accept(let proposal):
      guard proposal.ballot >= acceptor.promised || !keeps(.keepPromise) else {
        effects.send(.refused(proposal.ballot, promised: acceptor.promised), to: from)
        return
      }
      acceptor.promised = max(acceptor.promised, proposal.ballot)
      acceptor.accepted = proposal
      answer(.accepted(proposal.ballot), to: from, &effects)
    case .promise(let ballot, let accepted):
      guard phase == .preparing, counts(ballot, from: from) else { return }
      take(accepted)
      if answerCount >= quorums.prepare { propose(&effects) }
    case .accepted(let ballot):
      guard phase == .accepting, counts(ballot, from: from) else { return }
      if answerCount >= quorums.accept { decide(&effects) }
    case .refused(let refused, let promised):
      guard refused == ballot, phase != .idle else { return }
      ballot.round = max(ballot.round, promised.round)
    }
  }

  private mutating func answer(_ message: Message, to node: NodeID, _ effects: inout Effects<Self>)
  {
    effects.persist(acceptor)
    if keeps(.syncBeforeAnswer) { effects.sync() }
    effects.send(message, to: node)
  }

  private mutating func counts(_ answered: Ballot, from: NodeID) -> Bool {
    guard answered == ballot || !keeps(.answersOfThisBallot) else { return false }
    answers.insert(from)
    answerCount = keeps(.distinctAcceptors) ? answers.count : answerCount + 1
    return true
  }

  private mutating func take(_ accepted: Proposal?) {
    guard let accepted, keeps(.adoptAccepted) else { return }
    guard let best, keeps(.highestBallotWins) else {
      self.best = accepted
      return
    }
    if accepted.ballot > best.ballot { self.best = accepted }
  }

  private mutating func propose(_ effects: inout Effects<Self>) {
    phase = .accepting
    proposed = best?.value ?? wanted
    begin(&effects, .accept(Proposal(ballot: ballot, value: proposed)))
  }

  private mutating func decide(_ effects: inout Effects<Self>) {
    phase = .idle
    decided = proposed
    effects.cancelTimer(.again)
    for client in clients { effects.respond(proposed, to: client) }
    clients = []
  }

  /// Folds one record into the disk.
  public static func write(_ record: State, to disk: inout State) { disk = record }
}
