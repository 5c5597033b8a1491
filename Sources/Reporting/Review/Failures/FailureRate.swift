import Analysis

/// How often something fails, in words and from 1 to 5.
struct FailureRate {
  let text: String
  let score: Int

  /// What is not there for a share of the time.
  ///
  /// - Parameter each: The share of one, where `count` of them can fail.
  static func share(_ each: Double, count: Int = 1, isStated: Bool) -> FailureRate {
    var allUp = 1.0
    for _ in 0..<min(count, 1000) { allUp *= 1 - each }
    let share = "\(ValueText.decimal(each * 100))% of the time (\(isStated ? "stated" : "assumed"))"
    return FailureRate(
      text: count == 1 ? "down \(share)" : "\(count) of them, each down \(share)",
      score: score(share: 1 - allUp))
  }

  /// From a share of the time: 5 from 1 %, each step down is a tenth.
  static func score(share: Double) -> Int {
    let millionths = (share * 1_000_000).rounded()
    return millionths >= 10_000
      ? 5 : millionths >= 1000 ? 4 : millionths >= 100 ? 3 : millionths >= 10 ? 2 : 1
  }
}
