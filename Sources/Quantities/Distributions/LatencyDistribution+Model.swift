extension LatencyDistribution {
  /// The distribution of a model; throws what `DelayModel.validate` throws.
  public init(_ model: DelayModel) throws(QuantityError) {
    try model.validate()
    self = Self.distribution(of: model)
  }

  /// A network round trip that is never shorter than a base, with memoryless jitter on top.
  ///
  /// - Parameter jitterMilliseconds: The mean of what comes on top.
  public init(baseMilliseconds: Double, jitterMilliseconds: Double) {
    self =
      jitterMilliseconds > 0 && jitterMilliseconds.isFinite
      ? Self.distribution(
        of: .shifted(
          byMilliseconds: max(0, baseMilliseconds),
          .exponential(meanMilliseconds: jitterMilliseconds)))
      : LatencyDistribution(constantMilliseconds: baseMilliseconds)
  }

  private static func distribution(of model: DelayModel) -> LatencyDistribution {
    switch model {
    case .constant(let value): return LatencyDistribution(constantMilliseconds: value)
    case .percentiles(let points) where points.count == 1:
      return LatencyDistribution(constantMilliseconds: points[0].milliseconds)
    case .shifted(let shift, let inner):
      return distribution(of: inner).shifted(byMilliseconds: shift)
    case .mixture(let parts):
      return mixture(parts.map { ($0.weight, distribution(of: $0.model)) })
    case .empirical(let samples):
      return LatencyDistribution(
        sorted: compressed(
          samples.sorted().map { Atom(mass: 1, mean: $0, low: $0, high: $0) },
          total: Double(samples.count)))
    default: return LatencyDistribution(sorted: cells(of: model))
    }
  }

  /// Cuts a model with a closed quantile function at the grid's probabilities.
  private static func cells(of model: DelayModel) -> [Atom] {
    let atScore = model.valueAtScore
    func value(_ cut: MassGrid.Cut) -> Double {
      atScore?(cut.score) ?? model.quantileMilliseconds(1 - cut.tail, tail: cut.tail) ?? 0
    }
    let cuts = self.cuts(of: model)
    var atoms: [Atom] = []
    atoms.reserveCapacity(cuts.count)
    guard let first = cuts.first else { return [] }
    var low = value(first.start)
    for cell in cuts {
      let high = value(cell.end)
      guard low.isFinite, high.isFinite else { break }
      // Simpson's rule for the mean of the quantile function over the cell.
      let mean = (low + 4 * value(cell.middle) + high) / 6
      atoms.append(
        Atom(
          mass: cell.start.tail - cell.end.tail, mean: min(max(mean, low), high), low: low,
          high: high))
      low = high
    }
    return merged(pointsOf: atoms)
  }

  /// The grid's cells; where the quantile function has a kink inside, the cell is cut there.
  private static func cuts(of model: DelayModel) -> [MassGrid.Cell] {
    guard case .percentiles(let points) = model, points.count > 2 else { return MassGrid.cells }
    let kinks = points.dropFirst().dropLast().map { 1 - $0.quantile }
    return MassGrid.cells(between: (MassGrid.tails + kinks).sorted(by: >))
  }

  /// Joins neighbours that are the same point (a model without spread).
  private static func merged(pointsOf atoms: [Atom]) -> [Atom] {
    atoms.reduce(into: []) { result, atom in
      if let last = result.last, atom.high == last.low {
        result[result.count - 1].mass += atom.mass
      } else {
        result.append(atom)
      }
    }
  }
}
