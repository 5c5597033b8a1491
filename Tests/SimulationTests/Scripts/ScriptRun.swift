import Checkers

@testable import Algorithms
@testable import Simulation

/// An algorithm that scripts can play.
protocol ScriptedAlgorithm {
  associatedtype P: Algorithms.Process

  /// By the settings of the first command.
  init(_ options: inout ScriptOptions) throws
  /// How many nodes, called a, b, c and so on.
  var nodes: Int { get }
  /// What is on every disk at first.
  var disk: P.Disk { get }
  /// Makes processes.
  var make: Simulator<P>.Maker { get }
  /// What the words after `ask NODE` mean.
  ///
  /// - Parameter answers: The answers so far, by the number of the question.
  func request(_ words: [String], number: Int, answers: [Int: P.Response]) throws -> P.Request
  /// A response in a few words.
  func words(_ response: P.Response) -> String
  /// What is worth a line as soon as it changes, such as who leads.
  func headline(_ node: NodeID, _ simulator: Simulator<P>) -> String
  /// A question and its answer as a checker of registers sees them; `nil` where it does not count.
  func operation(
    _ request: P.Request, _ response: P.Response?
  ) -> (key: Int, RegisterCall<Int>, RegisterAnswer<Int>?)?
  /// A node's state by name, for `state` and `expect`.
  func state(_ node: NodeID, _ simulator: Simulator<P>) -> [(name: String, value: String)]
}

extension ScriptedAlgorithm {
  /// None counts.
  func operation(
    _ request: P.Request, _ response: P.Response?
  ) -> (key: Int, RegisterCall<Int>, RegisterAnswer<Int>?)? { nil }
}

/// Plays a script's commands one after another, and notes what comes of them.
struct ScriptRun<A: ScriptedAlgorithm> {
  private let algorithm: A
  private var simulator: Simulator<A.P>
  private var lines: [String] = []
  private var headlines: [String]
  private var questions: [RequestID: Int] = [:]
  private var requests: [A.P.Request] = []
  private var asked: [VirtualTime] = []
  private var answers: [Int: A.P.Response] = [:]
  private var answered: [Int: VirtualTime] = [:]
  /// Network faults that `heal` ends, crashes and pauses that end for each node.
  private var cuts: [Fault] = []
  private var counted: [Int]

  init(_ options: inout ScriptOptions) throws {
    algorithm = try A(&options)
    let (roundTrip, sync) = (try options.span("rtt", "10ms"), try options.span("sync", "1ms"))
    let seed = UInt64(try options.number("seed", 1))
    try options.finish()
    simulator = Simulator<A.P>(
      topology: .cluster(nodes: algorithm.nodes, roundTrip: roundTrip),
      environment: .init(disk: DiskModel(sync: .constant(milliseconds: Double(sync) / 1e6))),
      seed: seed, disk: algorithm.disk, make: algorithm.make)
    simulator.reportsSteps = true
    headlines = Array(repeating: "", count: algorithm.nodes)
    counted = simulator.counts.sent
    for node in headlines.indices { headlines[node] = algorithm.headline(node, simulator) }
  }

  /// Carries out the commands of one block; what came of them.
  mutating func play(_ commands: [String]) throws -> [String] {
    lines = []
    for command in commands where !command.hasPrefix("#") {
      do { try carryOut(command.split(separator: " ").map(String.init)) } catch {
        throw ScriptError("\(command): \(error)")
      }
    }
    return lines
  }

  private mutating func carryOut(_ words: [String]) throws {
    let rest = Array(words.dropFirst())
    switch words[0] {
    case "ask": try ask(rest)
    case "again": try askAgain(rest)
    case "run": run(for: try nanoseconds(rest.first ?? ""))
    case "state": for node in headlines.indices { describe(node) }
    case "expect": try expect(rest)
    case "count": count()
    case "check": check()
    case "heal":
      for fault in cuts { simulator.end(fault, number: 0) }
      cuts = []
    case "partition":
      cut(.partition(try rest.split(separator: "|").map { try targets(Array($0)) }))
    case "cut":
      let sides = rest.split(separator: "->")
      guard sides.count == 2 else { throw ScriptError("cut a -> b") }
      cut(.oneWayCut(from: try targets(Array(sides[0])), to: try targets(Array(sides[1]))))
    case "crash": simulator.begin(.crash(try targets(rest), unsynced: .lost), number: 0)
    case "restart": simulator.end(.crash(try targets(rest), unsynced: .lost), number: 0)
    case "pause": simulator.begin(.pause(try targets(rest)), number: 0)
    case "slow-disk": simulator.begin(try slowDisk(rest), number: 0)
    case "fast-disk": simulator.end(try slowDisk(rest), number: 0)
    case "resume": simulator.end(.pause(try targets(rest)), number: 0)
    default: throw ScriptError("there is no such command")
    }
  }

  private mutating func cut(_ fault: Fault) {
    simulator.begin(fault, number: 0)
    cuts.append(fault)
  }

  private func node(_ word: String) throws -> NodeID {
    guard let node = (0..<algorithm.nodes).first(where: { letter($0) == word }) else {
      throw ScriptError("there is no node '\(word)'")
    }
    return node
  }

