extension PlacementProblem {
  /// The best places for `count` voters, one to a place, and the best leader among them.
  ///
  /// Exact up to 12 candidates and whenever there are at most `exhaustiveLimit` choices; beyond,
  /// grows a set greedily and exchanges places while that helps (`isOptimal` is then false).
  ///
  /// - Parameters:
  ///   - candidates: Places that may hold a voter; duplicates count once.
  ///   - domains: The failure domain of each place, by index; with `perDomain` it caps the voters
  ///     that fall together.
  /// - Returns: `nil` when no choice meets the cap or reaches all clients.
  public func bestPlacement(
    count: Int, candidates: [Int], domains: [Int]? = nil, perDomain: Int = .max,
    exhaustiveLimit: Int = 20_000
  ) -> Placement? {
    let candidates = Array(Set(candidates)).filter((0..<roundTrips.count).contains).sorted()
    guard count > 0, count <= candidates.count else { return nil }
    func allowed(_ voters: [Int]) -> Bool {
      guard let domains else { return true }
      var used: [Int: Int] = [:]
      for voter in voters where domains.indices.contains(voter) {
        used[domains[voter], default: 0] += 1
        if used[domains[voter], default: 0] > perDomain { return false }
      }
      return true
    }
    let choices = Combinations.count(of: candidates.count, taking: count)
    if candidates.count <= 12 || choices <= exhaustiveLimit {
      var best: Placement?
      Combinations.forEach(of: candidates, taking: count) { voters in
        guard allowed(voters), let found = bestLeader(voters: voters) else { return }
        best = best.flatMap { Self.better([$0, found]) } ?? found
      }
      return best
    }
    return localSearch(count: count, candidates: candidates, allowed: allowed)
  }

  private func localSearch(
    count: Int, candidates: [Int], allowed: ([Int]) -> Bool
  ) -> Placement? {
    var best: Placement?
    // A start at each candidate; each start is deterministic.
    for start in candidates {
      var voters = [start]
      while voters.count < count {
        let next = candidates.filter { !voters.contains($0) && allowed(voters + [$0]) }
          .compactMap { bestLeader(voters: voters + [$0]) }
        guard let grown = Self.better(next) else { break }
        voters = grown.voters
      }
      guard voters.count == count, var current = bestLeader(voters: voters) else { continue }
      while let better = bestExchange(current, candidates, allowed),
        better.meanMilliseconds < current.meanMilliseconds
      {
        current = better
      }
      best = best.flatMap { Self.better([$0, current]) } ?? current
    }
    best?.isOptimal = false
    return best
  }

  private func bestExchange(
    _ current: Placement, _ candidates: [Int], _ allowed: ([Int]) -> Bool
  ) -> Placement? {
    var found: [Placement] = []
    for index in current.voters.indices {
      for candidate in candidates where !current.voters.contains(candidate) {
        var voters = current.voters
        voters[index] = candidate
        if allowed(voters), let placement = bestLeader(voters: voters) { found.append(placement) }
      }
    }
    return Self.better(found)
  }
}
