import Quantities
import Testing

private func near(_ value: Double, _ expected: Double, _ tolerance: Double = 1e-12) -> Bool {
  abs(value - expected) <= tolerance
}

@Suite struct QuorumAvailabilityTests {
  @Test(arguments: [(3, 2, 0.999702), (5, 3, 0.9999901494), (2, 2, 0.9801), (4, 3, 0.99940797)])
  func `independent nodes at 99 percent`(nodes: Int, quorum: Int, expected: Double) throws {
    let value = try QuorumAvailability.independent(
      nodes: nodes, quorum: quorum, nodeAvailability: 0.99)
    #expect(near(value, expected, 1e-10))
  }

  @Test func `more replicas never lower the number of faults tolerated`() {
    for nodes in 1..<50 {
      #expect(
        QuorumAvailability.toleratedCrashes(nodes: nodes + 1)
          >= QuorumAvailability.toleratedCrashes(nodes: nodes))
      #expect(
        QuorumAvailability.toleratedByzantine(nodes: nodes + 1)
          >= QuorumAvailability.toleratedByzantine(nodes: nodes))
    }
    #expect(QuorumAvailability.toleratedCrashes(nodes: 4) == 1)
    #expect(QuorumAvailability.toleratedCrashes(nodes: 5) == 2)
    #expect(QuorumAvailability.toleratedByzantine(nodes: 4) == 1)
  }

  @Test func `Byzantine quorums`() {
    #expect(QuorumAvailability.byzantineQuorum(nodes: 4, faults: 1) == 3)
    #expect(QuorumAvailability.byzantineQuorum(nodes: 5, faults: 1) == 4)
    #expect(QuorumAvailability.byzantineQuorum(nodes: 7, faults: 2) == 5)
    #expect(QuorumAvailability.byzantineQuorum(nodes: 3, faults: 1) == nil)
    #expect(QuorumAvailability.byzantineQuorum(nodes: 4, faults: .max) == nil)
  }

  @Test func `read and write quorums meet by Gifford's rules`() {
    #expect(QuorumAvailability.intersections(replicas: 3, read: 2, write: 2) == (true, true))
    #expect(QuorumAvailability.intersections(replicas: 3, read: 1, write: 2) == (false, true))
    #expect(QuorumAvailability.intersections(replicas: 3, read: 3, write: 1) == (true, false))
  }
}

@Suite struct AvailabilityCalculationTests {
  /// Nodes 0 to n-1, each in one of the zones n, n+1, … by `zones`.
  static func replicas(inZones zones: [Int]) -> [AvailabilityStructure] {
    zones.enumerated().map { .all([.component(zones.count + $1), .component($0)]) }
  }

  @Test func `three replicas in three zones, by hand`() throws {
    let calculation = try AvailabilityCalculation(
      .atLeast(2, Self.replicas(inZones: [0, 1, 2])))
    let (node, zone) = (0.01, 0.001)
    let up = (1 - node) * (1 - zone)
    let expected = up * up * up + 3 * up * up * (1 - up)
    #expect(near(calculation.availability([node, node, node, zone, zone, zone]), expected))
    #expect(calculation.singlePointsOfFailure == [])
    #expect(calculation.smallestCut()?.count == 2)
    #expect(calculation.works(down: [0]) && !calculation.works(down: [0, 4]))
    #expect(calculation.fatalPairs.count == 12, "any two of three replicas, each by two causes")
  }

  @Test func `two of three replicas in one zone make it a single point of failure`() throws {
    let calculation = try AvailabilityCalculation(
      .atLeast(2, Self.replicas(inZones: [0, 0, 1])))
    #expect(calculation.singlePointsOfFailure == [3])
    #expect(calculation.smallestCut() == [3])
    let (node, zone) = (0.01, 0.001)
    // Zone 3 up: both its nodes, or one of them and the third with its zone.
    let third = (1 - node) * (1 - zone)
    let both = (1 - node) * (1 - node)
    let expected = (1 - zone) * (both + 2 * node * (1 - node) * third)
    #expect(near(calculation.availability([node, node, node, zone, zone]), expected))
  }

  @Test func `a two-site group of even size stops with either site`() throws {
    let calculation = try AvailabilityCalculation(
      .atLeast(3, Self.replicas(inZones: [0, 0, 1, 1])))
    #expect(calculation.singlePointsOfFailure == [4, 5])
  }

  @Test func `a shared cause is not multiplied away`() throws {
    let power = AvailabilityStructure.component(3)
    let independent = try AvailabilityCalculation(
      .any((0..<3).map { .component($0) }))
    let shared = try AvailabilityCalculation(
      .any((0..<3).map { .all([power, .component($0)]) }))
    let unavailabilities = [0.01, 0.01, 0.01, 0.001]
    #expect(near(independent.unavailability(unavailabilities), 1e-6))
    #expect(near(shared.unavailability(unavailabilities), 0.001 + 0.999 * 1e-6))
    #expect(shared.singlePointsOfFailure == [3])
  }

