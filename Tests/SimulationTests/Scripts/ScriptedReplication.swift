@testable import Algorithms
@testable import Simulation

/// Leaderless quorums: `put x 1`, `put x 2 after 3` (knowing what question 3 was answered), `get x`.
struct ScriptedQuorum: ScriptedAlgorithm {
  let nodes: Int
  let disk = LeaderlessQuorum.Disk()
  let make: Simulator<LeaderlessQuorum>.Maker

  init(_ options: inout ScriptOptions) throws {
    nodes = try options.number("nodes", 3)
    var settings = LeaderlessQuorum.Settings(
      replicas: try options.number("n", 3), read: try options.number("r", 2),
      write: try options.number("w", 2),
      conflict: options.word("conflict", "siblings") == "siblings" ? .siblings : .lastWriterWins,
      nodes: nodes)
    settings.isSloppy = options.flag("sloppy", false)
    switch options.word("repair", "after-answer") {
    case "never": settings.repair = .never
    case "before-answer": settings.repair = .beforeAnswer
    default: settings.repair = .afterAnswer
    }
    let fixed = settings
    make = { LeaderlessQuorum($0, settings: fixed, disk: $1, seed: $2) }
  }

  func request(
    _ words: [String], number: Int, answers: [Int: LeaderlessQuorum.Response]
  ) throws -> LeaderlessQuorum.Request {
    switch (words.first, words.count) {
    case ("get", 2): return .read(key: try key(words[1]))
    case ("put", 3), ("put", 5):
      var context = VersionVector()
      if words.count == 5 {
        guard case .values(_, let seen)? = answers[try value(words[4])] else {
          throw ScriptError("question \(words[4]) has no answer with values")
        }
        context = seen
      }
      return .write(key: try key(words[1]), value: try value(words[2]), context: context)
    default: throw ScriptError("put x 1, put x 1 after NUMBER, or get x")
    }
  }

  func words(_ response: LeaderlessQuorum.Response) -> String {
    switch response {
    case .values(let values, _): values.map { "\($0)" }.joined(separator: " and ").orDash
    case .written: "done"
    case .failed: "failed"
    }
  }

  func headline(_ node: NodeID, _ simulator: Simulator<LeaderlessQuorum>) -> String {
    let process = simulator.processes[node]
    let kept = process.hints.sorted { $0.key < $1.key }.filter { !$0.value.versions.isEmpty }
      .map { "keeps \(keyName($0.key.key)):\($0.value.words) for \(letter($0.key.node))" }
    return ([listed(process.data.mapValues(\.words))] + kept).joined(separator: ", ")
  }

  func state(
    _ node: NodeID, _ simulator: Simulator<LeaderlessQuorum>
  ) -> [(name: String, value: String)] {
    let process = simulator.processes[node]
    return [
      ("data", listed(process.data.mapValues(\.words))),
      ("hints", "\(process.hints.values.count { !$0.versions.isEmpty })"),
    ]
  }
}

extension Siblings {
  fileprivate var words: String { versions.map { "\($0.value)" }.joined(separator: "|") }
}

/// Primary and backups: `put x 1`, `get x`. With a coordinator it is the node after the replicas.
struct ScriptedPrimaryBackup: ScriptedAlgorithm {
  let nodes: Int
  let disk = PrimaryBackup.Disk()
  let make: Simulator<PrimaryBackup>.Maker

  init(_ options: inout ScriptOptions) throws {
    let replicas = try options.number("replicas", 3)
    let acknowledgement: PrimaryBackup.Acknowledgement
    switch options.word("writes", "synchronous") {
    case "asynchronous": acknowledgement = .asynchronous
    case "semi-synchronous":
      acknowledgement = .semiSynchronous(copies: 1, timeout: 200_000_000)
    default: acknowledgement = .synchronous(copies: 1)
    }
    let failover: PrimaryBackup.Failover
    switch options.word("failover", "election") {
    case "none": failover = .none
    case "coordinator": failover = .coordinator(.none)
    case "coordinator-with-lease": failover = .coordinator(.lease)
    default: failover = .election
    }
    let settings = PrimaryBackup.Settings(
      replicas: replicas, acknowledgement: acknowledgement, failover: failover)
    if case .coordinator = failover { nodes = replicas + 1 } else { nodes = replicas }
    make = { PrimaryBackup($0, settings: settings, disk: $1, seed: $2) }
  }

