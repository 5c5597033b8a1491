@testable import Algorithms
@testable import Simulation

/// Two-phase commit; the node asked coordinates: `commit b:x=1 c:y=2`, with `!` after a branch that
/// its participant refuses.
struct ScriptedTwoPhaseCommit: ScriptedAlgorithm {
  let nodes: Int
  let disk = TwoPhaseCommitNode.Disk()
  let make: Simulator<TwoPhaseCommitNode>.Maker

  init(_ options: inout ScriptOptions) throws {
    nodes = try options.number("nodes", 3)
    var policy = TwoPhaseCommitNode.Policy()
    switch options.word("in-doubt", "ask-everybody") {
    case "ask-everybody": policy.inDoubt = .askEverybody
    case "ask-coordinator": policy.inDoubt = .askCoordinator
    case "abort-alone": policy.inDoubt = .abortAlone
    case let word: throw ScriptError("in-doubt=\(word)")
    }
    let fixed = policy
    make = { id, disk, _ in TwoPhaseCommitNode(id: id, policy: fixed, disk: disk) }
  }

  func request(
    _ words: [String], number: Int, answers: [Int: TransactionOutcome]
  ) throws -> Transaction {
    guard words.first == "commit" else { throw ScriptError("commit b:x=1 …") }
    return Transaction(
      try words.dropFirst().map { word in
        let isForbidden = word.hasSuffix("!")
        let parts = word.split { ":=!".contains($0) }.map(String.init)
        guard (2...3).contains(parts.count) else { throw ScriptError("'\(word)' is no branch") }
        return Transaction.Branch(
          participant: try nodeID(parts[0]), key: try key(parts[1]),
          value: parts.count == 3 ? try value(parts[2]) : nil, isForbidden: isForbidden)
      })
  }

  func words(_ response: TransactionOutcome) -> String { "\(response)" }

  func headline(_ node: NodeID, _ simulator: Simulator<TwoPhaseCommitNode>) -> String {
    let process = simulator.processes[node]
    let outcomes = process.log.outcomes.sorted { $0.key < $1.key }.map { "\($0.value)" }
    return process.inDoubt.isEmpty
      ? (outcomes.isEmpty ? "-" : outcomes.joined(separator: ", ")) : "prepared, in doubt"
  }

  func state(
    _ node: NodeID, _ simulator: Simulator<TwoPhaseCommitNode>
  ) -> [(name: String, value: String)] {
    let process = simulator.processes[node]
    return [
      ("in-doubt", "\(process.inDoubt.count)"),
      ("locks", process.locks.keys.sorted().map(keyName).joined(separator: ",").orDash),
      ("data", listed(process.log.data)),
    ]
  }
}

/// An orchestrated saga; node a orchestrates: `saga b c d`, with `!` after a step that is refused,
/// `^` after the pivot, `~` after a retriable step, `*2` where a service fails twice first.
struct ScriptedSaga: ScriptedAlgorithm {
  let nodes: Int
  let disk = SagaNode.Disk()
  let make: Simulator<SagaNode>.Maker

  init(_ options: inout ScriptOptions) throws {
    nodes = try options.number("nodes", 4)
    var policy = SagaNode.Policy()
    if options.word("order", "reverse") == "forward" { policy.compensationOrder = .forward }
    if options.word("progress", "forced") == "volatile" { policy.progress = .volatile }
    policy.usesIdempotencyKeys = options.flag("keys", true)
    let fixed = policy
    make = { id, disk, _ in SagaNode(id: id, policy: fixed, disk: disk) }
  }

  func request(_ words: [String], number: Int, answers: [Int: SagaOutcome]) throws -> SagaPlan {
    guard words.first == "saga" else { throw ScriptError("saga b c …") }
    return SagaPlan(
      try words.dropFirst().map { word in
        let parts = word.split(separator: "*")
        let kind: SagaPlan.Kind =
          word.contains("^") ? .pivot : word.contains("~") ? .retriable : .compensatable
        return SagaPlan.Step(
          service: try nodeID(word.prefix(1)), kind: kind, isRefused: word.contains("!"),
          failures: parts.count > 1 ? try value(String(parts[1])) : 0)
      })
  }

  func words(_ response: SagaOutcome) -> String { "\(response)" }

  /// What a service has done; its book is on disk.
  func headline(_ node: NodeID, _ simulator: Simulator<SagaNode>) -> String {
    guard let last = simulator.disk(of: node).effects.last else { return "-" }
    return last.key.words
  }

  func state(_ node: NodeID, _ simulator: Simulator<SagaNode>) -> [(name: String, value: String)] {
    if case .orchestrator(let orchestrator) = simulator.processes[node] {
      return [("under-way", "\(orchestrator.sagas.count)")]
    }
    let done = simulator.disk(of: node).effects.map(\.key.words).joined(separator: ",")
    return [("done", done.split(separator: " ").joined(separator: "-").orDash)]
  }
}

extension SagaKey {
  fileprivate var words: String { "\(isCompensation ? "undoes" : "does") step \(step + 1)" }
}

extension String {
  /// A dash for nothing.
  var orDash: String { isEmpty ? "-" : self }
}
