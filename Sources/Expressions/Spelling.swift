/// The candidate that a misspelt word most likely meant; `nil` when none is near.
///
/// Near is at most a third of the letters changed. Of equally near ones the first counts.
func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  let letters = Array(word.utf8)
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let distance = editDistance(letters, Array(candidate.utf8))
    let limit = max(1, max(letters.count, candidate.utf8.count) / 3)
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
///
/// - Source: Damerau 1964, in the restricted form (no part is edited twice).
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...b.count)
  for i in a.indices {
    var current = [i + 1]
    current.reserveCapacity(b.count + 1)
    for j in b.indices {
      var distance = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        distance = min(distance, beforePrevious[j - 1] + 1)
      }
      current.append(distance)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[b.count]
}

/// "did you mean 'x'?", or else what there is to choose from.
func suggestion(
  for word: String, among candidates: [String], otherwise introduction: String
) -> String? {
  if let near = nearest(to: word, among: candidates) { return "did you mean '\(near)'?" }
  guard !candidates.isEmpty else { return nil }
  let shown = candidates.prefix(12).joined(separator: ", ")
  return "\(introduction) \(shown)\(candidates.count > 12 ? ", …" : "")"
}
