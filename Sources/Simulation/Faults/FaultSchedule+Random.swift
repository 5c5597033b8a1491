public import Algorithms
import Quantities

extension FaultSchedule {
  /// The kinds of faults a random schedule draws from.
  public struct Kinds: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: Int
    /// Kinds by their bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Nodes crash and start again; unsynced records are lost, in whole or in part.
    public static let crashes = Kinds(rawValue: 1)
    /// Nodes stand still.
    public static let pauses = Kinds(rawValue: 2)
    /// The network splits in two.
    public static let partitions = Kinds(rawValue: 4)
    /// Messages pass one way only.
    public static let oneWayCuts = Kinds(rawValue: 8)
    /// The network splits and heals again and again.
    public static let flapping = Kinds(rawValue: 16)
    /// Links lose, repeat and delay.
    public static let poorLinks = Kinds(rawValue: 32)
    /// Clocks jump.
    public static let clockJumps = Kinds(rawValue: 64)
    /// Clocks run too fast or too slow, by 200 millionths at most.
    public static let clockDrift = Kinds(rawValue: 128)
    /// Nodes and disks are slow.
    public static let slowness = Kinds(rawValue: 256)
    /// Two nodes do not reach each other, and both reach all others.
    public static let partialPartitions = Kinds(rawValue: 512)

    /// All but those of clocks and partial partitions.
    public static let untimed: Kinds = [
      .crashes, .pauses, .partitions, .oneWayCuts, .flapping, .poorLinks, .slowness,
    ]
  }

  /// Faults drawn from a seed: `count` of them, all over before `end`.
  ///
  /// - Parameters:
  ///   - shortest: How long a fault lasts at least.
  ///   - longest: How long at most.
  public static func random(
    _ kinds: Kinds, count: Int, nodes: Int, before end: VirtualTime,
    shortest: Nanoseconds = 50_000_000, longest: Nanoseconds = 2_000_000_000, seed: UInt64
  ) -> FaultSchedule {
    var draw = FaultDraw(nodes: nodes, random: SeededGenerator(seed: seed))
    let all: [Kinds] = (0..<10).map { Kinds(rawValue: 1 << $0) }.filter { kinds.contains($0) }
    guard !all.isEmpty, nodes > 0, end > 0 else { return FaultSchedule() }
    return FaultSchedule(
      (0..<max(0, count)).map { _ in
        let lasting = min(draw.number(in: shortest...max(shortest, longest)), end - 1)
        let at = draw.number(in: 0...end - 1 - lasting)
        return Entry(at: at, lasting: lasting, draw.fault(all[draw.index(below: all.count)]))
      })
  }
}

/// Draws faults from a seed.
private struct FaultDraw {
  let nodes: Int
  var random: SeededGenerator

  mutating func index(below count: Int) -> Int {
    Int(truncatingIfNeeded: random.next() % UInt64(count))
  }

  mutating func number(in range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(random.next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// One node or more, fewer than all if there are several.
  mutating func some() -> [Fault.Target] {
    let count = 1 + index(below: max(1, nodes - 1))
    var all = Array(0..<nodes)
    for place in 0..<count { all.swapAt(place, place + index(below: nodes - place)) }
    return all[..<count].sorted().map { .node($0) }
  }

  mutating func one() -> [Fault.Target] { [.node(index(below: nodes))] }

  /// Seldom many at once, for a majority that is gone only stops everything.
  mutating func few() -> [Fault.Target] {
    index(below: 4) == 0 ? some() : one()
  }

  mutating func fault(_ kind: FaultSchedule.Kinds) -> Fault {
    switch kind {
    case .crashes: return .crash(few(), unsynced: UnsyncedWrites.allCases[index(below: 3)])
    case .pauses: return .pause(few())
    case .partitions: return .partition(split())
    case .partialPartitions:
      let first = index(below: nodes)
      let second = (first + 1 + index(below: max(1, nodes - 1))) % nodes
      return .partition([[.node(first)], first == second ? [] : [.node(second)]])
    case .oneWayCuts:
      let side = some()
      return .oneWayCut(from: side, to: others(side))
    case .flapping:
      return .flappingPartition(
        split(), on: number(in: 10_000_000...400_000_000), off: number(in: 10_000_000...400_000_000)
      )
    case .poorLinks:
      return .poorLinks(
        from: some(), to: some(), loss: Double(index(below: 50)) / 100,
        duplication: Double(index(below: 30)) / 100, delay: number(in: 0...100_000_000))
    case .clockJumps: return .clockJump(few(), by: number(in: -2_000_000_000...2_000_000_000))
    case .clockDrift:
      return .clockDrift(few(), partsPerMillion: Double(index(below: 401)) - 200)
    default:
      if index(below: 2) == 0 {
        return .slowNode(one(), perInput: number(in: 10_000...20_000_000))
      }
      return .slowDisk(one(), factor: Double(2 + index(below: 100)))
    }
  }

  private mutating func split() -> [[Fault.Target]] {
    let side = some()
    return [side, others(side)]
  }

  private func others(_ side: [Fault.Target]) -> [Fault.Target] {
    (0..<nodes).map { .node($0) }.filter { !side.contains($0) }
  }
}
