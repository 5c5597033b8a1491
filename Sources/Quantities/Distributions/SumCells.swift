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

  private func start(_ index: Int) -> Double {
    Double(bitPattern: UInt64(index + first) << cellBits)
  }

  /// Adds the sum of each pair, spread as wide as the wider of the two around the sum of means.
  mutating func addSums(
    of left: [LatencyDistribution.Atom], and right: [LatencyDistribution.Atom]
  ) {
    let others = right.map { (mass: $0.mass, mean: $0.mean, half: Self.halfWidth($0)) }
    let (first, cellBits) = (first, cellBits)
    // Most of what an estimate costs is spent here, so nothing is checked twice.
    cells.withUnsafeMutableBufferPointer { cells in
      densityChange.withUnsafeMutableBufferPointer { densityChange in
        others.withUnsafeBufferPointer { others in
          var target = Target(
            first: first, cellBits: cellBits, last: cells.count - 1, cells: cells.baseAddress!,
            densityChange: densityChange.baseAddress!)
          for a in left {
            let half = Self.halfWidth(a)
            for b in others {
              target.add(a.mass * b.mass, around: a.mean + b.mean, half: max(half, b.half))
            }
          }
        }
      }
    }
  }

  /// Half the width of an interval around the mean that stays inside the atom.
  private static func halfWidth(_ atom: LatencyDistribution.Atom) -> Double {
    min(atom.mean - atom.low, atom.high - atom.mean)
  }

  /// The cells while they are filled: every index is clamped to them.
  private struct Target {
    let first: Int
    let cellBits: UInt64
    let last: Int
    let cells: UnsafeMutablePointer<Atom>
    let densityChange: UnsafeMutablePointer<Double>

    @inline(__always)
    private func index(_ value: Double) -> Int {
      min(max(0, SumCells.bits(value, cellBits) &- first), last)
    }

    @inline(__always)
    private func start(_ index: Int) -> Double {
      Double(bitPattern: UInt64(truncatingIfNeeded: index &+ first) << cellBits)
    }

    @inline(__always)
    mutating func add(_ mass: Double, around mean: Double, half: Double) {
      let (low, high) = (mean - half, mean + half)
      let (from, to) = (index(low), index(high))
      if from == to {
        put(mass, low: low, high: high, at: from)
        return
      }
      let density = mass / (2 * half)
      let (inner, outer) = (start(from &+ 1), start(to))
      put(density * (inner - mean + half), low: low, high: inner, at: from)
      put(density * (mean + half - outer), low: outer, high: high, at: to)
      densityChange[from &+ 1] += density
      densityChange[to] -= density
    }

    @inline(__always)
    private func put(_ mass: Double, low: Double, high: Double, at index: Int) {
      let cell = cells + index
      cell.pointee.mass += mass
      cell.pointee.mean += mass * (low + high) / 2
      // Not `min`: either is never NaN, and this compiles to one instruction.
      cell.pointee.low = low < cell.pointee.low ? low : cell.pointee.low
      cell.pointee.high = high > cell.pointee.high ? high : cell.pointee.high
    }
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