  private func targets(_ words: [String]) throws -> [Fault.Target] {
    try words.map { .node(try node($0)) }
  }

  /// `a 100`: a disk that takes so many times as long.
  private func slowDisk(_ words: [String]) throws -> Fault {
    guard let last = words.last, let factor = Double(last) else {
      throw ScriptError("slow-disk NODE… FACTOR")
    }
    return .slowDisk(try targets(words.dropLast()), factor: factor)
  }

  private mutating func ask(_ words: [String]) throws {
    guard let first = words.first else { throw ScriptError("whom?") }
    let request = try algorithm.request(
      Array(words.dropFirst()), number: requests.count + 1, answers: answers)
    requests.append(request)
    asked.append(simulator.now)
    questions[simulator.submit(request, to: try node(first))] = requests.count
  }

  /// `again 2 b`: the same question, as by a client that got no answer.
  private mutating func askAgain(_ words: [String]) throws {
    guard words.count == 2, let number = Int(words[0]), requests.indices.contains(number - 1) else {
      throw ScriptError("again NUMBER NODE")
    }
    questions[simulator.submit(requests[number - 1], to: try node(words[1]))] = number
  }

  private mutating func run(for span: Nanoseconds) {
    let end = simulator.now + span
    while let occurrence = simulator.next(until: end) {
      switch occurrence {
      case .answered(let id, let response):
        guard let number = questions[id] else { continue }
        answers[number] = response
        answered[number] = simulator.now
        note("#\(number)  \(algorithm.words(response))")
      case .stepped(let node):
        let headline = algorithm.headline(node, simulator)
        guard headline != headlines[node] else { continue }
        headlines[node] = headline
        note("\(letter(node))   \(headline)")
      case .alarm: continue
      }
    }
  }

  private mutating func note(_ text: String) {
    let tenths = simulator.now / 100_000
    let time = "\(tenths / 10).\(tenths % 10)"
    lines.append(String(repeating: " ", count: max(0, 8 - time.count)) + time + "  " + text)
  }

  private mutating func describe(_ node: NodeID) {
    let state = algorithm.state(node, simulator).map { "\($0.name)=\($0.value)" }
    let mark = simulator.isUp(node) ? "" : "(not running) "
    lines.append("\(letter(node))  \(mark)\(state.joined(separator: " "))")
  }

  /// `expect b role=leader`: so that a recording by mistake does not stand.
  private func expect(_ words: [String]) throws {
    guard let first = words.first else { throw ScriptError("of whom?") }
    let node = try node(first)
    let state = algorithm.state(node, simulator)
    for word in words.dropFirst() where !state.contains(where: { "\($0.name)=\($0.value)" == word })
    {
      throw ScriptError("it is \(state.map { "\($0.name)=\($0.value)" }.joined(separator: " "))")
    }
  }

  /// Whether what clients have seen so far is linearizable.
  private mutating func check() {
    var operations: [History<RegisterCall<Int>, RegisterAnswer<Int>>.Operation] = []
    var keys: [Int] = []
    for (index, request) in requests.enumerated() {
      guard let (key, call, answer) = algorithm.operation(request, answers[index + 1]) else {
        continue
      }
      keys.append(key)
      operations.append(
        .init(
          process: index, call: call, answer: answer, called: asked[index],
          answered: answer == nil ? .max : answered[index + 1] ?? .max))
    }
    let verdict = Linearizability.check(
      History(operations), by: { keys[$0] }, against: RegisterModel(initial: 0))
    lines.append(verdict.isHolding ? "linearizable" : "not linearizable")
  }

  /// Messages between nodes since the last `count`.
  private mutating func count() {
    let sent = simulator.counts.sent
    let parts = zip(A.P.messageKinds, zip(sent, counted)).compactMap { kind, counts in
      counts.0 == counts.1 ? nil : "\(counts.0 - counts.1) \(kind)"
    }
    lines.append("messages: " + (parts.isEmpty ? "none" : parts.joined(separator: ", ")))
    counted = sent
  }
}

/// The name of a node.
func letter(_ node: NodeID) -> String { String(UnicodeScalar(UInt8(97 + node % 26))) }

/// The node of a name.
func nodeID(_ word: some StringProtocol) throws -> NodeID {
  guard let value = word.utf8.first, word.utf8.count == 1, (97...122).contains(value) else {
    throw ScriptError("'\(word)' is no node")
  }
  return NodeID(value) - 97
}

/// The number of a key with one letter, and its name.
func key(_ word: String) throws -> Int {
  guard let value = word.utf8.first, word.utf8.count == 1 else {
    throw ScriptError("'\(word)' is no key of one letter")
  }
  return Int(value)
}

func keyName(_ key: Int) -> String { String(UnicodeScalar(UInt8(truncatingIfNeeded: key))) }

func number(_ word: String) throws -> Int {
  guard let number = Int(word) else { throw ScriptError("'\(word)' is no number") }
  return number
}

/// `x=1,y=2` in the order of the keys.
func listed(_ values: [Int: some Any]) -> String {
  values.isEmpty
    ? "-"
    : values.sorted { $0.key < $1.key }.map { "\(keyName($0.key)):\($0.value)" }
      .joined(separator: ",")
}