  @Test func `thirty domains are exact and tiny unavailabilities keep their digits`() throws {
    let zones = (0..<27).map { $0 / 9 }
    let calculation = try AvailabilityCalculation(.atLeast(14, Self.replicas(inZones: zones)))
    let unavailabilities = [Double](repeating: 1e-3, count: 27) + [1e-9, 1e-9, 1e-9]
    // Two zones at once, or one zone and five of the other eighteen nodes.
    #expect(calculation.unavailability(unavailabilities) > 3e-18)
    #expect(calculation.unavailability(unavailabilities) < 3e-17)
    #expect(
      calculation.smallestCut(among: [27, 28, 29]) == [28, 29]
        || calculation.smallestCut(among: [27, 28, 29])?.count == 2)
    #expect(calculation.smallestCut(among: [27]) == nil)
  }

  @Test func `series and parallel multiply, and the costliest part shows`() throws {
    let calculation = try AvailabilityCalculation(
      .all([.component(0), .any([.component(1), .component(2)])]))
    let unavailabilities = [0.001, 0.1, 0.1]
    #expect(near(calculation.availability(unavailabilities), 0.999 * 0.99))
    #expect(near(calculation.contribution(of: 0, unavailabilities), 0.001 * 0.99))
    #expect(near(calculation.contribution(of: 1, unavailabilities), 0.01 * 0.999))
    #expect(calculation.contribution(of: 9, unavailabilities) == 0)
  }

  /// Every structure over few components against the sum over all 2^n states.
  @Test(arguments: UInt64(0)..<60)
  func `the diagram agrees with brute force`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let structure = Self.anyStructure(depth: 3, &random)
    let calculation = try AvailabilityCalculation(structure)
    let unavailabilities = (0..<6).map { _ in Double.random(in: 0...1, using: &random) }
    var expected = 0.0
    for state in 0..<64 {
      let down = Set((0..<6).filter { state >> $0 & 1 == 1 })
      #expect(calculation.works(down: down) == structure.works(down: down))
      if !structure.works(down: down) {
        expected += (0..<6).reduce(1) {
          $0 * (down.contains($1) ? unavailabilities[$1] : 1 - unavailabilities[$1])
        }
      }
    }
    #expect(near(calculation.unavailability(unavailabilities), expected))
    let smallest = (0..<64).map { state in Set((0..<6).filter { state >> $0 & 1 == 1 }) }
      .filter { !structure.works(down: $0) }.map(\.count).min()
    #expect(calculation.smallestCut()?.count == smallest)
  }

  static func anyStructure(
    depth: Int, _ random: inout SeededGenerator
  ) -> AvailabilityStructure {
    if depth == 0 { return .component(Int.random(in: 0..<6, using: &random)) }
    let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      anyStructure(depth: depth - 1, &random)
    }
    switch Int.random(in: 0..<3, using: &random) {
    case 0: return .all(parts)
    case 1: return .any(parts)
    default: return .atLeast(Int.random(in: 0...parts.count, using: &random), parts)
    }
  }

  @Test func `another copy in a failure domain of its own never lowers availability`() throws {
    for count in 1..<6 {
      let fewer = try AvailabilityCalculation(.any(Self.replicas(inZones: Array(0..<count))))
      let more = try AvailabilityCalculation(.any(Self.replicas(inZones: Array(0...count))))
      #expect(
        more.unavailability(Array(repeating: 0.1, count: 2 * count + 2))
          <= fewer.unavailability(Array(repeating: 0.1, count: 2 * count)))
    }
  }

  @Test func `empty structures`() throws {
    #expect(try AvailabilityCalculation(.all([])).availability([]) == 1)
    #expect(try AvailabilityCalculation(.any([])).availability([]) == 0)
    #expect(try AvailabilityCalculation(.atLeast(-1, [])).smallestCut() == nil)
    #expect(try AvailabilityCalculation(.atLeast(3, [.component(0)])).smallestCut() == [])
  }

  @Test func `a structure beyond the limit is refused`() {
    #expect(throws: QuantityError.self) {
      try AvailabilityCalculation(
        .atLeast(5, (0..<10).map { .component($0) }), nodeLimit: 10)
    }
  }
}

@Suite struct AvailabilityTargetTests {
  @Test func `minutes that a target allows`() {
    #expect(near(Downtime.minutesPerMonth(availability: 0.9995), 21.9, 0.02))
    #expect(near(Downtime.minutesPerMonth(availability: 0.9999), 4.38, 0.004))
    #expect(near(Downtime.minutesPerMonth(availability: 0.99999) * 60, 26.3, 0.01))
  }

  @Test func `a target above the product of its dependencies is infeasible, with the way out`()
    throws
  {
    let verdict = try AvailabilityTarget(
      target: 0.9995,
      dependencies: [
        .init(name: "payments", availability: 0.999), .init(name: "db", availability: 0.9999),
      ]
    ).verdict
    #expect(!verdict.isFeasible)
    #expect(near(verdict.ceiling, 0.999 * 0.9999))
    #expect(verdict.neededOfTheRest == nil)
    #expect(verdict.costliest?.name == "payments")
    #expect(near(verdict.neededOfCostliest ?? 0, 0.9995 / 0.9999))
    #expect(verdict.copiesOfCostliest == 2)
    #expect(near(verdict.excessMinutesPerMonth, (0.9995 - 0.999 * 0.9999) * 43_830, 1e-9))
  }

  @Test func `a relaxed target never makes a feasible one infeasible`() throws {
    for percent in stride(from: 0.9, through: 1, by: 0.001) {
      func feasible(_ target: Double) throws -> Bool {
        try AvailabilityTarget(
          target: target, dependencies: [.init(name: "a", availability: 0.97)]
        ).verdict.isFeasible
      }
      if try feasible(percent) { #expect(try feasible(percent - 0.01)) }
    }
  }

  @Test func `without dependencies everything rests on the rest`() throws {
    let verdict = try AvailabilityTarget(target: 0.99, dependencies: []).verdict
    #expect(verdict.isFeasible && verdict.neededOfTheRest == 0.99 && verdict.costliest == nil)
  }

  @Test func `repair times give steady-state unavailability`() throws {
    #expect(
      try Downtime.unavailability(meanTimeBetweenFailuresHours: 99, meanTimeToRepairHours: 1)
        == 0.01)
    #expect(throws: QuantityError.self) {
      try Downtime.unavailability(meanTimeBetweenFailuresHours: 0, meanTimeToRepairHours: 1)
    }
  }
}
