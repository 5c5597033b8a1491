import ArgumentParser
import Knowledge
import Quantities

/// Load, capacity, resilience and latency of a quorum system, with its best strategy.
struct CalcQuorum: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quorum", abstract: "Load, capacity, resilience and latency of a quorum system.",
    discussion: """
      Expressions have '*' for all of, '+' for one of, majority(a, b, c) and choose(2, a, b, c). One \
      expression stands for the read quorums; the write quorums are then the sets that meet all of \
      them. --search looks for a better system over the same nodes, up to seven.

      Example: dsdesign calc quorum 'a*b + c*d*e' --node a:read=4000,write=2000,latency=1s \
      --node b:read=2000,write=1000 --node c:4000 --node d:2000 --node e:4000 --read-fraction 0.8
      """)

  enum Goal: String, CaseIterable, ExpressibleByArgument {
    case load, latency, network

    var goal: QuorumSystem.Goal {
      switch self {
      case .load: .load
      case .latency: .latency
      case .network: .network
      }
    }
  }

  @Argument(help: "The read quorums, such as 'a*b + c*d*e'.")
  var expression: String?

  @Option(help: "The read quorums, when the write quorums are given too.")
  var reads: String?

  @Option(help: "The write quorums.")
  var writes: String?

  @Option(
    help: ArgumentHelp(
      "A node, such as a:read=4000,write=2000,latency=1s or a:4000; repeatable. Capacities are operations a second (default: 1).",
      valueName: "node"))
  var node: [String] = []

  @Option(
    help: "The share of reads, such as 0.5; or shares with weights, 0.9=10,0.8=20 (default: 0.5).")
  var readFraction: String?

  @Option(
    name: [.customShort("f"), .long], help: "Choose quorums that survive this many failures.")
  var resilience = 0

  @Option(
    name: [.long, .customLong("optimize")],
    help: "What the strategy is best at: load, latency or network.")
  var optimise: Goal = .load

  @Option(
    help:
      "The most load: seconds of the busiest node per operation, or the capacity it leaves (2000/s)."
  )
  var loadLimit: String?

  @Option(help: "The longest mean latency.")
  var latencyLimit: String?

  @Option(help: "The most nodes asked per operation, on average.")
  var networkLimit: Double?

  @Flag(help: "Search for a better system over the same nodes.")
  var search = false

  @OptionGroup var options: CalcOptions

  func run() throws {
    try options.answer("quorum") { inputs in
      var notation = try QuorumNotation(nodes: node)
      let system = try system(&notation)
      let workload = try workload(&inputs)
      guard (0...64).contains(resilience) else {
        throw Failure("\(resilience) is out of range", file: "-f", help: "give 0 to 64 failures")
      }
      inputs.note("--optimise", "best at", .text(optimise.rawValue))
      inputs.note("--resilience", "failures without asking again", .count(resilience))
      let question = QuorumAnswer.Question(
        goal: optimise.goal, workload: workload, limits: try limits(&inputs),
        failures: resilience, hasLatencies: notation.hasLatencies, isSearching: search)
      return try QuorumAnswer(system, question).calculation
    }
  }

  private func system(_ notation: inout QuorumNotation) throws -> QuorumSystem {
    if expression != nil, reads != nil {
      throw Failure(
        "the read quorums are stated twice", file: "calc quorum",
        help: "leave out --reads, or the expression before the options")
    }
    let source =
      reads.map { OptionText("--reads", $0) }
      ?? expression.map { OptionText("<expression>", $0) }
    guard source != nil || writes != nil else {
      throw Failure(
        "there is no quorum expression", file: "calc quorum",
        help: "write one as in: dsdesign calc quorum 'a*b + c*d*e'")
    }
    let readQuorums = try source.map { source throws(Failure) in
      try notation.expression(source)
    }
    let writeQuorums = try writes.map { text throws(Failure) in
      try notation.expression(OptionText("--writes", text))
    }
    return try QuorumSystem(nodes: notation.nodes, reads: readQuorums, writes: writeQuorums)
  }

  private func workload(_ inputs: inout Inputs) throws -> QuorumWorkload {
    let text = readFraction ?? "0.5"
    let workload = try QuorumNotation.workload(OptionText("--read-fraction", text))
    if workload.shares.count > 1 { inputs.note("--read-fraction", "reads", .text(text)) }
    let isAssumed = readFraction == nil
    inputs.note(
      "--mean-read-fraction", workload.shares.count > 1 ? "  on average" : "reads",
      .fraction(workload.meanReadFraction), isAssumed ? "(default: as many as writes)" : nil)
    return workload
  }

  private func limits(_ inputs: inout Inputs) throws -> QuorumSystem.Limits {
    var limits = QuorumSystem.Limits()
    if let loadLimit {
      let source = OptionText("--load-limit", loadLimit)
      let load =
        loadLimit.contains("/")
        ? 1 / (try source.capacity(source.whole))
        : try source.number(source.whole, help: "write a load as in 0.0005, or a capacity 2000/s")
      limits.load = load
      inputs.note("--load-limit", "load at most", .number(load))
    }
    if latencyLimit != nil {
      limits.latencyMilliseconds = try inputs.milliseconds(
        "--latency-limit", latencyLimit, "latency at most")
    }
    if let networkLimit {
      limits.network = try inputs.number("--network-limit", networkLimit, "nodes asked at most")
    }
    return limits
  }
}
