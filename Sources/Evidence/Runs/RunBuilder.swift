import Algorithms
public import Analysis
public import Benchmarks
import Quantities
import Simulation

/// Turns a part of a description into runs of a protocol.
public struct RunBuilder: Sendable {
  let ground: Ground

  /// For one analysis.
  public init(_ analysis: Analysis) { ground = analysis.ground }

  /// The run of a target, without faults.
  ///
  /// - Throws: ``RunProblem`` where the description does not say enough, in words.
  public func run(_ target: RunTarget) throws(RunProblem) -> BuiltRun {
    var built: BuiltRun
    switch target.subject {
    case .store(let store, let operation): built = try storeRun(store, operation, target.kind)
    case .steps(let operation): built = try stepsRun(operation, target.kind)
    case .event(let operation): built = try eventRun(operation, target.kind)
    case .coordination(let name): built = try lockRun(name, target.kind)
    case .detection(let name): built = try detectionRun(name, target.kind)
    }
    for change in target.changes { built.apply(change) }
    built.load()
    if let refusal = built.run.refusal { throw RunProblem(refusal) }
    return built
  }

  /// The operation of that name.
  func operation(_ name: String) throws(RunProblem) -> OperationGround {
    guard let operation = ground.operation(name) else {
      throw RunProblem("there is no operation '\(name)'")
    }
    return operation
  }

  /// The store of that name.
  func store(_ name: String) throws(RunProblem) -> StoreGround {
    guard let store = ground.store(name) else { throw RunProblem("there is no store '\(name)'") }
    guard !store.nodes.isEmpty else {
      throw RunProblem("'\(name)' names no replicas, so nobody knows where it stands")
    }
    return store
  }
}

/// Why a run cannot be made, in words.
public struct RunProblem: Error, Sendable, Hashable {
  /// A sentence without a full stop.
  public let message: String

  init(_ message: String) { self.message = message }
}

/// A run, and what it was built from.
public struct BuiltRun: Sendable {
  /// The run, without faults.
  public var run: ProtocolRun
  /// Its parameters and where each comes from.
  public var parameters: [ParameterInUse] = []
  /// The longest stop of a process, in milliseconds.
  var pauseMilliseconds: Double
  /// Nodes that the description does not have: what the protocol needs beyond them.
  public var added: [String] = []

  mutating func note(_ name: String, _ value: GroundValue) {
    parameters.append(
      ParameterInUse(
        name: name, value: Self.text(value.milliseconds), field: value.field,
        assumption: value.assumption))
  }

  static func text(_ milliseconds: Double) -> String {
    ValueText.time(.nanoseconds(nanoseconds(milliseconds)))
  }

  /// Sets a parameter beside the description.
  mutating func apply(_ change: ParameterChange) {
    let count = Int(min(change.value, 1_000))
    let span = nanoseconds(change.value)
    switch change.parameter {
    case .heartbeat: run.settings.heartbeat = span
    case .electionTimeout: run.settings.electionTimeout = span...2 * span
    case .failover: run.settings.failoverTimeout = span
    case .flush:
      run.site.disk = DiskModel(sync: .constant(milliseconds: change.value))
      run.site.disks = [:]
    case .standbys: run.settings.standbysAwaited = count
    case .copies: run.settings.copies = count
    case .readQuorum: run.settings.readQuorum = count
    case .writeQuorum: run.settings.writeQuorum = count
    case .lag: run.settings.lag = span
    case .term: (run.settings.term, run.settings.renewal) = (span, span / 3)
    case .pause: pauseMilliseconds = change.value
    case .interval: run.settings.interval = max(1_000_000, span)
    case .missed: run.settings.missed = count
    }
    let value = change.text.split(separator: "=").last.map(String.init) ?? ""
    parameters.removeAll { $0.name == change.parameter.words }
    parameters.append(
      ParameterInUse(name: change.parameter.words, value: value, field: "--set", assumption: nil))
  }

  /// How long the protocol may take to go on after a fault.
  var recovery: Nanoseconds {
    let settings = run.settings
    let trip = 4 * run.longestRoundTrip
    switch run.kind {
    case .raft, .multiPaxos, .flexiblePaxos:
      return 2 * settings.electionTimeout.upperBound + trip + 1_000_000_000
    case .asynchronous, .semiSynchronous, .synchronous:
      return settings.failoverTimeout + settings.failoverTimeout / 3 + trip + 2_000_000_000
    case .pbft: return 8 * trip + 3_000_000_000
    case .fencedLease, .lease: return 2 * settings.term + trip + 1_000_000_000
    case .heartbeat, .phiAccrual:
      return Nanoseconds(settings.missed + 8) * settings.interval + trip + 1_000_000_000
    case .swim: return 30 * settings.interval + trip
    default: return trip + 3_000_000_000
    }
  }

  /// Sets load and lengths for a run in which nothing goes wrong.
  mutating func load() {
    run.load.warmUp = max(2_000_000_000, 2 * run.settings.electionTimeout.upperBound)
    if run.kind.family == .replication, run.kind != .raft, run.kind != .multiPaxos,
      run.kind != .flexiblePaxos
    {
      run.load.warmUp = 2_000_000_000
    }
    run.load.duration = 20_000_000_000
    run.load.perSecond = 30
    run.load.deadline = max(run.load.deadline, 6 * run.longestRoundTrip)
    run.load.settling = run.load.deadline + 1_000_000_000
    if run.kind.family == .lock { run.load.perSecond = 10 }
    if run.kind.family == .detection {
      run.load.duration = max(20_000_000_000, 20 * run.settings.interval)
      run.load.warmUp = max(2_000_000_000, 5 * run.settings.interval)
    }
  }
}

extension Parameter {
  /// What it is called in lists.
  var words: String {
    switch self {
    case .heartbeat: "heartbeat"
    case .electionTimeout: "election time-out"
    case .failover: "silence before a failover"
    case .flush: "disk flush"
    case .standbys: "standbys that a write waits for"
    case .copies: "copies of each item"
    case .readQuorum: "read quorum"
    case .writeQuorum: "write quorum"
    case .lag: "lag of asynchronous standbys"
    case .term: "term of a grant"
    case .pause: "longest pause"
    case .interval: "interval of signs of life"
    case .missed: "missed signs of life"
    }
  }
}
