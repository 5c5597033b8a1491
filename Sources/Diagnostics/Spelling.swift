/// Guesses which name a misspelt one was meant to be.
public enum Spelling {
  /// The candidate nearest to a word, or `nil` when none is near enough to be a slip.
  ///
  /// Near enough is a distance of at most a third of the longer word's length (at least 1) in
  /// insertions, deletions, substitutions and swaps of neighbours, letter case aside. Of equally
  /// near ones, the first by bytes is chosen, whatever the order of the candidates.
  /// - Complexity: O(candidates × length²), far less for candidates of other lengths; words of more
  ///   than 128 scalars are near to nothing.
  /// - Source: Damerau 1964; the restricted form, optimal string alignment.
  public static func nearest(
    to word: String, among candidates: some Sequence<String>
  ) -> String? {
    let letters = fold(word)
    guard (1...longest).contains(letters.count) else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate.utf8.count <= 4 * longest {
      let other = fold(candidate)
      let threshold = max(1, max(letters.count, other.count) / 3)
      let bound = min(threshold, best?.distance ?? threshold)
      guard abs(letters.count - other.count) <= bound, other.count <= longest,
        let distance = distance(letters, other, atMost: bound), distance < max(other.count, 1)
      else { continue }
      if let found = best, (found.distance, found.name) < (distance, candidate) { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  private static let longest = 128

  private static func fold(_ word: String) -> [UInt32] {
    word.lowercased().unicodeScalars.map(\.value)
  }

  /// The optimal string alignment distance, or `nil` once it must pass `bound`.
  private static func distance(_ left: [UInt32], _ right: [UInt32], atMost bound: Int) -> Int? {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var row = last
    for i in left.indices {
      row[0] = i + 1
      for j in right.indices {
        var cost = min(last[j] + (left[i] == right[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row[j + 1] = cost
      }
      if let least = row.min(), least > bound, (last.min() ?? 0) > bound { return nil }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[right.count] <= bound ? last[right.count] : nil
  }
}
