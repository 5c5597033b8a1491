/// How much mass an atom may hold, by where it lies.
enum MassGrid {
  /// The share of the mass of an atom in the body.
  static let body = 1.0 / 128
  /// The share of what lies beyond that an atom in the upper tail may hold.
  static let tailShare = 1.0 / 8
  /// What lies beyond is folded into the last atom.
  static let smallestTail = 1e-7

  /// The largest mass of an atom before which `tail` of the mass remains.
  static func limit(tail: Double) -> Double {
    max(smallestTail, min(body, tail * tailShare))
  }

  /// The same for estimates that are summed many times: about 45 atoms in all.
  static func coarseLimit(tail: Double) -> Double {
    max(1e-5, min(1.0 / 24, tail / 3))
  }

  /// Cuts of (0, 1) by the mass beyond, from 1 down.
  static let tails: [Double] = {
    var tails = [1.0]
    // The lower end has its own short tail so that a floor stays visible.
    var lower = 1e-4
    while lower < body {
      tails.append(1 - lower)
      lower *= 2
    }
    var tail = 1 - body
    while tail > smallestTail {
      tails.append(tail)
      tail -= limit(tail: tail)
    }
    tails.append(smallestTail)
    tails.append(smallestTail / 100)
    return tails
  }()
  /// A probability by what lies beyond it, and its normal score.
  struct Cut: Sendable {
    let tail: Double
    let score: Double

    init(tail: Double) {
      self.tail = tail
      score = DelayModel.normalQuantile(1 - tail, tail: tail)
    }
  }

  /// The probabilities between two cuts.
  struct Cell: Sendable {
    let start: Cut
    let middle: Cut
    let end: Cut
  }

  /// The cells between the cuts of `tails`.
  static let cells = cells(between: tails)

  /// The cells between falling tails.
  static func cells(between tails: [Double]) -> [Cell] {
    let cuts = tails.map { Cut(tail: $0) }
    return zip(cuts, cuts.dropFirst()).compactMap { start, end in
      guard start.tail > end.tail else { return nil }
      return Cell(start: start, middle: Cut(tail: (start.tail + end.tail) / 2), end: end)
    }
  }
}
