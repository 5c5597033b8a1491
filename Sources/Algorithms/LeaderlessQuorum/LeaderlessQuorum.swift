import Quantities

/// One node of a store without leaders: every node takes requests, asks all replicas of the key,
/// and answers once R or W of them did.
///
/// Deviations from the paper: nodes are placed by key number, without virtual nodes; stand-ins are
/// asked after some patience instead of by a failure detector; comparison sends whole keys instead
/// of Merkle trees; every node coordinates writes, and with siblings keeps what it wrote, where
/// Dynamo's coordinators are replicas of the key.
///
/// - Source: DeCandia et al., Dynamo: Amazon's Highly Available Key-value Store, SOSP 2007.
public struct LeaderlessQuorum: Process {
  let settings: Settings
  let own: NodeID
  /// The versions of each key held here.
  public private(set) var data: [Int: Siblings]
  /// What is kept for others.
  public private(set) var hints: [Hint: Siblings]
  /// How many writes this node has coordinated; durable before a version carries it.
  private var count: UInt64
  /// The last clock reading a version of this node carries: those of one run of a node rise.
  private var lastTime: Int64 = .min
  private var tasks: [Int: Task] = [:]
  private var nextTask = 0
  private var random: SeededGenerator

  /// A node that starts with what is on its disk.
  public init(_ own: NodeID, settings: Settings, disk: Disk, seed: UInt64 = 0) {
    self.own = own
    self.settings = settings
    data = disk.data
    hints = disk.hints
    count = disk.count
    random = SeededGenerator(seed: seed &* 1024 &+ UInt64(own))
  }

  /// Takes one input.
  public mutating func step(
    _ input: Input<Self>, at now: LocalTime, effects: inout Effects<Self>
  ) {
    switch input {
    case .start:
      // Answers to requests from before a crash must not count for new ones.
      nextTask = Int(truncatingIfNeeded: now.nanoseconds)
      if settings.isSloppy { effects.setTimer(.handOff, after: settings.handOff) }
      if let period = settings.antiEntropy { effects.setTimer(.antiEntropy, after: period) }
    case .request(.read(let key), let id): beginRead(key, id, &effects)
    case .request(.write(let key, let value, let context), let id):
      beginWrite(key, value, context, id, at: now, &effects)
    case .timer(let timer): runOut(timer, &effects)
    case .message(let message, let sender): receive(message, from: sender, &effects)
    }
  }

  private mutating func runOut(_ timer: Timer, _ effects: inout Effects<Self>) {
    switch timer {
    case .patience(let number): askStandIns(number, &effects)
    case .timeout(let number):
      guard let task = tasks[number] else { return }
      if !task.isAnswered { effects.respond(.failed, to: task.request) }
      if !task.isWrite, settings.repair == .afterAnswer { repairReplicas(number, &effects) }
      end(number, &effects)
    case .handOff:
      effects.sync()
      for (hint, versions) in hints.sorted(by: { $0.key < $1.key }) {
        effects.send(.handOff(key: hint.key, versions), to: hint.node)
      }
      effects.setTimer(.handOff, after: settings.handOff)
    case .antiEntropy:
      if let period = settings.antiEntropy { effects.setTimer(.antiEntropy, after: period) }
      guard settings.stores > 1, own < settings.stores else { return }
      let step = 1 + Int(random.next() % UInt64(settings.stores - 1))
      let peer = (own + step) % settings.stores
      effects.sync()
      effects.send(.compare(shared(with: peer), isReply: false), to: peer)
    }
  }

  private func shared(with peer: NodeID) -> [Held] {
    data.keys.sorted().compactMap { key in
      guard settings.order(of: key).prefix(settings.replicas).contains(peer) else { return nil }
      return data[key].map { Held(key: key, versions: $0) }
    }
  }

