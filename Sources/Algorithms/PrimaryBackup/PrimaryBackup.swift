import Quantities

/// One replica, or the coordinator, of a group in which one primary takes all writes and copies
/// them to standbys, as relational databases and Redis, Kafka or MongoDB do it.
///
/// What may be lost is a matter of ``Settings``: a write that was acknowledged before `copies`
/// standbys had it is lost when the primary is replaced; entries that the new primary lacks are cut
/// from the old one's log when it returns.
///
/// Deviations from products: the whole log is kept and sent from where logs match, without
/// snapshots; the coordinator is one node that remembers its epochs, where products keep them in a
/// replicated store; a client's write is not recognised when it is sent twice.
///
/// - Sources: the manuals of PostgreSQL (synchronous replication), MySQL (semi-synchronous
///   replication), MongoDB (elections, rollbacks), Patroni (leader key); for epochs, Oki & Liskov,
///   Viewstamped Replication, PODC 1988.
public struct PrimaryBackup: Process {
  /// What the node is at the moment.
  public enum Role: Sendable, Hashable {
    /// Follows a primary, or waits for one.
    case standby
    /// Asks for votes.
    case candidate
    /// Takes writes.
    case primary
    /// Appoints primaries.
    case coordinator
  }

  let settings: Settings
  let own: NodeID
  /// Whether the node led when it stopped; `nil` on its first start.
  let resumes: Bool?

  /// What the node is at the moment.
  public internal(set) var role: Role
  /// The newest epoch heard of; durable before anything is said in it.
  public internal(set) var epoch: Int
  /// For whom the node voted in it.
  var vote: NodeID?
  /// All writes; `acknowledged <= log.count`.
  public internal(set) var log: [Entry]
  /// For each key, the places in the log that write it, ascending.
  var places: [Int: [Int]] = [:]
  /// Entries up to here count as acknowledged: the primary's reads see no more.
  public internal(set) var acknowledged = 0
  /// Entries that were cut because the primary did not have them, and were acknowledged to this
  /// node's knowledge: what a person would find in a rollback file.
  public internal(set) var rolledBack: [Entry] = []
  /// Who leads, as far as known.
  var primary: NodeID?

  // The primary's.
  /// By replica: its log matches up to here, and for oneself, it is on disk.
  var matched: [Int]
  /// By replica: what it is sent next, `matched < next`.
  var next: [Int]
  /// By replica: when it last answered in this epoch.
  var heard: [LocalTime]
  /// Where the own epoch opens: older entries count as acknowledged only with this one, because
  /// copies of an older entry do not keep a later epoch from replacing it.
  var opening = 0
  /// Writes that wait for an acknowledgement, ascending.
  var waiting: [(index: Int, request: RequestID)] = []
  /// Whether standbys are not waited for because they were late.
  public internal(set) var isDegraded = false
  /// The coordinator's leave to lead ends here.
  var leaseEnd: LocalTime?

  // The candidate's.
  var votes: [NodeID] = []
  var random: SeededGenerator

  // The coordinator's.
  var watch: Watch

  /// A node that starts with what is on its disk.
  public init(_ own: NodeID, settings: Settings, disk: Disk, seed: UInt64 = 0) {
    self.own = own
    self.settings = settings
    role = own < settings.replicas ? .standby : .coordinator
    epoch = disk.epoch
    vote = disk.vote
    log = []
    let zeros = Array(repeating: 0, count: settings.replicas)
    (matched, next) = (zeros, zeros)
    heard = Array(repeating: .zero, count: settings.replicas)
    random = SeededGenerator(seed: seed &* 1024 &+ UInt64(own))
    watch = Watch(replicas: settings.replicas)
    resumes = disk.leads
    for entry in disk.log { add(entry) }
  }

  /// Takes one input.
  public mutating func step(
    _ input: Input<Self>, at now: LocalTime, effects: inout Effects<Self>
  ) {
    switch input {
    case .start: start(at: now, &effects)
    case .request(let request, let id): receive(request, id, at: now, &effects)
    case .timer(let timer): runOut(timer, at: now, &effects)
    case .message(let message, let sender):
      if role == .coordinator {
        coordinate(message, from: sender, at: now, &effects)
      } else {
        receive(message, from: sender, at: now, &effects)
      }
    }
  }

  private mutating func start(at now: LocalTime, _ effects: inout Effects<Self>) {
    if role == .coordinator { return startCoordinator(at: now, &effects) }
    let isUnfenced = settings.failover == .none || settings.failover == .coordinator(.none)
    if resumes == nil ? own == 0 : resumes == true && isUnfenced {
      lead(at: now, &effects)
    } else {
      expectPrimary(&effects)
    }
    beat(at: now, &effects)
  }

  private mutating func runOut(
    _ timer: Timer, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    switch timer {
    case .heartbeat:
      if role == .coordinator { look(at: now, &effects) } else { beat(at: now, &effects) }
    case .election: if role != .primary { stand(&effects) }
    case .acknowledgement:
      guard role == .primary, !waiting.isEmpty else { return }
      isDegraded = true
      acknowledge(&effects)
    }
  }

  private mutating func receive(
    _ message: Message, from sender: NodeID, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    switch message {
    case .synced(let epoch, let through): synced(epoch, through, &effects)
    case .append(let epoch, let previous, let entries, let acknowledged):
      receive(entries, after: previous, acknowledged, epoch, from: sender, &effects)
    case .appended(let epoch, let through):
      appended(epoch, through, from: sender, at: now, &effects)
    case .mismatched(let epoch, let mayMatch):
      mismatched(epoch, mayMatch, from: sender, at: now, &effects)
    case .superseded(let epoch): if epoch > self.epoch { follow(nil, in: epoch, &effects) }
    case .lease(let epoch, let sent):
      guard epoch == self.epoch, role == .primary else { return }
      let end = sent + Self.share(1 - 2 * settings.drift, of: settings.leaseTerm)
      leaseEnd = max(leaseEnd ?? end, end)
    case .seal(let epoch): seal(epoch, for: sender, &effects)
    case .promote(let epoch):
      if epoch >= self.epoch, !(epoch == self.epoch && role == .primary) {
        self.epoch = epoch
        lead(at: now, &effects)
        beat(at: now, &effects)
      }
    case .voteRequest(let epoch, let last): consider(epoch, last, from: sender, &effects)
    case .vote(let epoch): count(epoch, from: sender, at: now, &effects)
    case .status, .sealed: break
    }
  }

  static func share(_ share: Double, of span: Nanoseconds) -> Nanoseconds {
    Nanoseconds(share * Double(span))
  }

  /// Shows that the node lives, at regular times.
  private mutating func beat(at now: LocalTime, _ effects: inout Effects<Self>) {
    if role == .primary {
      if settings.failover == .election, isCutOff(at: now) {
        follow(nil, in: epoch, &effects)
      } else {
        for replica in others { replicate(to: replica, &effects) }
      }
    }
    if case .coordinator = settings.failover {
      effects.send(
        .status(epoch: epoch, leads: role == .primary, last: last, sent: now),
        to: settings.replicas)
    }
    effects.setTimer(.heartbeat, after: settings.heartbeat)
  }

  /// Whether fewer replicas answered of late than could elect the primary again.
  private func isCutOff(at now: LocalTime) -> Bool {
    let near = others.filter { now - heard[$0] < settings.timeout }.count
    return near + 1 < settings.votesNeeded(settings.replicas)
  }

  var others: [NodeID] { (0..<settings.replicas).filter { $0 != own } }

  /// The end of the log.
  public var last: Position { Position(epoch: log.last?.epoch ?? 0, index: log.count) }
}
