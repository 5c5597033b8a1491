/// The three notions of causal consistency that the literature tells apart, and PRAM.
///
/// `memory` and `convergence` each imply `weak`, and neither implies the other.
/// - Source: Bouajjani, Enea, Guerraoui & Hamza, On verifying causal consistency, POPL 2017.
public enum CausalConsistency: String, Sendable, CaseIterable {
  /// CC: each read is explained by some order of its causal past.
  case weak = "causal"
  /// CM, causal memory (Ahamad et al. 1995): one order for each session explains all its reads.
  case memory = "causal-memory"
  /// CCv, causal convergence: one order of all writes explains all reads.
  case convergence = "causal-convergence"
  /// Each session sees the writes of every other session in the order in which it made them.
  case pram

  /// Histories with more reads and writes than this are not decided.
  static let maximumSteps = 20_000
  /// The same for the notions that need one more closure for each session.
  static let maximumStepsOfClosures = 4_000

  /// Looks for the bad patterns of POPL 2017, table 2, which are exactly what each notion forbids.
  ///
  /// PRAM is decided as causal memory is, with the order of sessions and the session's own reads in
  /// place of the causal order.
  ///
  /// - Complexity: O(n²) to O(n³) / 64 bits for n reads and writes.
  public func check<Value: Hashable & Sendable>(
    _ history: SessionHistory<Value>
  ) -> Verdict<SessionFinding> {
    let limit = self == .weak ? Self.maximumSteps : Self.maximumStepsOfClosures
    guard history.steps.count <= limit else {
      return .undecided(
        "\(history.steps.count) reads and writes are more than the \(limit) that are checked")
    }
    return CausalCheck(history).verdict(of: self)
  }
}

/// The causal order of a history, and the patterns in it.
private struct CausalCheck<Value: Hashable & Sendable> {
  private let history: SessionHistory<Value>
  private let graph: Graph

  init(_ history: SessionHistory<Value>) {
    self.history = history
    var graph = Graph(count: history.steps.count)
    for (index, step) in history.steps.enumerated() {
      if let previous = step.previous { graph.add(previous, index) }
      if case .step(let writer)? = step.source { graph.add(writer, index) }
    }
    self.graph = graph
  }

  func verdict(of notion: CausalConsistency) -> Verdict<SessionFinding> {
    if let finding = readFromNowhere() { return .violation(finding) }
    if notion == .pram { return inOrderOfSessions() }
    guard let order = graph.topologicalOrder() else { return .violation(causalCycle()) }
    let past = graph.ancestors(order)
    if let finding = staleRead(past) { return .violation(finding) }
    switch notion {
    case .convergence:
      if let finding = conflictCycle(past) { return .violation(finding) }
    case .memory:
      for session in history.sessions.indices {
        if let finding = ViewOfSession(history, session, graph, past).contradiction() {
          return .violation(finding)
        }
      }
    case .weak, .pram: break
    }
    return .holds
  }

  private func inOrderOfSessions() -> Verdict<SessionFinding> {
    for session in history.sessions.indices {
      var graph = Graph(count: history.steps.count)
      for (index, step) in history.steps.enumerated() {
        if let previous = step.previous { graph.add(previous, index) }
        if step.session == session, case .step(let writer)? = step.source {
          graph.add(writer, index)
        }
      }
      guard let order = graph.topologicalOrder() else { return .violation(causalCycle()) }
      let view = ViewOfSession(history, session, graph, graph.ancestors(order), isPRAM: true)
      if let finding = view.contradiction() { return .violation(finding) }
    }
    return .holds
  }

  private func readFromNowhere() -> SessionFinding? {
    guard let step = history.steps.first(where: { $0.source == .nowhere }) else { return nil }
    return SessionFinding(
      pattern: "ThinAirRead", explanation: ["{0} returned a value that nobody wrote."],
      operations: [step.operation])
  }

  private func causalCycle() -> SessionFinding {
    let cycle = graph.shortestCycle() ?? []
    return history.finding(
      "CyclicCO", cycle,
      ["These operations come causally before one another in a circle:"]
        + history.chain(cycle, in: 0))
  }

  /// WriteCOInitRead and WriteCORead: a value was read although its overwriting was known.
  private func staleRead(_ past: BitMatrix) -> SessionFinding? {
    for (read, step) in history.steps.enumerated() {
      guard let source = step.source else { continue }
      for write in history.writes[step.key] where past.contains(read, write) {
        switch source {
        case .initial:
          let way = history.corners(graph.path(from: write, to: read) ?? [write, read])
          return history.finding(
            "WriteCOInitRead", way,
            history.chain(way, in: 0) + [
              "So {\(way.count - 1)} must not return the initial value any more."
            ])
        case .step(let writer) where writer != write && past.contains(write, writer):
          let first = history.corners(graph.path(from: writer, to: write) ?? [writer, write])
          let second = history.corners(graph.path(from: write, to: read) ?? [write, read])
          let way = first + second.dropFirst()
          return history.finding(
            "WriteCORead", way,
            history.chain(way, in: 0) + [
              "So {\(way.count - 1)} must not return what {0} wrote: {\(first.count - 1)} had "
                + "overwritten it."
            ])
        default: continue
        }
      }
    }
    return nil
  }