  func request(
    _ words: [String], number: Int, answers: [Int: PrimaryBackup.Response]
  ) throws -> PrimaryBackup.Request {
    switch (words.first, words.count) {
    case ("get", 2): return .read(key: try key(words[1]))
    case ("put", 3): return .write(key: try key(words[1]), value: try value(words[2]))
    default: throw ScriptError("put x 1 or get x")
    }
  }

  func words(_ response: PrimaryBackup.Response) -> String {
    switch response {
    case .value(let value): value.map { "\($0)" } ?? "-"
    case .written: "done"
    case .notPrimary(let node): node.map { "ask \(letter($0))" } ?? "no primary known"
    }
  }

  func headline(_ node: NodeID, _ simulator: Simulator<PrimaryBackup>) -> String {
    let process = simulator.processes[node]
    let degraded = process.isDegraded ? ", waits for no standby" : ""
    return "\(process.role) in epoch \(process.epoch)\(degraded)"
  }

  func state(
    _ node: NodeID, _ simulator: Simulator<PrimaryBackup>
  ) -> [(name: String, value: String)] {
    let process = simulator.processes[node]
    var data: [Int: Int] = [:]
    for entry in process.log { if let key = entry.key { data[key] = entry.value } }
    return [
      ("role", "\(process.role)"), ("epoch", "\(process.epoch)"),
      ("data", listed(data)), ("rolled-back", "\(process.rolledBack.count)"),
    ]
  }
}

/// A lock with leases: a is the service, b the resource, the others hold; `write 1`.
struct ScriptedLease: ScriptedAlgorithm {
  let nodes: Int
  let disk = LeasedLock.Disk()
  let make: Simulator<LeasedLock>.Maker

  init(_ options: inout ScriptOptions) throws {
    nodes = try options.number("nodes", 4)
    var settings = LeasedLock.Settings(nodes: nodes)
    settings.term = try options.span("term", "500ms")
    settings.work = try options.span("work", "50ms")
    settings.renewal = try options.span("renewal", "150ms")
    if !options.flag("tokens", true) { settings.accepts = nil }
    let fixed = settings
    make = { id, disk, _ in LeasedLock(id, settings: fixed, disk: disk) }
  }

  func request(
    _ words: [String], number: Int, answers: [Int: LeasedLock.Response]
  ) throws -> LeasedLock.Request {
    guard words.count == 2, words[0] == "write" else { throw ScriptError("write VALUE") }
    return .write(try value(words[1]))
  }

  func words(_ response: LeasedLock.Response) -> String {
    switch response {
    case .written: "written"
    case .rejected: "rejected: a newer token was there"
    case .effects(let writes): writes.map { "\($0.value)" }.joined(separator: " ").orDash
    }
  }

  func headline(_ node: NodeID, _ simulator: Simulator<LeasedLock>) -> String {
    let process = simulator.processes[node]
    switch node {
    case 0: return process.grant.map { "grants token \($0.token) to \(letter($0.holder))" } ?? "-"
    case 1:
      return process.writes.last.map { "takes \($0.value) with token \($0.token)" } ?? "-"
    default: return process.lease.map { "has token \($0.token)" } ?? "has no token"
    }
  }

  func state(
    _ node: NodeID, _ simulator: Simulator<LeasedLock>
  ) -> [(name: String, value: String)] {
    let process = simulator.processes[node]
    switch node {
    case 0: return [("token", "\(process.grant?.token ?? 0)")]
    case 1:
      let writes = process.writes.map { "\($0.value):\($0.token)" }
      return [("writes", writes.joined(separator: ",").orDash)]
    default:
      return [("holds", process.holds(at: simulator.localTime(of: node)) ? "yes" : "no")]
    }
  }
}
