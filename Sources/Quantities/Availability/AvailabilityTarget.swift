/// A target against what an operation depends on: can it be met, and what would have to change.
public struct AvailabilityTarget: Sendable, Hashable {
  /// Something without which the operation cannot work.
  public struct Dependency: Sendable, Hashable {
    /// Its name in the report.
    public var name: String
    /// Its own availability, independent of the others.
    public var availability: Double

    /// A dependency.
    public init(name: String, availability: Double) {
      self.name = name
      self.availability = availability
    }
  }

  /// The arithmetic of a target.
  public struct Verdict: Sendable, Hashable {
    /// The product of the dependencies: no design of the rest can do better.
    public var ceiling: Double
    /// Whether the ceiling reaches the target.
    public var isFeasible: Bool
    /// What the rest must reach for the whole to meet the target; `nil` when infeasible.
    public var neededOfTheRest: Double?
    /// Minutes a month above what the target allows at the ceiling; 0 when feasible.
    public var excessMinutesPerMonth: Double
    /// The dependency that costs most.
    public var costliest: Dependency?
    /// What `costliest` would have to reach alone, the others as they are; `nil` when even
    /// perfection would not do.
    public var neededOfCostliest: Double?
    /// Independent copies of `costliest`, any one enough, that reach it; `nil` when none do.
    public var copiesOfCostliest: Int?
  }

  /// The share of time in which the operation must work.
  public var target: Double
  /// All in series.
  public var dependencies: [Dependency]

  /// A target; throws unless all are probabilities.
  public init(target: Double, dependencies: [Dependency]) throws(QuantityError) {
    try requireProbability(target, "target")
    for dependency in dependencies {
      try requireProbability(dependency.availability, "availability of \(dependency.name)")
    }
    self.target = target
    self.dependencies = dependencies
  }

  /// The verdict, with the numbers that explain it.
  public var verdict: Verdict {
    let ceiling = dependencies.reduce(1) { $0 * $1.availability }
    let costliest = dependencies.min { $0.availability < $1.availability }
    let others = costliest.map { worst in
      dependencies.filter { $0 != worst }.reduce(1) { $0 * $1.availability }
    }
    let needed = others.flatMap { target <= $0 && $0 > 0 ? target / $0 : nil }
    return Verdict(
      ceiling: ceiling, isFeasible: ceiling >= target,
      neededOfTheRest: ceiling >= target ? (ceiling > 0 ? target / ceiling : 0) : nil,
      excessMinutesPerMonth: max(0, target - ceiling) * Downtime.minutesPerMonth,
      costliest: costliest, neededOfCostliest: needed,
      copiesOfCostliest: needed.flatMap { needed in
        costliest.flatMap { Self.copies(of: $0.availability, reaching: needed) }
      })
  }

  /// The smallest n with 1 - (1 - a)^n >= `needed`; at most 10.
  private static func copies(of availability: Double, reaching needed: Double) -> Int? {
    (1...10).first { 1 - Elementary.pow(1 - availability, Double($0)) >= needed }
  }
}
