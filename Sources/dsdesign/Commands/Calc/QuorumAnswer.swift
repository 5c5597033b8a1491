import Knowledge
import Quantities

/// What `calc quorum` tells.
struct QuorumAnswer {
  struct Question {
    let goal: QuorumSystem.Goal
    let workload: QuorumWorkload
    let limits: QuorumSystem.Limits
    let failures: Int
    let hasLatencies: Bool
    let isSearching: Bool
  }

  private let system: QuorumSystem
  private let question: Question
  private let strategy: QuorumStrategy
  private let found: QuorumSearch.Found?

  init(_ system: QuorumSystem, _ question: Question) throws {
    self.system = system
    self.question = question
    guard let strategy = try Self.strategy(of: system, question) else {
      throw try Self.infeasible(system, question)
    }
    self.strategy = strategy
    found = try question.isSearching ? Self.search(system, question) : nil
  }

  private static func strategy(
    of system: QuorumSystem, _ question: Question
  ) throws(QuantityError) -> QuorumStrategy? {
    try system.strategy(
      question.goal, workload: question.workload, limits: question.limits,
      failures: question.failures)
  }

  /// Why there is no strategy, with the nearest one that there is.
  private static func infeasible(_ system: QuorumSystem, _ question: Question) throws -> Failure {
    func best(_ goal: QuorumSystem.Goal) throws -> QuorumStrategy? {
      try system.strategy(goal, workload: question.workload, failures: question.failures)
    }
    guard let load = try best(.load), let latency = try best(.latency),
      let network = try best(.network)
    else {
      let resilience = try system.resilience()
      return Failure(
        "no set of nodes is still a quorum after \(question.failures) of them fail", file: "-f",
        help: "reads and writes survive \(resilience) "
          + (resilience == 1 ? "failure" : "failures") + ": lower -f or take another system")
    }
    let limits = question.limits
    var least: [String] = []
    if limits.load != nil {
      least.append("load \(FigureText.number(load.load(question.workload)))")
    }
    if limits.latencyMilliseconds != nil {
      least.append("latency \(FigureText.time(latency.latencyMilliseconds(question.workload)))")
    }
    if limits.network != nil {
      least.append("\(FigureText.number(network.networkLoad(question.workload))) nodes asked")
    }
    return Failure(
      "no strategy is within the limits", file: "calc quorum",
      help: "each alone can be as low as \(least.joined(separator: ", ")): raise a limit")
  }

  private static func search(
    _ system: QuorumSystem, _ question: Question
  ) throws(QuantityError) -> QuorumSearch.Found? {
    try QuorumSearch(
      nodes: system.nodes, goal: question.goal, workload: question.workload,
      limits: question.limits, resilience: question.failures, failures: question.failures
    ).best()
  }

  var calculation: Calculation {
    get throws {
      var calculation = Calculation()
      calculation.rows = try rows
      calculation.tables = [quorums, nodes, try comparison]
      calculation.notes = notes
      calculation.formulas = Self.formulas
      return calculation
    }
  }

  private var names: [String] { system.nodes.map(\.name) }

  private var rows: [Calculation.Row] {
    get throws(QuantityError) {
      let latency = question.hasLatencies ? strategy.latencyMilliseconds(question.workload) : nil
      return [
        .init("read quorums", "reads", .text(system.reads.notation(names))),
        .init("write quorums", "writes", .text(system.writes.notation(names))),
        .init(
          "load", "load", .number(strategy.load(question.workload)),
          "seconds of the busiest node per operation"),
        .init(
          "capacity", "capacity", .perSecond(strategy.capacity(question.workload)),
          "operations until the busiest node is just busy"),
        .init(
          "resilience", "resilience", .count(try system.resilience()),
          "any so many nodes may fail"),
        .init("  of reads", "read_resilience", .count(try system.readResilience())),
        .init("  of writes", "write_resilience", .count(try system.writeResilience())),
        .init(
          "latency, mean", "latency", .milliseconds(latency),
          latency == nil ? "no node has a latency" : "until enough nodes have answered"),
        .init(
          "network load", "network_load", .number(strategy.networkLoad(question.workload)),
          "nodes asked per operation"),
      ]
    }
  }

  private var quorums: Calculation.Table {
    let choices = [("read", strategy.reads), ("write", strategy.writes)]
    return .init(
      heading: "Strategy: how often each quorum is asked", key: "strategy",
      columns: [("operation", "operation"), ("share", "probability"), ("quorum", "nodes")],
      rows: choices.flatMap { operation, choices in
        choices.map {
          [
            .text(operation), .fraction($0.probability),
            .list($0.quorum.indices.map { .text(names[$0]) }),
          ]
        }
      })
  }

