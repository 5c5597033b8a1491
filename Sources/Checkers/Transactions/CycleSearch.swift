/// Looks for cycles of dependencies, one of each kind.
struct CycleSearch {
  private let graph: DependencyGraph
  private let limits: CheckLimits
  /// Set when a search was not finished.
  private(set) var limit: LimitReached?
  private var visits = 0

  init(_ graph: DependencyGraph, limits: CheckLimits) {
    self.graph = graph
    self.limits = limits
  }

  private typealias Kinds = Set<DependencyGraph.Kind>

  /// A shortest cycle of each kind, the kinds from bad to less bad.
  ///
  /// A cycle is named by the fewest rw edges that serve: G0 has none and no wr edge either, G1c
  /// none, G-single one, G-nonadjacent several with others between them, G2-item any.
  mutating func cycles(in order: OrderOfTransactions) -> [ListAppendFinding] {
    let extra: Kinds =
      switch order {
      case .data: []
      case .process: [.process]
      case .realtime: [.process, .realtime]
      }
    let writes: Kinds = extra.union([.writeWrite])
    let reads: Kinds = writes.union([.writeRead])
    let all: Kinds = reads.union([.readWrite])
    let whole = components(all)
    guard !whole.isEmpty else { return [] }
    var findings: [ListAppendFinding] = []
    func add(_ anomaly: ListAppendAnomaly, _ cycle: [Int]?) {
      if let cycle { findings.append(finding(anomaly, order, cycle)) }
    }
    add(.g0, shortest(writes, needing: .writeWrite))
    add(.g1c, shortest(reads, needing: .writeRead))
    add(.fracturedRead, single(whole, returningBy: extra.union([.writeRead]), atMost: 1))
    add(.causalReadSkew, single(whole, returningBy: extra.union([.writeRead])))
    add(.gSingle, single(whole, returningBy: reads))
    if !findings.contains(where: { $0.anomaly == .gSingle }) {
      add(.gNonadjacent, nonadjacent(reads))
    }
    if !findings.contains(where: { $0.anomaly == .gSingle || $0.anomaly == .gNonadjacent }) {
      add(.g2Item, shortest(all, needing: .readWrite))
    }
    return findings
  }

  // MARK: Searches

  private func subgraph(_ kinds: Kinds) -> Graph {
    var result = Graph(count: graph.leaving.count)
    for edge in graph.edges where kinds.contains(edge.kind) { result.add(edge.from, edge.to) }
    return result
  }

  private func components(_ kinds: Kinds) -> [[Int]] {
    subgraph(kinds).components().filter { $0.count > 1 }
  }

  /// The shortest cycle with an edge of a kind.
  private mutating func shortest(_ kinds: Kinds, needing kind: DependencyGraph.Kind) -> [Int]? {
    single(components(kinds), starting: kind, returningBy: kinds)
  }

  /// The shortest cycle of one edge of a kind and others of some kinds.
  private mutating func single(
    _ components: [[Int]], starting kind: DependencyGraph.Kind = .readWrite,
    returningBy kinds: Kinds, atMost length: Int = .max
  ) -> [Int]? {
    var component = [Int](repeating: -1, count: graph.leaving.count)
    for (index, members) in components.enumerated() {
      for member in members { component[member] = index }
    }
    var best: [Int]?
    for (index, edge) in graph.edges.enumerated()
    where edge.kind == kind && component[edge.from] >= 0
      && component[edge.from] == component[edge.to]
    {
      let bound = min(length, best.map { $0.count - 2 } ?? .max)
      guard bound > 0 else { break }
      if let way = way(from: edge.to, to: edge.from, kinds, component, atMost: bound) {
        best = [index] + way
      }
      if limit != nil { break }
    }
    return best
  }

  /// The fewest edges from one transaction to another inside of a component.
  private mutating func way(
    from start: Int, to goal: Int, _ kinds: Kinds, _ component: [Int], atMost length: Int
  ) -> [Int]? {
    var reached: [Int: Int] = [:]
    var layer = [start]
    var distance = 0
    while !layer.isEmpty, distance < length {
      distance += 1
      var next: [Int] = []
      for node in layer {
        for index in graph.leaving[node] {
          let edge = graph.edges[index]
          guard kinds.contains(edge.kind), component[edge.to] == component[start],
            edge.to != start, reached[edge.to] == nil
          else { continue }
          visits += 1
          reached[edge.to] = index
          if edge.to == goal {
            var way: [Int] = []
            var node = goal
            while node != start, let edge = reached[node] {
              way.append(edge)
              node = graph.edges[edge].from
            }
            return way.reversed()
          }
          next.append(edge.to)
        }
      }
      if visits > limits.maximumVisits { limit = .visits(limits.maximumVisits) }
      if limits.isExpired() { limit = .time }
      if limit != nil { return nil }
      layer = next
    }
    return nil
  }

  /// A cycle with several rw edges, no two of them adjacent: found in a graph in which a
  /// transaction entered by an rw edge can be left by another kind only.
  private func nonadjacent(_ kinds: Kinds) -> [Int]? {
    let count = graph.leaving.count
    var doubled = Graph(count: 2 * count)
    for edge in graph.edges {
      if kinds.contains(edge.kind) {
        doubled.add(edge.from, edge.to)
        doubled.add(edge.from + count, edge.to)
      } else if edge.kind == .readWrite {
        doubled.add(edge.from, edge.to + count)
      }
    }
    guard let cycle = doubled.shortestCycle() else { return nil }
    let edges = zip(cycle, cycle.dropFirst()).compactMap { from, to in
      graph.leaving[from % count].first { index in
        let edge = graph.edges[index]
        return edge.to == to % count
          && (to >= count ? edge.kind == .readWrite : kinds.contains(edge.kind))
      }
    }
    return edges.contains { graph.edges[$0].kind == .readWrite } ? edges : nil
  }

  // MARK: Words

  private func finding(
    _ anomaly: ListAppendAnomaly, _ order: OrderOfTransactions, _ cycle: [Int]
  ) -> ListAppendFinding {
    let edges = cycle.map { graph.edges[$0] }
    // A cycle is told with its own orders only.
    let needed: OrderOfTransactions =
      edges.contains { $0.kind == .realtime }
      ? .realtime : edges.contains { $0.kind == .process } ? .process : .data
    let lines = edges.indices.map { index in
      graph.words(edges[index], index, (index + 1) % edges.count)
    }
    return ListAppendFinding(
      anomaly: anomaly, order: min(needed, order), shape: Self.shape(edges.map(\.kind)),
      explanation: lines, transactions: edges.map(\.from))
  }

  private static func shape(_ kinds: [DependencyGraph.Kind]) -> String {
    let orders: Kinds = [.process, .realtime]
    guard !kinds.contains(where: orders.contains) else { return "" }
    let reads = kinds.count { $0 == .readWrite }
    if kinds.count == 2, reads == 2 { return "write skew" }
    if kinds.count == 4, reads == 2, kinds.count(where: { $0 == .writeRead }) == 2,
      kinds[0] == kinds[2]
    {
      return "long fork"
    }
    if reads == 1, kinds.contains(.writeRead) { return "read skew" }
    return ""
  }
}
