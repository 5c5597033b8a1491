/// A replica of chained HotStuff: every view one proposal and one vote, the leader rotating.
///
/// Votes for view v go to the leader of v + 1, which makes them the certificate its own proposal
/// carries: 2(n − 1) messages a view. A block is committed when three blocks of consecutive views
/// stand on each other and the last has a certificate.
///
/// Deviations from the paper:
/// - Blocks carry view numbers instead of dummy nodes between them; "direct parent" is "of the view
///   before".
/// - The pacemaker, which the paper leaves open, is simple: a node whose patience ends tells
///   everybody its highest certificate and the next view; f + 1 such messages for later views take
///   a node along; patience doubles with each view without a proposal.
/// - A node without open commands proposes nothing and has no timer.
/// - Votes, certificates and blocks are on disk before a vote leaves, so that a restart is no
///   Byzantine fault. Nothing is ever pruned.
/// - The node asked answers its client alone (the paper's client waits for f + 1 answers).
/// - Threshold signatures are modelled (see ``HotStuffCertificate``); senders are authentic.
///
/// - Source: Yin, Malkhi, Reiter, Golan Gueta & Abraham, HotStuff, PODC 2019, sections 5 and 6,
///   algorithm 4.
public struct HotStuffNode: Process {
  /// The group, and what a certificate takes.
  public struct Configuration: Sendable {
    /// The number of replicas, n.
    public var replicas: Int
    /// How many may be Byzantine, f.
    public var faults: Int
    /// Votes that make a certificate; safe from ⌈(n + f + 1) / 2⌉ on.
    public var quorum: Int
    /// Certified blocks of consecutive views that commit the first of them. Three; with fewer a
    /// commit may be contradicted later, or (two) the protocol may get stuck.
    public var commitChain = 3
    /// How long a node waits for a view's proposal at first.
    public var viewTimeout: Nanoseconds = 200_000_000

    /// A group of `replicas`, of which `faults` may be Byzantine, with the quorum that is safe.
    public init(replicas: Int, faults: Int) {
      self.replicas = replicas
      self.faults = faults
      quorum = (replicas + faults + 2) / 2
    }

    /// The leader of `view`.
    func leader(of view: Int) -> NodeID { view % replicas }
  }

  /// What replicas say to each other.
  public enum Message: Sendable {
    /// A command for whoever leads.
    case command(HotStuffCommand)
    /// The leader's block for its view.
    case proposal(HotStuffBlock)
    /// A vote for a block.
    case vote(view: Int, block: UInt64)
    /// The sender has given up on the view before; its highest certificate, and the view of the
    /// last block it has committed.
    case newView(Int, HotStuffCertificate, committed: Int)
    /// Asks for a block and those before it, down to a view.
    case fetch(block: UInt64, above: Int)
    /// Blocks, each after its parent, and a certificate.
    case chain([HotStuffBlock], HotStuffCertificate)
  }

  /// Patience with the view.
  public enum Timer: Hashable, Sendable {
    /// The only one.
    case view
  }

  /// The operation to execute.
  public typealias Request = Int
  /// The operation's place among all executed, from 1.
  public typealias Response = Int

  /// A change to what a replica keeps.
  public enum Record: Sendable {
    /// A block accepted.
    case block(HotStuffBlock)
    /// The last view voted in, and the certificates that go with it.
    case voted(Int, locked: HotStuffCertificate, high: HotStuffCertificate)
  }

  /// What a replica finds when it starts.
  public struct Disk: Sendable {
    /// All blocks accepted, each after its parent.
    var blocks: [HotStuffBlock] = []
    /// The last view voted in.
    var votedView = 0
    /// The locked certificate.
    var locked = HotStuffCertificate.genesis
    /// The highest certificate.
    var high = HotStuffCertificate.genesis

    /// An empty disk.
    public init() {}
  }

  let id: NodeID
  let configuration: Configuration
  /// The view it is in: proposals of earlier views get no vote any more.
  public internal(set) var view: Int
  /// The last view it voted in; `votedView <= view`.
  var votedView: Int
  /// The certificate whose block may only be left for one with a later certificate.
  var locked: HotStuffCertificate
  /// The latest certificate known.
  var high: HotStuffCertificate
  /// The tree.
  var blocks: [UInt64: HotStuffBlock]
  /// The last block committed.
  var committedBlock = HotStuffBlock.genesis
  /// The certificate that committed it.
  var commitProof = HotStuffCertificate.genesis
  /// Commands executed, in order.
  public internal(set) var executed: [HotStuffCommand] = []
  var executedSet: Set<HotStuffCommand> = []
  /// Commands known and not executed, in order of arrival.
  var pool: [HotStuffCommand] = []
  /// Votes for blocks of the view before this replica's turn.
  var votes: [HotStuffCertificate: Set<NodeID>] = [:]
  /// Who wants which view.
  var newViews: [Int: Set<NodeID>] = [:]
  /// Proposals whose parent is not here yet.
  var orphans: [HotStuffBlock] = []
  private var proposedView = 0
  /// Whether it has a certificate that may commit something and that nobody else has.
  var owesProposal = false
  private var attempts = 0
  private var isTiming = false

  /// The replica `id`, from what is on its disk.
  public init(id: NodeID, configuration: Configuration, disk: Disk = Disk()) {
    self.id = id
    self.configuration = configuration
    votedView = disk.votedView
    locked = disk.locked
    high = disk.high
    view = max(disk.votedView, disk.high.view) + 1
    blocks = [HotStuffBlock.genesis.digest: .genesis]
    var unheard = Effects<HotStuffNode>()  // its clients were answered, or asked again elsewhere
    for block in disk.blocks {
      blocks[block.digest] = block
      apply(block.justify, &unheard)
    }
    apply(high, &unheard)
  }