  private var nodes: Calculation.Table {
    let fraction = question.workload.meanReadFraction
    let busiest = strategy.load(readFraction: fraction)
    return .init(
      heading: "Nodes at the mean share of reads", key: "nodes",
      columns: [
        ("node", "node"), ("reads", "read_capacity"), ("writes", "write_capacity"),
        ("latency", "latency"), ("load", "load"), ("of the busiest", "relative_load"),
      ],
      rows: system.nodes.enumerated().map { index, node in
        let load = strategy.load(ofNode: index, readFraction: fraction)
        return [
          .text(node.name), .perSecond(node.readCapacity), .perSecond(node.writeCapacity),
          .milliseconds(question.hasLatencies ? node.latencyMilliseconds : nil), .number(load),
          .fraction(busiest > 0 ? min(1, load / busiest) : 0),
        ]
      })
  }

  private var comparison: Calculation.Table {
    get throws(QuantityError) {
      let used = system.reads.nodes.union(system.writes.nodes).indices
      let all = QuorumExpression.majority(used)
      let majority = try QuorumSystem(nodes: system.nodes, reads: all, writes: all)
      // Of majorities, the programme is the same one.
      let isSame =
        majority.minimalReads == system.minimalReads
        && majority.minimalWrites == system.minimalWrites
      let best = isSame ? strategy : try Self.strategy(of: majority, question)
      var rows = [
        try row("this, best strategy", system, strategy),
        try row(
          "this, all quorums alike", system,
          try system.uniformStrategy(failures: question.failures)),
        try row("majority, best strategy", majority, best),
        try row(
          "majority, all quorums alike", majority,
          try majority.uniformStrategy(failures: question.failures)),
      ]
      if let found {
        rows.append(
          try row("found: " + found.system.reads.notation(names), found.system, found.strategy))
      }
      return .init(
        heading: "Compared", key: "compared",
        columns: [
          ("system", "system"), ("load", "load"), ("capacity", "capacity"),
          ("latency", "latency"), ("network", "network_load"), ("survives", "resilience"),
        ], rows: rows)
    }
  }

  /// A system without a strategy within the limits has no numbers.
  private func row(
    _ name: String, _ system: QuorumSystem, _ strategy: QuorumStrategy?
  ) throws(QuantityError) -> [Figure] {
    let workload = question.workload
    return [
      .text(name), .number(strategy?.load(workload)), .perSecond(strategy?.capacity(workload)),
      .milliseconds(question.hasLatencies ? strategy?.latencyMilliseconds(workload) : nil),
      .number(strategy?.networkLoad(workload)), .count(try system.resilience()),
    ]
  }

  private var notes: [String] {
    var notes: [String] = []
    let unused = system.nodes.indices.filter {
      !system.reads.nodes.union(system.writes.nodes).contains($0)
    }
    if !unused.isEmpty {
      notes.append(unused.map { names[$0] }.joined(separator: ", ") + " is in no quorum.")
    }
    if question.isSearching {
      notes.append(searched)
    }
    if strategy.load(question.workload) > 1 / strategy.capacity(question.workload) * (1 + 1e-9) {
      notes.append(
        "Load and capacity are means over the shares of reads, so one is not the other's inverse.")
    }
    return notes
  }

  private var searched: String {
    guard let found else { return "The search found no system within the limits." }
    return
      "The search tried \(FigureText.number(Double(found.tried))) systems, "
      + (found.isComplete
        ? "all that name each node once." : "not all that name each node once.")
  }

  private static let formulas: [Calculation.Formula] = [
    .init(
      "load of a node = r · P(in the read quorum) / its read capacity + (1 - r) · P(in the write "
        + "quorum) / its write capacity; the system's is the largest, made least by a linear "
        + "programme", Source(cite: "nw98"), Source(cite: "quoracle21", at: "§4")),
    .init("capacity = mean over the workload of 1 / load", Source(cite: "quoracle21")),
    .init(
      "resilience = the smallest number of nodes that all quorums of one kind meet, less one",
      Source(cite: "quoracle21")),
    .init(
      "latency = mean time until the nodes that answered form a quorum",
      Source(cite: "quoracle21")),
    .init("every read quorum meets every write quorum", Source(cite: "gifford79")),
  ]
}
