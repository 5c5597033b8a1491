/// minimise c·x subject to rows of A x <= b or A x = b with b >= 0, and x >= 0.
///
/// A dense two-phase simplex. Ties of the ratio test are broken by a second, generic right-hand
/// side (a lexicographic perturbation that is carried symbolically), so degenerate programs, which
/// symmetric quorum systems always give, do not cycle; the answer is computed afresh from the
/// final basis, so it carries no rounding from the pivots.
///
/// - Source: Dantzig 1951; the perturbation after Charnes 1952.
struct LinearProgram {
  enum Relation: Sendable { case atMost, equal }

  struct Row: Sendable {
    var coefficients: [Double]
    var relation: Relation
    /// Not negative.
    var bound: Double
  }

  var objective: [Double]
  var rows: [Row]

  /// The optimal x, or `nil` when there is none.
  func solution() -> [Double]? {
    var tableau = Tableau(self)
    guard tableau.run(phase: 1), tableau.isFeasible else { return nil }
    guard tableau.run(phase: 2) else { return nil }
    return refined(basis: tableau.basis, artificials: tableau.artificials) ?? tableau.solution
  }

  /// Solves the basis' equations from the original data by Gaussian elimination.
  private func refined(basis: [Int], artificials: Range<Int>) -> [Double]? {
    let size = rows.count
    let columns = objective.count
    var matrix = rows.indices.map { row -> [Double] in
      basis.map { column in
        if column < columns { return rows[row].coefficients[column] }
        return Tableau.unit(of: column, row: row, self)
      } + [rows[row].bound]
    }
    for pivot in 0..<size {
      guard
        let best = (pivot..<size).max(by: {
          abs(matrix[$0][pivot]) < abs(matrix[$1][pivot])
        }), abs(matrix[best][pivot]) > 1e-12
      else { return nil }
      matrix.swapAt(pivot, best)
      for row in (pivot + 1)..<max(size, pivot + 1) where matrix[row][pivot] != 0 {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        for column in pivot...size { matrix[row][column] -= factor * matrix[pivot][column] }
      }
    }
    var values = [Double](repeating: 0, count: size)
    for row in stride(from: size - 1, through: 0, by: -1) {
      var sum = matrix[row][size]
      for column in (row + 1)..<max(size, row + 1) { sum -= matrix[row][column] * values[column] }
      values[row] = sum / matrix[row][row]
    }
    var x = [Double](repeating: 0, count: columns)
    for (position, column) in basis.enumerated() where column < columns {
      x[column] = max(0, values[position])
    }
    return x
  }
}

/// The simplex tableau: columns are variables, slacks, artificials, b, and the perturbation.
private struct Tableau {
  private static let tolerance = 1e-10
  private let columns: Int
  private let variables: Int
  private let objective: [Double]
  private var cells: [[Double]]
  private var costs: [Double] = []
  private(set) var basis: [Int]
  let artificials: Range<Int>

  init(_ program: LinearProgram) {
    variables = program.objective.count
    objective = program.objective
    let slacks = program.rows.filter { $0.relation == .atMost }.count
    let size = program.rows.count
    artificials = (variables + slacks)..<(variables + size)
    columns = variables + size
    var random = SeededGenerator(seed: 1)
    basis = []
    cells = []
    for (index, row) in program.rows.enumerated() {
      var line = row.coefficients + [Double](repeating: 0, count: size + 2)
      let own = Self.column(ofRow: index, program)
      line[own] = 1
      line[columns] = row.bound
      line[columns + 1] = 1 + random.nextUnit()
      basis.append(own)
      cells.append(line)
    }
  }

  /// The column that starts in the basis for a row: its slack, or its artificial variable.
  private static func column(ofRow row: Int, _ program: LinearProgram) -> Int {
    let relation = program.rows[row].relation
    let before = program.rows[..<row].filter { $0.relation == relation }.count
    let slacks = program.rows.filter { $0.relation == .atMost }.count
    return program.objective.count + (relation == .atMost ? before : slacks + before)
  }

  /// The original coefficient of a slack or artificial column in a row.
  static func unit(of column: Int, row: Int, _ program: LinearProgram) -> Double {
    Self.column(ofRow: row, program) == column ? 1 : 0
  }

  var isFeasible: Bool {
    basis.indices.allSatisfy { !artificials.contains(basis[$0]) || cells[$0][columns] < 1e-9 }
  }

  var solution: [Double] {
    var x = [Double](repeating: 0, count: variables)
    for (row, column) in basis.enumerated() where column < variables {
      x[column] = max(0, cells[row][columns])
    }
    return x
  }

  /// Pivots until no column improves; `false` when the objective is unbounded.
  mutating func run(phase: Int) -> Bool {
    costs = [Double](repeating: 0, count: columns + 2)
    if phase == 1 {
      for column in artificials { costs[column] = 1 }
    } else {
      for column in 0..<variables { costs[column] = objective[column] }
      leaveArtificials()
    }
    for (row, column) in basis.enumerated() where costs[column] != 0 {
      subtract(costs[column], row)
    }
    // Artificials never come back.
    var pivots = 0
    while let entering = entering(first: pivots > 10_000) {
      guard let leaving = leaving(entering) else { return false }
      pivot(leaving, entering)
      pivots += 1
    }
    return true
  }

  /// The column that improves most; after very many pivots the first that improves (Bland's rule,
  /// which cannot cycle even if rounding spoils the perturbation).
  private func entering(first: Bool) -> Int? {
    var best: Int?
    var least = -Self.tolerance
    for column in 0..<artificials.lowerBound where costs[column] < least {
      if first { return column }
      least = costs[column]
      best = column
    }
    return best
  }

  private func leaving(_ column: Int) -> Int? {
    var best: Int?
    var bestRatio = (0.0, 0.0)
    for row in cells.indices where cells[row][column] > Self.tolerance {
      let ratio = (
        cells[row][columns] / cells[row][column], cells[row][columns + 1] / cells[row][column]
      )
      let ties = abs(ratio.0 - bestRatio.0) <= 1e-12 * max(1, abs(bestRatio.0))
      if best == nil || (ties ? ratio.1 < bestRatio.1 : ratio.0 < bestRatio.0) {
        best = row
        bestRatio = ratio
      }
    }
    return best
  }

  private mutating func pivot(_ row: Int, _ column: Int) {
    let scale = 1 / cells[row][column]
    for index in cells[row].indices { cells[row][index] *= scale }
    for other in cells.indices where other != row && cells[other][column] != 0 {
      let factor = cells[other][column]
      Self.subtract(factor, cells[row], from: &cells[other])
      cells[other][column] = 0
    }
    subtract(costs[column], row)
    costs[column] = 0
    basis[row] = column
  }

  private mutating func subtract(_ factor: Double, _ row: Int) {
    if factor != 0 { Self.subtract(factor, cells[row], from: &costs) }
  }

  private static func subtract(_ factor: Double, _ source: [Double], from line: inout [Double]) {
    line.withUnsafeMutableBufferPointer { line in
      source.withUnsafeBufferPointer { source in
        for index in line.indices { line[index] -= factor * source[index] }
      }
    }
  }

  /// Exchanges artificials that stayed in the basis at zero for any column that can.
  private mutating func leaveArtificials() {
    for row in basis.indices where artificials.contains(basis[row]) {
      let column = (0..<artificials.lowerBound).first { abs(cells[row][$0]) > 1e-7 }
      if let column { pivot(row, column) }
    }
  }
}