  /// Whether it knows of commands that are not executed.
  public var hasWaitingCommands: Bool { !pool.isEmpty }

  /// Takes one input.
  public mutating func step(
    _ input: Input<HotStuffNode>, at now: LocalTime, effects: inout Effects<HotStuffNode>
  ) {
    switch input {
    case .start: break
    case .request(let operation, let id):
      let command = HotStuffCommand(origin: self.id, id: id, operation: operation)
      broadcast(.command(command), toSelf: false, &effects)
      add(command)
    case .timer:
      isTiming = false
      attempts += 1
      for command in pool { broadcast(.command(command), toSelf: false, &effects) }
      giveUp(to: view + 1, &effects)
    case .message(.command(let command), _): add(command)
    case .message(.proposal(let block), let from):
      if from == configuration.leader(of: block.view) { receive(block, &effects) }
    case .message(.vote(let view, let block), let from):
      receiveVote(HotStuffCertificate(view: view, block: block), from, &effects)
    case .message(.newView(let view, let certificate, let committed), let from):
      if from != id { help(from, certificate, committed: committed, &effects) }
      receiveNewView(view, certificate, from, &effects)
    case .message(.fetch(let block, let view), let from):
      let chain = chain(to: block, above: view)
      if !chain.isEmpty { effects.send(.chain(chain, high), to: from) }
    case .message(.chain(let chain, let certificate), _): receive(chain, certificate, &effects)
    }
    propose(&effects)
    keepTime(&effects)
  }

  /// The kinds of messages.
  public static let messageKinds = ["command", "proposal", "vote", "new-view", "repair"]

  /// The kind of a message.
  public static func kind(of message: Message) -> Int {
    switch message {
    case .command: 0
    case .proposal: 1
    case .vote: 2
    case .newView: 3
    case .fetch, .chain: 4
    }
  }

  /// Folds one record into what is on disk.
  public static func write(_ record: Record, to disk: inout Disk) {
    switch record {
    case .block(let block): disk.blocks.append(block)
    case .voted(let view, let locked, let high):
      disk.votedView = view
      disk.locked = locked
      disk.high = high
    }
  }

  private mutating func add(_ command: HotStuffCommand) {
    if !executedSet.contains(command) && !pool.contains(command) { pool.append(command) }
  }

  // MARK: Pacemaker

  /// Whether there is anything to commit: open commands, or a block with some on the way.
  var hasOpenWork: Bool {
    !pool.isEmpty
      || chain(to: high.block, above: committedBlock.view).contains { !$0.commands.isEmpty }
  }

  private mutating func keepTime(_ effects: inout Effects<HotStuffNode>) {
    if !hasOpenWork {
      isTiming = false
      effects.cancelTimer(.view)
    } else if !isTiming {
      isTiming = true
      effects.setTimer(.view, after: configuration.viewTimeout << min(attempts, 6))
    }
  }

  /// Goes to `next` without a certificate for the view before, and says so.
  private mutating func giveUp(to next: Int, _ effects: inout Effects<HotStuffNode>) {
    enter(next)
    broadcast(.newView(next, high, committed: committedBlock.view), &effects)
    fetchMissing(&effects)
  }

  mutating func enter(_ next: Int) {
    guard next > view else { return }
    view = next
    isTiming = false
    newViews = newViews.filter { $0.key >= next }
    votes = votes.filter { $0.key.view >= next - 1 }
  }

  /// Sends what a node that gave up does not know: a later certificate, or one that commits more.
  private func help(
    _ node: NodeID, _ certificate: HotStuffCertificate, committed: Int,
    _ effects: inout Effects<HotStuffNode>
  ) {
    if committed < committedBlock.view {
      let chain = chain(to: commitProof.block, above: committed)
      effects.send(.chain(chain, commitProof), to: node)
    }
    if certificate.view < high.view {
      effects.send(.chain(chain(to: high.block, above: certificate.view), high), to: node)
    }
  }

  private mutating func receiveNewView(
    _ next: Int, _ certificate: HotStuffCertificate, _ from: NodeID,
    _ effects: inout Effects<HotStuffNode>
  ) {
    raise(certificate, &effects)
    guard next >= view else { return }
    newViews[next, default: []].insert(from)
    let later = newViews.filter { $0.key > view }
    if Set(later.values.flatMap { $0 }).count > configuration.faults, let first = later.keys.min() {
      giveUp(to: first, &effects)
    }
  }

  /// Proposes once in a view this replica leads, given the certificate of the view before or the
  /// highest certificates of a quorum.
  private mutating func propose(_ effects: inout Effects<HotStuffNode>) {
    guard configuration.leader(of: view) == id, proposedView < view,
      high.view == view - 1 || newViews[view, default: []].count >= configuration.quorum,
      hasOpenWork || owesProposal
    else { return }
    proposedView = view
    owesProposal = false
    let underway = Set(
      chain(to: high.block, above: committedBlock.view).flatMap(\.commands))
    broadcast(
      .proposal(
        HotStuffBlock(view: view, justify: high, commands: pool.filter { !underway.contains($0) })),
      &effects)
  }

  /// A proposal or a certificate came in time.
  mutating func resetPatience() { attempts = 0 }

  /// To all replicas; a replica's own proposals and votes come back as messages, so that they count
  /// once they are on disk.
  func broadcast(
    _ message: Message, toSelf: Bool = true, _ effects: inout Effects<HotStuffNode>
  ) {
    for replica in 0..<configuration.replicas where toSelf || replica != id {
      effects.send(message, to: replica)
    }
  }
}
