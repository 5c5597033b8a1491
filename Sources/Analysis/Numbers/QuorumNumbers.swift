import Quantities
import SystemModel

/// Quorum systems over a store's voters, compared for its share of reads.
public struct QuorumNumbers: Sendable {
  /// One quorum system with its best strategy.
  public struct Candidate: Sendable {
    /// `majority`, `grid 3×3`, `writes 4 of 5, reads 2`, …
    public let name: String
    /// The load of the busiest node, 0 to 1: operations a second it handles for each one in all.
    public let load: Double
    /// Losses after which reads and writes still find a quorum.
    public let resilience: Int
    /// The mean time until the best quorum has answered, in milliseconds.
    public let latencyMilliseconds: Double
  }

  /// The store.
  public let store: String
  /// Voters.
  public let nodes: Int
  /// The share of reads, by the stated rates.
  public let readFraction: Double
  /// What the store uses or would use first.
  public let majority: Candidate
  /// All others that were compared.
  public let others: [Candidate]

  /// How far its quorums can be chosen.
  public enum Freedom: Sendable {
    /// The product decides by majorities.
    case none
    /// The numbers of answers that reads and writes wait for.
    case counts
    /// Anything: it is no product.
    case any
  }

  /// How far its quorums can be chosen.
  public let freedom: Freedom
  /// Losses that it must survive: what its operations demand, at least one.
  public let neededResilience: Int

  private func canChoose(_ other: Candidate) -> Bool {
    switch freedom {
    case .none: false
    case .counts: other.name.hasPrefix("reads ")
    case .any: true
    }
  }

  /// The best that survives what is demanded and is better by a tenth in load or latency without
  /// being worse in the other; `nil` when majority is not beaten.
  public var better: Candidate? {
    others.filter { other in
      canChoose(other)
        && other.resilience >= min(neededResilience, majority.resilience)
        && other.load <= majority.load * 1.001
        && other.latencyMilliseconds <= majority.latencyMilliseconds * 1.001
        && (other.load < majority.load * 0.9
          || other.latencyMilliseconds < majority.latencyMilliseconds * 0.9)
    }.min {
      ($0.load * ($0.latencyMilliseconds + 1), $0.name)
        < ($1.load * ($1.latencyMilliseconds + 1), $1.name)
    }
  }
}

struct QuorumModel {
  let graph: Graph

  /// For stores that decide by quorums of 4 to 9 voters; those that are alike are computed once. Of
  /// three, nothing but a majority survives a loss.
  func numbers() -> [QuorumNumbers] {
    struct Key: Hashable {
      let latencies: [Double]
      let readFraction: Double
    }
    var known: [Key: QuorumNumbers?] = [:]
    return graph.stores.compactMap { store in
      guard [.majority, .quorum].contains(store.scheme.tolerance), store.value.per == nil else {
        return nil
      }
      let voters = store.nodes.voters
      let copies = min(store.copies ?? voters.count, voters.count)
      guard (4...9).contains(voters.count), copies == voters.count,
        let fraction = readFraction(store)
      else { return nil }
      let origins = origins(store)
      guard !origins.isEmpty else { return nil }
      let latencies = voters.map { voter in
        origins.reduce(0) {
          $0 + graph.distances.expected($1, voter.place).milliseconds
        } / Double(origins.count)
      }
      let key = Key(latencies: latencies, readFraction: fraction)
      let found = known[key] ?? compare(latencies, fraction)
      known[key] = found
      return found.map {
        QuorumNumbers(
          store: store.name, nodes: $0.nodes, readFraction: $0.readFraction,
          majority: $0.majority, others: $0.others, freedom: freedom(store),
          neededResilience: needed(store))
      }
    }
  }

  private func freedom(_ store: StoreNode) -> QuorumNumbers.Freedom {
    if store.product == nil { return .any }
    return store.scheme.tolerance == .quorum ? .counts : .none
  }

