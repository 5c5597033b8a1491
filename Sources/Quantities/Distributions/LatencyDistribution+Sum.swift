extension LatencyDistribution {
  /// One after the other, independent of each other.
  ///
  /// - Complexity: O(n·m) for n and m atoms (at most about 250 each); O(n) when one is constant.
  public static func + (left: Self, right: Self) -> Self {
    if let constant = right.constantMilliseconds { return left.shifted(byMilliseconds: constant) }
    if let constant = left.constantMilliseconds { return right.shifted(byMilliseconds: constant) }
    var cells = SumCells(
      from: left.minimumMilliseconds + right.minimumMilliseconds,
      to: left.maximumMilliseconds + right.maximumMilliseconds)
    for a in left.atoms {
      for b in right.atoms { cells.add(mass: a.mass * b.mass, at: a.mean + b.mean) }
    }
    var atoms = compressed(cells.atoms, total: 1)
    // Means lie inside the atoms; the true floor is the sum of the floors.
    atoms[0].low = left.minimumMilliseconds + right.minimumMilliseconds
    return LatencyDistribution(sorted: atoms)
  }

  /// One after the other, all of them; nothing takes no time.
  public static func sum(_ parts: [LatencyDistribution]) -> LatencyDistribution {
    parts.reduce(.zero, +)
  }

  /// Later by a fixed time; a negative one counts as 0.
  public func shifted(byMilliseconds shift: Double) -> LatencyDistribution {
    guard shift > 0 else { return self }
    return LatencyDistribution(
      sorted: atoms.map {
        Atom(mass: $0.mass, mean: $0.mean + shift, low: $0.low + shift, high: $0.high + shift)
      })
  }

  /// Times a factor (a round trip from a one-way delay, say); a negative one counts as 0.
  public func scaled(by factor: Double) -> LatencyDistribution {
    guard factor > 0, factor.isFinite else { return .zero }
    return LatencyDistribution(
      sorted: atoms.map {
        Atom(mass: $0.mass, mean: $0.mean * factor, low: $0.low * factor, high: $0.high * factor)
      })
  }
}

/// Collects point masses in narrow cells: 256 to a doubling, found from the bits of the number.
private struct SumCells {
  private static let smallest = 1e-6
  private let first: Int
  private var cells: [LatencyDistribution.Atom]

  init(from low: Double, to high: Double) {
    first = Self.index(low)
    cells = Array(
      repeating: LatencyDistribution.Atom(mass: 0, mean: 0, low: .infinity, high: 0),
      count: Self.index(high) - first + 1)
  }

  private static func index(_ value: Double) -> Int {
    Int(truncatingIfNeeded: max(smallest, value).bitPattern >> 44)
  }

  /// `mean` holds the weighted sum until `atoms` divides it.
  mutating func add(mass: Double, at value: Double) {
    let cell = min(max(0, Self.index(value) - first), cells.count - 1)
    cells[cell].mass += mass
    cells[cell].mean += mass * value
    cells[cell].low = min(cells[cell].low, value)
    cells[cell].high = max(cells[cell].high, value)
  }

  var atoms: [LatencyDistribution.Atom] {
    cells.compactMap { cell in
      guard cell.mass > 0 else { return nil }
      var atom = cell
      atom.mean = min(max(cell.mean / cell.mass, cell.low), cell.high)
      return atom
    }
  }
}
