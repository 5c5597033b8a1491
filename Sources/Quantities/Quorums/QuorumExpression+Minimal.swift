extension QuorumExpression {
  /// The quorums that contain no smaller one, fewest nodes first.
  ///
  /// - Parameter limit: The most sets to hold at any moment; throws beyond.
  public func minimalQuorums(limit: Int = 50_000) throws(QuantityError) -> [NodeSet] {
    Self.minimized(try quorums(limit: limit))
  }

  private func quorums(limit: Int) throws(QuantityError) -> [NodeSet] {
    switch self {
    case .node(let index): return [NodeSet([index])]
    case .any(let parts): return try Self.choosing(1, parts, limit)
    case .all(let parts): return try Self.choosing(parts.count, parts, limit)
    case .choose(let count, let parts): return try Self.choosing(count, parts, limit)
    }
  }

  /// `row[k]`: what `k` of the parts seen so far give.
  private static func choosing(
    _ count: Int, _ parts: [QuorumExpression], _ limit: Int
  ) throws(QuantityError) -> [NodeSet] {
    guard count > 0 else { return [NodeSet()] }
    var row = [[NodeSet]](repeating: [], count: count + 1)
    row[0] = [NodeSet()]
    // Only nodes that stand in several parts can make one set contain another.
    let distinct =
      parts.reduce(0) { $0 + $1.nodes.count } == QuorumExpression.all(parts).nodes.count
    for part in parts {
      let choices = try part.quorums(limit: limit)
      for k in stride(from: count, to: 0, by: -1) where !row[k - 1].isEmpty {
        try require(
          row[k].count + row[k - 1].count * choices.count <= limit, "quorum system",
          "has more than \(limit) quorums")
        for chosen in row[k - 1] { row[k] += choices.map { chosen.union($0) } }
        if !distinct { row[k] = minimized(row[k]) }
      }
    }
    return row[count]
  }

  /// Those that contain no other, by size and then by nodes.
  static func minimized(_ sets: [NodeSet]) -> [NodeSet] {
    let sorted = Set(sets).sorted { ($0.count, $0.bits) < ($1.count, $1.bits) }
    guard let smallest = sorted.first?.count, sorted.last?.count != smallest else { return sorted }
    var minimal: [NodeSet] = []
    for set in sorted where !minimal.contains(where: { set.isSuperset(of: $0) }) {
      minimal.append(set)
    }
    return minimal
  }
}
