import Checkers

@testable import Algorithms
@testable import Simulation

/// Raft: `put x 1`, `get x`, `swap x OLD NEW`, `members a b c`.
struct ScriptedRaft: ScriptedAlgorithm {
  let nodes: Int
  let disk = RaftDisk()
  let make: Simulator<Raft>.Maker

  init(_ options: inout ScriptOptions) throws {
    nodes = try options.number("nodes", 3)
    var policy = RaftPolicy(
      heartbeat: try options.span("heartbeat", "50ms"),
      electionTimeout: try options.spans("election", "150ms..300ms"),
      preVote: options.flag("pre-vote", true), checkQuorum: options.flag("check-quorum", true))
    switch options.word("reads", "read-index") {
    case "read-index": break
    case "lease": policy.reads = .lease(drift: 0.1)
    case "through-log": policy.reads = .throughLog
    case let word: throw ScriptError("reads=\(word)")
    }
    let omitted = options.word("without", "")
    if !omitted.isEmpty {
      guard let rule = RaftRule.allCases.first(where: { "\($0)" == omitted }) else {
        throw ScriptError("there is no rule '\(omitted)'")
      }
      policy.omissions = RaftOmissions(rule)
    }
    let members = RaftConfiguration(
      voters: NodeGroup(0..<(try options.number("voters", nodes))))
    // Who campaigns first, and who next, so that a script can name its leaders.
    let eager = options.word("eager", "ab")
    let order = eager == "nobody" ? [] : try eager.map { try nodeID(String($0)) }
    let fixed = policy
    make = { id, disk, seed in
      var policy = fixed
      if !order.isEmpty {
        policy.electionTimeout = Self.timeout(of: id, order, in: fixed.electionTimeout)
      }
      return Raft(id: id, configuration: members, policy: policy, disk: disk, seed: seed)
    }
  }

  /// The eager ones have fixed timeouts a third of the range apart, the others the last third.
  private static func timeout(
    of node: NodeID, _ order: [NodeID], in range: ClosedRange<Nanoseconds>
  ) -> ClosedRange<Nanoseconds> {
    let third = (range.upperBound - range.lowerBound) / 3
    guard let place = order.firstIndex(of: node), place < 2 else {
      return range.lowerBound + 2 * third...range.upperBound
    }
    let timeout = range.lowerBound + Nanoseconds(place) * third
    return timeout...timeout
  }

  /// As a checker of registers sees it.
  func operation(
    _ request: Raft.Request, _ response: Raft.Response?
  ) -> (key: Int, RegisterCall<Int>, RegisterAnswer<Int>?)? {
    guard case .operation(let operation) = request else { return nil }
    let call: RegisterCall<Int> =
      switch operation.command {
      case .read: .read
      case .write(_, let value): .write(value)
      case .compareAndSet(_, let old, let new): .compareAndSet(from: old, to: new)
      }
    let answer: RegisterAnswer<Int>? =
      switch response {
      case .done(.value(let value)): .value(value)
      case .done(.written), .done(.swapped(true)): .done
      case .done(.swapped(false)): .mismatch
      default: nil
      }
    return (operation.command.key, call, answer)
  }

  func request(
    _ words: [String], number: Int, answers: [Int: Raft.Response]
  ) throws -> Raft.Request {
    func operation(_ command: KeyValueStore.Command) -> Raft.Request {
      .operation(.init(client: number, number: 1, command: command))
    }
    switch (words.first, words.count) {
    case ("put", 3): return operation(.write(try key(words[1]), try value(words[2])))
    case ("get", 2): return operation(.read(try key(words[1])))
    case ("swap", 4):
      return operation(
        .compareAndSet(try key(words[1]), expected: try value(words[2]), try value(words[3])))
    case ("members", _):
      let sides = words.dropFirst().split(separator: "learners", omittingEmptySubsequences: false)
      let groups = try sides.map { NodeGroup(try $0.map { try nodeID($0) }) }
      return .change(
        RaftConfiguration(voters: groups[0], learners: groups.count > 1 ? groups[1] : []))
    default: throw ScriptError("put, get, swap or members")
    }
  }

  func words(_ response: Raft.Response) -> String {
    switch response {
    case .done(.value(let value)): "\(value)"
    case .done(.written): "done"
    case .done(.swapped(let done)): done ? "swapped" : "another value is there"
    case .changed: "changed"
    case .refused: "refused"
    case .notLeader(let node): node.map { "ask \(letter($0))" } ?? "no leader known"
    }
  }

  func headline(_ node: NodeID, _ simulator: Simulator<Raft>) -> String {
    let raft = simulator.processes[node]
    return switch raft.role {
    case .leader: "leads in term \(raft.term)"
    case .candidate: "asks for votes in term \(raft.term)"
    case .follower, .preCandidate: "follows in term \(raft.term)"
    }
  }

  func state(_ node: NodeID, _ simulator: Simulator<Raft>) -> [(name: String, value: String)] {
    let raft = simulator.processes[node]
    return [
      ("role", "\(raft.role)"), ("term", "\(raft.term)"), ("log", "\(raft.log.lastIndex)"),
      ("commit", "\(raft.commit)"), ("data", listed(raft.store.values)),
    ]
  }
}

/// Single-decree Paxos: `propose 7`.
struct ScriptedPaxos: ScriptedAlgorithm {
  let nodes: Int
  let disk = SingleDecreePaxos.State()
  let make: Simulator<SingleDecreePaxos>.Maker

  init(_ options: inout ScriptOptions) throws {
    nodes = try options.number("nodes", 3)
    let count = nodes
    let patience = try options.span("patience", "50ms")
    make = { SingleDecreePaxos(id: $0, nodes: count, patience: patience, disk: $1, seed: $2) }
  }

  func request(_ words: [String], number: Int, answers: [Int: Int]) throws -> Int {
    guard words.count == 2, words[0] == "propose" else { throw ScriptError("propose VALUE") }
    return try value(words[1])
  }

  func words(_ response: Int) -> String { "decided: \(response)" }

  func headline(_ node: NodeID, _ simulator: Simulator<SingleDecreePaxos>) -> String {
    let accepted = simulator.processes[node].acceptor.accepted
    return accepted.map { "accepts \($0.value) in ballot \($0.ballot.words)" } ?? "-"
  }

  func state(
    _ node: NodeID, _ simulator: Simulator<SingleDecreePaxos>
  ) -> [(name: String, value: String)] {
    let process = simulator.processes[node]
    return [
      ("promised", process.acceptor.promised.words),
      ("accepted", process.acceptor.accepted.map { "\($0.value)" } ?? "-"),
      ("decided", process.decided.map { "\($0)" } ?? "-"),
    ]
  }
}

extension Ballot {
  fileprivate var words: String { round == 0 ? "-" : "\(round)\(letter(node))" }
}

/// The value in a command.
func value(_ word: String) throws -> Int { try number(word) }
