/// Choosing some of several.
enum Combinations {
  /// n over k; `Int.max` when it does not fit.
  static func count(of n: Int, taking k: Int) -> Int {
    guard k >= 0, k <= n else { return 0 }
    var result = 1
    for i in 0..<min(k, n - k) {
      let (product, overflow) = result.multipliedReportingOverflow(by: n - i)
      if overflow { return .max }
      result = product / (i + 1)
    }
    return result
  }

  /// Calls `body` with every choice of `k` elements, in lexicographic order of positions.
  static func forEach<T>(of elements: [T], taking k: Int, _ body: ([T]) -> Void) {
    guard k >= 0, k <= elements.count else { return }
    var indices = Array(0..<k)
    while true {
      body(indices.map { elements[$0] })
      guard
        let movable = indices.indices.last(where: {
          indices[$0] < elements.count - k + $0
        })
      else {
        return
      }
      indices[movable] += 1
      for later in indices.indices.dropFirst(movable + 1) {
        indices[later] = indices[later - 1] + 1
      }
    }
  }
}
