extension LatencyDistribution {
  /// Joins neighbouring atoms until each holds what the grid allows.
  ///
  /// Points heavier than the limit stay points; the mean stays exact.
  ///
  /// - Parameter atoms: Sorted and apart from each other.
  /// - Parameter total: The sum of their masses.
  /// - Parameter limit: The largest mass of an atom before which so much remains.
  static func compressed(
    _ atoms: [Atom], total: Double, limit grid: (Double) -> Double = MassGrid.limit
  ) -> [Atom] {
    guard total > 0 else { return [Atom(mass: 1, mean: 0, low: 0, high: 0)] }
    var result: [Atom] = []
    var passed = 0.0
    for atom in atoms where atom.mass > 0 {
      let limit = grid(1 - passed / total) * total
      if let last = result.last,
        last.mass + atom.mass <= limit || last.low == last.high && last.low == atom.high
      {
        let mass = last.mass + atom.mass
        result[result.count - 1] = Atom(
          mass: mass, mean: (last.mean * last.mass + atom.mean * atom.mass) / mass, low: last.low,
          high: atom.high)
      } else {
        result.append(atom)
      }
      passed += atom.mass
    }
    return result
  }

  /// The same with fewer atoms, for estimates that are made of many sums: twenty times as fast.
  ///
  /// Points stay exact, and so does the mean; percentiles up to p99.9 move by 1 or 2%.
  public func coarsened() -> LatencyDistribution {
    guard atoms.count > 1 else { return self }
    return LatencyDistribution(
      sorted: Self.compressed(atoms, total: 1, limit: MassGrid.coarseLimit))
  }

  /// The distribution whose cumulative function is `combine` of those of the operands.
  ///
  /// Between breakpoints every operand is linear, so only the combination is approximated.
  ///
  /// - Parameter combine: Takes the operands' probabilities of at most x; not decreasing in each.
  static func combining(
    _ operands: [LatencyDistribution], _ combine: ([Double]) -> Double
  ) -> LatencyDistribution {
    var breakpoints = operands.flatMap { $0.atoms.flatMap { [$0.low, $0.high] } }
    breakpoints.sort()
    var cursors = operands.map { Cursor($0) }
    var probabilities = [Double](repeating: 0, count: operands.count)
    var atoms: [Atom] = []
    var (reached, position) = (0.0, 0.0)
    var previous: Double?
    for x in breakpoints where x != previous {
      for index in cursors.indices { probabilities[index] = cursors[index].probability(below: x) }
      let before = combine(probabilities)
      if let previous, before > reached {
        atoms.append(
          Atom(mass: before - reached, mean: (previous + x) / 2, low: position, high: x))
      }
      for index in cursors.indices { probabilities[index] = cursors[index].probability(atMost: x) }
      let after = combine(probabilities)
      if after > max(before, reached) {
        atoms.append(Atom(mass: after - max(before, reached), mean: x, low: x, high: x))
      }
      reached = max(reached, after)
      (previous, position) = (x, x)
    }
    let total = atoms.reduce(0) { $0 + $1.mass }
    return LatencyDistribution(sorted: compressed(atoms, total: total))
  }

  /// Reads a cumulative function at rising positions.
  private struct Cursor {
    private let distribution: LatencyDistribution
    private var index = 0

    init(_ distribution: LatencyDistribution) { self.distribution = distribution }

    mutating func probability(below x: Double) -> Double {
      let atoms = distribution.atoms
      while index < atoms.count, atoms[index].high < x { index += 1 }
      let passed = index > 0 ? distribution.cumulative[index - 1] : 0
      guard index < atoms.count, atoms[index].low < x else { return min(1, passed) }
      let atom = atoms[index]
      return min(1, passed + atom.mass * (x - atom.low) / (atom.high - atom.low))
    }

    mutating func probability(atMost x: Double) -> Double {
      let atoms = distribution.atoms
      var mass = probability(below: x)
      // Points at x; an interval that ends at x was counted in full.
      while index < atoms.count, atoms[index].high <= x {
        if atoms[index].low == x { mass += atoms[index].mass }
        index += 1
      }
      if index == atoms.count { return 1 }
      return min(1, mass)
    }
  }
}
