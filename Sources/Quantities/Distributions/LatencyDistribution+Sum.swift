extension LatencyDistribution {
  /// One after the other, independent of each other.
  ///
  /// - Complexity: O(n·m) for n and m atoms (at most about 250 each); O(n) when one is constant.
  public static func + (left: Self, right: Self) -> Self {
    if let constant = right.constantMilliseconds { return left.shifted(byMilliseconds: constant) }
    if let constant = left.constantMilliseconds { return right.shifted(byMilliseconds: constant) }
    let floor = left.minimumMilliseconds + right.minimumMilliseconds
    var cells = SumCells(from: floor, to: left.maximumMilliseconds + right.maximumMilliseconds)
    cells.addSums(of: left.atoms, and: right.atoms)
    var atoms = compressed(cells.atoms, total: 1)
    atoms[0].low = min(floor, atoms[0].mean)
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
