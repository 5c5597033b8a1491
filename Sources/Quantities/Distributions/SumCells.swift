/// Collects the masses of sums in narrow cells, some to a doubling, found from a number's bits.
struct SumCells {
  /// How narrow the cells are: the bits of a number that do not matter.
  enum Width: UInt64 {
    /// 256 to a doubling.
    case fine = 44
    /// 128 to a doubling.
    case coarse = 45
  }

  private typealias Atom = LatencyDistribution.Atom
  private static let smallest = 1e-6

  private let cellBits: UInt64

  private let first: Int
  /// Masses at points and at the ends of intervals; `mean` holds the weighted sum.
  private var cells: [LatencyDistribution.Atom]
  /// Where the density of intervals that cover whole cells changes, and by how much.
  private var densityChange: [Double]

  init(from low: Double, to high: Double, _ width: Width) {
    cellBits = width.rawValue
    first = Self.bits(low, cellBits)
    let count = Self.bits(high, cellBits) - first + 2
    cells = Array(repeating: Atom(mass: 0, mean: 0, low: .infinity, high: 0), count: count)
    densityChange = Array(repeating: 0, count: count)
  }

  private static func bits(_ value: Double, _ cellBits: UInt64) -> Int {
    Int(truncatingIfNeeded: max(smallest, value).bitPattern >> cellBits)
  }

  private func index(_ value: Double) -> Int {
    min(max(0, Self.bits(value, cellBits) - first), cells.count - 1)
  }

  private func start(_ index: Int) -> Double {
    Double(bitPattern: UInt64(index + first) << cellBits)
  }

  /// Adds the sum of each pair, spread as wide as the wider of the two around the sum of means.
  mutating func addSums(
    of left: [LatencyDistribution.Atom], and right: [LatencyDistribution.Atom]
  ) {
    let halves = right.map(Self.halfWidth)
    for a in left {
      let half = Self.halfWidth(a)
      for (b, otherHalf) in zip(right, halves) {
        add(a.mass * b.mass, around: a.mean + b.mean, half: max(half, otherHalf))
      }
    }
  }

  /// Half the width of an interval around the mean that stays inside the atom.
  private static func halfWidth(_ atom: LatencyDistribution.Atom) -> Double {
    min(atom.mean - atom.low, atom.high - atom.mean)
  }

  @inline(__always)
  private mutating func add(_ mass: Double, around mean: Double, half: Double) {
    let (from, to) = (index(mean - half), index(mean + half))
    if from == to {
      put(mass, low: mean - half, high: mean + half, at: from)
      return
    }
    let density = mass / (2 * half)
    let (inner, outer) = (start(from + 1), start(to))
    put(density * (inner - mean + half), low: mean - half, high: inner, at: from)
    put(density * (mean + half - outer), low: outer, high: mean + half, at: to)
    densityChange[from + 1] += density
    densityChange[to] -= density
  }

  @inline(__always)
  private mutating func put(_ mass: Double, low: Double, high: Double, at index: Int) {
    cells[index].mass += mass
    cells[index].mean += mass * (low + high) / 2
    cells[index].low = min(cells[index].low, low)
    cells[index].high = max(cells[index].high, high)
  }

  /// What was collected, in order.
  var atoms: [LatencyDistribution.Atom] {
    var density = 0.0
    var atoms: [Atom] = []
    for index in cells.indices {
      density += densityChange[index]
      var atom = cells[index]
      let (low, high) = (start(index), start(index + 1))
      let covered = density * (high - low)
      // Below this, what is left of the density is rounding.
      if covered > 1e-18 {
        atom.mass += covered
        atom.mean += covered * (low + high) / 2
        (atom.low, atom.high) = (min(atom.low, low), max(atom.high, high))
      }
      guard atom.mass > 0 else { continue }
      atom.mean = min(max(atom.mean / atom.mass, atom.low), atom.high)
      atoms.append(atom)
    }
    return atoms
  }
}