  /// CyclicCF: the orders in which readers saw writes, put together, go in a circle.
  private func conflictCycle(_ past: BitMatrix) -> SessionFinding? {
    var full = graph
    var isConflict: Set<[Int]> = []
    for writes in history.writes {
      for later in writes {
        let readers = history.readers[later] ?? []
        for earlier in writes where earlier != later {
          guard readers.contains(where: { past.contains($0, earlier) }) else { continue }
          full.add(earlier, later)
          isConflict.insert([earlier, later])
        }
      }
    }
    if full.topologicalOrder() != nil { return nil }
    guard let cycle = full.shortestCycle() else { return nil }
    var operations = cycle
    var lines = ["All must agree on one order of the writes, but it would go in a circle:"]
    for (index, pair) in zip(cycle, cycle.dropFirst()).enumerated() {
      let next = index + 1 == cycle.count - 1 ? 0 : index + 1
      if !isConflict.contains([pair.0, pair.1]) {
        lines.append("{\(index)} comes causally before {\(next)}.")
      } else if let reader = (history.readers[pair.1] ?? []).first(where: {
        past.contains($0, pair.0)
      }) {
        operations.append(reader)
        lines.append(
          "{\(operations.count - 1)} knew of {\(index)} and returned what {\(next)} wrote, so "
            + "{\(index)} comes before {\(next)}.")
      }
    }
    return history.finding("CyclicCF", operations, lines)
  }
}

/// What must have come before what in the eyes of one session: the relation HB of POPL 2017.
private struct ViewOfSession<Value: Hashable & Sendable> {
  private let history: SessionHistory<Value>
  private let session: Int
  private let graph: Graph
  private let isPRAM: Bool
  /// For each step what comes before it.
  private var before: BitMatrix
  /// Those that the session knows of in the end.
  private let known: [Int]

  init(
    _ history: SessionHistory<Value>, _ session: Int, _ graph: Graph, _ past: BitMatrix,
    isPRAM: Bool = false
  ) {
    self.history = history
    self.session = session
    self.graph = graph
    self.isPRAM = isPRAM
    before = past
    let last = history.sessions[session].last { history.steps[$0].isAnswered }
    known = history.steps.indices.filter { index in
      last.map { past.contains($0, index) || $0 == index } ?? false
    }
  }

  /// Lets reads order writes until nothing is new or a contradiction shows.
  func contradiction() -> SessionFinding? {
    var before = before
    let known = Set(known)
    let reads = history.sessions[session].filter { known.contains($0) }
    var isChanging = true
    while isChanging {
      isChanging = false
      for read in reads {
        guard let source = history.steps[read].source else { continue }
        for write in history.writes[history.steps[read].key]
        where known.contains(write) && before.contains(read, write) && .step(write) != source {
          guard case .step(let writer) = source else {
            return history.finding(
              isPRAM ? "PRAM" : "WriteHBInitRead", [write, read],
              [
                "In the eyes of {1}'s session {0} came before {1}, which yet returned the initial "
                  + "value."
              ])
          }
          if before.contains(writer, write) { continue }
          if before.contains(write, writer) {
            return history.finding(
              isPRAM ? "PRAM" : "CyclicHB", [writer, write, read],
              [
                "{2} returned what {0} wrote, although its session had {1} before it: so {1} came "
                  + "before {0}.",
                "But by the order of sessions and the other reads of this session {0} came before "
                  + "{1}.",
              ])
          }
          isChanging = true
          for step in known where step == writer || before.contains(step, writer) {
            before.formUnion(step, with: write)
            before.insert(step, write)
          }
        }
      }
    }
    return nil
  }
}

extension SessionHistory {
  /// A finding about steps.
  func finding(_ pattern: String, _ steps: [Int], _ explanation: [String]) -> SessionFinding {
    SessionFinding(
      pattern: pattern, explanation: explanation, operations: steps.map { self.steps[$0].operation }
    )
  }

  /// A way through the causal order without the steps that only continue a session.
  func corners(_ way: [Int]) -> [Int] {
    var corners: [Int] = []
    for (index, step) in way.enumerated() {
      let isInside =
        index > 0 && index + 1 < way.count
        && steps[way[index - 1]].session == steps[step].session
        && steps[step].session == steps[way[index + 1]].session
      if !isInside { corners.append(step) }
    }
    return corners
  }

  /// Says of each step of a way why the next comes after it.
  func chain(_ way: [Int], in start: Int) -> [String] {
    zip(way, way.dropFirst()).enumerated().map { index, pair in
      let from = "{\(start + index)}"
      let to = "{\(start + index + 1)}"
      return steps[pair.0].session == steps[pair.1].session
        ? "\(from) came before \(to) in one session."
        : "\(to) returned what \(from) wrote."
    }
  }
}
