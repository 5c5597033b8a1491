extension LatencyDistribution {
  /// One after the other, independent of each other.
  ///
  /// - Complexity: O(n·m) for n and m atoms (at most about 250 each); O(n) when one is constant.
  public static func + (left: Self, right: Self) -> Self {
    left.followed(by: right, .fine, limit: MassGrid.limit)
  }

  /// The sum with as few atoms as `coarsened` leaves, for estimates that are made of many sums.
  public func coarselyFollowed(by next: LatencyDistribution) -> LatencyDistribution {
    followed(by: next, .coarse, limit: MassGrid.coarseLimit)
  }

  private func followed(
    by next: LatencyDistribution, _ width: SumCells.Width, limit: (Double) -> Double
  ) -> LatencyDistribution {
    if let constant = next.constantMilliseconds { return shifted(byMilliseconds: constant) }
    if let constant = constantMilliseconds { return next.shifted(byMilliseconds: constant) }
    let floor = minimumMilliseconds + next.minimumMilliseconds
    var cells = SumCells(
      from: floor, to: maximumMilliseconds + next.maximumMilliseconds, width)
    cells.addSums(of: atoms, and: next.atoms)
    var sums = Self.compressed(cells.atoms, total: 1, limit: limit)
    sums[0].low = min(floor, sums[0].mean)
    return LatencyDistribution(sorted: sums)
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