  private mutating func receive(
    _ message: Message, from sender: NodeID, _ effects: inout Effects<Self>
  ) {
    switch message {
    case .counted(let number): sendVersion(number, &effects)
    case .store(let number, let key, let versions, let target, let isRepair):
      if let target {
        keep(versions, of: key, for: target, &effects)
      } else {
        let replaces = isRepair && settings.repaired == .overwrites
        keep(versions, of: key, replacing: replaces, &effects)
      }
      effects.sync()
      effects.send(.stored(task: number), to: sender)
    case .stored(let number): stored(number, by: sender, &effects)
    case .fetch(let number, let key):
      // Nobody hears of a version whose dot a crash could give to another one.
      effects.sync()
      effects.send(.found(task: number, known(key)), to: sender)
    case .found(let number, let versions): found(number, versions, by: sender, &effects)
    case .handOff(let key, let versions):
      keep(versions, of: key, replacing: false, &effects)
      effects.sync()
      effects.send(.handedOff(key: key, versions), to: sender)
    case .handedOff(let key, let versions):
      // What came in since stays for the next attempt.
      let hint = Hint(node: sender, key: key)
      guard hints[hint] == versions else { return }
      hints[hint] = nil
      effects.persist(.hint(for: sender, key: key, Siblings()))
    case .compare(let theirs, let isReply):
      for held in theirs { keep(held.versions, of: held.key, replacing: false, &effects) }
      effects.sync()
      if !isReply { effects.send(.compare(shared(with: sender), isReply: true), to: sender) }
    }
  }

  /// What this node has of a key, its own or kept for others.
  private func known(_ key: Int) -> Siblings {
    var known = data[key] ?? Siblings()
    for (hint, versions) in hints where hint.key == key {
      known.merge(versions, settings.conflict)
    }
    return known
  }

  private mutating func keep(
    _ versions: Siblings, of key: Int, replacing: Bool, _ effects: inout Effects<Self>
  ) {
    var merged = replacing ? Siblings() : data[key] ?? Siblings()
    merged.merge(versions, settings.conflict)
    guard merged != data[key] else { return }
    data[key] = merged
    effects.persist(.versions(key: key, merged))
  }

  private mutating func keep(
    _ versions: Siblings, of key: Int, for node: NodeID, _ effects: inout Effects<Self>
  ) {
    let hint = Hint(node: node, key: key)
    var merged = hints[hint] ?? Siblings()
    merged.merge(versions, settings.conflict)
    guard merged != hints[hint] else { return }
    hints[hint] = merged
    effects.persist(.hint(for: node, key: key, merged))
  }
}

// MARK: - Coordination

extension LeaderlessQuorum {
  /// One request that this node coordinates.
  private struct Task: Sendable {
    var request: RequestID
    var key: Int
    /// What is written, or what was read so far.
    var versions: Siblings
    var isWrite: Bool
    /// Who has answered, and with what.
    var answers: [(node: NodeID, versions: Siblings)] = []
    /// Whether the client was told.
    var isAnswered = false
    /// Once a read waits for its repair: who has what the reader will be told.
    var repaired: [NodeID]?
  }

  private mutating func begin(_ task: Task, _ effects: inout Effects<Self>) -> Int {
    nextTask += 1
    tasks[nextTask] = task
    effects.setTimer(.timeout(task: nextTask), after: settings.timeout)
    if settings.isSloppy { effects.setTimer(.patience(task: nextTask), after: settings.patience) }
    return nextTask
  }

  private mutating func beginRead(
    _ key: Int, _ id: RequestID, _ effects: inout Effects<Self>
  ) {
    let task = Task(request: id, key: key, versions: Siblings(), isWrite: false)
    let number = begin(task, &effects)
    for replica in settings.order(of: key).prefix(settings.replicas) {
      effects.send(.fetch(task: number, key: key), to: replica)
    }
  }

  private mutating func beginWrite(
    _ key: Int, _ value: Int, _ context: VersionVector, _ id: RequestID, at now: LocalTime,
    _ effects: inout Effects<Self>
  ) {
    count += 1
    lastTime = max(lastTime &+ 1, now.nanoseconds)
    let version = Siblings.Version(
      value: value, time: lastTime,
      dotted: DottedVersion(dot: Dot(replica: own, counter: count), past: context))
    let task = Task(request: id, key: key, versions: Siblings(version), isWrite: true)
    let number = begin(task, &effects)
    guard settings.conflict == .siblings else { return sendVersion(number, &effects) }
    // Two versions with the same dot would count as one. And who has seen the second of this
    // node must have seen the first: versions travel with all that the node knows, itself included.
    effects.persist(.counted(count))
    keep(task.versions, of: key, replacing: false, &effects)
    effects.sync()
    effects.send(.counted(task: number), to: own)
  }

