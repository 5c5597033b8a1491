/// The normal distribution with mean 0 and standard deviation 1.
public enum StandardNormal {
  /// P(Z > z), without loss of digits in the far tail.
  public static func upperTail(_ z: Double) -> Double {
    0.5 * Elementary.erfc(z / 2.0.squareRoot())
  }

  /// P(Z <= z).
  public static func cumulative(_ z: Double) -> Double { upperTail(-z) }

  /// The z with `cumulative(z) == probability`; infinite at 0 and 1.
  ///
  /// - Source: Acklam's rational approximation (relative error 1.15e-9) and one step of Halley.
  public static func quantile(_ probability: Double) -> Double {
    if probability.isNaN { return .nan }
    if probability <= 0 { return -.infinity }
    if probability >= 1 { return .infinity }
    // The upper half by symmetry: its own tail keeps its digits.
    if probability > 0.5 { return -quantile(1 - probability) }
    let start = approximateLowerQuantile(probability)
    let error = cumulative(start) - probability
    let slope = error * (2 * Double.pi).squareRoot() * Elementary.exp(start * start / 2)
    return start - slope / (1 + start * slope / 2)
  }

  private static func approximateLowerQuantile(_ p: Double) -> Double {
    if p < 0.02425 {
      let q = (-2 * Elementary.log(p)).squareRoot()
      return polynomial(
        [
          -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734,
          4.374664141464968, 2.938163982698783,
        ], q)
        / polynomial(
          [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1], q)
    }
    let q = p - 0.5
    let r = q * q
    return q
      * polynomial(
        [
          -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.383577518672690e2,
          -3.066479806614716e1, 2.506628277459239,
        ], r)
      / polynomial(
        [
          -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
          -1.328068155288572e1, 1,
        ], r)
  }

  /// Highest power first.
  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }
}
