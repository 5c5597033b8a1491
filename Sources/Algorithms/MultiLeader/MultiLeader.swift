/// The leader of one region in a group where every region takes writes and copies them to the
/// others later, as DynamoDB global tables, CouchDB or BDR do.
///
/// A write is acknowledged once it is on this region's disk: writes of different regions conflict,
/// and a region that is lost takes with it what it had not copied yet.
///
/// Deviations from products: one node is a region; a region sends its own writes only (full mesh),
/// in order, and keeps all of them.
public struct MultiLeader: Process {
  /// How regions work together.
  public struct Settings: Sendable {
    /// How many regions there are.
    public var regions: Int
    /// What becomes of concurrent writes.
    public var conflict: Conflict
    /// How often writes go out, or go out again.
    public var period: Nanoseconds = 50_000_000

    /// `regions` regions.
    public init(regions: Int, conflict: Conflict) {
      self.regions = regions
      self.conflict = conflict
    }
  }

  /// What becomes of concurrent writes.
  public enum Conflict: Sendable {
    /// The later by the regions' clocks stays.
    case lastWriterWins
    /// All stay, and readers see them all.
    case siblings
    /// All stay, and readers see one value: all of them folded in the order of the regions, which
    /// is the same everywhere.
    case merge(@Sendable (Int, Int) -> Int)
  }

  /// A write of one region. The version's dot names the region and counts its writes.
  public struct Write: Sendable, Hashable {
    /// What is written.
    public var key: Int
    /// The new version.
    public var version: Siblings.Version
  }

  /// What regions say to each other.
  public enum Message: Sendable {
    /// To oneself: so many own writes are on disk.
    case synced(Int)
    /// The sender's writes after the first `after`.
    case writes([Write], after: Int)
    /// The receiver has so many of them on disk.
    case received(Int)
  }

  /// The timer.
  public enum Timer: Hashable, Sendable {
    /// Writes go out.
    case send
  }

  /// What a client asks.
  public enum Request: Sendable, Hashable {
    /// The values of a key in this region.
    case read(key: Int)
    /// A new value, which replaces what this region has.
    case write(key: Int, value: Int)
  }

  /// What a client hears.
  public enum Response: Sendable, Hashable {
    /// The values, none or several included.
    case values([Int])
    /// On this region's disk.
    case written
  }

  /// One change on disk: a write of this or another region.
  public typealias Record = Write

  /// What a region keeps: by region, its writes from the first on.
  public typealias Disk = [NodeID: [Write]]

  let settings: Settings
  let own: NodeID
  /// By region: its writes.
  private var writes: [[Write]]
  /// By region: how many of the own writes it has.
  private var received: [Int]
  /// Own writes that are on disk.
  private var durable: Int
  private var lastTime: Int64 = .min
  private var waiting: [(count: Int, request: RequestID)] = []
  /// What readers see.
  public private(set) var data: [Int: Siblings] = [:]

  /// A region that starts with what is on its disk.
  public init(_ own: NodeID, settings: Settings, disk: Disk) {
    self.own = own
    self.settings = settings
    writes = (0..<settings.regions).map { disk[$0] ?? [] }
    received = Array(repeating: 0, count: settings.regions)
    durable = writes[own].count
    for region in writes { for write in region { apply(write) } }
  }

  /// Folds one write into what is on disk.
  public static func write(_ record: Write, to disk: inout Disk) {
    disk[record.version.dotted.dot.replica, default: []].append(record)
  }

  /// Takes one input.
  public mutating func step(
    _ input: Input<Self>, at now: LocalTime, effects: inout Effects<Self>
  ) {
    switch input {
    case .start, .timer(.send):
      for region in 0..<settings.regions where region != own { send(to: region, &effects) }
      effects.setTimer(.send, after: settings.period)
    case .request(.read(let key), let id):
      effects.respond(.values(values(of: key)), to: id)
    case .request(.write(let key, let value), let id):
      take(key, value, id, at: now, &effects)
    case .message(let message, let sender): receive(message, from: sender, &effects)
    }
  }

  /// What a reader in this region sees of a key.
  public func values(of key: Int) -> [Int] {
    let values = (data[key] ?? Siblings()).versions.map(\.value)
    guard case .merge(let merge) = settings.conflict, let first = values.first else {
      return values
    }
    return [values.dropFirst().reduce(first, merge)]
  }

  private mutating func take(
    _ key: Int, _ value: Int, _ id: RequestID, at now: LocalTime, _ effects: inout Effects<Self>
  ) {
    lastTime = max(lastTime &+ 1, now.nanoseconds)
    let version = Siblings.Version(
      value: value, time: lastTime,
      dotted: DottedVersion(
        dot: Dot(replica: own, counter: UInt64(writes[own].count + 1)),
        past: (data[key] ?? Siblings()).context))
    let write = Write(key: key, version: version)
    writes[own].append(write)
    waiting.append((writes[own].count, id))
    effects.persist(write)
    effects.sync()
    effects.send(.synced(writes[own].count), to: own)
  }

  private mutating func apply(_ write: Write) {
    let rule: Siblings.Conflict =
      if case .lastWriterWins = settings.conflict { .lastWriterWins } else { .siblings }
    data[write.key, default: Siblings()].merge(Siblings(write.version), rule)
  }

  private func send(to region: NodeID, _ effects: inout Effects<Self>) {
    let first = received[region]
    guard first < durable else { return }
    effects.send(.writes(Array(writes[own][first..<durable]), after: first), to: region)
  }

  private mutating func receive(
    _ message: Message, from sender: NodeID, _ effects: inout Effects<Self>
  ) {
    switch message {
    case .synced(let count):
      // Nobody reads what a crash could still undo.
      while durable < min(count, writes[own].count) {
        apply(writes[own][durable])
        durable += 1
      }
      let answered = waiting.prefix { $0.count <= durable }
      for write in answered { effects.respond(.written, to: write.request) }
      waiting.removeFirst(answered.count)
    case .writes(let sent, let after):
      // A gap is filled when the sender learns what is here.
      for (index, write) in sent.enumerated() where after + index == writes[sender].count {
        writes[sender].append(write)
        apply(write)
        effects.persist(write)
      }
      effects.sync()
      effects.send(.received(writes[sender].count), to: sender)
    case .received(let count):
      // Fewer than before when the receiver had lost its disk.
      received[sender] = min(count, durable)
    }
  }
}