  private mutating func sendVersion(_ number: Int, _ effects: inout Effects<Self>) {
    guard var task = tasks[number] else { return }
    if settings.conflict == .siblings { task.versions = data[task.key] ?? task.versions }
    tasks[number] = task
    effects.sync()
    for replica in settings.order(of: task.key).prefix(settings.replicas) {
      send(task, number, to: replica, hintFor: nil, &effects)
    }
  }

  private func send(
    _ task: Task, _ number: Int, to node: NodeID, hintFor target: NodeID?,
    _ effects: inout Effects<Self>
  ) {
    effects.send(
      .store(
        task: number, key: task.key, task.versions, hintFor: target, isRepair: !task.isWrite),
      to: node)
  }

  /// Asks one stand-in for each replica that has not answered.
  private mutating func askStandIns(_ number: Int, _ effects: inout Effects<Self>) {
    guard let task = tasks[number], !task.isAnswered else { return }
    let order = settings.order(of: task.key)
    let silent = order.prefix(settings.replicas).filter { replica in
      !task.answers.contains { $0.node == replica }
    }
    for (replica, standIn) in zip(silent, order.dropFirst(settings.replicas)) {
      if task.isWrite {
        send(task, number, to: standIn, hintFor: replica, &effects)
      } else {
        effects.send(.fetch(task: number, key: task.key), to: standIn)
      }
    }
  }

  private mutating func stored(
    _ number: Int, by node: NodeID, _ effects: inout Effects<Self>
  ) {
    guard var task = tasks[number] else { return }
    if task.isWrite {
      guard !task.answers.contains(where: { $0.node == node }) else { return }
      task.answers.append((node, Siblings()))
      if task.answers.count >= settings.write, !task.isAnswered {
        task.isAnswered = true
        effects.respond(.written, to: task.request)
      }
      tasks[number] = task
      if task.answers.count >= settings.replicas { end(number, &effects) }
    } else if var repaired = task.repaired, !repaired.contains(node) {
      repaired.append(node)
      task.repaired = repaired
      tasks[number] = task
      if repaired.count >= settings.read { answer(number, &effects) }
    }
  }

  private mutating func found(
    _ number: Int, _ versions: Siblings, by node: NodeID, _ effects: inout Effects<Self>
  ) {
    guard var task = tasks[number], !task.isWrite,
      !task.answers.contains(where: { $0.node == node })
    else { return }
    task.answers.append((node, versions))
    // A reader that waits for its repair is told what R replicas said, not what came later.
    let isLate = task.repaired != nil
    if !isLate { task.versions.merge(versions, settings.conflict) }
    tasks[number] = task
    if isLate { return send(task, number, to: node, hintFor: nil, &effects) }
    if task.answers.count == settings.read {
      if settings.repair == .beforeAnswer {
        let current = task.answers.filter { $0.versions == task.versions }.map(\.node)
        tasks[number]?.repaired = current
        repairReplicas(number, &effects)
        if current.count >= settings.read { answer(number, &effects) }
      } else {
        answer(number, &effects)
      }
    }
    if task.answers.count == settings.replicas, settings.repair == .afterAnswer {
      repairReplicas(number, &effects)
      end(number, &effects)
    }
  }

  private mutating func answer(_ number: Int, _ effects: inout Effects<Self>) {
    guard let task = tasks[number], !task.isAnswered else { return }
    tasks[number]?.isAnswered = true
    effects.respond(
      .values(task.versions.versions.map(\.value), context: task.versions.context),
      to: task.request)
    if settings.repair != .afterAnswer { end(number, &effects) }
  }

  private func repairReplicas(_ number: Int, _ effects: inout Effects<Self>) {
    guard let task = tasks[number] else { return }
    let replicas = settings.order(of: task.key).prefix(settings.replicas)
    for answer in task.answers where answer.versions != task.versions {
      guard replicas.contains(answer.node) else { continue }
      send(task, number, to: answer.node, hintFor: nil, &effects)
    }
  }

  private mutating func end(_ number: Int, _ effects: inout Effects<Self>) {
    tasks[number] = nil
    effects.cancelTimer(.timeout(task: number))
    effects.cancelTimer(.patience(task: number))
  }
}