  /// One node, as many as a zone holds where a zone's loss must be survived, or a stated number.
  private func needed(_ store: StoreNode) -> Int {
    let shared = graph.description.requirements
    let demands = unique(store.readers + store.writers).map { operation -> Int in
      let own = operation.value.requirements
      let faults = (own?.tolerateFaults ?? shared?.tolerateFaults)?.value ?? 1
      switch (own?.survive ?? shared?.survive)?.value {
      case .zone?: return max(faults, store.nodes.largestGroup { $0.description })
      case .region?: return max(faults, store.nodes.largestGroup { $0.region })
      default: return faults
      }
    }
    return max(1, demands.max() ?? 1)
  }

  private func readFraction(_ store: StoreNode) -> Double? {
    func rate(_ operations: [OperationNode]) -> Double? {
      let rates = operations.map { $0.value.rate?.value.perSecond }
      return rates.contains { $0 == nil } ? nil : rates.reduce(0) { $0 + ($1 ?? 0) }
    }
    guard let reads = rate(store.readers), let writes = rate(store.writers), reads + writes > 0
    else { return nil }
    return reads / (reads + writes)
  }

  private func origins(_ store: StoreNode) -> [Place] {
    let asking = unique(store.readers + store.writers)
    let served = unique(asking.compactMap(\.service)).flatMap(\.places)
    return served.isEmpty
      ? unique(asking.flatMap(\.clientRegions)).map { Place(region: $0) } : served
  }

  private func compare(_ latencies: [Double], _ readFraction: Double) -> QuorumNumbers? {
    let count = latencies.count
    let nodes = latencies.enumerated().map {
      QuorumNode(name: "n\($0.offset)", latencyMilliseconds: $0.element)
    }
    guard let workload = try? QuorumWorkload(readFraction: readFraction),
      let majority = candidate(
        "majority", .majority(Array(0..<count)), nil, nodes, workload)
    else { return nil }
    var others: [QuorumNumbers.Candidate] = []
    func add(_ name: String, _ reads: QuorumExpression, _ writes: QuorumExpression?) {
      if let found = candidate(name, reads, writes, nodes, workload) { others.append(found) }
    }
    let all = (0..<count).map { QuorumExpression.node($0) }
    for read in 1..<count where read != count / 2 + 1 && count - read + 1 > count / 2 {
      add(
        "reads \(read), writes \(count - read + 1) of \(count)", .choose(read, all),
        .choose(count - read + 1, all))
    }
    for (rows, columns) in [(2, 2), (2, 3), (2, 4), (3, 3)] where rows * columns == count {
      let grid = (0..<rows).map { row in (0..<columns).map { row * columns + $0 } }
      let rowReads = QuorumExpression.grid(rows: grid)
      add("grid \(rows)×\(columns), reads a row", rowReads, nil)
      add("grid \(rows)×\(columns), writes a row", rowReads.dual, rowReads)
    }
    if count == 9 {
      add(
        "hierarchical 3×3",
        .hierarchical(groups: [[0, 1, 2], [3, 4, 5], [6, 7, 8]]), nil)
    }
    return QuorumNumbers(
      store: "", nodes: count, readFraction: readFraction, majority: majority, others: others,
      freedom: .none, neededResilience: 1)
  }

  private func candidate(
    _ name: String, _ reads: QuorumExpression, _ writes: QuorumExpression?,
    _ nodes: [QuorumNode], _ workload: QuorumWorkload
  ) -> QuorumNumbers.Candidate? {
    guard let system = try? QuorumSystem(nodes: nodes, reads: reads, writes: writes),
      let resilience = try? system.resilience(),
      let balanced = try? system.strategy(.load, workload: workload),
      let fast = try? system.strategy(.latency, workload: workload)
    else { return nil }
    return .init(
      name: name, load: balanced.load(workload), resilience: resilience,
      latencyMilliseconds: fast.latencyMilliseconds(workload))
  }
}
