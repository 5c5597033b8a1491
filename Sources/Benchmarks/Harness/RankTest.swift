internal import Quantities

/// The test of Mann, Whitney and Wilcoxon: whether one of two samples tends to greater values.
public enum RankTest {
  /// The probability of ranks at least as one-sided as these if both samples have the same
  /// distribution; two-sided. 1 when a sample is empty.
  ///
  /// Exact without ties and with at most 40 observations a sample; else by the normal
  /// approximation, corrected for ties and continuity.
  ///
  /// - Source: Mann & Whitney, Annals of Mathematical Statistics 18, 1947.
  public static func probability(_ left: [Double], _ right: [Double]) -> Double {
    guard !left.isEmpty, !right.isEmpty else { return 1 }
    var above = 0.0
    for mine in left {
      for theirs in right { above += mine > theirs ? 1 : (mine == theirs ? 0.5 : 0) }
    }
    let smaller = min(above, Double(left.count * right.count) - above)
    let hasTies = Set(left + right).count < left.count + right.count
    if !hasTies, max(left.count, right.count) <= 40 {
      return min(1, 2 * exactTail(Int(smaller), left.count, right.count))
    }
    return approximate(smaller, left, right)
  }

  /// P(U <= limit): among all orders of the two samples, those with so few inversions.
  private static func exactTail(_ limit: Int, _ left: Int, _ right: Int) -> Double {
    // ways[m][u]: orders of m and n observations with u inversions, for n rising from 0.
    var ways = (0...left).map { _ in [1.0] }
    for count in 1...right {
      for size in 1...left {
        // The greatest is one of the left sample, above all `count`; or one of the right.
        var row = Array(repeating: 0.0, count: size * count + 1)
        for (inversions, number) in ways[size - 1].enumerated() {
          row[inversions + count] += number
        }
        for (inversions, number) in ways[size].enumerated() { row[inversions] += number }
        ways[size] = row
      }
    }
    let all = ways[left].reduce(0, +)
    return ways[left].prefix(limit + 1).reduce(0, +) / all
  }

  private static func approximate(_ smaller: Double, _ left: [Double], _ right: [Double])
    -> Double
  {
    let (m, n) = (Double(left.count), Double(right.count))
    let total = m + n
    var ties = 0.0
    let all = (left + right).sorted()
    var start = 0
    while start < all.count {
      let end = all[start...].firstIndex { $0 != all[start] } ?? all.count
      let size = Double(end - start)
      ties += size * size * size - size
      start = end
    }
    let variance = m * n / 12 * (total + 1 - ties / (total * max(1, total - 1)))
    guard variance > 0 else { return 1 }
    let distance = max(0, m * n / 2 - smaller - 0.5)
    return min(1, 2 * StandardNormal.upperTail(distance / variance.squareRoot()))
  }
}
